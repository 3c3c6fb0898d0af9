//! Where the values of secrets come from.

use super::{Section, common, field, seconds, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const SECRET_STORE: Section = section(
    "secret_store",
    "Secret store",
    "Where the values of secrets are kept. They are never in linkspan.yml or a generated file.",
    &[
        common(field(
            "secret_store.kind",
            "Kept in",
            "Values are set by one command each, or come from Rails credentials, a secret manager (External Secrets), or an encrypted file in git (Sealed Secrets, SOPS).",
            Accepts::Choice(SecretStoreKind::CHOICES),
            Value("kubectl"),
            Guide::Secrets,
        )),
        common(field(
            "secret_store.name",
            "Name of the store",
            "The ClusterSecretStore or SecretStore that External Secrets reads from.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Secrets,
        )),
        field(
            "secret_store.scope",
            "Scope of the store",
            "Whether it is a ClusterSecretStore or a SecretStore in the app's namespace.",
            Accepts::Choice(StoreScope::CHOICES),
            Value("cluster"),
            Guide::Secrets,
        ),
        common(field(
            "secret_store.key",
            "Key in the manager",
            "The entry of a value in the secret manager: `{name}` stands for the variable (DATABASE_URL), `{dashed}` for its name in lower case with dashes (database-url). By default one entry for all, named like the namespace.",
            Accepts::RemoteKey,
            Nothing,
            Guide::Secrets,
        )),
        field(
            "secret_store.property",
            "Property",
            "The part of that entry that holds the value; by default `{name}`, or none if the key holds the variable's name already.",
            Accepts::RemoteKey,
            Nothing,
            Guide::Secrets,
        ),
        field(
            "secret_store.refresh",
            "Refresh",
            "Seconds until External Secrets reads the values again.",
            seconds(10, 604_800),
            Value("3600"),
            Guide::Secrets,
        ),
        field(
            "secret_store.age",
            "Public keys of age",
            "The public keys of those who can decrypt the file of SOPS: people and CI.",
            Accepts::AgeKeys,
            Nothing,
            Guide::Secrets,
        ),
    ],
);

choices! {
    /// Ways to give the cluster its secrets.
    pub enum SecretStoreKind {
        /// A command for each value.
        Kubectl = "kubectl", "The cluster alone";
        /// Rails credentials, opened by one key, which a command sets.
        Credentials = "credentials", "Rails credentials";
        /// External Secrets reads them from a secret manager.
        ExternalSecrets = "external_secrets", "External Secrets";
        /// A file in git that the controller of Sealed Secrets can decrypt.
        SealedSecrets = "sealed_secrets", "Sealed Secrets";
        /// A file in git that whoever deploys can decrypt.
        Sops = "sops", "SOPS";
    }
}

choices! {
    /// Who may use a store.
    pub enum StoreScope {
        /// Every namespace.
        Cluster = "cluster", "ClusterSecretStore";
        /// One namespace.
        Namespace = "namespace", "SecretStore";
    }
}
