//! Where the app keeps its data.

use super::{choice, choice_or, flag, list, named, number, resources, text, text_or};
use crate::facts::{self, Store};
use crate::plan::amount::bytes;
use crate::plan::{
    ActiveStorage, Adapter, Database, DatabaseKind, Decided, Direct, Memcached, Origin, Redis,
    RedisKind, Search, SearchKind, StoreVariables, Uploads, Worker,
};
use crate::spec::{self, Spec};
use std::collections::BTreeMap;

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
        variables: variables(&database.variables, "database", "DATABASE_URL"),
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

/// What the app reads of a store: what the spec names, else the whole address in its usual variable.
pub(super) fn variables(set: &spec::StoreVariables, at: &str, url: &str) -> StoreVariables {
    let one = |value: &Option<String>, part: &str| {
        named(value.as_ref(), &format!("{at}.variables.{part}"))
    };
    let mut all = StoreVariables {
        url: one(&set.url, "url"),
        host: one(&set.host, "host"),
        port: one(&set.port, "port"),
        name: one(&set.name, "name"),
        user: one(&set.user, "user"),
        password: one(&set.password, "password"),
    };
    if all.set().is_none() {
        all.url = Some(Decided::derived(format!("{at}.variables.url"), url.to_owned()));
    }
    all
}

/// Those of a store elsewhere whose values come from the Secret: `env` may hold any of them but a password. The usual one is
/// told of by the field that asks for it.
pub(super) fn outside(
    variables: &StoreVariables,
    asked: &Decided<String>,
    env: &Variables,
    names: &mut Vec<Decided<String>>,
) {
    for variable in variables.all() {
        let is_password = variables.password.as_ref() == Some(variable);
        let is_plain = variable.origin == Origin::Set && env.contains_key(&variable.value);
        if variable.origin != Origin::Set {
            names.push(asked.clone().map(|_| variable.value.clone()));
        } else if is_password || !is_plain {
            names.push(variable.clone());
        }
    }
}

/// The variables of a spec.
pub(super) type Variables = BTreeMap<String, String>;

/// The address of each database of a server outside, in order: the primary one's first; a password for one in the
/// cluster.
pub(super) fn urls(database: &Database, env: &Variables, urls: &mut Vec<Decided<String>>) {
    match (database.adapter.value, database.kind.value) {
        (Adapter::Postgresql | Adapter::Mysql, DatabaseKind::Cluster) => {
            let named = database.variables.password.clone();
            let usual = || database.kind.clone().map(|_| database.password().to_owned());
            return urls.push(named.unwrap_or_else(usual));
        }
        // CloudNativePG makes the Secret with the address itself.
        (Adapter::Postgresql, DatabaseKind::Cnpg) | (Adapter::Sqlite | Adapter::None, _) => return,
        (Adapter::Postgresql | Adapter::Mysql, _) => {}
    }
    let asked = database.adapter.clone().map(|_| String::new());
    outside(&database.variables, &asked, env, urls);
    for name in &database.also.value {
        outside(&database.variables_of(name), &asked, env, urls);
    }
}

/// What leads past PgBouncer, for the migration alone: the addresses of the same databases, or host and port.
pub(super) fn direct(database: &Database) -> Vec<Direct> {
    if !database.direct_url.value
        || database.kind.value != DatabaseKind::External
        || !matches!(database.adapter.value, Adapter::Postgresql | Adapter::Mysql)
    {
        return Vec::new();
    }
    let StoreVariables { url, host, port, .. } = &database.variables;
    let primary = [url, host, port].map(Option::clone).into_iter().flatten();
    let migrated = database.also.value.iter().filter(|name| !database.is_replica(name));
    let also = migrated.filter_map(|name| database.variables_of(name).url);
    primary
        .chain(also)
        .map(|variable| Direct {
            key: database.direct_url.clone().map(|_| format!("MIGRATION_{}", variable.value)),
            variable: variable.value,
        })
        .collect()
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
        variables: variables(&redis.variables, "redis", "REDIS_URL"),
        image: text(redis.image.as_ref(), "redis.image", ""),
        storage: text(redis.storage.as_ref(), "redis.storage", ""),
        maxmemory: resources.memory_limit.clone().map(|_| half),
        resources,
    }
}

pub(super) fn memcached(spec: &Spec) -> Memcached {
    let memcached = &spec.memcached;
    let resources = resources(
        "memcached",
        memcached.cpu.as_ref(),
        memcached.memory.as_ref(),
        memcached.memory_limit.as_ref(),
    );
    // Connections, and the table of keys, take memory beside the entries.
    let quarter = mebibytes(&resources.memory_limit.value, 4);
    Memcached {
        kind: choice(memcached.kind.as_ref(), "memcached.kind"),
        variables: variables(&memcached.variables, "memcached", facts::MEMCACHE_SERVERS),
        image: text(memcached.image.as_ref(), "memcached.image", ""),
        holds: resources.memory_limit.clone().map(|_| quarter.saturating_mul(3)),
        resources,
    }
}

pub(super) fn search(spec: &Spec) -> Search {
    let search = &spec.search;
    let derived = match search.image.as_deref().and_then(facts::store_of) {
        Some(Store::Elasticsearch) => SearchKind::Elasticsearch,
        _ => SearchKind::Opensearch,
    };
    let engine = choice_or(search.engine.as_ref(), "search.engine", derived);
    let facts = match engine.value {
        SearchKind::Opensearch => facts::OPENSEARCH,
        SearchKind::Elasticsearch => facts::ELASTICSEARCH,
    };
    let resources = resources(
        "search",
        search.cpu.as_ref(),
        search.memory.as_ref(),
        search.memory_limit.as_ref(),
    );
    Search {
        kind: choice(search.kind.as_ref(), "search.kind"),
        variables: variables(&search.variables, "search", facts.url),
        storage: text(search.storage.as_ref(), "search.storage", ""),
        image: text_or(search.image.as_ref(), "search.image", facts.image),
        heap: resources.memory_limit.clone().map(|limit| mebibytes(&limit, 2)),
        engine,
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
