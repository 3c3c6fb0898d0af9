//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod delivery;
mod jobs;
mod kubernetes;
mod logging;
mod monitoring;
mod postgres;
mod rails;
mod valkey;

pub use delivery::{CHECKOUT, DOCKER_CLI, DOCKER_DAEMON, GITHUB_RUNNER};
pub use jobs::{
    GOOD_JOB_CONNECTIONS, GOOD_JOB_PROBE_PORT, SIDEKIQ_ALIVE_PORT, SOLID_QUEUE_CONNECTIONS,
};
pub use kubernetes::Kubernetes;
pub use logging::{FLUENT_BIT_IMAGE, FLUENTD_IMAGE, LOGZIO_LISTENER, OTEL_IMAGE};
pub use monitoring::KEDA;
pub use postgres::{CNPG_IMAGE, CNPG_VERSION, POSTGRES_IMAGE, POSTGRES_USER, RESERVED_CONNECTIONS};
pub use rails::{BOOTSNAP, RAILS, RUBY, Rails, Ruby, rails};
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
