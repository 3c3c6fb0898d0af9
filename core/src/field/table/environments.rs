//! Staging, production and their like.

use super::{Section, field, section};
use crate::field::Default::Nothing;
use crate::field::Guide;
use crate::field::kind::Kind;

pub(super) const ENVIRONMENTS: Section = section(
    "environments",
    "Environments",
    "The same app and image several times, such as staging and production.",
    &[field(
        "environments",
        "Environments",
        "What differs in each environment, by its name: any field but `app`, `image`, `rails` and `delivery`, written here as above. Groups such as workers are found by their name.",
        Kind::Environments,
        Nothing,
        Guide::Delivery,
    )],
);
