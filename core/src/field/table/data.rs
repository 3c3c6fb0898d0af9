//! Where data is kept.

use super::stores::{part, variable};
use super::{Section, common, count, essential, field, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const DATABASE: Section = section(
    "database",
    "Database",
    "What Active Record talks to.",
    &[
        essential(field(
            "database.adapter",
            "Database",
            "The kind of database; its client goes into the image, its address comes from the secret DATABASE_URL.",
            Accepts::Choice(Adapter::CHOICES),
            Value("postgresql"),
            Guide::Application,
        )),
        common(field(
            "database.also",
            "More databases",
            "The databases in config/database.yml beside `primary`; the address of each comes from the secret NAME_DATABASE_URL. One whose name ends in `replica` is only read from.",
            Accepts::Databases,
            Nothing,
            Guide::Application,
        )),
        field(
            "database.replicas",
            "Read replicas",
            "Databases in config/database.yml that are only read (`replica: true`), whatever they are called; the address of each comes from the secret NAME_DATABASE_URL, and no migration runs there.",
            Accepts::Databases,
            Nothing,
            Guide::Application,
        ),
        field(
            "database.direct_url",
            "Direct address for migrations",
            "If DATABASE_URL points at PgBouncer: the migration, and workers of GoodJob, connect to the database directly, by the secret MIGRATION_DATABASE_URL.",
            Accepts::Bool,
            Value("false"),
            Guide::Migrations,
        ),
        variable(
            "database.variables.url",
            "Variable of the address",
            "The environment variable with the whole address. Once any variable of the database is set, the app gets those alone that are.",
            Derived("DATABASE_URL, unless parts are named"),
            Guide::Application,
        ),
        part!(
            "database.variables.host",
            "Variable of the host",
            "the host of the database, such as DB_HOST",
            " That of a replica has its name before it: REPORTING_DB_HOST.",
            Guide::Application
        ),
        part!(
            "database.variables.port",
            "Variable of the port",
            "the port of the database",
            Guide::Application
        ),
        part!(
            "database.variables.name",
            "Variable of the name",
            "the name of the database, such as DB_NAME",
            " That of a further database has its name before it: QUEUE_DB_NAME.",
            Guide::Application
        ),
        part!(
            "database.variables.user",
            "Variable of the user",
            "the user of the database",
            Guide::Application
        ),
        variable(
            "database.variables.password",
            "Variable of the password",
            "The environment variable with the database's password (DB_PASSWORD), for an app that reads its address in parts: always from the Secret, under the same name.",
            Nothing,
            Guide::Application,
        ),
        common(field(
            "database.kind",
            "Where it runs",
            "A database outside the cluster, or PostgreSQL, MySQL or MariaDB inside it: one pod with a volume; or PostgreSQL in several that the operator CloudNativePG runs.",
            Accepts::Choice(DatabaseKind::CHOICES),
            Value("external"),
            Guide::Application,
        )),
        common(field(
            "database.storage",
            "Disk for the database",
            "Size of the volume of SQLite's file or of a database in the cluster.",
            Accepts::Memory,
            Derived("1Gi for SQLite, 10Gi for others"),
            Guide::Application,
        )),
        field(
            "database.image",
            "Database image",
            "The image of a database in the cluster, by tag or digest: the official ones of PostgreSQL, MySQL and MariaDB, or one made of them such as postgis/postgis or pgvector/pgvector.",
            Accepts::PinnedImage,
            Derived("PostgreSQL 18, the official image or CloudNativePG's; for MySQL MariaDB 11.8"),
            Guide::Application,
        ),
        field(
            "database.extensions",
            "Extensions",
            "Extensions of PostgreSQL in the cluster that only its superuser may create, such as postgis, vector or pg_stat_statements: they are there from the first start on, in every database. The image has to hold them.",
            Accepts::Extensions,
            Nothing,
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
            Accepts::Bool,
            Value("false"),
            Guide::Application,
        ),
        field(
            "database.max_connections",
            "Connections",
            "How many connections the database allows (in the cluster 100, MySQL 151); a linkspan.yml whose web, workers and jobs may open more is refused.",
            count(10, 10_000),
            Nothing,
            Guide::Application,
        ),
        field(
            "database.cpu",
            "CPU",
            "Reserved for a database in the cluster (request).",
            Accepts::Cpu,
            Value("250m"),
            Guide::Application,
        ),
        field(
            "database.memory",
            "Memory",
            "Reserved for a database in the cluster (request).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::Application,
        ),
        field(
            "database.memory_limit",
            "Memory limit",
            "The memory limit; PostgreSQL caches data in a quarter of it (shared_buffers), MySQL in half (InnoDB's buffer pool).",
            Accepts::Memory,
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
        "The storage class that makes new volumes: by default the provider's usual one, else the cluster's default. Existing volumes keep theirs.",
        Accepts::Name { longest: 63 },
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
            "A Redis outside the cluster, at the address in the secret REDIS_URL, or one inside it, with the password in the secret REDIS_PASSWORD.",
            Accepts::Choice(RedisKind::CHOICES),
            Derived("external where Sidekiq runs, else none"),
            Guide::BackgroundJobs,
        )),
        field(
            "redis.also",
            "More Redis",
            "One more Redis for each name, of the same kind: the address of `cache` is in CACHE_REDIS_URL. In the cluster each has its own pod and volume, and one whose name holds `cache` drops old entries when it is full.",
            Accepts::Stores,
            Nothing,
            Guide::BackgroundJobs,
        ),
        variable(
            "redis.variables.url",
            "Variable of the address",
            "The environment variable with the whole address. Once any variable of Redis is set, the app gets those alone that are.",
            Derived("REDIS_URL, unless parts are named"),
            Guide::BackgroundJobs,
        ),
        part!(
            "redis.variables.host",
            "Variable of the host",
            "the host of Redis, such as REDIS_HOST",
            " That of one more Redis has its name before it: CACHE_REDIS_HOST.",
            Guide::BackgroundJobs
        ),
        part!(
            "redis.variables.port",
            "Variable of the port",
            "the port of Redis",
            Guide::BackgroundJobs
        ),
        variable(
            "redis.variables.password",
            "Variable of the password",
            "The environment variable with the password of Redis, for an app that reads its address in parts: always from the Secret, under the same name.",
            Nothing,
            Guide::BackgroundJobs,
        ),
        common(field(
            "redis.storage",
            "Disk for Redis",
            "Size of the volume of a Redis in the cluster.",
            Accepts::Memory,
            Value("1Gi"),
            Guide::BackgroundJobs,
        )),
        field(
            "redis.image",
            "Redis image",
            "The image of a Redis in the cluster, by tag or digest.",
            Accepts::PinnedImage,
            Value(facts::VALKEY_IMAGE),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.cpu",
            "CPU",
            "Reserved for a Redis in the cluster (request).",
            Accepts::Cpu,
            Value("100m"),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.memory",
            "Memory",
            "Reserved for a Redis in the cluster (request).",
            Accepts::Memory,
            Value("256Mi"),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.memory_limit",
            "Memory limit",
            "Redis uses half of it for data (maxmemory) and refuses writes beyond that.",
            Accepts::Memory,
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
            "Where Active Storage keeps files: a service outside such as S3, or a volume at `storage` in the working folder.",
            Accepts::Choice(Uploads::CHOICES),
            Value("external"),
            Guide::Application,
        ),
        field(
            "active_storage.storage",
            "Disk for uploads",
            "Size of the volume that holds the files.",
            Accepts::Memory,
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
    /// Where the database runs.
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
    /// Where a further store runs.
    pub enum StoreKind {
        /// Elsewhere.
        External = "external", "External";
        /// In the cluster, as a StatefulSet.
        Cluster = "cluster", "In the cluster";
        /// Nowhere.
        None = "none", "None";
    }
}

choices! {
    /// Search engines.
    pub enum SearchKind {
        /// OpenSearch
        Opensearch = "opensearch", "OpenSearch";
        /// Elasticsearch
        Elasticsearch = "elasticsearch", "Elasticsearch";
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
