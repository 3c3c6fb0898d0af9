//! Data stores in the cluster: which pods they are, and who may reach them.

use super::super::labels::selector;
use super::super::{cnpg, database, mysql, postgres, redis};
use super::{app_pods, namespace, pods, port, write};
use crate::facts::{MEMCACHED_PORT, MYSQL_PORT, POSTGRESQL_PORT, SEARCH_PORT};
use crate::field::Guide;
use crate::plan::{Adapter, DatabaseKind, MEMCACHED, Plan, Reason, SEARCH, WorkerKind};
use crate::render::{Items, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::api::networking::v1::{NetworkPolicyIngressRule, NetworkPolicySpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;

/// Labels of the pods of CloudNativePG 1.30, and their ports beside PostgreSQL's (`pkg/utils`, `pkg/management/url`).
const CNPG_CLUSTER: &str = "cnpg.io/cluster";
const CNPG_ROLE: &str = "cnpg.io/podRole";
const CNPG_POOLER: &str = "cnpg.io/poolerName";
const CNPG_STATUS: i64 = 8000;
const CNPG_METRICS: i64 = 9187;
const POOLER_METRICS: i64 = 9127;
/// The part that PgBouncer is.
const POOLER: &str = "pooler";

/// A data store in the cluster.
pub(super) struct Store {
    pub(super) part: String,
    /// Its pods.
    pub(super) selector: LabelSelector,
    /// The port that the app reaches it by.
    pub(super) port: i64,
    /// Whether its pods are the operator's, which come with labels and ways of their own.
    pub(super) operated: bool,
}

/// Those of the app.
pub(super) fn stores(plan: &Plan) -> Vec<Store> {
    let ours = |part: &str, port| Store {
        part: part.to_owned(),
        selector: selector(plan, part),
        port,
        operated: false,
    };
    let operated = |part: &str, labels: Vec<(&str, String)>| {
        let labels = labels.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        let selector = LabelSelector { match_labels: Some(labels), ..LabelSelector::default() };
        Store { part: part.to_owned(), selector, port: POSTGRESQL_PORT, operated: true }
    };
    let mut stores = Vec::new();
    match plan.database_kind() {
        DatabaseKind::External => {}
        DatabaseKind::Cluster if plan.database.adapter.value == Adapter::Mysql => {
            stores.push(ours(mysql::COMPONENT, MYSQL_PORT));
        }
        DatabaseKind::Cluster => stores.push(ours(postgres::COMPONENT, POSTGRESQL_PORT)),
        DatabaseKind::Cnpg => {
            let instances =
                vec![(CNPG_CLUSTER, database::name(plan)), (CNPG_ROLE, "instance".to_owned())];
            stores.push(operated(postgres::COMPONENT, instances));
        }
    }
    if plan.has_pooler() {
        stores.push(operated(POOLER, vec![(CNPG_POOLER, cnpg::pooler_name(plan))]));
    }
    if plan.has_redis() {
        let port = i64::from(redis::PORT);
        stores.extend(plan.redis_parts().iter().map(|part| ours(part, port)));
    }
    if plan.has_memcached() {
        stores.push(ours(MEMCACHED, MEMCACHED_PORT));
    }
    if plan.has_search() {
        stores.push(ours(SEARCH, SEARCH_PORT));
    }
    stores
}

/// Whether KEDA counts jobs in the store.
fn is_counted(plan: &Plan, store: &Store) -> bool {
    plan.workers.iter().filter(|worker| worker.autoscale.is_some()).any(|worker| {
        match worker.kind.value {
            WorkerKind::Sidekiq => store.part == "redis",
            WorkerKind::SolidQueue | WorkerKind::GoodJob => store.part == plan.database_part(),
            WorkerKind::Command => false,
        }
    })
}

/// Who may reach one of them.
pub(super) fn add(plan: &Plan, store: Store, bundle: &mut Objects<'_>) {
    let network = &plan.network;
    let mut ingress = Items::default();
    let mut admit = |ports, from, reason| {
        ingress.because(NetworkPolicyIngressRule { ports: Some(ports), from }, reason);
    };
    let open = |number| port(number, "TCP");
    let app = Reason::fixed(Guide::Security, "The app's pods.");
    admit(vec![open(store.port)], pods(app_pods(plan)), app);
    if is_counted(plan, &store) {
        let keda = &network.keda_namespace;
        admit(
            vec![open(store.port)],
            namespace(&keda.value),
            keda.because("It counts the waiting jobs."),
        );
    }
    let is_database = store.operated && store.part != POOLER;
    if is_database {
        let labels = [(CNPG_CLUSTER.to_owned(), database::name(plan))].into();
        let own = LabelSelector { match_labels: Some(labels), ..LabelSelector::default() };
        let reason = Reason::fixed(
            Guide::Security,
            "Its own pods: instances copy each other, PgBouncer comes here.",
        );
        admit(vec![open(store.port), open(CNPG_STATUS)], pods(own), reason);
        let operator = &network.cnpg_namespace;
        let reason = operator.because("It asks each instance how it is.");
        admit(vec![open(store.port), open(CNPG_STATUS)], namespace(&operator.value), reason);
    }
    if let (true, Some(name)) = (store.operated, &network.monitoring_namespace) {
        let metrics = if is_database { CNPG_METRICS } else { POOLER_METRICS };
        admit(vec![open(metrics)], namespace(&name.value), name.reason());
    }
    let mut reasons = Reasons::default();
    let (types, why): (&[&str], _) = if store.operated {
        (&["Ingress"], "What it reaches is left open: its manager talks to the API server.")
    } else {
        (&["Ingress", "Egress"], "It never calls out, not even for a name.")
    };
    reasons.fixed("policyTypes", Guide::Security, why);
    reasons.fixed("ingress", Guide::Security, "These, and nothing else.");
    let object = NetworkPolicySpec {
        pod_selector: Some(store.selector),
        policy_types: Some(types.iter().map(|word| (*word).to_owned()).collect()),
        ingress: Some(reasons.list("ingress", ingress)),
        egress: None,
    };
    write(plan, &store.part, Part { object, reasons }, "Who may reach the data.", bundle);
}
