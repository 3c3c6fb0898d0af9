//! Things of one name in several namespaces.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// By namespace; an empty one fits every other, as it is given when the folder is applied.
pub(super) struct Spaces<K, T>(BTreeMap<K, Vec<T>>);

impl<K: Ord, T> Default for Spaces<K, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Borrow<str>, T> Spaces<K, T> {
    /// Adds one.
    pub(super) fn add(&mut self, namespace: K, thing: T) {
        self.0.entry(namespace).or_default().push(thing);
    }

    /// The namespaces in which there are some.
    pub(super) fn namespaces(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(Borrow::borrow)
    }

    /// Those that can be meant from a namespace, the exact ones first.
    pub(super) fn meeting<'s>(
        &'s self,
        namespace: &str,
    ) -> impl Iterator<Item = &'s T> + use<'s, K, T> {
        let open = namespace.is_empty();
        let every = open.then(|| self.0.values().flatten());
        let exact = if open { None } else { self.0.get(namespace) };
        let spaceless = if open { None } else { self.0.get("") };
        let some = exact.into_iter().chain(spaceless).flatten();
        every.into_iter().flatten().chain(some)
    }
}
