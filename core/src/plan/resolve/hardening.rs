//! What pods may reach, and what the namespace may take.

use super::{Stores, flag, named, text};
use crate::facts::{
    MEMCACHED_PORT, MYSQL_PORT, POSTGRESQL_PORT, Provider, REDIS_PORT, SEARCH_PORT,
};
use crate::field::{Address, address};
use crate::plan::addresses;
use crate::plan::{Adapter, DatabaseKind, Decided, Network, Origin, Quota, RedisKind, StoreKind};
use crate::spec::Spec;
use std::collections::BTreeMap;

pub(super) fn network(spec: &Spec, stores: &Stores<'_>, provider: &Provider) -> Network {
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
        egress_ports: egress_ports(spec, stores),
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
fn egress_ports(spec: &Spec, stores: &Stores<'_>) -> Vec<Decided<i64>> {
    let field = "security.egress_ports";
    let mut ports = vec![Decided { value: 443, field: field.into(), origin: Origin::Default }];
    let Stores { database, redis, memcached, search } = stores;
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
    for (kind, port) in [(&memcached.kind, MEMCACHED_PORT), (&search.kind, SEARCH_PORT)] {
        if kind.value == StoreKind::External {
            ports.push(kind.clone().map(|_| port));
        }
    }
    let mut open = |field: String, port: i64| {
        if !ports.iter().any(|each| each.value == port) {
            ports.push(Decided::set(field, port));
        }
    };
    // Addresses that the app is given lead somewhere too, those of one process alone included.
    for (at, env) in environments(spec) {
        for (name, port) in addresses::ports(env) {
            open(format!("{at}.{name}"), port);
        }
    }
    // Of what stands in the Secret the name alone is known.
    for (index, name) in spec.secrets.iter().enumerate() {
        if let Some(port) = addresses::of_name(name) {
            open(format!("secrets[{index}]"), port);
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

/// The variables of the spec: those of every process, then those of each.
fn environments(spec: &Spec) -> Vec<(String, &BTreeMap<String, String>)> {
    let mut all = vec![("env".to_owned(), &spec.env), ("web.env".to_owned(), &spec.web.env)];
    let numbered = |list: &str, index: usize| format!("{list}[{index}].env");
    let workers = spec.workers.iter().map(|each| &each.env).enumerate();
    all.extend(workers.map(|(index, env)| (numbered("workers", index), env)));
    let cron = spec.cron.iter().map(|each| &each.env).enumerate();
    all.extend(cron.map(|(index, env)| (numbered("cron", index), env)));
    let processes = spec.processes.iter().map(|each| &each.env).enumerate();
    all.extend(processes.map(|(index, env)| (numbered("processes", index), env)));
    let sidecars = spec.sidecars.iter().map(|each| &each.env).enumerate();
    all.extend(sidecars.map(|(index, env)| (numbered("sidecars", index), env)));
    let steps = spec.init.iter().map(|each| &each.env).enumerate();
    all.extend(steps.map(|(index, env)| (numbered("init", index), env)));
    all
}

pub(super) fn quota(spec: &Spec) -> Quota {
    let quota = &spec.quota;
    Quota {
        cpu: named(quota.cpu.as_ref(), "quota.cpu"),
        memory: named(quota.memory.as_ref(), "quota.memory"),
        pods: quota.pods.map(|pods| Decided::set("quota.pods", pods)),
    }
}
