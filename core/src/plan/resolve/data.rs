//! Where the app keeps its data.

use super::{choice, choice_or, flag, list, number, resources, text, text_or};
use crate::facts;
use crate::plan::amount::bytes;
use crate::plan::{
    ActiveStorage, Adapter, Database, DatabaseKind, Decided, Direct, Redis, RedisKind, Uploads,
    Worker,
};
use crate::spec::{self, Spec};

pub(super) fn database(spec: &Spec) -> Database {
    let database = &spec.database;
    let adapter = choice::<Adapter>(database.adapter.as_ref(), "database.adapter");
    let kind = choice::<DatabaseKind>(database.kind.as_ref(), "database.kind");
    let storage = if adapter.value == Adapter::Sqlite { "1Gi" } else { "10Gi" };
    let is_mysql = adapter.value == Adapter::Mysql;
    let image = match kind.value {
        DatabaseKind::Cnpg => facts::CNPG_IMAGE,
        _ if is_mysql => facts::MYSQL_IMAGE,
        DatabaseKind::External | DatabaseKind::Cluster => facts::POSTGRES_IMAGE,
    };
    let resources = resources(
        "database",
        database.cpu.as_ref(),
        database.memory.as_ref(),
        database.memory_limit.as_ref(),
    );
    Database {
        also: list("database.also", &all(database)),
        replicas: list("database.replicas", &database.replicas),
        direct_url: flag(database.direct_url, "database.direct_url"),
        storage: text_or(database.storage.as_ref(), "database.storage", storage),
        image: text_or(database.image.as_ref(), "database.image", image),
        extensions: list("database.extensions", &database.extensions),
        instances: number(database.instances, "database.instances"),
        pooler: flag(database.pooler, "database.pooler"),
        max_connections: match (database.max_connections, kind.value) {
            (Some(most), _) => Some(Decided::set("database.max_connections", most)),
            (None, DatabaseKind::External) => None,
            (None, _) if is_mysql => {
                Some(Decided::derived("database.max_connections", facts::MYSQL_CONNECTIONS))
            }
            (None, _) => Some(Decided::derived("database.max_connections", 100)),
        },
        // PostgreSQL counts on the cache of the system, InnoDB on its own.
        shared_buffers: resources
            .memory_limit
            .clone()
            .map(|limit| mebibytes(&limit, if is_mysql { 2 } else { 4 })),
        resources,
        adapter,
        kind,
    }
}

/// The databases beside the primary one, in the order written, those that are only read last.
fn all(database: &spec::Database) -> Vec<String> {
    let mut all = database.also.clone();
    for name in &database.replicas {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// A part of an amount of memory in mebibytes, one at the least.
fn mebibytes(amount: &str, part: u128) -> u64 {
    u64::try_from(bytes(amount) / part / (1 << 20)).unwrap_or(u64::MAX).max(1)
}

/// The address of each database of a server outside, in order: the primary one's first; a password for one in the
/// cluster.
pub(super) fn urls(database: &Database, urls: &mut Vec<Decided<String>>) {
    match (database.adapter.value, database.kind.value) {
        (Adapter::Postgresql | Adapter::Mysql, DatabaseKind::Cluster) => {
            return urls.push(database.kind.clone().map(|_| "DATABASE_PASSWORD".to_owned()));
        }
        // CloudNativePG makes the Secret with the address itself.
        (Adapter::Postgresql, DatabaseKind::Cnpg) | (Adapter::Sqlite | Adapter::None, _) => return,
        (Adapter::Postgresql | Adapter::Mysql, _) => {}
    }
    urls.push(database.adapter.clone().map(|_| "DATABASE_URL".to_owned()));
    for name in &database.also.value {
        urls.push(Decided::set(database.path_of(name), url_name(name)));
    }
}

/// The addresses of the same databases past PgBouncer, for the migration alone.
pub(super) fn direct(database: &Database) -> Vec<Direct> {
    let mut all = Vec::new();
    if database.direct_url.value && database.kind.value == DatabaseKind::External {
        let mut migrated = database.clone();
        migrated.also.value.retain(|name| !database.is_replica(name));
        urls(&migrated, &mut all);
    }
    let key = |variable: &String| format!("MIGRATION_{variable}");
    all.into_iter()
        .map(|url| Direct {
            key: database.direct_url.clone().map(|_| key(&url.value)),
            variable: url.value,
        })
        .collect()
}

/// The variable that Rails reads the address of a named database from.
pub(crate) fn url_name(name: &str) -> String {
    format!("{}_DATABASE_URL", name.to_ascii_uppercase())
}

pub(super) fn redis(spec: &Spec, workers: &[Worker]) -> Redis {
    let redis = &spec.redis;
    let sidekiq = workers.iter().any(|worker| worker.in_redis().is_some());
    let derived = if sidekiq { RedisKind::External } else { RedisKind::None };
    let resources =
        resources("redis", redis.cpu.as_ref(), redis.memory.as_ref(), redis.memory_limit.as_ref());
    // While Redis writes its file anew, it may hold what changes twice. None at all would mean no limit.
    let half = mebibytes(&resources.memory_limit.value, 2);
    Redis {
        kind: choice_or(redis.kind.as_ref(), "redis.kind", derived),
        also: list("redis.also", &redis.also),
        image: text(redis.image.as_ref(), "redis.image", ""),
        storage: text(redis.storage.as_ref(), "redis.storage", ""),
        maxmemory: resources.memory_limit.clone().map(|_| half),
        resources,
    }
}

pub(super) fn active_storage(spec: &Spec) -> ActiveStorage {
    ActiveStorage {
        service: choice(spec.active_storage.service.as_ref(), "active_storage.service"),
        storage: text(spec.active_storage.storage.as_ref(), "active_storage.storage", ""),
    }
}

/// SQLite and uploads share one volume, as large as the larger of the two wants it.
pub(super) fn volume(
    database: &Database,
    active_storage: &ActiveStorage,
) -> Option<Decided<String>> {
    let sqlite = (database.adapter.value == Adapter::Sqlite).then_some(&database.storage);
    let local = active_storage.service.value == Uploads::Local;
    let uploads = local.then_some(&active_storage.storage);
    sqlite.into_iter().chain(uploads).max_by_key(|size| bytes(&size.value)).cloned()
}
