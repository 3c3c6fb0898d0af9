//! What pods may reach, and what the namespace may take.

use super::{flag, named, text};
use crate::facts::{MYSQL_PORT, POSTGRESQL_PORT, Provider, REDIS_PORT};
use crate::field::{Address, address};
use crate::plan::addresses;
use crate::plan::{
    Adapter, Database, DatabaseKind, Decided, Network, Origin, Quota, Redis, RedisKind,
};
use crate::spec::Spec;

pub(super) fn network(
    spec: &Spec,
    database: &Database,
    redis: &Redis,
    provider: &Provider,
) -> Network {
    let security = &spec.security;
    Network {
        policy: flag(security.network_policy, "security.network_policy"),
        ingress_namespace: named(security.ingress_namespace.as_ref(), "security.ingress_namespace"),
        monitoring_namespace: named(
            security.monitoring_namespace.as_ref(),
            "security.monitoring_namespace",
        ),
        keda_namespace: text(security.keda_namespace.as_ref(), "security.keda_namespace", ""),
        cnpg_namespace: text(security.cnpg_namespace.as_ref(), "security.cnpg_namespace", ""),
        egress_ports: egress_ports(spec, database, redis),
        egress_addresses: egress_addresses(spec, provider),
    }
}

/// Where the provider hands out what pods are known by, and what the spec adds.
fn egress_addresses(spec: &Spec, provider: &Provider) -> Vec<Decided<Address>> {
    let security = &spec.security;
    let identity = provider.identity.filter(|_| security.cloud_identity.is_some());
    let theirs =
        identity.map_or(&[][..], |identity| identity.reaches).iter().map(|(range, port)| {
            let address = Address { range: (*range).to_owned(), port: *port };
            Decided::set("security.cloud_identity", address)
        });
    let set = security.egress_addresses.iter().enumerate().filter_map(|(index, text)| {
        Some(Decided::set(format!("security.egress_addresses[{index}]"), address(text)?))
    });
    theirs.chain(set).collect()
}

/// HTTPS for the services of others, what the data is reached by, and what the spec adds. Addresses that the spec names for
/// a port take the place of any address.
fn egress_ports(spec: &Spec, database: &Database, redis: &Redis) -> Vec<Decided<i64>> {
    let field = "security.egress_ports";
    let mut ports = vec![Decided { value: 443, field: field.into(), origin: Origin::Default }];
    match database.adapter.value {
        // A rule of its own leads to the pod.
        _ if database.kind.value != DatabaseKind::External => {}
        Adapter::Postgresql => ports.push(database.adapter.clone().map(|_| POSTGRESQL_PORT)),
        Adapter::Mysql => ports.push(database.adapter.clone().map(|_| MYSQL_PORT)),
        Adapter::Sqlite | Adapter::None => {}
    }
    if redis.kind.value == RedisKind::External {
        ports.push(redis.kind.clone().map(|_| REDIS_PORT));
    }
    // Addresses that the app is given lead somewhere too.
    for (name, port) in addresses::ports(&spec.env) {
        if !ports.iter().any(|each| each.value == port) {
            ports.push(Decided::set(format!("env.{name}"), port));
        }
    }
    let narrowed = |port: i64| {
        spec.security
            .egress_addresses
            .iter()
            .filter_map(|text| address(text))
            .any(|each| each.port == port)
    };
    ports.retain(|each| !narrowed(each.value));
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
