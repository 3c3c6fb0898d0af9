//! Plan to typed objects, one file a concern. What cannot be typed cannot be emitted.

mod access;
mod address;
mod agent;
mod apm;
mod beside;
mod check;
mod cnpg;
mod config;
mod console;
mod container;
mod cron;
mod database;
mod deployment;
mod external_secret;
mod file;
mod front_door;
mod gitops;
mod labels;
mod memcached;
mod metrics;
mod migrate;
mod mount;
mod mysql;
mod namespace;
mod network_policy;
pub(crate) mod own;
mod patched;
mod pod;
mod postgres;
mod priority_class;
mod process;
mod quota;
mod redis;
mod scale;
mod search;
mod service_account;
mod stateful;
mod storage;
mod task;
mod terminal;
mod web;
mod worker;

use crate::bundle::{Bundle, File, Mode};
use crate::diagnostic::Diagnostic;
use crate::plan::Plan;
use crate::render::{Notes, manifest};
use crate::value::{Value, to_value};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
pub use own::OwnManifests;
use patched::Patches;
use serde::Serialize;
use std::ops::{Deref, DerefMut};

/// What is always safe to apply.
pub(crate) const BASE: &str = "config/kube";
/// What carries a release's image.
pub(crate) const RELEASE: &str = "config/kube/release";
/// What is set up once a cluster.
pub(crate) const LOGGING: &str = "config/kube/logging";
/// What runs once, or on demand.
pub(crate) const JOBS: &str = "config/kube/jobs";

/// A bundle that takes objects: what the spec changes of one is changed as it comes in.
pub(crate) struct Objects<'a> {
    bundle: &'a mut Bundle,
    patches: Patches,
}

impl<'a> Objects<'a> {
    /// Without changes.
    fn new(bundle: &'a mut Bundle) -> Self {
        Self { bundle, patches: Patches::default() }
    }
}

impl Deref for Objects<'_> {
    type Target = Bundle;

    fn deref(&self) -> &Bundle {
        self.bundle
    }
}

impl DerefMut for Objects<'_> {
    fn deref_mut(&mut self) -> &mut Bundle {
        self.bundle
    }
}

/// Adds every manifest of the plan, and says which patches of the spec do not fit.
pub(crate) fn add(plan: &Plan, own: &OwnManifests, bundle: &mut Bundle) -> Vec<Diagnostic> {
    let mut patches = Patches::of(plan);
    patches.knows_all = *own != OwnManifests::Unseen || plan.manifests.is_empty();
    let bundle = &mut Objects { bundle, patches };
    namespace::add(plan, bundle);
    service_account::add(plan, bundle);
    config::add(plan, bundle);
    file::add(plan, bundle);
    external_secret::add(plan, bundle);
    quota::add(plan, bundle);
    priority_class::add(plan, bundle);
    network_policy::add(plan, bundle);
    storage::add(plan, bundle);
    postgres::add(plan, bundle);
    mysql::add(plan, bundle);
    cnpg::add(plan, bundle);
    redis::add(plan, bundle);
    memcached::add(plan, bundle);
    search::add(plan, bundle);
    web::add(plan, bundle);
    worker::add(plan, bundle);
    process::add(plan, bundle);
    cron::add(plan, bundle);
    migrate::add(plan, bundle);
    console::add(plan, bundle);
    terminal::add(plan, bundle);
    task::add(plan, bundle);
    front_door::add(plan, bundle);
    scale::add(plan, bundle);
    metrics::add(plan, bundle);
    check::add(plan, bundle);
    agent::add(plan, bundle);
    let mut found = own::add(plan, own, bundle);
    gitops::add(plan, bundle);
    access::add(plan, bundle);
    found.extend(std::mem::take(&mut bundle.patches).problems());
    found
}

/// Adds what several environments have together, beside the manifests of each.
pub(crate) fn add_environments(plans: &[Plan], bundle: &mut Bundle) {
    gitops::add_environments(plans, &mut Objects::new(bundle));
}

/// An object of a kind that comes with a custom resource definition.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Custom<S> {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: S,
}

/// Puts one object into the bundle as a file of its own.
fn put<T: Serialize>(
    bundle: &mut Objects<'_>,
    folder: &str,
    name: &str,
    object: &T,
    notes: &Notes,
) {
    let value = to_value(object);
    #[cfg(test)]
    tests::is_whole(object, &value);
    put_value(bundle, folder, name, value, notes);
}

/// The part of [`put`] that is the same for all types.
fn put_value(bundle: &mut Objects<'_>, folder: &str, name: &str, mut value: Value, notes: &Notes) {
    let changed = bundle.patches.apply(&mut value, notes);
    let lines = manifest(&value, changed.as_ref().unwrap_or(notes));
    bundle.files.insert(format!("{folder}/{name}.yml"), File { mode: Mode::Plain, lines });
}

#[cfg(test)]
mod tests {
    use crate::generate;
    use crate::preset::PRESETS;
    use crate::value::Value;
    use serde::Serialize;

    /// Beside what the server sets, nothing that an object holds is left out.
    pub(super) fn is_whole<T: Serialize>(object: &T, value: &Value) {
        let mut whole = serde_json::to_value(object).unwrap();
        let claims =
            whole.pointer_mut("/spec/volumeClaimTemplates").and_then(|all| all.as_array_mut());
        for each in claims.into_iter().flatten() {
            each.as_object_mut().unwrap().remove("status");
        }
        whole.as_object_mut().unwrap().remove("status");
        let lost = "has a field that value/unused.rs leaves out";
        assert!(json(value) == whole, "a {} {lost}", whole["kind"]);
    }

    fn json(value: &Value) -> serde_json::Value {
        match value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::Text(value) => value.as_str().into(),
            Value::List(items) => items.iter().map(json).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| (key.to_string(), json(value))).collect()
            }
        }
    }

    #[test]
    fn objects_are_written_whole() {
        let everything = include_str!("../../../tests/golden/everything/linkspan.yml");
        let none =
            "app: a\nimage: b\nsecurity: {read_only_root: false}\ndatabase: {adapter: none}\n";
        let watched = include_str!("../../../tests/golden/watched/linkspan.yml");
        let logzio = include_str!("../../../tests/golden/logzio/linkspan.yml");
        let github = include_str!("../../../tests/golden/github/linkspan.yml");
        let ranked = "app: a\nimage: b\nweb: {priority: 1000}\ndelivery: {ci: github}\n";
        let processes = include_str!("../../../tests/golden/processes/linkspan.yml");
        let mail = include_str!("../../../tests/golden/mail/linkspan.yml");
        let door = include_str!("../../../tests/golden/door/linkspan.yml");
        let more = [door, everything, none, watched, logzio, github, ranked, processes, mail];
        for text in PRESETS.iter().map(|preset| preset.text).chain(more) {
            assert!(generate(text).bundle.files.len() > 10);
        }
    }
}
