//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod cert_manager;
mod delivery;
mod gateway_api;
mod jobs;
mod kubernetes;
mod logging;
mod monitoring;
mod network;
mod postgres;
mod provider;
mod rails;
pub(crate) mod time_zones;
mod valkey;

pub use cert_manager::CERT_MANAGER;
pub use delivery::{CHECKOUT, DOCKER_CLI, DOCKER_DAEMON, GITHUB_RUNNER, SOPS_MODULE};
pub use gateway_api::GATEWAY_API;
pub use jobs::{
    GOOD_JOB_CONNECTIONS, GOOD_JOB_PROBE_PORT, SIDEKIQ_ALIVE_PORT, SOLID_QUEUE_CONNECTIONS,
};
pub use kubernetes::Kubernetes;
pub use logging::{FLUENT_BIT_IMAGE, FLUENTD_IMAGE, LOGZIO_LISTENER, OTEL_IMAGE};
pub use monitoring::KEDA;
pub use network::{MYSQL_PORT, NETWORK_POLICY_SUPPORT, POSTGRESQL_PORT, REDIS_PORT};
pub use postgres::{CNPG_IMAGE, CNPG_VERSION, POSTGRES_IMAGE, POSTGRES_USER, RESERVED_CONNECTIONS};
pub use provider::{Annotations, Door, DoorTls, PROVIDERS, Provider, Registry, provider};
pub use rails::{BOOTSNAP, RAILS, RUBY, Rails, Ruby, rails};
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
