//! Where the values of secrets come from.

use super::{Section, common, field, seconds, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::choices::{Choices, choices};
use crate::field::kind::Kind;

pub(super) const SECRET_STORE: Section = section(
    "secret_store",
    "Secret store",
    "Where the values of secrets come from. None is ever in this form or in a bundle.",
    &[
        common(field(
            "secret_store.kind",
            "Kept in",
            "A command sets each value, or it comes from Rails credentials, a secret manager (External Secrets), or an encrypted file in git (Sealed Secrets, SOPS).",
            Kind::Choice(SecretStoreKind::CHOICES),
            Value("kubectl"),
            Guide::Secrets,
        )),
        common(field(
            "secret_store.name",
            "Name of the store",
            "The ClusterSecretStore or SecretStore that External Secrets reads from.",
            Kind::Name { longest: 63 },
            Nothing,
            Guide::Secrets,
        )),
        field(
            "secret_store.scope",
            "Scope of the store",
            "Whether it is a ClusterSecretStore or a SecretStore in the app's namespace.",
            Kind::Choice(StoreScope::CHOICES),
            Value("cluster"),
            Guide::Secrets,
        ),
        common(field(
            "secret_store.key",
            "Key in the manager",
            "Where the secret manager keeps a value: `{name}` stands for the variable (DATABASE_URL), `{dashed}` for its name in lower case with dashes (database-url). One entry called after the namespace, if nothing is written.",
            Kind::RemoteKey,
            Nothing,
            Guide::Secrets,
        )),
        field(
            "secret_store.property",
            "Property",
            "Which part of that entry holds the value: `{name}`, or none where the key has the variable's name already, if nothing is written.",
            Kind::RemoteKey,
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
            "Who can decrypt the file of SOPS: the public keys of people and of CI.",
            Kind::AgeKeys,
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
