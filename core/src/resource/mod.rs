//! Plan to typed objects, one file a concern. What cannot be typed cannot be emitted.

mod config;
mod container;
mod front_door;
mod labels;
mod migrate;
mod namespace;
mod pod;
mod service_account;
mod storage;
mod web;
mod worker;

use crate::bundle::{Bundle, File, Mode};
use crate::plan::Plan;
use crate::render::{Notes, manifest};
use crate::value::to_value;
use serde::Serialize;

/// What is always safe to apply.
pub(crate) const BASE: &str = "config/kube";
/// What carries a release's image.
pub(crate) const RELEASE: &str = "config/kube/release";
/// What runs once.
pub(crate) const JOBS: &str = "config/kube/jobs";

/// Adds every manifest of the plan.
pub(crate) fn add(plan: &Plan, bundle: &mut Bundle) {
    namespace::add(plan, bundle);
    service_account::add(plan, bundle);
    config::add(plan, bundle);
    storage::add(plan, bundle);
    web::add(plan, bundle);
    worker::add(plan, bundle);
    migrate::add(plan, bundle);
    front_door::add(plan, bundle);
}

/// Puts one object into the bundle as a file of its own.
fn put<T: Serialize>(bundle: &mut Bundle, folder: &str, name: &str, object: &T, notes: &Notes) {
    let lines = manifest(&to_value(object), notes);
    bundle.files.insert(format!("{folder}/{name}.yml"), File { mode: Mode::Plain, lines });
}
