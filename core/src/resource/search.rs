//! A search engine in the cluster: one node of OpenSearch or Elasticsearch, its index on a volume. No release changes it.

use super::address::{self, At};
use super::container::{self, plain};
use super::front_door::service_of;
use super::labels::explain_metadata;
use super::mount::mount;
use super::web::small;
use super::{BASE, put, stateful};
use crate::facts::SEARCH_PORT;
use crate::field::Guide;
use crate::plan::{Plan, Reason, SEARCH};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{
    Container, ContainerPort, EmptyDirVolumeSource, EnvVar, HTTPGetAction, PodSpec, Probe,
    TCPSocketAction, Volume,
};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The port's name.
const HTTP: &str = "http";
/// Where the settings of the image are copied to before it starts.
const COPY: &str = "/settings";
/// It answers of itself, also while no other node is there to hold copies.
const HEALTH: &str = "/_cluster/health?local=true";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.has_search() {
        service(plan, bundle);
        stateful_set(plan, bundle);
    }
}

/// The variables of the app with its address.
pub(super) fn environment(plan: &Plan, all: &mut Items<EnvVar>) {
    if plan.has_search() {
        let search = &plan.search;
        let host = format!("{}-{SEARCH}", plan.app.value);
        let port = small(SEARCH_PORT);
        let at = At { url: format!("http://{host}:{port}"), host, port, ..At::default() };
        address::add(&search.variables, at, &search.kind.reason(), all);
    }
}

fn service(plan: &Plan, bundle: &mut Objects<'_>) {
    let service = service_of(plan, SEARCH, HTTP, small(SEARCH_PORT));
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "The address of the search engine inside the cluster. It stays when the pod is replaced.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.ports", Guide::Application, "The port of OpenSearch and of Elasticsearch.");
    put(bundle, BASE, "search-service", &service, &notes);
}

fn settings(plan: &Plan) -> Items<EnvVar> {
    let (search, facts) = (&plan.search, plan.search.facts());
    let mut env = Items::default();
    env.comment(
        plain("discovery.type", "single-node".to_owned()),
        Guide::Application,
        "One node that looks for no others; both images take a variable with a dot as a setting.",
    );
    env.comment(
        plain("node.store.allow_mmap", "false".to_owned()),
        Guide::Application,
        "Else the node's kernel would have to allow more mapped files (vm.max_map_count), which takes rights over the node.",
    );
    env.fixed(
        plain("path.data", format!("{}/data/node", facts.home)),
        Guide::Application,
        "On the volume, below its root, which may have files of its own.",
    );
    for (name, value, why) in facts.settings {
        env.fixed(plain(name, (*value).to_owned()), Guide::Application, why);
    }
    let heap = search.heap.value;
    env.decided(plain(facts.java, format!("-Xms{heap}m -Xmx{heap}m")), &search.heap);
    env
}

fn http(period: i32, failures: i32) -> Probe {
    let http_get = HTTPGetAction {
        path: Some(HEALTH.into()),
        port: IntOrString::String(HTTP.into()),
        ..HTTPGetAction::default()
    };
    Probe { http_get: Some(http_get), ..every(period, failures) }
}

fn every(period: i32, failures: i32) -> Probe {
    Probe {
        period_seconds: Some(period),
        timeout_seconds: Some(5),
        failure_threshold: Some(failures),
        ..Probe::default()
    }
}

fn server(plan: &Plan) -> Part<Container> {
    let (search, facts) = (&plan.search, plan.search.facts());
    let mut server =
        container::of_image(SEARCH, search.image.value.clone(), &search.resources, true);
    let Part { object, reasons } = &mut server;
    reasons.decided("image", &search.image);
    object.env = Some(reasons.list("env", settings(plan)));
    object.ports = Some(vec![ContainerPort {
        name: Some(HTTP.into()),
        container_port: small(SEARCH_PORT),
        ..ContainerPort::default()
    }]);
    object.startup_probe = Some(http(5, 60));
    object.readiness_probe = Some(http(10, 3));
    let socket = TCPSocketAction { port: IntOrString::String(HTTP.into()), host: None };
    object.liveness_probe = Some(Probe { tcp_socket: Some(socket), ..every(10, 6) });
    for (name, why) in [
        ("startupProbe", "Up to five minutes to start Java and to read the index."),
        ("readinessProbe", "Reached only while it answers of itself."),
        (
            "livenessProbe",
            "Restarts one that takes no connections for a minute; one that is slow to answer is left to work.",
        ),
    ] {
        reasons.fixed(name, Guide::Monitoring, why);
    }
    let inside = |folder: &str| format!("{}/{folder}", facts.home);
    object.volume_mounts = Some(vec![
        mount("data", &inside("data")),
        mount("settings", &inside("config")),
        mount("logs", &inside("logs")),
        mount("tmp", "/tmp"),
    ]);
    server
}

/// Copies the settings of the image to where it may write beside them: it makes a keystore there at its start.
fn copier(plan: &Plan) -> Part<Container> {
    let (search, facts) = (&plan.search, plan.search.facts());
    let mut copier =
        container::of_image("settings", search.image.value.clone(), &search.resources, true);
    let Part { object, reasons } = &mut copier;
    reasons.comment(
        "",
        Guide::Security,
        "The image's root is read-only, and it writes beside its settings when it starts: they are copied to a folder of the pod.",
    );
    reasons.decided("image", &search.image);
    let from = format!("{}/config/.", facts.home);
    object.command = Some(["cp", "-R", &from, COPY].map(str::to_owned).to_vec());
    object.volume_mounts = Some(vec![mount("settings", COPY)]);
    copier
}

fn volumes() -> Items<Volume> {
    let scratch = |name: &str| Volume {
        name: name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    };
    ["settings", "logs", "tmp"].into_iter().map(scratch).collect()
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let facts = plan.search.facts();
    let mut pod = stateful::pod(plan, server(plan), facts.user, volumes());
    let Part { object, reasons } = &mut pod;
    if let Some(rights) = &mut object.security_context {
        rights.run_as_group = Some(facts.group);
    }
    let copier = [copier(plan)].into_iter().collect();
    object.init_containers = Some(reasons.list("initContainers", copier));
    reasons.fixed("volumes", Guide::Security, "Scratch space, and a copy of the image's settings.");
    object.termination_grace_period_seconds = Some(120);
    reasons.fixed(
        "terminationGracePeriodSeconds",
        Guide::Application,
        "Time to write what is in memory, so that the next start is quick.",
    );
    pod
}

fn stateful_set(plan: &Plan, bundle: &mut Objects<'_>) {
    let search = &plan.search;
    let about = format!(
        "{} for a small install: one node, its index on a volume. A release does not touch it.",
        search.facts().name
    );
    let mut notes = Notes::new(Reason::fixed(Guide::Application, about));
    notes.decided("kind", &search.kind);
    explain_metadata(plan, &mut notes);
    let set = stateful::set(plan, SEARCH, pod(plan), &search.storage, &mut notes);
    put(bundle, BASE, SEARCH, &set, &notes);
}
