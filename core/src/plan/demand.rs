//! What the app takes at most while a release rolls out.

use super::amount::{bytes, milli};
use super::connections::POOLERS;
use super::watch::{check_resources, exporter_resources};
use super::{Autoscale, Check, DatabaseKind, Decided, Metrics, Plan, Resources};

/// CPU, memory and pods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Demand {
    /// Thousandths of a CPU, reserved.
    pub milli: u128,
    /// Bytes of memory limits.
    pub bytes: u128,
    /// Pods.
    pub pods: u128,
}

impl Demand {
    fn add(&mut self, resources: &Resources, pods: i64) {
        self.inside(resources, pods);
        self.pods += u128::try_from(pods).unwrap_or(0);
    }

    /// One more container in each of these pods.
    fn inside(&mut self, resources: &Resources, pods: i64) {
        let pods = u128::try_from(pods).unwrap_or(0);
        self.milli += pods * milli(&resources.cpu.value);
        self.bytes += pods * bytes(&resources.memory_limit.value);
    }
}

/// What a container gets from the namespace's LimitRange that does not say what it takes.
pub(crate) const UNSAID: [(&str, &str); 3] =
    [("cpu", "100m"), ("memory", "128Mi"), ("memory_limit", "256Mi")];

fn unsaid() -> Resources {
    let [cpu, memory, limit] =
        UNSAID.map(|(_, amount)| Decided::derived("quota", amount.to_owned()));
    Resources { cpu, memory, memory_limit: limit }
}

/// A release adds a pod to each Deployment that bears two, all at a time; scheduled jobs may all run then. The
/// migration is over by that time, and takes no more than the web pod that is added. A console and a
/// task are what a person can wait with.
#[must_use]
pub fn demand(plan: &Plan) -> Demand {
    let mut demand = Demand::default();
    let surge = i64::from(!plan.holds("web"));
    let most = |replicas: &Decided<i64>, scale: &Option<Autoscale>| {
        scale.as_ref().map_or(replicas.value, |scale| scale.max.value.max(replicas.value))
    };
    let web = &plan.web;
    let mut watched = most(&web.replicas, &web.autoscale) + surge;
    demand.add(&web.resources, watched);
    for worker in &plan.workers {
        let pods = most(&worker.replicas, &worker.autoscale);
        let pods = if pods > 0 { pods + i64::from(plan.surges(worker)) } else { 0 };
        demand.add(&worker.resources, pods);
        watched += pods;
    }
    let mut of_part: Vec<(&str, i64)> = vec![("web", most(&web.replicas, &web.autoscale) + surge)];
    for worker in &plan.workers {
        let pods = most(&worker.replicas, &worker.autoscale);
        let surges = i64::from(pods > 0 && plan.surges(worker));
        of_part.push((&worker.name.value, pods + surges));
    }
    for process in &plan.processes {
        let pods = process.replicas.value;
        let pods = pods + i64::from(pods > 0 && plan.surges_process(process));
        demand.add(&process.resources, pods);
        of_part.push((&process.name.value, pods));
        if process.image.is_none() {
            watched += pods;
        }
    }
    for (component, pods) in of_part {
        for sidecar in plan.sidecars_of(component) {
            demand.inside(&sidecar.resources, pods);
        }
    }
    if plan.monitoring.metrics.value == Metrics::PrometheusExporter {
        demand.inside(&exporter_resources(), watched);
    }
    if plan.monitoring.check.value == Check::Cron {
        demand.add(&check_resources(), 1);
    }
    if plan.console.always.value {
        demand.add(&plan.console.resources, 1);
    }
    match plan.database_kind() {
        DatabaseKind::Cluster => demand.add(&plan.database.resources, 1),
        DatabaseKind::Cnpg => {
            demand.add(&plan.database.resources, plan.database.instances.value);
            if plan.has_pooler() {
                demand.add(&unsaid(), POOLERS);
            }
        }
        DatabaseKind::External => {}
    }
    for job in &plan.cron {
        demand.add(&job.resources, 1);
    }
    if plan.has_redis() {
        let count = i64::try_from(plan.redis_parts().len()).unwrap_or(i64::MAX);
        demand.add(&plan.redis.resources, count);
    }
    if plan.has_memcached() {
        demand.add(&plan.memcached.resources, 1);
    }
    if plan.has_search() {
        demand.add(&plan.search.resources, 1);
    }
    demand
}
