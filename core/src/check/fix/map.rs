//! Keys that are misspelt, stand twice or are missing.

use super::edit;
use super::places::Inside;
use crate::diagnostic::{Diagnostic, Fix, Lines};
use crate::yaml::Node;

/// The name that is meant by a misspelt key, if it can be only one.
pub(super) fn misspelt(
    each: &Diagnostic,
    inside: Inside<'_>,
    siblings: &[&str],
    lines: &Lines<'_>,
) -> Option<Fix> {
    let name = super::meant(&each.help)?;
    let key = inside.entry.key.as_str();
    let sure = super::is_only_one(key, name, siblings.iter().copied());
    if !sure || edit::has(inside, name) {
        return None;
    }
    let edit = edit::rename(inside.entry, name, lines)?;
    Some(Fix { says: format!("rename `{key}` to `{name}`"), edits: vec![edit] })
}

/// A map of more entries is left to a person: for each that stands twice, all are looked at.
const MOST: usize = 1_000;

/// Of entries with one key, those behind the first, if all have the same value.
pub(super) fn twice(inside: Inside<'_>, lines: &Lines<'_>) -> Option<Fix> {
    if inside.map.entries().len() > MOST {
        return None;
    }
    let key = inside.entry.key.as_str();
    let mut all = inside.map.entries().iter().filter(|entry| entry.key == key);
    let first = all.next().filter(|first| first.key_start() < inside.entry.key_start())?;
    if !all.all(|entry| entry.value.is_same(&first.value)) {
        return None;
    }
    let edit = edit::remove(inside.entry, lines)?;
    Some(Fix { says: format!("remove the second `{key}`, which is the same"), edits: vec![edit] })
}

/// Puts a field at the head of a map that lacks it.
pub(super) fn missing(map: &Node, key: &str, value: &str, lines: &Lines<'_>) -> Option<Fix> {
    if map.entries().iter().any(|entry| entry.key == key) {
        return None;
    }
    let written = format!("{key}: {value}");
    let edit = edit::add(map, &written, lines)?;
    Some(Fix { says: format!("add `{written}`"), edits: vec![edit] })
}

/// Takes away an entry.
pub(super) fn remove(inside: Inside<'_>, lines: &Lines<'_>) -> Option<Fix> {
    let edit = edit::remove(inside.entry, lines)?;
    Some(Fix { says: format!("remove `{}`", inside.entry.key), edits: vec![edit] })
}

/// Another name for an entry.
pub(super) fn rename(inside: Inside<'_>, name: &str, lines: &Lines<'_>) -> Option<Fix> {
    if edit::has(inside, name) {
        return None;
    }
    let edit = edit::rename(inside.entry, name, lines)?;
    Some(Fix { says: format!("rename `{}` to `{name}`", inside.entry.key), edits: vec![edit] })
}
