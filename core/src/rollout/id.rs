//! Which object of the cluster is meant.

use super::json;
use crate::workload::{Workload, workload};
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// An object's kind and name, by which the API server tells it from all others.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Id {
    /// Such as `apps/v1`.
    pub api: String,
    /// Such as `Deployment`.
    pub kind: String,
    /// Empty for kinds that stand in no namespace.
    pub namespace: String,
    /// Such as `shop-web`.
    pub name: String,
}

impl Id {
    /// That of an object.
    #[must_use]
    pub fn of(object: &Value) -> Self {
        Self {
            api: json::text(object, "/apiVersion").to_owned(),
            kind: json::kind(object).to_owned(),
            namespace: json::text(object, "/metadata/namespace").to_owned(),
            name: json::name(object).to_owned(),
        }
    }

    /// The group of the API without its version; empty for the core group.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api.split_once('/').map_or("", |(group, _)| group)
    }

    /// The version of the API.
    #[must_use]
    pub fn version(&self) -> &str {
        self.api.rsplit('/').next().unwrap_or_default()
    }

    /// Whether its pods run all the time, so that a release waits for them.
    #[must_use]
    pub fn is_rolled_out(&self) -> bool {
        workload(&self.kind).is_some_and(Workload::is_rolled_out)
    }

    /// Whether both mean the same object, whatever version of the API they speak of.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.group() == other.group()
            && self.kind == other.kind
            && self.namespace == other.namespace
            && self.name == other.name
    }
}

/// `Deployment shop-web`.
impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", self.kind, self.name)
    }
}
