//! What the image is to those who run it.

use super::{Section, count, field, section};
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;

pub(super) const CONTAINER: Section = section(
    "container",
    "Container",
    "The user and the folder that the app has in its image; the defaults are those of Rails' own Dockerfile.",
    &[
        field(
            "container.user",
            "User",
            "The number of the user that the app runs as (runAsUser); never 0, which is root.",
            count(1, 999_999_999),
            Value("1000"),
            Guide::Security,
        ),
        field(
            "container.group",
            "Group",
            "The number of that user's group (runAsGroup); volumes belong to it (fsGroup).",
            count(0, 999_999_999),
            Derived("the user's number"),
            Guide::Security,
        ),
        field(
            "container.workdir",
            "Working folder",
            "The folder of the app in the image (WORKDIR).",
            Accepts::Folder,
            Value("/rails"),
            Guide::DockerImage,
        ),
        field(
            "container.writable",
            "Writable folders",
            "Folders that the app writes to beside tmp and log, where the root file system is read-only (an emptyDir each): empty in each new pod, and gone with it.",
            Accepts::Places,
            Nothing,
            Guide::Security,
        ),
    ],
);
