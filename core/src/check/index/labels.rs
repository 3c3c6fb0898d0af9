//! Things by their labels.

use super::fits;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// Labels of an object.
pub(in super::super) type Labels<'a> = BTreeMap<&'a str, &'a str>;

/// Things in the order they were added, found by a selector without looking at all of them.
#[derive(Default)]
pub(in super::super) struct ByLabel<'a> {
    labels: Vec<Labels<'a>>,
    /// By namespace, key and value of a label. `*` holds those of every namespace, and a label
    /// without key and value is one that everything has.
    lists: BTreeMap<[&'a str; 3], Vec<usize>>,
}

impl<'a> ByLabel<'a> {
    /// Adds the next one.
    pub(super) fn add(&mut self, namespace: &'a str, labels: Labels<'a>) {
        let every = std::iter::once(("", ""));
        for (key, value) in every.chain(labels.iter().map(|(key, value)| (*key, *value))) {
            for space in [namespace, "*"] {
                self.lists.entry([space, key, value]).or_default().push(self.labels.len());
            }
        }
        self.labels.push(labels);
    }

    /// Those that a selector matches, in order. An empty namespace means any, and a thing without a
    /// namespace is in each: it is given when the folder is applied.
    pub(in super::super) fn select<'s>(
        &'s self,
        namespace: &'s str,
        labels: &'s [(&'s str, &'s str)],
        expressions: &'s [Node],
    ) -> impl Iterator<Item = usize> + 's {
        let shortest = move |space: &'s str| {
            let list =
                |key, value| self.lists.get(&[space, key, value]).map_or(&[][..], Vec::as_slice);
            let lists = labels.iter().map(|(key, value)| list(*key, *value));
            lists.min_by_key(|list| list.len()).unwrap_or_else(|| list("", ""))
        };
        let spaces = if namespace.is_empty() { ["*", "-"] } else { [namespace, ""] };
        let candidates = spaces.into_iter().flat_map(shortest).copied();
        candidates.filter(move |at| {
            self.labels.get(*at).is_some_and(|own| {
                labels.iter().all(|(key, value)| own.get(key) == Some(value))
                    && expressions.iter().all(|expression| fits(expression, own))
            })
        })
    }
}
