//! Settings and secrets.

use super::{Section, field, section};
use crate::field::Default::Nothing;
use crate::field::Guide;
use crate::field::accepts::Accepts;

pub(super) const ENV: Section = section(
    "env",
    "Environment",
    "Plain settings, the same for every process.",
    &[
        field(
            "env",
            "Environment variables",
            "Plain values for every process of the app, kept in a ConfigMap. No secrets.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "revision_env",
            "Revision variables",
            "Environment variables that hold the revision of the release in every process, such as `GIT_SHA`.",
            Accepts::EnvNames,
            Nothing,
            Guide::Environment,
        ),
    ],
);

pub(super) const SECRETS: Section = section(
    "secrets",
    "Secrets",
    "Names only. Values go straight into the cluster.",
    &[field(
        "secrets",
        "Secret names",
        "Environment variables whose values are kept in a Secret; DEPLOY.md says how to set them.",
        Accepts::EnvNames,
        Nothing,
        Guide::Secrets,
    )],
);
