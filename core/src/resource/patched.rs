//! Objects as the spec's patches change them, and the reasons of what changed.

use crate::diagnostic::{Diagnostic, Rule, shorten};
use crate::field::nearest;
use crate::patch::{Change, Fault, Patch, Step};
use crate::plan::conflicts::patches::{PATCH_FAILS, PATCH_WITHOUT_OBJECT};
use crate::plan::{Decided, ObjectPatch, Plan};
use crate::render::{Notes, join};
use crate::value::Value;
use std::collections::BTreeSet;

/// Stands beside every line that a patch changed.
const WHY: &str = "A patch of yours says so.";

/// The patches of a plan, while objects are made.
#[derive(Default)]
pub(super) struct Patches {
    all: Vec<One>,
    /// Kinds and names of the objects that came.
    seen: BTreeSet<(String, String)>,
    found: Vec<Diagnostic>,
    /// Whether every object that there is comes by; where not, none is missed.
    pub(super) knows_all: bool,
}

/// One patch.
struct One {
    said: ObjectPatch,
    patch: Patch,
    has_object: bool,
}

impl Patches {
    /// Those that can be read; of the others the spec's reader told.
    pub(super) fn of(plan: &Plan) -> Self {
        let read = |said: &ObjectPatch| {
            let patch = Patch::read(&said.patch.value).ok()?;
            let is_told = said.kind.value.is_empty() || said.name.value.is_empty();
            (!is_told).then(|| One { said: said.clone(), patch, has_object: false })
        };
        Self { all: plan.patches.iter().filter_map(read).collect(), ..Self::default() }
    }

    /// Whether there is one for an object.
    pub(super) fn is_for(&self, kind: &str, name: &str) -> bool {
        self.all.iter().any(|one| one.said.kind.value == kind && one.said.name.value == name)
    }

    /// Tells that an object cannot be changed, whatever its patches say.
    pub(super) fn refuse(&mut self, kind: &str, name: &str, Fault { message, help }: Fault) {
        for one in &mut self.all {
            if one.said.kind.value == kind && one.said.name.value == name {
                one.has_object = true;
                let message = format!("{kind} `{name}`, which a patch is for, {message}");
                self.found.push(problem(&PATCH_FAILS, message, help.clone(), &one.said.patch));
            }
        }
    }

    /// Changes an object; its reasons of now, where anything changed.
    pub(super) fn apply(&mut self, object: &mut Value, notes: &Notes) -> Option<Notes> {
        if self.all.is_empty() {
            return None;
        }
        let text = |value: Option<&Value>| match value {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let kind = text(object.get("kind"));
        let name = text(object.get("metadata").and_then(|metadata| metadata.get("name")));
        let mut notes_now: Option<Notes> = None;
        for one in &mut self.all {
            if one.said.kind.value != kind || one.said.name.value != name {
                continue;
            }
            one.has_object = true;
            let mut changed = object.clone();
            match one.patch.apply(&mut changed) {
                Ok(changes) => {
                    *object = changed;
                    let notes = notes_now.get_or_insert_with(|| notes.clone());
                    note(notes, &changes, &one.said.patch);
                }
                Err(Fault { message, help }) => {
                    let message = format!("the patch of {kind} `{name}` {message}");
                    self.found.push(problem(&PATCH_FAILS, message, help, &one.said.patch));
                }
            }
        }
        self.seen.insert((kind, name));
        notes_now
    }

    /// What does not fit.
    pub(super) fn problems(mut self) -> Vec<Diagnostic> {
        let missed = self.all.iter().filter(|one| !one.has_object && self.knows_all);
        for ObjectPatch { kind, name, .. } in missed.map(|one| &one.said) {
            let message =
                format!("there is no {} `{}` in the bundle", kind.value, shorten(&name.value));
            let of_kind = || self.seen.iter().filter(|(each, _)| *each == kind.value);
            let names: Vec<&str> = of_kind().map(|(_, name)| name.as_str()).collect();
            let kinds: Vec<&str> = self.seen.iter().map(|(kind, _)| kind.as_str()).collect();
            let (at, help) = match (nearest(&name.value, names.iter().copied()), names.as_slice()) {
                (Some(near), _) => (name, format!("did you mean `{near}`?")),
                (None, []) => match nearest(&kind.value, kinds.iter().copied()) {
                    Some(near) => (kind, format!("did you mean `{near}`?")),
                    None => (kind, "look at the files of the bundle for what there is".to_owned()),
                },
                (None, names) => (name, format!("there is {}", listed(names))),
            };
            self.found.push(problem(&PATCH_WITHOUT_OBJECT, message, help, at));
        }
        self.found
    }
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn problem(rule: &'static Rule, message: String, help: String, at: &Decided<String>) -> Diagnostic {
    Diagnostic::new(rule, message).help(help).path(at.field.clone())
}

/// Puts the reasons where what changed stands now.
fn note(notes: &mut Notes, changes: &[Change], patch: &Decided<String>) {
    let reason = patch.because(WHY);
    for change in changes {
        match change {
            Change::Set(path) => {
                let path = written(path);
                notes.forget(&path);
                notes.because(&path, reason.clone());
            }
            Change::Gone(path) => notes.forget(&written(path)),
            Change::Items(path, order) => notes.reorder(&written(path), order),
        }
    }
}

/// A path as lines have it.
fn written(path: &[Step]) -> String {
    let mut out = String::new();
    let mut parent = "";
    for step in path {
        match step {
            Step::Key(key) => {
                out = join(&out, parent, key);
                parent = key;
            }
            Step::Index(index) => out = format!("{out}[{index}]"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::generate;

    const BASE: &str = "app: shop\nimage: registry.example.com/acme/shop\nhosts: [shop.example.com]\nworkers: [{name: mail}]\n";

    /// Lines of a file that a patch is the reason of.
    fn patched(patches: &str, file: &str) -> String {
        let generated = generate(&format!("{BASE}patches:\n{patches}"));
        assert_eq!(generated.report.diagnostics, [], "{patches}");
        let lines = &generated.bundle.files[file].lines;
        let ours = lines.iter().filter(|line| line.reason.field == "patches[0].patch");
        ours.map(|line| format!("{}: {}\n", line.path, line.text.trim())).collect()
    }

    #[test]
    fn a_line_that_a_patch_changed_says_so() {
        let merge = "  - kind: Deployment\n    name: shop-web\n    patch: |\n      spec:\n        template:\n          spec:\n            nodeSelector: {pool: web}\n            containers:\n              - name: proxy\n                image: a/b:1\n              - name: web\n                stdin: true\n                env:\n                  - {name: PORT, $patch: delete}\n                  - {name: NEW, value: \"1\"}\n";
        let told = patched(merge, "config/kube/release/web.yml");
        for line in [
            "spec.template.spec.nodeSelector: nodeSelector:",
            "spec.template.spec.nodeSelector.pool: pool: web",
            ".image: image: a/b:1",
            ".stdin: stdin: true",
            ".value: value: \"1\"",
        ] {
            assert!(told.contains(line), "{line} in\n{told}");
        }
        let json = "  - kind: Service\n    name: shop-web\n    patch: |\n      - {op: add, path: /metadata/annotations, value: {example.com/a: b}}\n      - {op: add, path: /spec/ports/0, value: {name: x, port: 9, targetPort: 9}}\n";
        let told = patched(json, "config/kube/web-service.yml");
        assert!(told.contains("[example.com/a]: example.com/a: b"), "{told}");
        assert!(told.contains("spec.ports[0].port: port: 9"), "{told}");
        assert!(!told.contains("spec.ports[1]"), "{told}");
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_place() {
        for (kind, name, patch, message, help, path) in [
            (
                "Deployment",
                "shop-wbe",
                "a: b",
                "there is no Deployment `shop-wbe` in the bundle",
                "did you mean `shop-web`?",
                "patches[0].name",
            ),
            (
                "Deploymnt",
                "shop-web",
                "a: b",
                "there is no Deploymnt `shop-web` in the bundle",
                "did you mean `Deployment`?",
                "patches[0].kind",
            ),
            (
                "Deployment",
                "shop-web",
                "kind: Job",
                "the patch of Deployment `shop-web` changes `kind`",
                "leave it out: other files know the object by it",
                "patches[0].patch",
            ),
            (
                "Deployment",
                "shop-web",
                "{metadata: {name: null}}",
                "the patch of Deployment `shop-web` changes `metadata.name`",
                "leave it out: other files know the object by it",
                "patches[0].patch",
            ),
            (
                "Deployment",
                "shop-web",
                "$patch: delete",
                "the patch of Deployment `shop-web` deletes a whole object",
                "say in the spec that there is none, such as `kind: none`",
                "patches[0].patch",
            ),
            (
                "Deployment",
                "shop-web",
                "[{op: remove, path: /spec/x}]",
                "the patch of Deployment `shop-web` finds nothing at `/spec/x`",
                "look at the generated file for the path; `-` adds at the end of a list",
                "patches[0].patch",
            ),
            (
                "Deployment",
                "shop-web",
                "a: 0.5",
                "`patches[0].patch` (`a: 0.5`) has a number with a fraction, in line 1",
                "put it in quotes: amounts such as \"0.5\" are texts in Kubernetes",
                "patches[0].patch",
            ),
            (
                "Deployment",
                "shop-web",
                "[a]",
                "`patches[0].patch` (`[a]`) holds no operation, in operation 1",
                "write `{op: ..., path: ..., value: ...}`",
                "patches[0].patch",
            ),
        ] {
            let spec =
                format!("{BASE}patches: [{{kind: {kind}, name: {name}, patch: '{patch}'}}]\n");
            let report = generate(&spec).report;
            let [found] = report.diagnostics.as_slice() else { panic!("{spec}: {report:#?}") };
            assert_eq!(
                (found.message.as_str(), found.help.as_str(), found.path.as_str()),
                (message, help, path)
            );
        }
    }
}
