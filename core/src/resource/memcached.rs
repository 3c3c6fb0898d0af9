//! memcached in the cluster: one pod, nothing on a disk. No release changes it.

use super::address::{self, At};
use super::container;
use super::front_door::service_of;
use super::labels::explain_metadata;
use super::web::small;
use super::{BASE, put, stateful};
use crate::facts::{MEMCACHED_PORT, MEMCACHED_USER};
use crate::field::Guide;
use crate::plan::{MEMCACHED, Plan, Reason};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EnvVar, PodSpec, Probe, TCPSocketAction,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.has_memcached() {
        service(plan, bundle);
        stateful_set(plan, bundle);
    }
}

/// The variables of the app with its address.
pub(super) fn environment(plan: &Plan, all: &mut Items<EnvVar>) {
    if plan.has_memcached() {
        let memcached = &plan.memcached;
        let host = format!("{}-{MEMCACHED}", plan.app.value);
        let port = small(MEMCACHED_PORT);
        let at = At { url: format!("{host}:{port}"), host, port, ..At::default() };
        address::add(&memcached.variables, at, &memcached.kind.reason(), all);
    }
}

fn service(plan: &Plan, bundle: &mut Objects<'_>) {
    let service = service_of(plan, MEMCACHED, MEMCACHED, small(MEMCACHED_PORT));
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "The address of memcached inside the cluster. It stays when the pod is replaced.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.ports", Guide::Application, "The port that every memcached has.");
    put(bundle, BASE, "memcached-service", &service, &notes);
}

fn args(plan: &Plan) -> Items<String> {
    let holds = &plan.memcached.holds;
    let mut args = Items::default();
    args.decided("-m".to_owned(), holds);
    args.decided(holds.value.to_string(), holds);
    args
}

fn probe(period: i32, failures: i32) -> Probe {
    Probe {
        tcp_socket: Some(TCPSocketAction {
            port: IntOrString::String(MEMCACHED.into()),
            host: None,
        }),
        period_seconds: Some(period),
        timeout_seconds: Some(5),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}

fn server(plan: &Plan) -> Part<Container> {
    let memcached = &plan.memcached;
    let mut server =
        container::of_image(MEMCACHED, memcached.image.value.clone(), &memcached.resources, true);
    let Part { object, reasons } = &mut server;
    reasons.decided("image", &memcached.image);
    object.args = Some(reasons.list("args", args(plan)));
    object.ports = Some(vec![ContainerPort {
        name: Some(MEMCACHED.into()),
        container_port: small(MEMCACHED_PORT),
        ..ContainerPort::default()
    }]);
    object.readiness_probe = Some(probe(5, 3));
    object.liveness_probe = Some(probe(10, 6));
    for (name, why) in [
        ("readinessProbe", "Reached only while it takes connections."),
        ("livenessProbe", "Restarts a memcached that has taken none for a minute."),
    ] {
        reasons.fixed(name, Guide::Monitoring, why);
    }
    server
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let mut pod = stateful::pod(plan, server(plan), MEMCACHED_USER, Items::default());
    pod.object.termination_grace_period_seconds = Some(10);
    pod.reasons.fixed(
        "terminationGracePeriodSeconds",
        Guide::Application,
        "It has nothing to write.",
    );
    pod
}

fn stateful_set(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "memcached: one pod, its entries in memory. A release does not touch it; a pod that is replaced begins empty.",
    ));
    notes.decided("kind", &plan.memcached.kind);
    explain_metadata(plan, &mut notes);
    let set = stateful::without_volume(plan, MEMCACHED, pod(plan), &mut notes);
    put(bundle, BASE, MEMCACHED, &set, &notes);
}
