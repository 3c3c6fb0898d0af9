//! Facts about the world, each with its source and the day it was read: one file a subject, so
//! that a new release is one edit.

mod cert_manager;
mod delivery;
mod front_door;
mod gateway_api;
pub mod gems;
mod images;
mod job_systems;
mod jobs;
mod kinds;
mod kubernetes;
mod logging;
mod memcached;
mod monitoring;
mod network;
mod node;
pub mod nouns;
pub mod packages;
mod postgres;
mod provider;
mod rails;
mod search;
mod server;
mod time_zone;
pub mod tools;
mod users;
mod valkey;
mod version;

pub use cert_manager::CERT_MANAGER;
pub use delivery::{CHECKOUT, DOCKER_CLI, DOCKER_DAEMON, GITHUB_RUNNER, SOPS_MODULE};
pub use front_door::{Limits, Told, balancer_limits, gateway_limits, ingress_limits};
pub use gateway_api::GATEWAY_API;
pub use images::{MYSQL_IMAGE, MYSQL_USER, Store, has_own_scripts, postgres_user, store_of};
pub use job_systems::{JobSystem, Keeps, job_system};
pub use jobs::{
    EXIT_SECONDS, GOOD_JOB_CONNECTIONS, GOOD_JOB_PROBE_PORT, REQUEST_SECONDS, SIDEKIQ_ALIVE_PORT,
    SIDEKIQ_TIMEOUT, SOLID_QUEUE_CONNECTIONS, SOLID_QUEUE_TIMEOUT,
};
pub use kinds::{is_cluster_wide, keeps_data};
pub use kubernetes::{DEFAULT_GRACE, Kubernetes};
pub use logging::{FLUENT_BIT_IMAGE, FLUENTD_IMAGE, LOGZIO_LISTENER, OTEL_IMAGE};
pub use memcached::{MEMCACHE_SERVERS, MEMCACHED_IMAGE, MEMCACHED_PORT, MEMCACHED_USER};
pub use monitoring::KEDA;
pub use network::{MYSQL_PORT, POSTGRESQL_PORT, REDIS_PORT, is_local, named_port, scheme_port};
pub use node::{
    COREPACK, PACKAGE_FILES, PACKAGE_FOLDERS, PACKAGE_LOGINS, YARN_CLASSIC, YARN_MODERN,
    node_ended, ships_corepack,
};
pub use postgres::{
    CNPG_IMAGE, CNPG_VERSION, MYSQL_CONNECTIONS, POSTGRES_IMAGE, POSTGRES_USER,
    RESERVED_CONNECTIONS, USUAL_CONNECTIONS,
};
pub use provider::{
    Annotations, Controller, Door, DoorTls, Identity, IdentityForm, PROVIDERS, Provider, Registry,
    provider,
};
pub use rails::{
    BOOTSNAP, DEFAULT_POOL, RAILS, RELATIVE_ROOT, RUBY, Rails, Ruby, THRUSTER_PORTS, rails,
};
pub use search::{ELASTICSEARCH, OPENSEARCH, SEARCH_PORT, SearchEngine};
pub use server::{AtATime, PUMA, SERVERS, Server, server, starts_thruster};
pub use time_zone::{cities, is_time_zone};
pub use users::user_of_base;
pub use valkey::{VALKEY_IMAGE, VALKEY_USER};
pub use version::{Program, Version};
