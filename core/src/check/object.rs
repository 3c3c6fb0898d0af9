//! Documents to objects: which document is a manifest, what it is called, and what its lists hold.

use super::source::Source;
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::rules::{MISSING_FIELD, YAML_SYNTAX};
use crate::yaml::{self, Content, Node};

rules! {
    pub(crate) const NOT_A_MANIFEST: Rule = Rule {
        name: "not-a-manifest",
        tier: Warned,
        severity: Hint,
        says: "a document is no manifest",
        why: "`kubectl apply -f` on the folder stops at it; keep files for other programs elsewhere.",
    };
}

/// One Kubernetes object of a file.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// The file it stands in.
    pub(super) file: String,
    /// Such as `apps/v1`.
    pub(super) api: String,
    /// Such as `Deployment`.
    pub(super) kind: String,
    /// As written; empty where none is.
    pub(super) namespace: String,
    /// As written; empty where none is.
    pub(super) name: String,
    /// The whole object.
    pub(super) root: Node,
    /// Whether its document is broken behind it: then it may hold more than is known.
    pub(super) is_cut: bool,
}

/// Reads every object of a file and tells what cannot be read.
pub(super) fn read(source: &Source<'_>, found: &mut Vec<Diagnostic>) -> Vec<Object> {
    let (documents, problems) = yaml::read_manifests(source.text);
    for problem in problems {
        found.push(
            Diagnostic::new(&YAML_SYNTAX, problem.message)
                .help(problem.help)
                .file(source.path)
                .at(problem.place, 1),
        );
    }
    let mut objects = Vec::new();
    for document in documents {
        let before = (objects.len(), found.len());
        let Some(root) = document.root else { continue };
        accept(source.path, root, None, found, &mut objects);
        if document.is_cut {
            // What is missing may stand behind the problem.
            found.truncate(before.1);
            objects.iter_mut().skip(before.0).for_each(|object| object.is_cut = true);
        }
    }
    objects
}

/// Takes an object, or each item of a list of objects.
fn accept(
    file: &str,
    root: Node,
    inherited: Option<(&str, &str)>,
    found: &mut Vec<Diagnostic>,
    objects: &mut Vec<Object>,
) {
    let word = |key: &str| {
        let text = root.get(key).filter(|node| !node.is_null()).and_then(Node::text);
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (api, kind) = match (word("apiVersion"), word("kind"), inherited) {
        (Some(api), Some(kind), _) => (api, kind),
        (None, None, Some((api, kind))) => (api.to_owned(), kind.to_owned()),
        (api, kind, _) => {
            found.push(incomplete(&root, api.is_some(), kind.is_some()).file(file));
            return;
        }
    };
    // Kustomize's own files look like manifests, but no API server ever sees them.
    if api.starts_with("kustomize.config.k8s.io/") {
        return;
    }
    let item_kind = kind
        .strip_suffix("List")
        .filter(|_| matches!(root.get("items"), Some(Node { content: Content::List(_), .. })));
    if let Some(item_kind) = item_kind {
        let (api, item_kind) = (api.clone(), item_kind.to_owned());
        let inherited = (!item_kind.is_empty()).then_some((api.as_str(), item_kind.as_str()));
        for item in take_items(root) {
            accept(file, item, inherited, found, objects);
        }
        return;
    }
    let meta =
        |key: &str| root.at(&["metadata", key]).and_then(Node::text).unwrap_or_default().to_owned();
    let (namespace, name) = (meta("namespace"), meta("name"));
    objects.push(Object { file: file.to_owned(), api, kind, namespace, name, root, is_cut: false });
}

fn take_items(root: Node) -> Vec<Node> {
    let Content::Map(entries) = root.content else { return Vec::new() };
    entries
        .into_iter()
        .rev()
        .find(|entry| entry.key == "items")
        .map(|entry| match entry.value.content {
            Content::List(items) => items,
            Content::Map(_) | Content::Scalar { .. } => Vec::new(),
        })
        .unwrap_or_default()
}

/// Something without both `apiVersion` and `kind`: half a manifest, or none at all.
fn incomplete(root: &Node, has_api: bool, has_kind: bool) -> Diagnostic {
    let looks_like_one = root.get("metadata").is_some()
        && ["spec", "data", "rules", "subjects"].iter().any(|key| root.get(key).is_some());
    if !has_api && !has_kind && !looks_like_one {
        let message = "this document has neither `apiVersion` nor `kind`: it is no manifest";
        return Diagnostic::new(&NOT_A_MANIFEST, message)
            .help("keep files that are not for `kubectl apply` out of this folder")
            .at(root.start(), 1);
    }
    let missing = if has_api { "kind" } else { "apiVersion" };
    Diagnostic::new(&MISSING_FIELD, format!("`{missing}` is missing"))
        .help(format!("add `{missing}` at the top of the document"))
        .path(missing)
        .at(root.start(), 1)
}
