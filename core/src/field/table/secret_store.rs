//! Where the values of secrets come from.

use super::{Section, choice, common, field, seconds, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const SECRET_STORE: Section = section(
    "secret_store",
    "Secret store",
    "Where the values of secrets are kept. They are never in linkspan.yml or a generated file.",
    &[
        common(field(
            "secret_store.kind",
            "Kept in",
            "Values are set by one command each, or come from Rails credentials, a secret manager (External Secrets), or an encrypted file in git (Sealed Secrets, SOPS).",
            Kind::Choice(STORE),
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
            Kind::Choice(SCOPE),
            Value("cluster"),
            Guide::Secrets,
        ),
        common(field(
            "secret_store.key",
            "Key in the manager",
            "The entry of a value in the secret manager: `{name}` stands for the variable (DATABASE_URL), `{dashed}` for its name in lower case with dashes (database-url). By default one entry for all, named like the namespace.",
            Kind::RemoteKey,
            Nothing,
            Guide::Secrets,
        )),
        field(
            "secret_store.property",
            "Property",
            "The part of that entry that holds the value; by default `{name}`, or none if the key holds the variable's name already.",
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
            "The public keys of those who can decrypt the file of SOPS: people and CI.",
            Kind::AgeKeys,
            Nothing,
            Guide::Secrets,
        ),
    ],
);

const STORE: &[Choice] = &[
    choice("kubectl", "The cluster alone"),
    choice("credentials", "Rails credentials"),
    choice("external_secrets", "External Secrets"),
    choice("sealed_secrets", "Sealed Secrets"),
    choice("sops", "SOPS"),
];

const SCOPE: &[Choice] =
    &[choice("cluster", "ClusterSecretStore"), choice("namespace", "SecretStore")];
