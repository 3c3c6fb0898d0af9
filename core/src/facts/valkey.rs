//! The Redis that runs in the cluster: Valkey, its continuation under the old licence.
//!
//! Valkey 8.1 speaks Redis 7.2's protocol, which Sidekiq 8 and Action Cable ask for. 8.1.10 is the
//! newest patch of the branch that the image on Docker Hub is known to have. Sources: valkey.io and
//! the tags of docker.io/valkey/valkey in public use, read 2026-11-23.

/// The image, by its patch version: data of one version never meets another unannounced.
pub const VALKEY_IMAGE: &str = "docker.io/valkey/valkey:8.1.10";

/// The user of that image.
pub const VALKEY_USER: i64 = 999;
