//! What processes find in their file system: volumes that last, and files.

use super::{Section, common, field, section};
use crate::field::Default::{Derived, Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const VOLUMES: Section = section(
    "volumes",
    "Folders that last",
    "Volumes for what the app writes: uploads of its own, attachments, repositories.",
    &[
        field(
            "volumes",
            "Volumes",
            "Folders whose files outlive the pods (a PersistentVolumeClaim each).",
            Accepts::Groups,
            Nothing,
            Guide::Application,
        ),
        common(field(
            "volumes[].name",
            "Name",
            "Names the PersistentVolumeClaim and the file.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Application,
        )),
        common(field(
            "volumes[].path",
            "Folder",
            "Where it is seen: from the app's working folder, such as `public/system`, or a whole path.",
            Accepts::Place,
            Required,
            Guide::Application,
        )),
        common(field(
            "volumes[].size",
            "Size",
            "How much it holds.",
            Accepts::Memory,
            Value("10Gi"),
            Guide::Application,
        )),
        field(
            "volumes[].access",
            "Access",
            "Whether one node at a time holds it, which every cluster can do, or many nodes at once, which needs a storage class for it, such as NFS (accessModes).",
            Accepts::Choice(Access::CHOICES),
            Value("ReadWriteOnce"),
            Guide::Application,
        ),
        field(
            "volumes[].class",
            "Storage class",
            "The storage class that makes it; by default that of `storage.class`.",
            Accepts::Name { longest: 63 },
            Nothing,
            Guide::Cluster,
        ),
        common(field(
            "volumes[].of",
            "Processes",
            "The processes that see it: `web`, names of workers and processes, `cron`, `migrate`, `console`, `tasks`.",
            Accepts::Processes,
            Derived("all that run the app's image"),
            Guide::Application,
        )),
    ],
);

pub(super) const FILES: Section = section(
    "files",
    "Files",
    "Files that the app reads and its image lacks.",
    &[
        field(
            "files",
            "Files",
            "Files of the app's pods, each from a key of its Secret or from a text.",
            Accepts::Groups,
            Nothing,
            Guide::Secrets,
        ),
        common(field(
            "files[].name",
            "Name",
            "Names the file in the pods, and its ConfigMap where it has a text.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Secrets,
        )),
        common(field(
            "files[].path",
            "Path",
            "Where it is seen: from the app's working folder, such as `config/master.key`, or a whole path.",
            Accepts::Place,
            Required,
            Guide::Secrets,
        )),
        common(field(
            "files[].secret",
            "Key of the Secret",
            "The key of the app's Secret whose value is the file's text; DEPLOY.md says how to set it.",
            Accepts::EnvName,
            Nothing,
            Guide::Secrets,
        )),
        common(field(
            "files[].text",
            "Text",
            "The file's text, kept in a ConfigMap. No secrets.",
            Accepts::Body,
            Nothing,
            Guide::Environment,
        )),
        common(field(
            "files[].of",
            "Processes",
            "The processes that see it: `web`, names of workers and processes, `cron`, `migrate`, `console`, `tasks`.",
            Accepts::Processes,
            Derived("all that run the app's image"),
            Guide::Application,
        )),
    ],
);

choices! {
    /// Who may hold a volume.
    pub enum Access {
        /// One node at a time.
        Once = "ReadWriteOnce", "One node at a time";
        /// Many nodes.
        Many = "ReadWriteMany", "Many nodes at once";
    }
}
