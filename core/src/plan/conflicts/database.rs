//! Where the database may run, whether it can bear the app, and addresses that there is nobody to read.

use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{Kubernetes, Store, store_of};
use crate::plan::amount::bytes;
use crate::plan::conflicts::NO_EFFECT;
use crate::plan::{Adapter, DatabaseKind, Decided, Plan, RedisKind, connections};
use crate::plan::{POOL_CLIENTS, POOLERS};

rules! {
    pub(crate) const CNPG_KUBERNETES: Rule = Rule {
        name: "cnpg-kubernetes",
        tier: Risky,
        severity: Hint,
        says: "CloudNativePG is tested, but not supported, on this version of Kubernetes",
        why: "It most likely works; nobody promises to fix it where it does not.",
    };
    pub(crate) const DATABASE_KIND: Rule = Rule {
        name: "database-kind",
        tier: Rails,
        severity: Error,
        says: "Linkspan cannot run this database in the cluster in this way",
        why: "The app would find no server to connect to.",
    };
    pub(crate) const DATABASE_MEMORY: Rule = Rule {
        name: "database-memory",
        tier: Risky,
        severity: Warning,
        says: "a database in the cluster has less than 256 MiB of memory",
        why: "Each connection takes some MiB, and a server that runs out of memory is killed with all of them.",
    };
    pub(crate) const DATABASE_WITHOUT_SERVER: Rule = Rule {
        name: "database-without-server",
        tier: Rails,
        severity: Error,
        says: "more databases are named for an app that has none",
        why: "Nobody would read their addresses.",
    };
    pub(crate) const DIRECT_URL_NAME: Rule = Rule {
        name: "direct-url-name",
        tier: Rails,
        severity: Error,
        says: "a database has a name that makes a variable which migrations use already",
        why: "Two variables would have one name.",
    };
    pub(crate) const DIRECT_URL_WITHOUT_SERVER: Rule = Rule {
        name: "direct-url-without-server",
        tier: Rails,
        severity: Error,
        says: "an address of its own for migrations is set where it has no effect",
        why: "Only the database of a server outside the cluster can be reached past its pooler.",
    };
    pub(crate) const POOLER_WITHOUT_CNPG: Rule = Rule {
        name: "pooler-without-cnpg",
        tier: Rails,
        severity: Error,
        says: "PgBouncer is asked for without CloudNativePG, which brings it",
        why: "Nobody would run it, and the app would connect to nothing.",
    };
    pub(crate) const PRIMARY_DATABASE: Rule = Rule {
        name: "primary-database",
        tier: Rails,
        severity: Error,
        says: "the primary database is listed among the others",
        why: "Its address is `DATABASE_URL` already; the second one would be read by nobody.",
    };
    pub(crate) const REPLICA_IN_CLUSTER: Rule = Rule {
        name: "replica-in-cluster",
        tier: Rails,
        severity: Error,
        says: "a replica is named for a PostgreSQL that Linkspan runs",
        why: "Linkspan sets up no replication, so the app would read from an empty database.",
    };
    pub(crate) const STORE_IMAGE: Rule = Rule {
        name: "store-image",
        tier: Rails,
        severity: Error,
        says: "the image of a data store holds another program than the store that is asked for",
        why: "Its pod ends at its start, for the program that it is told to run is not there.",
    };
    pub(crate) const TOO_MANY_CONNECTIONS: Rule = Rule {
        name: "too-many-connections",
        tier: Rails,
        severity: Error,
        says: "the app may open more database connections than the database allows",
        why: "Under load some requests and jobs fail with \"too many connections\".",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    kind(plan, found);
    pooler(plan, found);
    enough(plan, found);
    also(plan, found);
    redis_image(plan, found);
    extensions(plan, found);
}

/// Several databases, and addresses that there is nobody to read.
fn also(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let (adapter, also) = (plan.database.adapter.value, &plan.database.also);
    if adapter == Adapter::None && !also.value.is_empty() {
        let message = "an app without a database has none beside it";
        found.push(
            Diagnostic::new(&DATABASE_WITHOUT_SERVER, message)
                .help("set `database.adapter`, or remove it")
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
            Diagnostic::new(&DIRECT_URL_WITHOUT_SERVER, message)
                .help(help)
                .path("database.direct_url"),
        );
    }
    let is_taken = |name: &str| plan.database.direct_url.value && name.starts_with("migration");
    let path = |name: &str| plan.database.path_of(name);
    if let Some(name) = also.value.iter().find(|name| is_taken(name)) {
        let message = "addresses that begin with MIGRATION_ are those that the migration uses";
        found.push(
            Diagnostic::new(&DIRECT_URL_NAME, message)
                .help("give the database another name, or remove `database.direct_url`")
                .path(path(name)),
        );
    }
    let replica = also.value.iter().find(|name| plan.database.is_replica(name));
    if let (true, Some(name)) = (plan.database_kind() != DatabaseKind::External, replica) {
        let message = "Linkspan makes no replica of a database in the cluster";
        found.push(
            Diagnostic::new(&REPLICA_IN_CLUSTER, message)
                .help("remove it, or use a database outside the cluster")
                .path(path(name)),
        );
    }
    if let Some(name) = also.value.iter().find(|name| *name == "primary") {
        let message = "the address of the database `primary` is DATABASE_URL";
        found.push(
            Diagnostic::new(&PRIMARY_DATABASE, message)
                .help("remove it: the primary database is always there")
                .path(path(name)),
        );
    }
}

fn kind(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let database = &plan.database;
    if database.kind.value == DatabaseKind::External {
        return;
    }
    let (message, help) = match (database.adapter.value, database.kind.value) {
        (Adapter::Mysql, DatabaseKind::Cnpg) => {
            ("CloudNativePG runs PostgreSQL, and the app has MySQL", "set `database.kind: cluster`")
        }
        (Adapter::Postgresql | Adapter::Mysql, _) => ("", ""),
        (Adapter::Sqlite, _) => (
            "Linkspan runs PostgreSQL and MySQL in the cluster, and the app has SQLite",
            "remove `database.kind`, or set `database.adapter: postgresql`",
        ),
        (Adapter::None, _) => (
            "Linkspan runs PostgreSQL and MySQL in the cluster, and the app has no database",
            "remove `database.kind`, or set `database.adapter: postgresql`",
        ),
    };
    if !message.is_empty() {
        found.push(Diagnostic::new(&DATABASE_KIND, message).help(help).path("database.kind"));
    }
    image(plan, found);
    let version = plan.kubernetes.value;
    let supported = (Kubernetes::V1_34..=Kubernetes::V1_36).contains(&version);
    if plan.database_kind() == DatabaseKind::Cnpg && !supported {
        let message = format!(
            "CloudNativePG 1.30 is tested on Kubernetes {}, but supported on 1.34 to 1.36 only",
            version.name()
        );
        found.push(
            Diagnostic::new(&CNPG_KUBERNETES, message)
                .help("look whether a newer CloudNativePG supports it")
                .path("kubernetes"),
        );
    }
    let most = bytes(&database.resources.memory_limit.value);
    if plan.database_kind() != DatabaseKind::External && most < 256 << 20 {
        let message =
            format!("a database in {} is short of memory", database.resources.memory_limit.value);
        found.push(
            Diagnostic::new(&DATABASE_MEMORY, message)
                .help("give it 256Mi at the least: each connection takes some MiB")
                .path("database.memory_limit"),
        );
    }
}

/// An image whose name says that it is something else.
fn image(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let database = &plan.database;
    let wanted = match database.adapter.value {
        Adapter::Postgresql => Store::Postgresql,
        Adapter::Mysql => Store::Mysql,
        Adapter::Sqlite | Adapter::None => return,
    };
    let mut tell = |image: &Decided<String>, wanted: Store| {
        let Some(store) = store_of(&image.value).filter(|store| *store != wanted) else { return };
        let message =
            format!("this image holds {}, and {} is to run from it", store.name(), wanted.name());
        found.push(
            Diagnostic::new(&STORE_IMAGE, message)
                .help("name an image that holds it, by tag or digest, or remove the field")
                .path(image.field.clone()),
        );
    };
    if plan.database_kind() != DatabaseKind::External {
        tell(&database.image, wanted);
    }
}

/// Extensions that nobody would create.
fn extensions(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let database = &plan.database;
    let is_ours = plan.database_kind() != DatabaseKind::External
        && database.adapter.value == Adapter::Postgresql;
    if !is_ours && !database.extensions.value.is_empty() {
        let message =
            "only a PostgreSQL that Linkspan runs in the cluster gets its extensions by this";
        found.push(
            Diagnostic::new(&NO_EFFECT, message)
                .help("create them where the database is, or in a migration, and remove the field")
                .path("database.extensions"),
        );
    }
}

/// The same for Redis.
fn redis_image(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let also = &plan.redis.also;
    if plan.redis.kind.value == RedisKind::None && !also.value.is_empty() {
        found.push(
            Diagnostic::new(&NO_EFFECT, "there is no Redis, and more of them are named")
                .help("set `redis.kind`, or remove the field")
                .path(also.field.clone()),
        );
    }
    let image = &plan.redis.image;
    let other = store_of(&image.value).filter(|store| *store != Store::Redis);
    if let Some(store) = other.filter(|_| plan.has_redis()) {
        let message = format!("this image holds {}, and Redis is to run from it", store.name());
        found.push(
            Diagnostic::new(&STORE_IMAGE, message)
                .help("name an image of Redis or Valkey, by tag or digest, or remove the field")
                .path(image.field.clone()),
        );
    }
}

fn pooler(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if plan.database.pooler.value && !plan.has_pooler() {
        found.push(
            Diagnostic::new(
                &POOLER_WITHOUT_CNPG,
                "PgBouncer comes with CloudNativePG, which does not run this database",
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
        Diagnostic::new(&TOO_MANY_CONNECTIONS, message).help(help)
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
