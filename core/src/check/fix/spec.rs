//! Fixes of a `linkspan.yml`.

use super::places::Places;
use super::{edit, map};
use crate::diagnostic::{Diagnostic, Fix, Lines};
use crate::field::{self, Kind, fields};
use crate::yaml;

/// Gives each finding about a spec its fix, where there is one.
pub(crate) fn attach(text: &str, found: &mut [Diagnostic]) {
    let fixable = |each: &&mut Diagnostic| {
        matches!(each.rule.name, "duplicate-key" | "unknown-field" | "wrong-value")
    };
    if !found.iter_mut().any(|each| fixable(&each)) {
        return;
    }
    let (documents, _) = yaml::read(text);
    let Some(root) = documents.iter().find_map(|document| document.root.as_ref()) else { return };
    let (lines, places) = (Lines::new(text), Places::of_tree(root));
    for each in found.iter_mut().filter(fixable) {
        each.fix = fix(each, &lines, &places);
    }
}

fn fix(each: &Diagnostic, lines: &Lines<'_>, places: &Places<'_>) -> Option<Fix> {
    let key = || places.keys.get(&each.place).copied();
    match each.rule.name {
        "unknown-field" => map::misspelt(each, key()?, &siblings(&each.path), lines),
        "duplicate-key" => map::twice(key()?, lines),
        "wrong-value" => choice(each, lines, places),
        _ => None,
    }
}

/// The keys that may stand beside a path.
fn siblings(path: &str) -> Vec<&'static str> {
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let parent = inside.rsplit_once('.').map(|(parent, _)| field::without_indexes(parent) + ".");
    let prefix = parent.unwrap_or_default();
    let rest = fields().filter_map(|field| field.path.strip_prefix(prefix.as_str()));
    let mut keys: Vec<&str> = rest.filter_map(|rest| rest.split(['.', '[']).next()).collect();
    keys.dedup();
    keys
}

/// A word in another case.
fn choice(each: &Diagnostic, lines: &Lines<'_>, places: &Places<'_>) -> Option<Fix> {
    let Kind::Choice(choices) = field::find(&each.path)?.kind else { return None };
    let node = places.scalars.get(&each.place)?;
    let text = node.text()?;
    let word = choices.iter().find(|choice| choice.value.eq_ignore_ascii_case(text))?.value;
    let edit = edit::reword(node, word, lines)?;
    Some(Fix { says: format!("write `{word}`"), edits: vec![edit] })
}
