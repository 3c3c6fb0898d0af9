//! What a text is, judged by its keys.

use crate::spec::FILE;
use crate::yaml::{self, Node};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A `linkspan.yml` under whatever name.
    Spec,
    /// Kubernetes objects.
    Manifests,
    /// Something else, or nothing that can be read.
    Other,
}

/// Judges a text; a file called `linkspan.yml` is a spec whatever it holds.
#[must_use]
pub fn kind(name: &str, text: &str) -> Kind {
    if is_spec_name(name) {
        return Kind::Spec;
    }
    // Nearly every manifest has such a line; the others are read twice.
    if text.lines().any(|line| line.starts_with("apiVersion:")) {
        return Kind::Manifests;
    }
    let (documents, _) = yaml::read_manifests(text);
    let has = |node: &Node, key: &str| node.get(key).is_some();
    let mut roots = documents.iter().filter_map(|document| document.root.as_ref()).peekable();
    let first = roots.peek().copied();
    if roots.any(|root| has(root, "apiVersion") && has(root, "kind")) {
        return Kind::Manifests;
    }
    match first {
        Some(root) if has(root, "app") && !has(root, "apiVersion") && !has(root, "kind") => {
            Kind::Spec
        }
        _ => Kind::Other,
    }
}

/// Whether a name is that of a spec.
#[must_use]
pub fn is_spec_name(name: &str) -> bool {
    name.rsplit('/').next() == Some(FILE)
}

/// Whether a name ends like a file of manifests. What sops has encrypted is none yet.
pub(super) fn is_yaml(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    !is_encrypted(name) && (lower.ends_with(".yml") || lower.ends_with(".yaml"))
}

/// Whether a name ends like a file that sops has encrypted.
#[must_use]
pub fn is_encrypted(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with(".sops.yml") || lower.ends_with(".sops.yaml")
}

/// Whether a name ends like a file of JSON.
pub(super) fn is_json(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".json")
}

/// Whether a name ends like an archive of files.
pub(super) fn is_archive(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    [".tar.gz", ".tgz", ".tar", ".zip"].iter().any(|end| lower.ends_with(end))
}

/// Kustomize's own files, which no API server ever sees.
#[must_use]
pub fn is_kustomization(name: &str) -> bool {
    matches!(
        name.rsplit('/').next(),
        Some("kustomization.yml" | "kustomization.yaml" | "Kustomization")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_say_what_a_text_is() {
        for (name, text, expect) in [
            ("a/linkspan.yml", "", Kind::Spec),
            ("staging.yml", "app: shop\nimage: a/b\n", Kind::Spec),
            ("web.yml", "---\n# x\n---\napiVersion: v1\nkind: Pod\n", Kind::Manifests),
            ("pod.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}", Kind::Manifests),
            ("database.yml", "default: &default\n  adapter: postgresql\n", Kind::Other),
            ("en.yml", "en:\n  hello: Hi\n", Kind::Other),
            ("broken.yml", "a: [\n", Kind::Other),
            ("list.yml", "- app\n", Kind::Other),
        ] {
            assert_eq!(kind(name, text), expect, "{name}");
        }
    }
}
