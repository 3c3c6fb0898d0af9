//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod cert_manager;
mod gateway_api;
mod kubernetes;
mod provider;
mod rails;
mod valkey;

pub use cert_manager::CERT_MANAGER;
pub use gateway_api::GATEWAY_API;
pub use kubernetes::Kubernetes;
pub use provider::{Annotations, Door, DoorTls, PROVIDERS, Provider, Registry, provider};
pub use rails::{RAILS, Rails, rails};
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
