//! What is too large to be read.

/// Larger files are not read.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Deeper nesting is refused; Kubernetes' own objects stay below 30.
pub const MAX_DEPTH: usize = 100;
/// More nodes in one file, aliases counted as often as they are used, are refused.
pub const MAX_NODES: usize = 1_000_000;
/// More keys in one map are refused: etcd would hold no such object, and rules compare keys.
pub const MAX_ENTRIES: usize = 5_000;
/// Behind so many broken documents a file is not read on.
pub const MAX_BROKEN: usize = 1_000;
