//! What a person changes of the objects that Linkspan makes.

use super::{Section, common, field, section};
use crate::field::Default::{Nothing, Required};
use crate::field::Guide;
use crate::field::accepts::Accepts;

pub(super) const MANIFESTS: Section = section(
    "manifests",
    "Manifests of your own",
    "Objects of yours that a release applies, checks and removes as those of Linkspan.",
    &[field(
        "manifests",
        "Files",
        "Files of the repository with objects of yours, or folders with such files, in the order in which they are applied. They are taken into the bundle with the labels of the app; what is no longer in them goes from the cluster, but for what keeps data.",
        Accepts::RepoPaths,
        Nothing,
        Guide::Cluster,
    )],
);

pub(super) const PATCHES: Section = section(
    "patches",
    "Patches",
    "Changes to objects that Linkspan makes, for what no field says.",
    &[
        field(
            "patches",
            "Patches",
            "Changes to objects that Linkspan makes, for what no field says. They are made in order; an object that there is not is an error.",
            Accepts::Groups,
            Nothing,
            Guide::Cluster,
        ),
        common(field(
            "patches[].kind",
            "Kind",
            "The `kind` of the object, such as `Deployment`.",
            Accepts::ObjectKind,
            Required,
            Guide::Cluster,
        )),
        common(field(
            "patches[].name",
            "Name",
            "The name of the object, as `metadata.name` has it, such as `shop-web`.",
            Accepts::Name { longest: 63 },
            Required,
            Guide::Cluster,
        )),
        common(field(
            "patches[].patch",
            "Patch",
            "The fields that change, as a manifest has them (a strategic merge patch: lists such as `containers` are merged by `name`, `null` removes), or the operations of a JSON patch.",
            Accepts::Patch,
            Required,
            Guide::Cluster,
        )),
    ],
);
