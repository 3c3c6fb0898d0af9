//! Staging, production and their like.

use super::{Section, field, section};
use crate::field::Default::Nothing;
use crate::field::Guide;
use crate::field::accepts::Accepts;

pub(super) const ENVIRONMENTS: Section = section(
    "environments",
    "Environments",
    "The same app and image several times, such as staging and production.",
    &[field(
        "environments",
        "Environments",
        "By the name of each environment, the fields that differ in it: any but `app`, `image`, `keep`, `build`, `container`, `rails`, `patches`, `delivery` and `check`. Groups such as workers are matched by their name.",
        Accepts::Environments,
        Nothing,
        Guide::Delivery,
    )],
);
