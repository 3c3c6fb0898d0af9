//! Rights, as roles give them.

use super::super::context::items;
use super::super::object::Object;
use crate::yaml::Node;

/// What one of a role's rules allows.
pub(super) struct Rights<'a> {
    /// The item of the role's `rules`.
    pub(super) rule: &'a Node,
    path: String,
}

impl Rights<'_> {
    /// Whether a list has one of these words.
    pub(super) fn has(&self, key: &str, words: &[&str]) -> bool {
        items(self.rule, key).iter().any(|each| each.text().is_some_and(|it| words.contains(&it)))
    }

    /// The first item of a list that is one of these words.
    pub(super) fn item(&self, key: &str, words: &[&str]) -> Option<(&Node, String)> {
        let found = items(self.rule, key)
            .iter()
            .enumerate()
            .find(|(_, each)| each.text().is_some_and(|it| words.contains(&it)));
        found.map(|(at, node)| (node, format!("{}.{key}[{at}]", self.path)))
    }

    /// Whether it speaks of the core group, to which pods and Secrets belong.
    pub(super) fn is_core(&self) -> bool {
        self.has("apiGroups", &["", "*"])
    }
}

/// What each of a role's rules allows.
pub(super) fn rights(role: &Object) -> impl Iterator<Item = Rights<'_>> {
    let rules = items(&role.root, "rules").iter().enumerate();
    rules.map(|(at, rule)| Rights { rule, path: format!("rules[{at}]") })
}
