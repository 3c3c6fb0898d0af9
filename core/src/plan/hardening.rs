//! What pods may reach, and what the namespace may take.

use super::{Decided, Plan};
use crate::facts::Identity;
use crate::field::Address;

/// Network policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// Whether there are any.
    pub policy: Decided<bool>,
    /// Where the ingress controller runs; none for anywhere.
    pub ingress_namespace: Option<Decided<String>>,
    /// Where Prometheus runs.
    pub monitoring_namespace: Option<Decided<String>>,
    /// Where KEDA runs.
    pub keda_namespace: Decided<String>,
    /// Where CloudNativePG's operator runs.
    pub cnpg_namespace: Decided<String>,
    /// Ports that pods may reach anywhere, each with the field that asks for it.
    pub egress_ports: Vec<Decided<i64>>,
    /// What else pods may reach, each with the field that asks for it.
    pub egress_addresses: Vec<Decided<Address>>,
}

impl Plan {
    /// How the provider knows the pods, and by what; none where the spec names nothing, or the provider has no such way.
    #[must_use]
    pub fn identity(&self) -> Option<(&'static Identity, &Decided<String>)> {
        Some((self.provider.value.identity.as_ref()?, self.cloud_identity.as_ref()?))
    }
}

/// What all pods of the namespace may take together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// CPU requests.
    pub cpu: Option<Decided<String>>,
    /// Memory limits.
    pub memory: Option<Decided<String>>,
    /// Pods.
    pub pods: Option<Decided<i64>>,
}

impl Quota {
    /// Whether anything is limited.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.cpu.is_some() || self.memory.is_some() || self.pods.is_some()
    }
}
