//! Where the values of secrets come from.

use super::{Decided, GitOps, Plan, SecretStoreKind, StoreScope};

/// Where the values of secrets come from, and what that has to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretStore {
    /// Which way.
    pub kind: Decided<SecretStoreKind>,
    /// The store that External Secrets reads from.
    pub name: Option<Decided<String>>,
    /// Kind of that store: `ClusterSecretStore` or `SecretStore`.
    pub scope: Decided<StoreScope>,
    /// Name of an entry, with `{name}` and `{dashed}` in it.
    pub key: Decided<String>,
    /// Part of an entry, with the same; none for the whole.
    pub property: Option<Decided<String>>,
    /// Seconds between two looks.
    pub refresh: Decided<i64>,
    /// Public keys for SOPS.
    pub age: Decided<Vec<String>>,
}

impl SecretStoreKind {
    /// The file in git that holds the encrypted values, where there is one.
    #[must_use]
    pub const fn file(self) -> Option<&'static str> {
        match self {
            Self::SealedSecrets => Some("config/kube/sealed-secrets.yml"),
            // In a folder of its own, as `kubectl apply -f config/kube` must not meet it.
            Self::Sops => Some("config/kube/secrets/values.sops.yml"),
            Self::Kubectl | Self::Credentials | Self::ExternalSecrets => None,
        }
    }
}

impl Plan {
    /// The file in git that holds the encrypted values, in the folder of the environment.
    #[must_use]
    pub fn secret_file(&self) -> Option<String> {
        let file = self.secret_store.kind.value.file()?;
        Some(match &self.environment {
            Some(name) => file.replacen("config/kube/", &format!("config/kube/{name}/"), 1),
            None => file.to_owned(),
        })
    }

    /// Whether whoever deploys decrypts the secrets, as with SOPS; where Flux follows git, it does.
    #[must_use]
    pub fn decrypts_secrets(&self) -> bool {
        self.secret_store.kind.value == SecretStoreKind::Sops
            && self.delivery.gitops.value != GitOps::Flux
    }
}

impl SecretStore {
    /// Puts the name of a variable into a pattern.
    #[must_use]
    pub fn fill(pattern: &str, variable: &str) -> String {
        let dashed = variable.to_ascii_lowercase().replace('_', "-");
        pattern.replace("{name}", variable).replace("{dashed}", &dashed)
    }
}
