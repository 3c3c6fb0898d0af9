//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod delivery;
mod kubernetes;
mod rails;
mod valkey;

pub use delivery::{CHECKOUT, DOCKER_CLI, DOCKER_DAEMON, GITHUB_RUNNER};
pub use kubernetes::Kubernetes;
pub use rails::{BOOTSNAP, RAILS, RUBY, Rails, Ruby, rails};
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
