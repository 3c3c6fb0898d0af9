//! What a team thinks of the checker's rules.

use super::{Section, field, section};
use crate::field::Default::Nothing;
use crate::field::Guide;
use crate::field::kind::Kind;

pub(super) const CHECK: Section = section(
    "check",
    "Checker",
    "What findings of `linkspan check` count as.",
    &[field(
        "check.rules",
        "Rules",
        "What findings of a rule count as: error, warning, hint or off; `linkspan explain --rules` lists the rules, and names that other tools have for them are known too.",
        Kind::Rules,
        Nothing,
        Guide::Cluster,
    )],
);
