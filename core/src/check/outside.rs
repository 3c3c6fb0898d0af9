//! What a folder refers to and does not hold, as the spec beside it says: Secrets whose values a person
//! sets, and what the cluster has to have already.

use crate::plan::{LogAgent, Plan, SecretStoreKind, StoreScope, Tls, Via};
use std::collections::BTreeSet;

/// An object that is not in the folder and is known to be in the cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// Its kind, such as `Secret`.
    pub kind: &'static str,
    /// Its namespace; empty where it has none, or where any will do.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// The keys of a Secret; none where they are not known.
    pub keys: Option<BTreeSet<String>>,
}

/// What the bundle of a plan refers to and does not hold. `DEPLOY.md` says how each of them comes to be.
#[must_use]
pub fn outside(plan: &Plan) -> Vec<Outside> {
    let namespace = &plan.namespace.value;
    let mut all = Vec::new();
    let mut add = |kind, namespace: &str, name: &str, keys: Option<&[&str]>| {
        let keys = keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
        all.push(Outside { kind, namespace: namespace.to_owned(), name: name.to_owned(), keys });
    };
    // Whatever makes it, a command, a controller or SOPS, these are its keys.
    let keys: Vec<&str> = plan.secret_keys().map(|key| key.value.as_str()).collect();
    add("Secret", namespace, &plan.secret_name, Some(&keys));
    if let Some(pull) = &plan.pull_secret {
        add("Secret", namespace, &pull.value, Some(&[".dockerconfigjson"]));
    }
    let expose = &plan.expose;
    if matches!(expose.tls.value, Tls::CertManager | Tls::Secret) {
        add("Secret", namespace, &expose.tls_secret.value, Some(&["tls.crt", "tls.key"]));
    }
    if expose.tls.value == Tls::CertManager {
        add("ClusterIssuer", "", &expose.issuer.value, None);
    }
    if let (Via::Gateway, Some(gateway)) = (expose.via.value, &expose.gateway) {
        add("Gateway", &expose.gateway_namespace.value, &gateway.value, None);
    }
    for route in &plan.routes {
        add("Service", namespace, &route.service.value, None);
    }
    if plan.workers.iter().any(|worker| worker.autoscale.is_some()) {
        let keys = ["address", "password", "tls", "connectionString", "connection"];
        add("Secret", namespace, &plan.keda_secret(), Some(&keys));
    }
    if plan.logging.kind.value != LogAgent::None {
        add("Secret", &plan.logging.namespace.value, &plan.agent(), None);
    }
    // Without a value it is made by somebody else.
    if let (Some(class), None) = (&plan.web.priority_class, &plan.web.priority) {
        add("PriorityClass", "", &class.value, None);
    }
    let made = plan.web.priority.as_ref().and(plan.web.priority_class.as_ref());
    for class in plan.workers.iter().filter_map(|worker| worker.priority_class.as_ref()) {
        if made.is_none_or(|made| made.value != class.value) {
            add("PriorityClass", "", &class.value, None);
        }
    }
    if let Some(class) = &plan.storage_class {
        add("StorageClass", "", &class.value, None);
    }
    if let (SecretStoreKind::ExternalSecrets, Some(store)) =
        (plan.secret_store.kind.value, &plan.secret_store.name)
    {
        match plan.secret_store.scope.value {
            StoreScope::Cluster => add("ClusterSecretStore", "", &store.value, None),
            StoreScope::Namespace => add("SecretStore", namespace, &store.value, None),
        }
    }
    all
}
