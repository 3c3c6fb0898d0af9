//! Label keys that every object carries.

/// The app's name.
pub const LABEL_NAME: &str = "app.kubernetes.io/name";
/// One installation of the app.
pub const LABEL_INSTANCE: &str = "app.kubernetes.io/instance";
/// The part of the app: `web`, `migrate`, or a worker's name.
pub const LABEL_COMPONENT: &str = "app.kubernetes.io/component";
/// What it belongs to.
pub const LABEL_PART_OF: &str = "app.kubernetes.io/part-of";
/// Who made it.
pub const LABEL_MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// The release.
pub const LABEL_VERSION: &str = "app.kubernetes.io/version";

/// The annotation of the migrate Job that tells `linkspan apply` what comes first.
pub const STRATEGY: &str = "linkspan/strategy";
/// The annotation of pods that started after this revision's migration.
pub const MIGRATED: &str = "linkspan/migrated";
/// The field manager of what is stopped while the database is migrated.
pub const DOWNTIME: &str = "linkspan-downtime";
/// The field manager of [`MIGRATED`].
pub const REFRESHED: &str = "linkspan-migrated";
