//! Manifests of a person's own, taken along: each object a file of the bundle as it was written, with the labels by which a
//! release knows what is its, so that everything that holds for the bundle holds for it.

mod text;

use super::labels::metadata;
use super::{BASE, put};
use crate::bundle::{File, Line, Mode};
use crate::diagnostic::{Diagnostic, Rule, shorten};
use crate::facts::{is_cluster_wide, keeps_data};
use crate::field::Guide;
use crate::plan::conflicts::manifests::{MANIFEST_MISSING, MANIFEST_REFUSED, SECRET_IN_MANIFEST};
use crate::plan::{Decided, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_OWN, Plan, Reason};
use crate::render::{Notes, manifest};
use crate::resource::Objects;
use crate::yaml::{self, Node};
use k8s_openapi::api::core::v1::ConfigMap;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The texts of files that `manifests` of a spec names, as whoever calls could read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum OwnManifests {
    /// Nobody looked: what they hold is not known, and none is missed.
    #[default]
    Unseen,
    /// By path from the folder of the spec; of a folder, the files in it.
    Seen(BTreeMap<String, String>),
}

/// Kinds that each release looks through anyway.
const LOOKED_THROUGH: [&str; 15] = [
    "Deployment",
    "StatefulSet",
    "CronJob",
    "HorizontalPodAutoscaler",
    "PodDisruptionBudget",
    "Ingress",
    "Service",
    "NetworkPolicy",
    "ScaledObject",
    "TriggerAuthentication",
    "Gateway",
    "HTTPRoute",
    "PodMonitor",
    "Probe",
    "PrometheusRule",
];

/// What is the same for all of them.
struct Taking<'a> {
    plan: &'a Plan,
    /// Kind and name of what is there, and the file it is in.
    there: BTreeMap<(String, String), String>,
    /// What a release would not find by itself: a kind with its group, and its plural with the group.
    kinds: BTreeMap<String, String>,
    found: Vec<Diagnostic>,
}

/// One file of a person's.
struct Source<'a> {
    said: &'a Decided<String>,
    path: &'a str,
    /// Its place in the list, for the order of files.
    number: usize,
}

/// Adds what the spec takes along, and says what cannot be.
pub(super) fn add(plan: &Plan, own: &OwnManifests, bundle: &mut Objects<'_>) -> Vec<Diagnostic> {
    let OwnManifests::Seen(files) = own else { return Vec::new() };
    let mut taking =
        Taking { plan, there: there(bundle), kinds: BTreeMap::new(), found: Vec::new() };
    for (index, said) in plan.manifests.iter().enumerate() {
        let path = said.value.trim_start_matches("./").trim_end_matches('/');
        if path == BASE || path.starts_with("config/kube/") {
            let message = format!("`{path}` is where Linkspan writes, and would be applied twice");
            let help = "move it to a folder of its own, such as config/own".to_owned();
            taking.tell(&MANIFEST_REFUSED, message, help, said);
            continue;
        }
        let inside = format!("{path}/");
        let is_meant = |each: &str| {
            each == path || each.strip_prefix(&inside).is_some_and(|rest| !rest.contains('/'))
        };
        let mut any = false;
        for (path, text) in files.iter().filter(|(each, _)| is_meant(each)) {
            any = true;
            taking.file(&Source { said, path, number: index + 1 }, text, bundle);
        }
        if !any {
            let message = format!("there is no manifest at `{path}`");
            let help = "write the path from the folder of linkspan.yml; of a folder, files that end with .yml or .yaml are taken".to_owned();
            taking.tell(&MANIFEST_MISSING, message, help, said);
        }
    }
    let Taking { kinds, found, .. } = taking;
    inventory(plan, kinds, bundle);
    found
}

/// What the bundle holds already.
fn there(bundle: &Objects<'_>) -> BTreeMap<(String, String), String> {
    let objects = bundle.files.iter().filter_map(|(path, file)| {
        let kind = file.lines.iter().find_map(|line| line.text.strip_prefix("kind: "))?;
        let name = file.lines.iter().find(|line| line.path == "metadata.name")?;
        let name = name.text.trim().strip_prefix("name: ")?.trim_matches('"');
        Some(((kind.to_owned(), name.to_owned()), path.clone()))
    });
    objects.collect()
}

impl Taking<'_> {
    fn tell(&mut self, rule: &'static Rule, message: String, help: String, said: &Decided<String>) {
        self.found.push(Diagnostic::new(rule, message).help(help).path(said.field.clone()));
    }

    fn file(&mut self, source: &Source<'_>, text: &str, bundle: &mut Objects<'_>) {
        let (documents, problems) = yaml::read_manifests(text);
        if let Some(problem) = problems.into_iter().next() {
            let message =
                format!("`{}`, line {}: {}", source.path, problem.place.line, problem.message);
            return self.tell(&MANIFEST_REFUSED, message, problem.help.to_string(), source.said);
        }
        let roots = documents.iter().filter(|document| document.root.is_some()).count();
        if roots == 0 {
            let message = format!("`{}` holds no object", source.path);
            let help = "write one into it, or take it out of `manifests`".to_owned();
            return self.tell(&MANIFEST_REFUSED, message, help, source.said);
        }
        let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect();
        let starts: Vec<usize> = documents.iter().map(|document| document.line).collect();
        let mut number = 0;
        for (index, document) in documents.iter().enumerate() {
            let Some(root) = &document.root else { continue };
            number += 1;
            let end = starts.get(index + 1).map_or(lines.len() + 1, |next| *next);
            let part = text::Part { lines: &lines, first: document.line, end };
            let at = if roots == 1 { None } else { Some(number) };
            self.object(source, root, &part, at, bundle);
        }
    }

    fn object(
        &mut self,
        source: &Source<'_>,
        root: &Node,
        part: &text::Part<'_>,
        at: Option<usize>,
        bundle: &mut Objects<'_>,
    ) {
        let plan = self.plan;
        let line = root.start().line;
        let word = |keys: &[&str]| root.at(keys).and_then(Node::text).unwrap_or_default();
        let (api, kind, name) =
            (word(&["apiVersion"]), word(&["kind"]), word(&["metadata", "name"]));
        let here = format!("`{}`, line {line}", source.path);
        let mut tell = |rule: &'static Rule, message: &str, help: &str| {
            self.found.push(
                Diagnostic::new(rule, format!("{here}: {message}"))
                    .help(help.to_owned())
                    .path(source.said.field.clone()),
            );
        };
        if api.is_empty() || kind.is_empty() || name.is_empty() {
            return tell(
                &MANIFEST_REFUSED,
                "this is no object with `apiVersion`, `kind` and `metadata.name`",
                "write all three, or take the file out of `manifests`",
            );
        }
        if kind.ends_with("List") && root.get("items").is_some() {
            return tell(
                &MANIFEST_REFUSED,
                "a list of objects cannot be taken along",
                "write each object as a document of its own, with `---` between them",
            );
        }
        let key = (kind.to_owned(), name.to_owned());
        let (shown_kind, shown) = (shorten(kind), shorten(name));
        if let Some(file) = self.there.get(&key) {
            let message = format!("there is a {shown_kind} `{shown}` already, in `{file}`");
            return tell(
                &MANIFEST_REFUSED,
                &message,
                "give it another name, or change that one by `patches`",
            );
        }
        let namespace = word(&["metadata", "namespace"]);
        let wide = is_cluster_wide(kind);
        if !wide && !namespace.is_empty() && namespace != plan.namespace.value {
            let message =
                format!("{shown_kind} `{shown}` is for the namespace `{}`", shorten(namespace));
            let help = format!(
                "a release writes to `{}` alone: remove `namespace`, or apply the file by hand",
                plan.namespace.value
            );
            return tell(&MANIFEST_REFUSED, &message, &help);
        }
        if kind == "Secret" && holds_values(root) {
            let message = format!("the Secret `{shown}` holds values");
            let help = "keep them out of git: name its keys in `secrets`, or set them in the cluster as DEPLOY.md says for the app's Secret";
            return tell(&SECRET_IN_MANIFEST, &message, help);
        }
        let app = plan.app.value.as_str();
        let labels = [(LABEL_INSTANCE, app), (LABEL_MANAGED_BY, "linkspan"), (LABEL_OWN, "true")];
        for (key, value) in labels {
            let is = root.at(&["metadata", "labels", key]).and_then(Node::text);
            if let Some(is) = is.filter(|is| *is != value) {
                let message = format!("the label `{key}` is `{}`", shorten(is));
                let help = format!("remove it: a release knows its objects by `{key}: {value}`");
                return tell(&MANIFEST_REFUSED, &message, &help);
            }
        }
        let room = (!wide && namespace.is_empty()).then_some(plan.namespace.value.as_str());
        let Some(text) = text::with(part, root, room, &labels) else {
            return tell(
                &MANIFEST_REFUSED,
                "labels cannot be added to `metadata` as it is written",
                "write it as a plain map, without an anchor or `<<`",
            );
        };
        self.there.insert(key, source.path.to_owned());
        if !wide && !keeps_data(kind) && !LOOKED_THROUGH.contains(&kind) {
            let group = api.split_once('/').map_or("", |(group, _)| group);
            let dot = if group.is_empty() { "" } else { "." };
            let plural = super::access::plural(kind);
            self.kinds.insert(format!("{kind}{dot}{group}"), format!("{plural}{dot}{group}"));
        }
        let reason = source.said.because(&format!("From `{}`, a file of yours.", source.path));
        let lines = self.patched(&text, (kind, name), &reason, bundle);
        let lines = lines.unwrap_or_else(|| written(&text, &reason));
        let mut path = file_name(source, at);
        // Of two files of one stem, such as `.yml` and `.yaml`.
        while bundle.files.contains_key(&path) {
            path = path.replace(".yml", "-more.yml");
        }
        bundle.files.insert(path, File { mode: Mode::Plain, lines });
    }

    /// The object as patches of the spec change it, where one is for it.
    fn patched(
        &mut self,
        text: &str,
        (kind, name): (&str, &str),
        reason: &Arc<Reason>,
        bundle: &mut Objects<'_>,
    ) -> Option<Vec<Line>> {
        if !bundle.patches.is_for(kind, name) {
            return None;
        }
        let (documents, _) = yaml::read_manifests(text);
        let root = documents.iter().find_map(|document| document.root.as_ref())?;
        let mut value = match crate::patch::value(root) {
            Ok(value) => value,
            Err(fault) => {
                bundle.patches.refuse(kind, name, fault);
                return None;
            }
        };
        let notes = Notes::new(Arc::clone(reason));
        let changed = bundle.patches.apply(&mut value, &notes);
        Some(manifest(&value, changed.as_ref().unwrap_or(&notes)))
    }
}

/// Whether a Secret has something to hide.
fn holds_values(root: &Node) -> bool {
    ["data", "stringData"].iter().any(|key| {
        let values = root.get(key).map(Node::entries).unwrap_or_default();
        values.iter().any(|entry| entry.value.text().is_some_and(|text| !text.is_empty()))
    })
}

/// As it was written, each line with the reason of the file.
fn written(text: &str, reason: &Arc<Reason>) -> Vec<Line> {
    let ours = Reason::fixed(
        Guide::Delivery,
        "What a release knows its objects by: those that are no longer in the bundle go.",
    );
    let is_ours = |line: &str| {
        let line = line.trim_start();
        line.starts_with(LABEL_OWN)
            || line.starts_with(LABEL_MANAGED_BY)
            || line.starts_with(LABEL_INSTANCE)
    };
    text.lines()
        .map(|line| Line {
            text: line.to_owned().into(),
            path: String::new(),
            reason: Arc::clone(if is_ours(line) { &ours } else { reason }),
        })
        .collect()
}

/// `config/kube/own-01-exporter.yml`: in the order of the list, beside what can be applied at any time.
fn file_name(source: &Source<'_>, at: Option<usize>) -> String {
    let name = source.path.rsplit('/').next().unwrap_or(source.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let at = at.map(|at| format!("-{at}")).unwrap_or_default();
    format!("{BASE}/own-{:02}-{}{at}.yml", source.number, stem.trim_matches('-'))
}

/// The kinds of what was taken along, so that a release that no longer has them knows where to look. Its name ends in a hash
/// of them: that of an earlier release stays until what it names is gone.
fn inventory(plan: &Plan, kinds: BTreeMap<String, String>, bundle: &mut Objects<'_>) {
    if kinds.is_empty() {
        return;
    }
    let all: BTreeSet<&String> = kinds.keys().collect();
    let mut hash = Sha256::new();
    for kind in all {
        hash.update(kind.as_bytes());
        hash.update(b"\n");
    }
    let digest: String = hash.finalize().iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    let mut metadata = metadata(plan, &format!("{}-own-{digest}", plan.app.value), "own");
    metadata.labels.get_or_insert_default().insert(LABEL_OWN.to_owned(), "kinds".to_owned());
    let map = ConfigMap { metadata, data: Some(kinds), ..ConfigMap::default() };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Delivery,
        "The kinds of the manifests that are taken along: where a later release looks for those that are gone.",
    ));
    super::labels::explain_metadata(plan, &mut notes);
    if let Some(first) = plan.manifests.first() {
        notes.decided("data", first);
    }
    put(bundle, BASE, "own-kinds", &map, &notes);
}
