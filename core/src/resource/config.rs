//! Plain environment variables.

use super::labels::{explain_metadata, metadata};
use super::{BASE, put};
use crate::facts::RELATIVE_ROOT;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::core::v1::ConfigMap;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the production.rb of Rails up to 7.0 asks for before it serves assets and prints its log.
const OLD: [&str; 2] = ["RAILS_SERVE_STATIC_FILES", "RAILS_LOG_TO_STDOUT"];

/// The variables of every process: ours first in meaning, the spec's over them.
fn data(plan: &Plan) -> BTreeMap<String, String> {
    let mut data = BTreeMap::new();
    data.insert(String::from("RAILS_ENV"), String::from("production"));
    data.insert(String::from("RAILS_LOG_LEVEL"), String::from("info"));
    for name in OLD.into_iter().filter(|_| plan.build.is_old()) {
        data.insert(name.to_owned(), String::from("1"));
    }
    if let Some(path) = &plan.expose.path {
        data.insert(RELATIVE_ROOT.to_owned(), path.value.clone());
    }
    for (name, value) in &plan.env {
        if name != "RAILS_ENV" {
            data.insert(name.clone(), value.value.clone());
        }
    }
    data
}

/// Name of the ConfigMap: it ends in a hash of the content, so a change makes a new one, the pods
/// that name it roll, and a rollback finds the old one.
pub(super) fn name(plan: &Plan) -> String {
    let mut hash = Sha256::new();
    for (key, value) in data(plan) {
        for part in [key, value] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    let digest: String = hash.finalize().iter().take(5).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-env-{digest}", plan.app.value)
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let map = ConfigMap {
        metadata: metadata(plan, &name(plan), "app"),
        immutable: Some(true),
        data: Some(data(plan)),
        ..ConfigMap::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Environment,
        "Settings that every process of the app gets as environment variables. No secrets here.",
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "metadata.name",
        Guide::Environment,
        "The name ends in a hash of the content: a changed setting makes a new ConfigMap, and the pods that use it are replaced one by one.",
    );
    notes.fixed(
        "immutable",
        Guide::Environment,
        "Running pods and older releases keep the settings that they started with.",
    );
    notes.fixed(
        "data.RAILS_ENV",
        Guide::Environment,
        "Every process runs in production mode, workers and console too.",
    );
    notes.fixed(
        "data.RAILS_LOG_LEVEL",
        Guide::Logging,
        "Rails writes its log to standard output; `env.RAILS_LOG_LEVEL` changes how much.",
    );
    for name in OLD.into_iter().filter(|_| plan.build.is_old()) {
        let because = plan
            .build
            .rails
            .because("Up to 7.0, Rails serves assets and prints its log only when it is told to.");
        notes.because(&format!("data.{name}"), because);
    }
    if let Some(path) = &plan.expose.path {
        notes.decided(&format!("data.{RELATIVE_ROOT}"), path);
    }
    for (key, value) in &plan.env {
        notes.decided(&format!("data.{key}"), value);
    }
    put(bundle, BASE, "env", &map, &notes);
}
