//! What pods may reach, and what the namespace may take.

use super::{flag, named};
use crate::facts::{MYSQL_PORT, POSTGRESQL_PORT, REDIS_PORT};
use crate::plan::{
    Adapter, Database, DatabaseKind, Decided, Network, Origin, Quota, Redis, RedisKind,
};
use crate::spec::Spec;

pub(super) fn network(spec: &Spec, database: &Database, redis: &Redis) -> Network {
    let security = &spec.security;
    Network {
        policy: flag(security.network_policy, "security.network_policy"),
        ingress_namespace: named(security.ingress_namespace.as_ref(), "security.ingress_namespace"),
        monitoring_namespace: named(
            security.monitoring_namespace.as_ref(),
            "security.monitoring_namespace",
        ),
        egress_ports: egress_ports(spec, database, redis),
    }
}

/// HTTPS for the services of others, what the data is reached by, and what the spec adds.
fn egress_ports(spec: &Spec, database: &Database, redis: &Redis) -> Vec<Decided<i64>> {
    let field = "security.egress_ports";
    let mut ports = vec![Decided { value: 443, field: field.into(), origin: Origin::Default }];
    match database.adapter.value {
        // A rule of its own leads to the pod.
        _ if database.kind.value == DatabaseKind::Cluster => {}
        Adapter::Postgresql => ports.push(database.adapter.clone().map(|_| POSTGRESQL_PORT)),
        Adapter::Mysql => ports.push(database.adapter.clone().map(|_| MYSQL_PORT)),
        Adapter::Sqlite | Adapter::None => {}
    }
    if redis.kind.value == RedisKind::External {
        ports.push(redis.kind.clone().map(|_| REDIS_PORT));
    }
    for port in spec.security.egress_ports.iter().filter_map(|text| text.parse().ok()) {
        if !ports.iter().any(|each| each.value == port) {
            ports.push(Decided::set(field, port));
        }
    }
    ports
}

pub(super) fn quota(spec: &Spec) -> Quota {
    let quota = &spec.quota;
    Quota {
        cpu: named(quota.cpu.as_ref(), "quota.cpu"),
        memory: named(quota.memory.as_ref(), "quota.memory"),
        pods: quota.pods.map(|pods| Decided::set("quota.pods", pods)),
    }
}
