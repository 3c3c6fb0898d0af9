//! What a volume can bear that one node at a time holds.

use super::rails;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::plan::amount::bytes;
use crate::plan::{Adapter, Plan, Uploads};

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
            rails(Severity::Error, "sqlite-replicas", message)
                .help("set `web.replicas: 1`, or use postgresql")
                .path("web.replicas"),
        );
    }
    for worker in &plan.workers {
        let message = format!(
            "the worker `{}` cannot open SQLite's file: the web pod holds its volume",
            worker.name.value
        );
        found.push(
            rails(Severity::Error, "sqlite-workers", message)
                .help("remove the worker and run jobs inside Puma (`SOLID_QUEUE_IN_PUMA: \"1\"`), or use postgresql")
                .path(worker.at.clone()),
        );
    }
}

fn uploads(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let pods = plan.web.replicas.value;
    if plan.active_storage.service.value == Uploads::Local && pods > 1 {
        let message = format!("{pods} web pods cannot share one volume of uploads");
        found.push(
            rails(Severity::Error, "local-storage-replicas", message)
                .help("set `web.replicas: 1`, or keep uploads in a service such as S3 (`active_storage: {service: external}`)")
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
            Diagnostic::new("redis-storage", Tier::Risky, Severity::Warning, message)
                .help("make `redis.storage` as large as `redis.memory_limit` at least")
                .path("redis.storage"),
        );
    }
}
