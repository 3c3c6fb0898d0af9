//! Stores beside the database, and the variables that their addresses stand in.

use super::NO_EFFECT;
use super::database::STORE_IMAGE;
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{Store, store_of};
use crate::plan::amount::bytes;
use crate::plan::{Decided, Plan, RedisKind, StoreKind, StoreVariables};
use std::collections::BTreeMap;

rules! {
    pub(crate) const SEARCH_MEMORY: Rule = Rule {
        name: "search-memory",
        tier: Rails,
        severity: Error,
        says: "a search engine in the cluster has less memory than it needs to start",
        why: "Java takes half of the limit for its heap; with less than 512 MiB of it the pod is killed while it starts, again and again.",
    };
    pub(crate) const STORE_VARIABLE: Rule = Rule {
        name: "store-variable",
        tier: Rails,
        severity: Error,
        says: "two parts of addresses are to stand in one variable",
        why: "A variable has one value: the app would look for one store where the other is.",
    };
}

/// The least memory of a search engine.
const LEAST: u128 = 1 << 30;

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    images(plan, found);
    memory(plan, found);
    twice(plan, found);
    unread(plan, found);
}

/// Images that hold something else by their names.
fn images(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let (memcached, search) = (&plan.memcached, &plan.search);
    let mut tell = |is_used: bool, image: &Decided<String>, wanted: Store, help: &str| {
        let other = store_of(&image.value).filter(|store| is_used && *store != wanted);
        if let Some(store) = other {
            let message = format!(
                "this image holds {}, and {} is to run from it",
                store.name(),
                wanted.name()
            );
            let finding = Diagnostic::new(&STORE_IMAGE, message).help(help);
            found.push(finding.path(image.field.clone()));
        }
    };
    let help = "name an image that holds it, by tag or digest, or remove the field";
    tell(plan.has_memcached(), &memcached.image, Store::Memcached, help);
    let help =
        "name an image that holds it, by tag or digest, set `search.engine`, or remove the field";
    tell(plan.has_search(), &search.image, search.facts().store, help);
}

fn memory(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let limit = &plan.search.resources.memory_limit;
    if plan.has_search() && bytes(&limit.value) < LEAST {
        let message = format!("{} cannot start in {}", plan.search.facts().name, limit.value);
        found.push(
            Diagnostic::new(&SEARCH_MEMORY, message)
                .help("give it 1Gi at the least, and better 2Gi")
                .path(limit.field.clone()),
        );
    }
}

/// Variables that two parts share.
fn twice(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for variable in plan.read_variables() {
        let first = seen.entry(variable.value.clone()).or_insert_with(|| variable.field.clone());
        if *first != variable.field {
            let message = format!(
                "`{}` is to hold what `{first}` and `{}` say",
                variable.value, variable.field
            );
            found.push(
                Diagnostic::new(&STORE_VARIABLE, message)
                    .help("give each the variable that the app reads it from")
                    .path(variable.field),
            );
        }
    }
}

/// Variables of a store that is not there.
fn unread(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let none = StoreKind::None;
    let all: [(bool, &StoreVariables, &str, &str); 4] = [
        (plan.has_server(), &plan.database.variables, "no database server", "database.adapter"),
        (plan.redis.kind.value != RedisKind::None, &plan.redis.variables, "no Redis", "redis.kind"),
        (
            plan.memcached.kind.value != none,
            &plan.memcached.variables,
            "no memcached",
            "memcached.kind",
        ),
        (plan.search.kind.value != none, &plan.search.variables, "no search engine", "search.kind"),
    ];
    for (_, variables, what, field) in all.into_iter().filter(|(is_there, ..)| !is_there) {
        if let Some(variable) = variables.set() {
            let message = format!("there is {what}, and a variable with its address is named");
            found.push(
                Diagnostic::new(&NO_EFFECT, message)
                    .help(format!("set `{field}`, or remove it"))
                    .path(variable.field.clone()),
            );
        }
    }
}
