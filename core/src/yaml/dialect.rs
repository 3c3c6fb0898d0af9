//! Whose YAML it is.

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// A spec: keys as they are written, no merges.
    Spec,
    /// A manifest in YAML, as kubectl reads it.
    Yaml,
    /// A file that starts with `{`, which kubectl takes for JSON.
    Json,
}
