//! What a team thinks of the checker's rules.

use super::{Section, field, section};
use crate::field::Default::Nothing;
use crate::field::Guide;
use crate::field::accepts::Accepts;

pub(super) const CHECK: Section = section(
    "check",
    "Checker",
    "The severity of rules in `linkspan check`.",
    &[field(
        "check.rules",
        "Rules",
        "The severity of each rule: error, warning, hint or off. `linkspan explain --rules` lists the rules; names that other tools give them are known too.",
        Accepts::Rules,
        Nothing,
        Guide::Cluster,
    )],
);
