//! Words that people write in the place of one of the few that a field takes, and what each of them stands for.

use super::Choice;

/// What is written, what is meant by it, and why.
const MEANT: &[(&[&str], &str, &str)] = &[
    (
        &["trilogy", "mysql2", "mariadb", "percona", "tidb"],
        "mysql",
        "it stands for all that speak MySQL's protocol, by whatever gem",
    ),
    (
        &["postgis", "postgres", "pg", "pgvector", "timescaledb", "cockroachdb", "yugabytedb"],
        "postgresql",
        "it stands for all that speak PostgreSQL's protocol, with whatever extension",
    ),
    (&["sqlite3", "litedb", "litestack"], "sqlite", "it stands for SQLite by whatever gem"),
    (
        &["mongo", "mongodb", "mongoid"],
        "none",
        "MongoDB is no database of Active Record; its address is a variable like any other, below `secrets`",
    ),
    (
        &[
            "s3",
            "amazon",
            "aws",
            "gcs",
            "google",
            "azure",
            "azurestorage",
            "microsoft",
            "minio",
            "r2",
            "cloudflare",
            "spaces",
            "s3_compatible",
            "hetzner",
            "backblaze",
            "cloudinary",
        ],
        "external",
        "it stands for every service outside of the pods; which one, config/storage.yml says",
    ),
    (&["disk", "volume", "test"], "local", "it stands for files on a volume"),
    (
        &[
            "resque",
            "resque-pool",
            "delayed_job",
            "delayed",
            "delayed_job_active_record",
            "shoryuken",
            "sqs",
            "que",
            "karafka",
            "racecar",
            "sneakers",
            "faktory",
            "queue_classic",
            "backburner",
            "gush",
            "clockwork",
            "hutch",
            "advanced_sneakers_activejob",
        ],
        "command",
        "and what starts it as `command: bundle exec ...`",
    ),
    (
        &["whenever", "cron", "crontab", "clockwork", "rufus", "rufus-scheduler"],
        "kubernetes",
        "and each entry of the schedule below `cron`: a pod has no crontab",
    ),
    (
        &["anycable", "any_cable"],
        "none",
        "AnyCable's two servers are no part of the web pods: each is a process of its own",
    ),
    (
        &["importmap", "importmaps", "import_maps", "propshaft"],
        "none",
        "import maps need no package manager",
    ),
    (&["valkey", "dragonfly", "keydb"], "cluster", "and its image as `redis.image`"),
    (
        &["elasticache", "memorystore", "upstash"],
        "external",
        "it stands for every one outside the cluster",
    ),
];

/// The word of the field that another stands for, and why; a word that the field takes itself is never here.
pub(super) fn meant(text: &str, choices: &[Choice]) -> Option<(&'static str, &'static str)> {
    let text = text.to_ascii_lowercase();
    let takes = |word: &str| choices.iter().any(|choice| choice.value == word);
    let mut fit =
        MEANT.iter().filter(|(words, meant, _)| words.contains(&text.as_str()) && takes(meant));
    fit.next().map(|(_, meant, why)| (*meant, *why))
}
