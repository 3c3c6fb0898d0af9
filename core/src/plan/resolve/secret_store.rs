//! Where the values of secrets come from.

use super::{choice, list, named, number, text_or};
use crate::plan::{Decided, SecretStore};
use crate::spec::Spec;

pub(super) fn secret_store(spec: &Spec, namespace: &str) -> SecretStore {
    let store = &spec.secret_store;
    let key = text_or(store.key.as_ref(), "secret_store.key", namespace);
    let path = "secret_store.property";
    let property = match &store.property {
        Some(pattern) => Some(Decided::set(path, pattern.clone())),
        None if key.value.contains('{') => None,
        None => Some(Decided::derived(path, "{name}".to_owned())),
    };
    SecretStore {
        kind: choice(store.kind.as_ref(), "secret_store.kind"),
        name: named(store.name.as_ref(), "secret_store.name"),
        scope: choice(store.scope.as_ref(), "secret_store.scope"),
        key,
        property,
        refresh: number(store.refresh, "secret_store.refresh"),
        age: list("secret_store.age", &store.age),
    }
}
