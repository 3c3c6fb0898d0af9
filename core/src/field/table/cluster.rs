//! Pulls and rights.

use super::{Section, choice, field, section};
use crate::field::Default::{Derived, Value};
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const REGISTRY: Section = section(
    "registry",
    "Registry",
    "Where the cluster pulls the image from.",
    &[
        field(
            "registry.private",
            "Private registry",
            "The cluster needs a login to pull the image.",
            Kind::Bool,
            Derived("true, unless the provider's nodes may read the registry anyway"),
            Guide::DockerImage,
        ),
        field(
            "registry.pull_secret",
            "Pull secret",
            "The Secret that holds the login.",
            Kind::Name { longest: 63 },
            Derived("the app name and -registry"),
            Guide::DockerImage,
        ),
    ],
);

pub(super) const SECURITY: Section = section(
    "security",
    "Security",
    "What the pods may do.",
    &[
        field(
            "security.pod_security",
            "Pod security",
            "The Pod Security Standard that the namespace enforces.",
            Kind::Choice(POD_SECURITY),
            Value("restricted"),
            Guide::Security,
        ),
        field(
            "security.read_only_root",
            "Read-only root",
            "Containers cannot change their own files; Rails writes to volumes.",
            Kind::Bool,
            Value("true"),
            Guide::Security,
        ),
    ],
);

const POD_SECURITY: &[Choice] =
    &[choice("restricted", "Restricted"), choice("baseline", "Baseline")];
