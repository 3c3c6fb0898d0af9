//! Things by their labels.

use super::super::context::{items, text};
use super::bits::Bits;
use super::controlled;
use super::fits;
use crate::yaml::Node;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Labels of an object.
pub(in super::super) type Labels<'a> = BTreeMap<&'a str, &'a str>;

/// Up to so many candidates are looked at one by one; among more, sets are compared.
const FEW: usize = 64;

/// Things that have something in common.
#[derive(Default)]
struct List {
    all: Vec<usize>,
    /// The same, where there are more than a few.
    bits: Bits,
}

impl List {
    fn add(&mut self, at: usize) {
        self.all.push(at);
        if self.all.len() > FEW + 1 {
            self.bits.insert(at);
        } else if self.all.len() == FEW + 1 {
            self.bits = self.all.iter().copied().collect();
        }
    }
}

/// Things in the order they were added, found by a selector without looking at all of them. What a
/// selector costs does not grow with the things that it nearly selects, but with a 64th of them.
#[derive(Default)]
pub(in super::super) struct ByLabel<'a> {
    labels: Vec<Labels<'a>>,
    /// By namespace, then by key and value of a label. `*` holds those of every namespace, and a label
    /// without key and value is one that everything has.
    lists: BTreeMap<&'a str, BTreeMap<[&'a str; 2], List>>,
    /// What has a label with a key, whatever its value, by namespace and key.
    keys: RefCell<BTreeMap<[String; 2], Bits>>,
}

impl<'a> ByLabel<'a> {
    /// Adds the next one.
    pub(super) fn add(&mut self, namespace: &'a str, labels: Labels<'a>) {
        for space in [namespace, "*"] {
            let lists = self.lists.entry(space).or_default();
            let own = labels.iter().map(|(key, value)| [*key, *value]);
            for label in std::iter::once(["", ""]).chain(own) {
                lists.entry(label).or_default().add(self.labels.len());
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
        spaces(namespace)
            .into_iter()
            .flat_map(move |space| self.select_in(space, labels, expressions))
    }

    /// The same as a set.
    pub(in super::super) fn set(
        &self,
        namespace: &str,
        labels: &[(&str, &str)],
        expressions: &[Node],
    ) -> Bits {
        let mut found = Bits::default();
        for space in spaces(namespace) {
            if self.shortest(space, labels).len() > FEW {
                found.add(&self.compare(space, labels, expressions));
            } else {
                let few = self.select_in(space, labels, expressions);
                few.for_each(|at| found.insert(at));
            }
        }
        found
    }

    fn select_in<'s>(
        &'s self,
        space: &'s str,
        labels: &'s [(&'s str, &'s str)],
        expressions: &'s [Node],
    ) -> impl Iterator<Item = usize> + 's {
        let few = self.shortest(space, labels);
        let many = (few.len() > FEW).then(|| self.compare(space, labels, expressions));
        let few = if many.is_some() { &[] } else { few };
        let few = few.iter().copied().filter(move |at| {
            self.labels.get(*at).is_some_and(|own| {
                labels.iter().all(|(key, value)| own.get(key) == Some(value))
                    && expressions.iter().all(|expression| fits(expression, own))
            })
        });
        few.chain(many.into_iter().flat_map(Bits::numbers))
    }

    fn list<'s>(&'s self, space: &'s str, key: &'s str, value: &'s str) -> Option<&'s List> {
        self.lists.get(space)?.get(&[key, value])
    }

    /// The candidates that have the rarest of the labels.
    fn shortest<'s>(&'s self, space: &'s str, labels: &'s [(&'s str, &'s str)]) -> &'s [usize] {
        let list = |key, value| self.list(space, key, value).map_or(&[][..], |list| &list.all);
        let lists = labels.iter().map(|(key, value)| list(*key, *value));
        lists.min_by_key(|list| list.len()).unwrap_or_else(|| list("", ""))
    }

    /// What a selector matches, each of whose labels many things have.
    fn compare<'s>(
        &'s self,
        space: &'s str,
        labels: &'s [(&'s str, &'s str)],
        expressions: &'s [Node],
    ) -> Bits {
        let every = std::iter::once(&("", ""));
        let mut lists = every.chain(labels).filter_map(|(key, value)| self.list(space, key, value));
        let mut found = lists.next().map(|list| list.bits.clone()).unwrap_or_default();
        lists.for_each(|list| found.keep(&list.bits));
        for each in expressions {
            let Some(key) = text(each, "key") else { continue };
            let listed = || {
                let mut any = Bits::default();
                let values = items(each, "values").iter().filter_map(Node::text);
                let values = values.map(|value| controlled::sought(key, value));
                for list in values.filter_map(|value| self.list(space, key, value)) {
                    if list.all.len() > FEW {
                        any.add(&list.bits);
                    } else {
                        list.all.iter().for_each(|at| any.insert(*at));
                    }
                }
                any
            };
            match text(each, "operator") {
                Some("In") => found.keep(&listed()),
                Some("NotIn") if controlled::is(key) => {}
                Some("NotIn") => found.remove(&listed()),
                Some("Exists") => self.with_key(space, key, |any| found.keep(any)),
                Some("DoesNotExist") => self.with_key(space, key, |any| found.remove(any)),
                Some(_) | None => {}
            }
        }
        found
    }

    /// Hands out what has a label with a key; it is gathered once.
    fn with_key<'s>(&'s self, space: &'s str, key: &'s str, mut take: impl FnMut(&Bits)) {
        let name = [space.to_owned(), key.to_owned()];
        let gather = || {
            let lists = self.lists.get(space).map(|lists| lists.range([key, ""]..));
            let own = lists.into_iter().flatten().take_while(|([name, _], _)| *name == key);
            own.flat_map(|(_, list)| list.all.iter().copied()).collect()
        };
        take(self.keys.borrow_mut().entry(name).or_insert_with(gather));
    }
}

/// The namespaces of the lists in which things of a namespace stand.
const fn spaces(namespace: &str) -> [&str; 2] {
    if namespace.is_empty() { ["*", "-"] } else { [namespace, ""] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to select gives the same as looking at each thing.
    #[test]
    fn many_things_are_selected_as_few_are() {
        let texts: Vec<String> = (0..500).map(|at| (at % 7).to_string()).collect();
        let mut by_label = ByLabel::default();
        for (at, value) in texts.iter().enumerate() {
            let space = if at % 3 == 0 { "" } else { "shop" };
            let app = if at % 2 == 0 { "a" } else { "b" };
            let mut labels = Labels::from([("app", app)]);
            if at % 5 != 0 {
                labels.insert("n", value);
            }
            by_label.add(space, labels);
        }
        let expressions = [
            "[]",
            "[{key: n, operator: In, values: ['1', '2', x]}]",
            "[{key: n, operator: NotIn, values: ['1']}]",
            "[{key: n, operator: Exists}]",
            "[{key: n, operator: DoesNotExist}]",
            "[{key: n, operator: Odd}, {operator: In}]",
        ];
        let selectors: [&[(&str, &str)]; 4] =
            [&[], &[("app", "a")], &[("app", "a"), ("n", "3")], &[("app", "c")]];
        for (text, labels) in expressions.iter().flat_map(|e| selectors.map(|labels| (e, labels))) {
            let (documents, _) = crate::yaml::read(text);
            let expressions = documents[0].root.as_ref().unwrap().items();
            for namespace in ["", "shop", "other"] {
                let fits_all = |at: &usize| {
                    let own = &by_label.labels[*at];
                    let here = namespace.is_empty() || at.is_multiple_of(3) || namespace == "shop";
                    here && labels.iter().all(|(key, value)| own.get(key) == Some(value))
                        && expressions.iter().all(|each| fits(each, own))
                };
                let expect: Bits = (0..texts.len()).filter(fits_all).collect();
                let found = by_label.set(namespace, labels, expressions);
                assert!(found.numbers().eq(expect.numbers()), "{text} {labels:?} {namespace}");
            }
        }
    }
}
