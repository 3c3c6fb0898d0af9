//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod kubernetes;
mod logging;
mod monitoring;
mod rails;
mod valkey;

pub use kubernetes::Kubernetes;
pub use logging::{FLUENT_BIT_IMAGE, FLUENTD_IMAGE, LOGZIO_LISTENER, OTEL_IMAGE};
pub use monitoring::KEDA;
pub use rails::{RAILS, Rails, rails};
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
