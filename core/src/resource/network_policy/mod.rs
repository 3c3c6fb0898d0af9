//! What may reach the app's pods, and what they may reach. Whatever is not named is denied: a pod that a
//! policy selects is shut in the directions that the policy speaks of.
//!
//! The app's pods are selected, not the whole namespace: pods that others put there for a while, such as
//! those with which cert-manager proves a host name, go on working.

mod store;

use super::labels::{explain_metadata, metadata, selector, selector_labels};
use super::{BASE, put};
use crate::field::{Address, Guide};
use crate::plan::{Apm, Decided, LABEL_COMPONENT, Plan, Process, Reason, Via};
use crate::render::{Items, Notes, Part, Reasons};
use crate::resource::Objects;
use k8s_openapi::api::networking::v1::{
    IPBlock, NetworkPolicy, NetworkPolicyEgressRule, NetworkPolicyIngressRule, NetworkPolicyPeer,
    NetworkPolicyPort, NetworkPolicySpec,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use store::{Store, stores};

/// The label that Kubernetes itself gives every namespace.
const NAMESPACE: &str = "kubernetes.io/metadata.name";
const DNS: i64 = 53;
/// Ports of Datadog's agent, by its documentation: APM, and DogStatsD.
const TRACES: i64 = 8126;
const STATSD: i64 = 8125;

/// Why addresses are open by default.
const ANY: &str = "Any address, but these ports alone: a policy knows no host names, and services of others change their addresses. `security.egress_addresses` narrows a port to addresses that you know.";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if !plan.network.policy.value {
        return;
    }
    app(plan, bundle);
    for each in stores(plan) {
        store::add(plan, each, bundle);
    }
    web(plan, bundle);
    for process in &plan.processes {
        if let Some(port) = &process.port {
            self::process(plan, process, port, bundle);
        }
    }
    monitoring(plan, bundle);
}

/// The app's own pods, which data stores are not.
fn app_pods(plan: &Plan) -> LabelSelector {
    let mut labels = selector_labels(plan, "");
    labels.remove(LABEL_COMPONENT);
    let ours = stores(plan).into_iter().filter(|store| !store.operated);
    let stores: Vec<String> = ours.map(|store| store.part).collect();
    LabelSelector {
        match_labels: Some(labels),
        match_expressions: (!stores.is_empty()).then(|| {
            vec![LabelSelectorRequirement {
                key: LABEL_COMPONENT.into(),
                operator: "NotIn".into(),
                values: Some(stores),
            }]
        }),
    }
}

fn port(number: i64, protocol: &str) -> NetworkPolicyPort {
    NetworkPolicyPort {
        port: Some(IntOrString::Int(super::web::small(number))),
        protocol: Some(protocol.into()),
        end_port: None,
    }
}

fn tcp(number: i64) -> Option<Vec<NetworkPolicyPort>> {
    Some(vec![port(number, "TCP")])
}

fn pods(selector: LabelSelector) -> Option<Vec<NetworkPolicyPeer>> {
    let pod_selector = Some(selector);
    Some(vec![NetworkPolicyPeer { pod_selector, ..NetworkPolicyPeer::default() }])
}

/// All pods of a namespace.
fn namespace(name: &str) -> Option<Vec<NetworkPolicyPeer>> {
    let labels = [(NAMESPACE.to_owned(), name.to_owned())].into();
    let namespace_selector =
        Some(LabelSelector { match_labels: Some(labels), ..LabelSelector::default() });
    Some(vec![NetworkPolicyPeer { namespace_selector, ..NetworkPolicyPeer::default() }])
}

/// A range of addresses.
fn addresses(range: &str) -> Option<Vec<NetworkPolicyPeer>> {
    let ip_block = Some(IPBlock { cidr: range.to_owned(), except: None });
    Some(vec![NetworkPolicyPeer { ip_block, ..NetworkPolicyPeer::default() }])
}

fn write(
    plan: &Plan,
    part: &str,
    spec: Part<NetworkPolicySpec>,
    about: &str,
    bundle: &mut Objects<'_>,
) {
    let component = if part == "monitoring" { "app" } else { part };
    let mut notes = Notes::new(Reason::fixed(Guide::Security, about));
    explain_metadata(plan, &mut notes);
    notes.decided("kind", &plan.network.policy);
    let policy = NetworkPolicy {
        metadata: metadata(plan, &format!("{}-{part}", plan.app.value), component),
        spec: Some(notes.part("spec", spec)),
    };
    put(bundle, BASE, &format!("network-{part}"), &policy, &notes);
}

fn egress(plan: &Plan) -> Items<NetworkPolicyEgressRule> {
    let network = &plan.network;
    let mut egress = Items::default();
    egress.comment(
        NetworkPolicyEgressRule { ports: Some(vec![port(DNS, "UDP"), port(DNS, "TCP")]), to: None },
        Guide::Security,
        "DNS, wherever the cluster has it: in kube-system, or on the node itself.",
    );
    for Store { selector, port, .. } in stores(plan) {
        let rule = NetworkPolicyEgressRule { ports: tcp(port), to: pods(selector) };
        egress.fixed(rule, Guide::Security, "A data store of the app in the cluster.");
    }
    for process in &plan.processes {
        let Some(port) = &process.port else { continue };
        let to = pods(selector(plan, &process.name.value));
        egress.decided(NetworkPolicyEgressRule { ports: tcp(port.value), to }, port);
    }
    if plan.monitoring.apm.value == Apm::Datadog {
        // The agent listens at the address of the node itself, which no selector names.
        let ports = Some(vec![port(TRACES, "TCP"), port(STATSD, "UDP")]);
        let why = "Traces and figures go to Datadog's agent on the pod's own node.";
        let rule = NetworkPolicyEgressRule { ports, to: None };
        egress.because(rule, plan.monitoring.apm.because(why));
    }
    // A rule without ports would open all of them.
    if !network.egress_ports.is_empty() {
        let mut ports = Items::default();
        for each in &network.egress_ports {
            ports.decided(port(each.value, "TCP"), each);
        }
        let mut rule = Part::from(NetworkPolicyEgressRule::default());
        rule.object.ports = Some(rule.reasons.list("ports", ports));
        rule.reasons.comment("", Guide::Security, ANY);
        egress.push(rule);
    }
    for each in &network.egress_addresses {
        let Address { range, port } = &each.value;
        egress.decided(NetworkPolicyEgressRule { ports: tcp(*port), to: addresses(range) }, each);
    }
    egress
}

fn app(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut reasons = Reasons::default();
    reasons.comment(
        "policyTypes",
        Guide::Security,
        "Nothing reaches these pods unless another policy lets it in, and they reach only what stands here.",
    );
    reasons.fixed(
        "podSelector",
        Guide::Security,
        "Every pod of the app: web, workers, scheduled jobs, migrations, console and tasks.",
    );
    let object = NetworkPolicySpec {
        pod_selector: Some(app_pods(plan)),
        policy_types: Some(vec!["Ingress".into(), "Egress".into()]),
        ingress: None,
        egress: Some(reasons.list("egress", egress(plan))),
    };
    let about = format!(
        "What the app's pods may reach, and that nothing reaches them by itself. The cluster's network plug-in has to keep to it: {} says which do.",
        plan.guide()
    );
    write(plan, "app", Part { object, reasons }, &about, bundle);
}

/// What one rule lets in.
fn ingress(
    selector: LabelSelector,
    rule: Part<NetworkPolicyIngressRule>,
) -> Part<NetworkPolicySpec> {
    let mut reasons = Reasons::default();
    let object = NetworkPolicySpec {
        pod_selector: Some(selector),
        policy_types: Some(vec!["Ingress".into()]),
        ingress: Some(reasons.list("ingress", [rule].into_iter().collect())),
        egress: None,
    };
    Part { object, reasons }
}

/// Where requests come from. A load balancer's have addresses of anywhere.
fn web(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut rule = Part::from(NetworkPolicyIngressRule::default());
    rule.object.ports = tcp(plan.web.port.value);
    rule.reasons.decided("ports", &plan.web.port);
    let via = &plan.expose.via;
    let anywhere = match (&plan.network.ingress_namespace, via.value) {
        (Some(name), _) => {
            rule.object.from = namespace(&name.value);
            rule.reasons.decided("from", name);
            false
        }
        (None, Via::None) => return,
        (None, Via::Gateway | Via::Ingress | Via::LoadBalancer) => true,
    };
    let mut spec = ingress(selector(plan, "web"), rule);
    if anywhere {
        spec.reasons.because("ingress", via.because("From any address, to Puma's port alone."));
    }
    write(plan, "web", spec, "The way to the web pods.", bundle);
}

/// From the app's own pods, from the front door where it leads there, and from anywhere where a load balancer does.
fn process(plan: &Plan, process: &Process, port: &Decided<i64>, bundle: &mut Objects<'_>) {
    let at_the_door = process.is_at_the_door() && plan.expose.via.value != Via::None;
    let from_door = plan.network.ingress_namespace.as_ref().filter(|_| at_the_door);
    let is_open = process.tcp.is_some() || at_the_door && from_door.is_none();
    let mut rule = Part::from(NetworkPolicyIngressRule::default());
    rule.object.ports = tcp(port.value);
    rule.reasons.decided("ports", port);
    if !is_open {
        let mut from = pods(app_pods(plan)).unwrap_or_default();
        from.extend(from_door.and_then(|name| namespace(&name.value)).unwrap_or_default());
        rule.object.from = Some(from);
    }
    let component = &process.name.value;
    let mut spec = ingress(selector(plan, component), rule);
    if is_open {
        let why = "From any address, to this port alone.";
        spec.reasons.fixed("ingress", Guide::Security, why);
    }
    write(plan, component, spec, "The way to the pods of this process.", bundle);
}

fn monitoring(plan: &Plan, bundle: &mut Objects<'_>) {
    let Some(name) = &plan.network.monitoring_namespace else { return };
    let rule = NetworkPolicyIngressRule { ports: None, from: namespace(&name.value) };
    let mut spec = ingress(app_pods(plan), Part::from(rule));
    spec.reasons.decided("ingress", name);
    write(plan, "monitoring", spec, "The way to the metrics of the app's pods.", bundle);
}
