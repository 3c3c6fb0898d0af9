//! Where the values of secrets come from.

use super::{Section, choice, common, field, seconds, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const SECRET_STORE: Section = section(
    "secret_store",
    "Secret store",
    "Where the values of secrets come from. None is ever in this form or in a bundle.",
    &[
        common(field(
            "secret_store.kind",
            "Kept in",
            "A command sets each value, or it comes from Rails credentials, a secret manager (External Secrets), or an encrypted file in git (Sealed Secrets, SOPS).",
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

const STORE: &[Choice] = &[
    choice("kubectl", "The cluster alone"),
    choice("credentials", "Rails credentials"),
    choice("external_secrets", "External Secrets"),
    choice("sealed_secrets", "Sealed Secrets"),
    choice("sops", "SOPS"),
];

const SCOPE: &[Choice] =
    &[choice("cluster", "ClusterSecretStore"), choice("namespace", "SecretStore")];
