//! Where the app keeps its data.

use super::{list, resources, text, text_or};
use crate::plan::amount::bytes;
use crate::plan::{
    ActiveStorage, Adapter, Database, Decided, Redis, RedisKind, Uploads, Worker, WorkerKind,
};
use crate::spec::Spec;

pub(super) fn database(spec: &Spec) -> Database {
    let adapter = text(spec.database.adapter.as_ref(), "database.adapter", "");
    Database {
        adapter: adapter.map(|word| match word.as_str() {
            "postgresql" => Adapter::Postgresql,
            "mysql" => Adapter::Mysql,
            "sqlite" => Adapter::Sqlite,
            _ => Adapter::None,
        }),
        solid: list("database.solid", &spec.database.solid),
        storage: text(spec.database.storage.as_ref(), "database.storage", ""),
    }
}

pub(super) fn redis(spec: &Spec, workers: &[Worker]) -> Redis {
    let redis = &spec.redis;
    let sidekiq = workers.iter().any(|worker| worker.kind.value == WorkerKind::Sidekiq);
    let derived = if sidekiq { "external" } else { "none" };
    let resources =
        resources("redis", redis.cpu.as_ref(), redis.memory.as_ref(), redis.memory_limit.as_ref());
    // While Redis writes its file anew, it may hold what changes twice. None at all would mean no limit.
    let half = bytes(&resources.memory_limit.value) / 2 / (1 << 20);
    let half = u64::try_from(half).unwrap_or(u64::MAX).max(1);
    Redis {
        kind: text_or(redis.kind.as_ref(), "redis.kind", derived).map(|word| match word.as_str() {
            "external" => RedisKind::External,
            "cluster" => RedisKind::Cluster,
            _ => RedisKind::None,
        }),
        image: text(redis.image.as_ref(), "redis.image", ""),
        storage: text(redis.storage.as_ref(), "redis.storage", ""),
        maxmemory: resources.memory_limit.clone().map(|_| half),
        resources,
    }
}

pub(super) fn active_storage(spec: &Spec) -> ActiveStorage {
    let service = text(spec.active_storage.service.as_ref(), "active_storage.service", "");
    ActiveStorage {
        service: service.map(|word| match word.as_str() {
            "local" => Uploads::Local,
            "none" => Uploads::None,
            _ => Uploads::External,
        }),
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
