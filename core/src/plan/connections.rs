//! Database connections, added up: what every process may open at once.

use super::{Autoscale, CableAdapter, Plan, WorkerKind};
use crate::facts;

/// Pods of PgBouncer: one more than one, so that a drained node does not cut the app off.
pub(crate) const POOLERS: i64 = 2;
/// Connections to the database that each of them opens at most.
pub(crate) const POOL: i64 = 20;
/// Connections of the app that each of them takes at most.
pub(crate) const POOL_CLIENTS: i64 = 1000;

/// What opens connections, and how many it may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is: `web`, `migrate`, a worker's name.
    pub name: String,
    /// Pods at the most, the one included that a rollout adds.
    pub pods: i64,
    /// Connections of each.
    pub each: i64,
}

impl Part {
    /// Connections of all its pods.
    #[must_use]
    pub const fn all(&self) -> i64 {
        self.pods.saturating_mul(self.each)
    }
}

/// The sum for one database server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connections {
    /// What opens connections to the server.
    pub parts: Vec<Part>,
    /// What opens connections to PgBouncer instead; empty without it.
    pub pooled: Vec<Part>,
    /// Connections that the server has for the app; none where nobody said.
    pub allowed: Option<i64>,
}

impl Connections {
    /// Connections to the server when everything runs at once.
    #[must_use]
    pub fn needed(&self) -> i64 {
        self.parts.iter().map(Part::all).fold(0, i64::saturating_add)
    }

    /// Connections to PgBouncer when everything runs at once.
    #[must_use]
    pub fn clients(&self) -> i64 {
        self.pooled.iter().map(Part::all).fold(0, i64::saturating_add)
    }
}

/// Adds them up. A thread holds one connection to each database; a rollout adds a pod to each Deployment that bears two.
#[must_use]
pub fn connections(plan: &Plan) -> Connections {
    let databases = i64::try_from(plan.databases()).unwrap_or(i64::MAX);
    let part = |name: &str, pods, each: i64| {
        let each = each.saturating_mul(databases);
        Part { name: name.to_owned(), pods, each }
    };
    let web = &plan.web;
    // Action Cable listens on a connection of its own.
    let listens = plan.action_cable.adapter.value == CableAdapter::Postgresql;
    let listening = web.processes.value.max(1).saturating_mul(i64::from(listens));
    let each = web.at_a_time().saturating_add(listening);
    let most = |pods: i64, scale: &Option<Autoscale>, surges: bool| {
        let pods = scale.as_ref().map_or(pods, |scale| scale.max.value.max(pods));
        pods + i64::from(surges && pods > 0)
    };
    let pods = most(web.replicas.value, &web.autoscale, !plan.holds("web"));
    let mut app = vec![part("web", pods, each)];
    // GoodJob goes past PgBouncer, as migrations do.
    let mut direct = Vec::new();
    for worker in &plan.workers {
        let pods = most(worker.replicas.value, &worker.autoscale, plan.surges(worker));
        let part = part(&worker.name.value, pods, worker.pool());
        let past = plan.has_pooler() && worker.kind.value == WorkerKind::GoodJob;
        if past { &mut direct } else { &mut app }.push(part);
    }
    for process in plan.processes.iter().filter(|process| process.image.is_none()) {
        let pods = most(process.replicas.value, &None, plan.surges_process(process));
        app.push(part(&process.name.value, pods, web.threads.value));
    }
    app.extend(plan.cron.iter().map(|job| part(&job.name.value, 1, 1)));
    app.push(part("console", 1 + i64::from(plan.console.always.value), 1));
    app.push(part("task", 1, 1));
    // One to change the schema, one that holds the lock.
    let migrate = plan.migrate.iter().map(|_| part("migrate", 1, 2));
    let reserved = match plan.database.adapter.value {
        super::Adapter::Postgresql => facts::RESERVED_CONNECTIONS,
        super::Adapter::Mysql | super::Adapter::Sqlite | super::Adapter::None => 0,
    };
    let allowed = plan.database.max_connections.as_ref().map(|most| most.value - reserved);
    if plan.has_pooler() {
        let pooler = std::iter::once(part("pgbouncer", POOLERS, POOL));
        let parts = pooler.chain(direct).chain(migrate).collect();
        return Connections { parts, pooled: app, allowed };
    }
    app.extend(migrate);
    Connections { parts: app, pooled: Vec::new(), allowed }
}
