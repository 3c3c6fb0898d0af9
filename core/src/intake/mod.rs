//! Files as a person hands them over, specs and manifests together: which of them are judged, and
//! what is found in them. The page and the command line come in by this door alone.

mod aboard;
mod app;
mod dockerfile;
mod gather;
mod judge;
mod kind;
mod layout;
mod left;
mod place;
mod specs;
#[cfg(test)]
mod tests;
mod tool;
mod wire;

pub use aboard::{Told, ask, hear, tell};
pub use app::{Apps, apps};
pub use dockerfile::own_dockerfile;
pub use gather::{Content, Gathered, Given, gather};
pub use judge::{Judged, is_companion, judge, manifests};
pub use kind::{Kind, is_encrypted, is_kustomization, is_spec_name, kind};
pub use layout::{KUBE, Layout, Wanted};
pub use left::{Encoding, Left, Unreadable, Why, text};
pub use place::place;
pub use specs::{Above, Specs, folder_of, found_in_bundles};
pub use wire::{Answer, Changes, Wish, answer, pack, read, request, unpack};

use crate::check::{Source, catalog};
use std::collections::BTreeMap;

/// Manifests with faults of every kind, to show what is found: a name and a text.
pub const EXAMPLE: (&str, &str) = ("example.yml", include_str!("example.yml"));

/// How many rules judge manifests.
#[must_use]
pub fn rule_count() -> usize {
    catalog::of_manifests().count()
}

/// The answer to any question of the other thread; empty for what is none.
#[must_use]
pub fn reply(question: &str) -> String {
    let judged = answer(question);
    if judged.is_empty() { tell(question) } else { judged }
}

/// Texts by name as the checker takes them.
pub fn sources<T: AsRef<str>>(texts: &BTreeMap<String, T>) -> Vec<Source<'_>> {
    texts.iter().map(|(path, text)| Source { path, text: text.as_ref() }).collect()
}
