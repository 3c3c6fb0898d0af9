//! Where data is kept.

use super::{Section, common, count, essential, field, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::choices::{Choices, choices};
use crate::field::kind::Kind;

pub(super) const DATABASE: Section = section(
    "database",
    "Database",
    "What Active Record talks to.",
    &[
        essential(field(
            "database.adapter",
            "Database",
            "Decides the client in the image; its address comes from the secret DATABASE_URL.",
            Kind::Choice(Adapter::CHOICES),
            Value("postgresql"),
            Guide::Application,
        )),
        common(field(
            "database.also",
            "More databases",
            "Each beside the primary one in config/database.yml; its address comes from the secret NAME_DATABASE_URL. One whose name ends in `replica` is only read.",
            Kind::Databases,
            Nothing,
            Guide::Application,
        )),
        field(
            "database.direct_url",
            "Direct address for migrations",
            "Behind PgBouncer: the migration, and workers of GoodJob, go past it, to the address in the secret MIGRATION_DATABASE_URL.",
            Kind::Bool,
            Value("false"),
            Guide::Migrations,
        ),
        common(field(
            "database.kind",
            "Where it runs",
            "Outside the cluster, or PostgreSQL in it: one pod on a volume, or several run by the operator CloudNativePG.",
            Kind::Choice(DatabaseKind::CHOICES),
            Value("external"),
            Guide::Application,
        )),
        common(field(
            "database.storage",
            "Disk for the database",
            "Size of the volume of SQLite's file or of a PostgreSQL in the cluster.",
            Kind::Memory,
            Derived("1Gi for SQLite, 10Gi for PostgreSQL"),
            Guide::Application,
        )),
        field(
            "database.image",
            "PostgreSQL image",
            "What a PostgreSQL in the cluster runs, by tag or digest.",
            Kind::PinnedImage,
            Derived("PostgreSQL 18, the official image or CloudNativePG's"),
            Guide::Application,
        ),
        field(
            "database.instances",
            "Instances",
            "Pods of CloudNativePG: one serves, the others copy it, and one of them takes over.",
            count(1, 9),
            Value("2"),
            Guide::Application,
        ),
        field(
            "database.pooler",
            "PgBouncer",
            "Puts CloudNativePG's PgBouncer between app and database: many processes share few connections.",
            Kind::Bool,
            Value("false"),
            Guide::Application,
        ),
        field(
            "database.max_connections",
            "Connections",
            "How many connections the database allows (100 in the cluster): what web, workers and jobs may open has to fit.",
            count(10, 10_000),
            Nothing,
            Guide::Application,
        ),
        field(
            "database.cpu",
            "CPU",
            "Reserved for a PostgreSQL in the cluster (request).",
            Kind::Cpu,
            Value("250m"),
            Guide::Application,
        ),
        field(
            "database.memory",
            "Memory",
            "Reserved for a PostgreSQL in the cluster (request).",
            Kind::Memory,
            Value("512Mi"),
            Guide::Application,
        ),
        field(
            "database.memory_limit",
            "Memory limit",
            "A quarter of it holds pages of the database (shared_buffers).",
            Kind::Memory,
            Value("1Gi"),
            Guide::Application,
        ),
    ],
);

pub(super) const STORAGE: Section = section(
    "storage",
    "Volumes",
    "For every volume of the app.",
    &[field(
        "storage.class",
        "Storage class",
        "What makes the volumes: unless set, what the provider usually has, else the cluster's default. A volume that is there keeps its own.",
        Kind::Name { longest: 63 },
        Nothing,
        Guide::Cluster,
    )],
);

pub(super) const REDIS: Section = section(
    "redis",
    "Redis",
    "For Sidekiq, Action Cable or a cache.",
    &[
        common(field(
            "redis.kind",
            "Redis",
            "Outside the cluster, at the address in the secret REDIS_URL, or in it, with the password REDIS_PASSWORD.",
            Kind::Choice(RedisKind::CHOICES),
            Derived("external where Sidekiq runs, else none"),
            Guide::BackgroundJobs,
        )),
        common(field(
            "redis.storage",
            "Disk for Redis",
            "Size of the volume of a Redis in the cluster.",
            Kind::Memory,
            Value("1Gi"),
            Guide::BackgroundJobs,
        )),
        field(
            "redis.image",
            "Redis image",
            "What a Redis in the cluster runs, by tag or digest.",
            Kind::PinnedImage,
            Value(facts::VALKEY_IMAGE),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.cpu",
            "CPU",
            "Reserved for a Redis in the cluster (request).",
            Kind::Cpu,
            Value("100m"),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.memory",
            "Memory",
            "Reserved for a Redis in the cluster (request).",
            Kind::Memory,
            Value("256Mi"),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.memory_limit",
            "Memory limit",
            "Redis holds data up to half of it (maxmemory) and refuses more.",
            Kind::Memory,
            Value("512Mi"),
            Guide::BackgroundJobs,
        ),
    ],
);

pub(super) const ACTIVE_STORAGE: Section = section(
    "active_storage",
    "Uploads",
    "Where Active Storage keeps its files.",
    &[
        field(
            "active_storage.service",
            "Uploads",
            "Where Active Storage keeps files: a service outside such as S3, or a volume at /rails/storage.",
            Kind::Choice(Uploads::CHOICES),
            Value("external"),
            Guide::Application,
        ),
        field(
            "active_storage.storage",
            "Disk for uploads",
            "Size of the volume that holds the files.",
            Kind::Memory,
            Value("10Gi"),
            Guide::Application,
        ),
    ],
);

choices! {
    /// Database adapters.
    pub enum Adapter {
        /// PostgreSQL
        Postgresql = "postgresql", "PostgreSQL";
        /// MySQL
        Mysql = "mysql", "MySQL";
        /// SQLite
        Sqlite = "sqlite", "SQLite";
        /// No database
        None = "none", "None";
    }
}

choices! {
    /// Where PostgreSQL runs.
    pub enum DatabaseKind {
        /// Elsewhere, at DATABASE_URL.
        External = "external", "External";
        /// In the cluster, as a StatefulSet of one pod.
        Cluster = "cluster", "In the cluster";
        /// In the cluster, run by the operator CloudNativePG.
        Cnpg = "cnpg", "CloudNativePG";
    }
}

choices! {
    /// Where Redis runs.
    pub enum RedisKind {
        /// Elsewhere, at REDIS_URL.
        External = "external", "External";
        /// In the cluster, as a StatefulSet.
        Cluster = "cluster", "In the cluster";
        /// Nowhere.
        None = "none", "None";
    }
}

choices! {
    /// Where uploads are kept.
    pub enum Uploads {
        /// In a service such as S3.
        External = "external", "A service outside";
        /// On a volume of the cluster.
        Local = "local", "A volume";
        /// The app has no uploads.
        None = "none", "No uploads";
    }
}
