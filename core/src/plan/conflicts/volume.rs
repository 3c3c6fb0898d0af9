//! What a volume can bear that one node at a time holds.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::amount::bytes;
use crate::plan::{Adapter, Plan, Uploads};

rules! {
    pub(crate) const LOCAL_STORAGE_REPLICAS: Rule = Rule {
        name: "local-storage-replicas",
        tier: Rails,
        severity: Error,
        says: "several web pods keep files in one volume that one node holds",
        why: "Only one node can hold the volume, so the second pod waits for ever.",
    };
    pub(crate) const REDIS_STORAGE: Rule = Rule {
        name: "redis-storage",
        tier: Risky,
        severity: Warning,
        says: "the disk of Redis is smaller than twice its memory",
        why: "While it writes its file anew, both files have to fit; when they do not, it stops taking writes.",
    };
    pub(crate) const SQLITE_REPLICAS: Rule = Rule {
        name: "sqlite-replicas",
        tier: Rails,
        severity: Error,
        says: "several web pods are to share a SQLite file",
        why: "Only one node can hold its volume, and SQLite locks do not work across nodes.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    sqlite(plan, found);
    uploads(plan, found);
    redis(plan, found);
}

fn sqlite(plan: &Plan, found: &mut Vec<Diagnostic>) {
    if plan.database.adapter.value != Adapter::Sqlite {
        return;
    }
    if plan.web.replicas.value > 1 {
        let message = format!(
            "SQLite cannot serve {} web pods: each would need the same file",
            plan.web.replicas.value
        );
        found.push(
            Diagnostic::new(&SQLITE_REPLICAS, message)
                .help("set `web.replicas: 1`, or use postgresql")
                .path("web.replicas"),
        );
    }
}

fn uploads(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let pods = plan.web.replicas.value;
    if plan.active_storage.service.value == Uploads::Local && pods > 1 {
        let message = format!("{pods} web pods cannot share one volume of uploads");
        found.push(
            Diagnostic::new(&LOCAL_STORAGE_REPLICAS, message)
                .help("set `web.replicas: 1`, or keep uploads in a service such as S3 (`active_storage: {service: external}`)")
                .path("web.replicas"),
        );
    } else if let Some(volume) = plan.volumes_of("web").find(|each| each.is_held())
        && !volume.at.is_empty()
        && pods > 1
    {
        let name = &volume.name.value;
        let message = format!(
            "{pods} web pods cannot share the volume `{name}`, which one node at a time holds"
        );
        found.push(
            Diagnostic::new(&LOCAL_STORAGE_REPLICAS, message)
                .help("set `web.replicas: 1`, or `access: ReadWriteMany` with a storage class that can")
                .path("web.replicas"),
        );
    }
}

/// Redis keeps its file and, while it writes it anew, the next one.
fn redis(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let redis = &plan.redis;
    let needed = u128::from(redis.maxmemory.value) * 2 * (1 << 20);
    if plan.has_redis() && bytes(&redis.storage.value) < needed {
        let message = format!(
            "a disk of {} cannot hold what {} of memory can",
            redis.storage.value, redis.resources.memory_limit.value
        );
        found.push(
            Diagnostic::new(&REDIS_STORAGE, message)
                .help("make `redis.storage` as large as `redis.memory_limit` at least")
                .path("redis.storage"),
        );
    }
}
