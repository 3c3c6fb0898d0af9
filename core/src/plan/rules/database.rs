//! Where the database may run, whether it can bear the app, and addresses that there is nobody to read.

use super::rails;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts::Kubernetes;
use crate::plan::amount::bytes;
use crate::plan::{Adapter, DatabaseKind, Plan, connections, is_replica};
use crate::plan::{POOL_CLIENTS, POOLERS};

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    kind(plan, found);
    pooler(plan, found);
    enough(plan, found);
    also(plan, found);
}

/// Several databases, and addresses that there is nobody to read.
fn also(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let (adapter, also) = (plan.database.adapter.value, &plan.database.also);
    if matches!(adapter, Adapter::Sqlite | Adapter::None) && !also.value.is_empty() {
        let help = if adapter == Adapter::Sqlite {
            "remove it: Rails keeps each database in a file of its own in `storage`"
        } else {
            "set `database.adapter`, or remove it"
        };
        let message = "only databases of a server have addresses".into();
        found.push(
            rails(Severity::Error, "database-without-server", message)
                .help(help)
                .path("database.also"),
        );
    }
    if plan.database.direct_url.value
        && plan.migrate.as_ref().is_none_or(|job| job.direct.is_empty())
    {
        let (message, help) = if plan.database_kind() == DatabaseKind::External {
            (
                "only the database of a server has an address of its own for migrations",
                "remove it, or use postgresql or mysql",
            )
        } else {
            ("the migration goes past the PgBouncer of this database by itself", "remove it")
        };
        found.push(
            rails(Severity::Error, "direct-url-without-server", message.into())
                .help(help)
                .path("database.direct_url"),
        );
    }
    let is_taken = |name: &str| plan.database.direct_url.value && name.starts_with("migration");
    if let Some(index) = also.value.iter().position(|name| is_taken(name)) {
        let message =
            "addresses that begin with MIGRATION_ are those that the migration uses".into();
        found.push(
            rails(Severity::Error, "direct-url-name", message)
                .help("give the database another name, or remove `database.direct_url`")
                .path(format!("database.also[{index}]")),
        );
    }
    let replica = also.value.iter().position(|name| is_replica(name));
    if let (true, Some(index)) = (plan.database_kind() != DatabaseKind::External, replica) {
        let message = "Linkspan makes no replica of a PostgreSQL in the cluster".into();
        found.push(
            rails(Severity::Error, "replica-in-cluster", message)
                .help("remove it, or use a database outside the cluster")
                .path(format!("database.also[{index}]")),
        );
    }
    if let Some(index) = also.value.iter().position(|name| name == "primary") {
        let message = "the address of the database `primary` is DATABASE_URL".into();
        found.push(
            rails(Severity::Error, "primary-database", message)
                .help("remove it: the primary database is always there")
                .path(format!("database.also[{index}]")),
        );
    }
}

fn kind(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let database = &plan.database;
    if database.kind.value == DatabaseKind::External {
        return;
    }
    let adapter = match database.adapter.value {
        Adapter::Postgresql => "",
        Adapter::Mysql => "MySQL",
        Adapter::Sqlite => "SQLite",
        Adapter::None => "no database",
    };
    if !adapter.is_empty() {
        let message = format!("Linkspan runs PostgreSQL in the cluster, and the app has {adapter}");
        found.push(
            rails(Severity::Error, "database-kind", message)
                .help("remove `database.kind`, or set `database.adapter: postgresql`")
                .path("database.kind"),
        );
    }
    let version = plan.kubernetes.value;
    let supported = (Kubernetes::V1_34..=Kubernetes::V1_36).contains(&version);
    if plan.database_kind() == DatabaseKind::Cnpg && !supported {
        let message = format!(
            "CloudNativePG 1.30 is tested on Kubernetes {}, but supported on 1.34 to 1.36 only",
            version.name()
        );
        found.push(
            Diagnostic::new("cnpg-kubernetes", Tier::Risky, Severity::Hint, message)
                .help("look whether a newer CloudNativePG supports it")
                .path("kubernetes"),
        );
    }
    let most = bytes(&database.resources.memory_limit.value);
    if plan.database_kind() != DatabaseKind::External && most < 256 << 20 {
        let message =
            format!("PostgreSQL in {} is short of memory", database.resources.memory_limit.value);
        found.push(
            Diagnostic::new("database-memory", Tier::Risky, Severity::Warning, message)
                .help("give it 256Mi at the least: each connection takes some MiB")
                .path("database.memory_limit"),
        );
    }
}

fn pooler(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if plan.database.pooler.value && !plan.has_pooler() {
        found.push(
            rails(
                Severity::Error,
                "pooler-without-cnpg",
                "PgBouncer comes with CloudNativePG, which does not run this database".into(),
            )
            .help("set `database.kind: cnpg`, or remove `database.pooler`")
            .path("database.pooler"),
        );
    }
}

fn enough(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let sum = connections(plan);
    let too_many = |needed: i64, allowed: i64, whose: &str, help: &str| {
        let message =
            format!("the app may open {needed} connections at once, and {whose} {allowed}");
        rails(Severity::Error, "too-many-connections", message).help(help)
    };
    match (&plan.database.max_connections, sum.allowed) {
        (Some(most), Some(allowed)) if sum.needed() > allowed => {
            let help = if plan.has_pooler() {
                "raise `database.max_connections`: PgBouncer itself needs that many"
            } else {
                "raise `database.max_connections` if the server bears it, lower replicas, processes, threads or concurrency, or put PgBouncer between (`database: {kind: cnpg, pooler: true}`)"
            };
            found.push(
                too_many(sum.needed(), allowed, "the database has", help).path(most.field.clone()),
            );
        }
        _ => {}
    }
    let clients = POOL_CLIENTS * POOLERS;
    if sum.clients() > clients {
        let help = "lower replicas, processes, threads or concurrency";
        found.push(
            too_many(sum.clients(), clients, "PgBouncer takes", help).path("database.pooler"),
        );
    }
}
