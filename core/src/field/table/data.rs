//! Where data is kept.

use super::{Section, choice, common, field, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::kind::{Choice, Kind};

pub(super) const DATABASE: Section = section(
    "database",
    "Database",
    "What Active Record talks to.",
    &[
        common(field(
            "database.adapter",
            "Database",
            "Decides the client in the image; its address comes from the secret DATABASE_URL.",
            Kind::Choice(ADAPTERS),
            Value("postgresql"),
            Guide::Application,
        )),
        field(
            "database.solid",
            "Solid databases",
            "Rails 8's databases beside the first: their addresses come from the secrets QUEUE_DATABASE_URL and so on.",
            Kind::Choices(SOLID),
            Nothing,
            Guide::Application,
        ),
        field(
            "database.storage",
            "Disk for SQLite",
            "Size of the volume that holds the database file.",
            Kind::Memory,
            Value("1Gi"),
            Guide::Application,
        ),
    ],
);

pub(super) const REDIS: Section = section(
    "redis",
    "Redis",
    "For Sidekiq, Action Cable or a cache.",
    &[
        field(
            "redis.kind",
            "Redis",
            "Outside the cluster, at the address in the secret REDIS_URL, or in it, with the password REDIS_PASSWORD.",
            Kind::Choice(REDIS_KINDS),
            Derived("external where Sidekiq runs, else none"),
            Guide::BackgroundJobs,
        ),
        field(
            "redis.storage",
            "Disk for Redis",
            "Size of the volume of a Redis in the cluster.",
            Kind::Memory,
            Value("1Gi"),
            Guide::BackgroundJobs,
        ),
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
            Kind::Choice(SERVICES),
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

const ADAPTERS: &[Choice] = &[
    choice("postgresql", "PostgreSQL"),
    choice("mysql", "MySQL"),
    choice("sqlite", "SQLite"),
    choice("none", "None"),
];

const SOLID: &[Choice] = &[
    choice("queue", "Solid Queue"),
    choice("cache", "Solid Cache"),
    choice("cable", "Solid Cable"),
];

const REDIS_KINDS: &[Choice] =
    &[choice("external", "External"), choice("cluster", "In the cluster"), choice("none", "None")];

const SERVICES: &[Choice] = &[
    choice("external", "A service outside"),
    choice("local", "A volume"),
    choice("none", "No uploads"),
];
