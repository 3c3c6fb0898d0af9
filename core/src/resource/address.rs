//! The address of a store in the cluster as variables, whole and in the parts that the spec names.

use super::container::plain;
use crate::plan::{Reason, StoreVariables};
use crate::render::Items;
use k8s_openapi::api::core::v1::EnvVar;
use std::sync::Arc;

/// Where a store is. What it does not have is empty, and so never named.
#[derive(Default)]
pub(super) struct At {
    /// The whole.
    pub(super) url: String,
    pub(super) host: String,
    pub(super) port: i32,
    /// The name of the database.
    pub(super) name: String,
    pub(super) user: String,
}

/// Adds the variables that the app reads of it. The password is none of them: it comes from a Secret.
pub(super) fn add(names: &StoreVariables, at: At, url: &Arc<Reason>, all: &mut Items<EnvVar>) {
    if let Some(name) = &names.url {
        all.because(plain(&name.value, at.url), Arc::clone(url));
    }
    for (name, value) in [
        (&names.host, at.host),
        (&names.port, at.port.to_string()),
        (&names.name, at.name),
        (&names.user, at.user),
    ] {
        if let Some(name) = name {
            all.decided(plain(&name.value, value), name);
        }
    }
}
