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
