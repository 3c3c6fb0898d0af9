//! What each way to keep secrets needs.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::{GitOps, Origin, Plan, SecretStore, SecretStoreKind};

rules! {
    pub(crate) const NO_CREDENTIALS: Rule = Rule {
        name: "no-credentials",
        tier: Broken,
        severity: Error,
        says: "secrets are to come from Rails credentials that the app does not read",
        why: "The variables would be missing in every pod.",
    };
    pub(crate) const NO_SECRET_STORE: Rule = Rule {
        name: "no-secret-store",
        tier: Broken,
        severity: Error,
        says: "External Secrets does not know which store to read",
        why: "The Secret is never made, and pods wait for it.",
    };
    pub(crate) const SAME_SECRET: Rule = Rule {
        name: "same-secret",
        tier: Broken,
        severity: Error,
        says: "all secrets would have one value",
        why: "The key of the store does not vary with the name of the variable.",
    };
    pub(crate) const SOPS_ARGOCD: Rule = Rule {
        name: "sops-argocd",
        tier: Broken,
        severity: Error,
        says: "Argo CD is to apply what SOPS has encrypted",
        why: "It cannot decrypt it and would apply the ciphertext.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let store = &plan.secret_store;
    match store.kind.value {
        SecretStoreKind::ExternalSecrets => external(plan, found),
        SecretStoreKind::Credentials if !plan.build.credentials.value => found.push(
            Diagnostic::new(
                &NO_CREDENTIALS,
                "secrets cannot come from Rails credentials that the app does not read",
            )
            .help("set `rails.credentials: true`, or another `secret_store.kind`")
            .path("secret_store.kind"),
        ),
        SecretStoreKind::Sops
            if matches!(plan.delivery.gitops.value, GitOps::ArgoCd | GitOps::ArgoCdFleet) =>
        {
            found.push(
                Diagnostic::new(&SOPS_ARGOCD, "Argo CD cannot decrypt what SOPS has encrypted")
                    .help("set `secret_store.kind` to `sealed_secrets` or `external_secrets`, or `delivery.gitops: flux`, which can")
                    .path("secret_store.kind"),
            );
        }
        SecretStoreKind::Kubectl
        | SecretStoreKind::Credentials
        | SecretStoreKind::SealedSecrets
        | SecretStoreKind::Sops => {}
    }
    unused(store, found);
}

fn external(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let store = &plan.secret_store;
    if store.name.is_none() {
        found.push(
            Diagnostic::new(&NO_SECRET_STORE, "External Secrets has to know which store to read")
                .help("set `secret_store.name`: `kubectl get clustersecretstores` lists them")
                .path("secret_store.kind"),
        );
    }
    let property = store.property.as_ref().map_or("", |property| property.value.as_str());
    let varies = store.key.value.contains('{') || property.contains('{');
    if !varies && plan.secrets.len() > 1 {
        let message = format!("all {} secrets would have the same value", plan.secrets.len());
        found.push(
            Diagnostic::new(&SAME_SECRET, message)
                .help("write `{name}` in `secret_store.key` or in `secret_store.property`")
                .path("secret_store.property"),
        );
    }
}

/// A setting of another way than the one that is chosen.
fn unused(store: &SecretStore, found: &mut Vec<Diagnostic>) {
    let kind = store.kind.value;
    let is_set = |origin: Origin| origin == Origin::Set;
    let property = store.property.as_ref();
    let external = [
        ("secret_store.name", store.name.is_some()),
        ("secret_store.scope", is_set(store.scope.origin)),
        ("secret_store.key", is_set(store.key.origin)),
        ("secret_store.property", property.is_some_and(|property| is_set(property.origin))),
        ("secret_store.refresh", is_set(store.refresh.origin)),
    ];
    let external = external.map(|(field, set)| {
        (field, set && kind != SecretStoreKind::ExternalSecrets, "external_secrets")
    });
    let sops =
        ("secret_store.age", is_set(store.age.origin) && kind != SecretStoreKind::Sops, "sops");
    for (field, is_lost, wanted) in external.into_iter().chain([sops]) {
        if is_lost {
            let message = format!("`{field}` has no effect with this kind of store");
            found.push(
                Diagnostic::new(&NO_EFFECT, message)
                    .help(format!("set `secret_store.kind: {wanted}`, or remove it"))
                    .path(field),
            );
        }
    }
}
