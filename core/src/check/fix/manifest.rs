//! From a finding about a manifest to its fix.

use super::places::Places;
use super::{edit, map, removed, scalar};
use crate::check::schema::table;
use crate::diagnostic::{Diagnostic, Fix, Lines};

const RBAC: &str = "rbac.authorization.k8s.io";

/// Whether findings of a rule ever have one.
pub(super) fn is_fixable(rule: &str) -> bool {
    matches!(
        rule,
        "choice"
            | "deprecated"
            | "duplicate-key"
            | "missing-field"
            | "quantity"
            | "rbac"
            | "removed-api"
            | "restart-policy"
            | "unknown-field"
            | "unknown-kind"
            | "wrong-type"
    )
}

/// The fix of a finding.
pub(super) fn fix(each: &Diagnostic, lines: &Lines<'_>, places: &Places<'_>) -> Option<Fix> {
    let place = each.place;
    let key = || places.keys.get(&place).copied();
    let value = || places.scalars.get(&place).copied();
    match each.rule.name {
        "unknown-field" => {
            let siblings = places.siblings.get(&place)?;
            map::misspelt(each, key()?, siblings, lines)
        }
        "duplicate-key" => map::twice(key()?, lines),
        "wrong-type" => scalar::wrong_type(each, value()?, lines),
        "choice" => scalar::case(each, value()?, lines),
        "quantity" => scalar::quantity(value()?, lines),
        "removed-api" => {
            let api = removed::successor(places.objects.get(&place)?)?;
            write(value()?, api, lines)
        }
        "unknown-kind" => unknown_kind(each, lines, places),
        "restart-policy" if each.path.ends_with("template.spec.restartPolicy") => {
            let pod = places.maps.get(&place)?;
            map::missing(pod, "restartPolicy", "Never", lines)
        }
        "missing-field" if each.path == "roleRef.apiGroup" => {
            map::missing(places.maps.get(&place)?, "apiGroup", RBAC, lines)
        }
        "rbac" if each.help == "remove `apiGroup`" => {
            map::remove(places.values.get(&place).copied()?, lines)
        }
        "rbac" if each.path.ends_with(".apiGroup") => write(value()?, RBAC, lines),
        "deprecated" if key()?.entry.key == "serviceAccount" => {
            map::rename(key()?, "serviceAccountName", lines)
        }
        _ => None,
    }
}

fn write(node: &crate::yaml::Node, text: &str, lines: &Lines<'_>) -> Option<Fix> {
    let edit = edit::reword(node, text, lines)?;
    Some(Fix { says: format!("write `{text}`"), edits: vec![edit] })
}

/// A kind under a wrong version that exists in one version only, or a misspelt one.
fn unknown_kind(each: &Diagnostic, lines: &Lines<'_>, places: &Places<'_>) -> Option<Fix> {
    let object = places.objects.get(&each.place)?;
    let node = places.scalars.get(&each.place)?;
    if each.path == "apiVersion" {
        let mut versions = table().kinds.iter().filter(|kind| kind.name == object.kind);
        let only = versions.next().filter(|_| versions.next().is_none())?;
        return write(node, only.api, lines);
    }
    let name = super::meant(&each.help)?;
    let kinds = table().kinds.iter().filter(|kind| kind.api == object.api);
    let sure = super::is_only_one(&object.kind, name, kinds.map(|kind| kind.name));
    sure.then(|| write(node, name, lines)).flatten()
}
