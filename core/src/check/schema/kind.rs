//! Kinds that the table does not know: misspelt ones, known ones under a wrong `apiVersion`, and
//! foreign ones.

use super::super::context::{Context, Spot, entry};
use super::super::object::Object;
use super::closest::closest;
use super::table;
use crate::diagnostic::{Diagnostic, Remedy, Severity, Tier, is_only_one, rules};

rules! {
    pub(crate) const UNKNOWN_KIND: Rule = Rule {
        name: "unknown-kind",
        tier: Refused,
        severity: Error,
        says: "there is no such kind in this version of the API",
        why: "The server answers that it knows no such kind. Kinds of other projects, which cannot be judged here, are only named, as a hint.",
        marks: [Certain],
    };
}

/// Kubernetes' own kinds that the table leaves out, by group version.
const OTHERS: [(&str, &[&str]); 6] = [
    ("v1", &["Binding", "ComponentStatus", "Event", "Node", "PodTemplate"]),
    ("apps/v1", &["ControllerRevision"]),
    ("batch/v1", &[]),
    ("policy/v1", &["Eviction"]),
    ("autoscaling/v1", &["Scale"]),
    ("autoscaling/v2", &[]),
];

/// Says what is known about an object of a kind that is not in the table.
pub(in super::super) fn unknown(context: &mut Context<'_>, object: &Object) {
    let (api, kind) = (object.api.as_str(), object.kind.as_str());
    if super::foreign::is_known(api, kind) {
        return;
    }
    let spot = |key: &str| match entry(&object.root, key) {
        Some(entry) => Spot::from(&entry.value),
        None => Spot { place: object.root.start(), width: 1 },
    };
    let other = OTHERS.iter().find(|(group, _)| *group == api).map(|(_, kinds)| *kinds);
    if other.is_some_and(|kinds| kinds.contains(&kind)) {
        return unjudged(context, object, spot("kind"));
    }
    let here = || table().kinds.iter().filter(|known| known.api == api).map(|known| known.name);
    let mut versions = table().kinds.iter().filter(|known| known.name == kind);
    if let Some(elsewhere) = versions.next() {
        // Another project may have a kind of the same name: Knative's Service, for one.
        if other.is_some() || is_builtin(api) {
            let message = format!("there is no `{kind}` in `{api}`");
            let help = format!("write `apiVersion: {}`", elsewhere.api);
            let only = versions.next().is_none().then(|| Remedy::write(elsewhere.api));
            let finding = Diagnostic::new(&UNKNOWN_KIND, message).help(help).remedy(only);
            return context.push(finding, spot("apiVersion"), "apiVersion");
        }
    } else if let Some(meant) = other.and_then(|_| closest(kind, here())) {
        let message = format!("there is no kind `{kind}` in `{api}`");
        let help = format!("did you mean `{meant}`?");
        let sure = is_only_one(kind, meant, here()).then(|| Remedy::write(meant));
        let finding = Diagnostic::new(&UNKNOWN_KIND, message).help(help).remedy(sure);
        return context.push(finding, spot("kind"), "kind");
    }
    unjudged(context, object, spot("kind"));
}

fn unjudged(context: &mut Context<'_>, object: &Object, spot: Spot) {
    let message = format!(
        "`{}` of `{}` is not known here: only its name and labels are checked",
        object.kind, object.api
    );
    let diagnostic = Diagnostic::new(&UNKNOWN_KIND, message)
        .tier(Tier::Warned)
        .severity(Severity::Hint)
        .help("`kubectl apply --dry-run=server` lets the cluster judge it");
    context.push(diagnostic, spot, "kind");
}

fn is_builtin(api: &str) -> bool {
    let group = api.split_once('/').map_or("", |(group, _)| group);
    table()
        .kinds
        .iter()
        .any(|kind| kind.api.split_once('/').map_or("", |(known, _)| known) == group)
        || group == "extensions"
}
