//! What may reach the app's pods, and what they may reach. Whatever is not named is denied: a pod that a
//! policy selects is shut in the directions that the policy speaks of.
//!
//! The app's pods are selected, not the whole namespace: pods that others put there for a while, such as
//! those with which cert-manager proves a host name, go on working.

mod store;

use super::labels::{explain_metadata, metadata, selector, selector_labels};
use super::{BASE, put};
use crate::bundle::Bundle;
use crate::field::{Address, Guide};
use crate::plan::{Apm, LABEL_COMPONENT, Plan, Reason, Via};
use crate::render::Notes;
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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if !plan.network.policy.value {
        return;
    }
    app(plan, bundle);
    for each in stores(plan) {
        store::add(plan, each, bundle);
    }
    web(plan, bundle);
    monitoring(plan, bundle);
}

/// The app's own pods, which data stores are not.
fn app_pods(plan: &Plan) -> LabelSelector {
    let mut labels = selector_labels(plan, "");
    labels.remove(LABEL_COMPONENT);
    let ours = stores(plan).into_iter().filter(|store| !store.operated);
    let stores: Vec<String> = ours.map(|store| store.part.to_owned()).collect();
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
    spec: NetworkPolicySpec,
    about: &str,
    explain: impl FnOnce(&mut Notes),
    bundle: &mut Bundle,
) {
    let component = if part == "monitoring" { "app" } else { part };
    let policy = NetworkPolicy {
        metadata: metadata(plan, &format!("{}-{part}", plan.app.value), component),
        spec: Some(spec),
    };
    let mut notes = Notes::new(Reason::fixed(Guide::Security, about));
    explain_metadata(plan, &mut notes);
    notes.decided("kind", &plan.network.policy);
    explain(&mut notes);
    put(bundle, BASE, &format!("network-{part}"), &policy, &notes);
}

fn app(plan: &Plan, bundle: &mut Bundle) {
    let network = &plan.network;
    let mut egress = vec![NetworkPolicyEgressRule {
        ports: Some(vec![port(DNS, "UDP"), port(DNS, "TCP")]),
        to: None,
    }];
    for Store { selector, port, .. } in stores(plan) {
        egress.push(NetworkPolicyEgressRule { ports: tcp(port), to: pods(selector) });
    }
    let agent = (plan.monitoring.apm.value == Apm::Datadog).then_some(egress.len());
    if agent.is_some() {
        // The agent listens at the address of the node itself, which no selector names.
        let ports = vec![port(TRACES, "TCP"), port(STATSD, "UDP")];
        egress.push(NetworkPolicyEgressRule { ports: Some(ports), to: None });
    }
    let outside = egress.len();
    // A rule without ports would open all of them.
    let any = !network.egress_ports.is_empty();
    if any {
        let ports = network.egress_ports.iter().map(|each| port(each.value, "TCP")).collect();
        egress.push(NetworkPolicyEgressRule { ports: Some(ports), to: None });
    }
    for each in &network.egress_addresses {
        let Address { range, port } = &each.value;
        egress.push(NetworkPolicyEgressRule { ports: tcp(*port), to: addresses(range) });
    }
    let spec = NetworkPolicySpec {
        pod_selector: Some(app_pods(plan)),
        policy_types: Some(vec!["Ingress".into(), "Egress".into()]),
        ingress: None,
        egress: Some(egress),
    };
    let explain = |notes: &mut Notes| {
        notes.comment(
            "spec.policyTypes",
            Guide::Security,
            "Nothing reaches these pods unless another policy lets it in, and they reach only what stands here.",
        );
        notes.fixed(
            "spec.podSelector",
            Guide::Security,
            "Every pod of the app: web, workers, scheduled jobs, migrations, console and tasks.",
        );
        notes.comment(
            "spec.egress[0]",
            Guide::Security,
            "DNS, wherever the cluster has it: in kube-system, or on the node itself.",
        );
        for index in 1..agent.unwrap_or(outside) {
            let at = format!("spec.egress[{index}]");
            notes.fixed(&at, Guide::Security, "A data store of the app in the cluster.");
        }
        if let Some(index) = agent {
            let why = "Traces and figures go to Datadog's agent on the pod's own node.";
            notes.because(&format!("spec.egress[{index}]"), plan.monitoring.apm.because(why));
        }
        if any {
            notes.comment(&format!("spec.egress[{outside}]"), Guide::Security, ANY);
        }
        for (index, each) in network.egress_ports.iter().enumerate() {
            notes.decided(&format!("spec.egress[{outside}].ports[{index}]"), each);
        }
        for (index, each) in network.egress_addresses.iter().enumerate() {
            notes.decided(&format!("spec.egress[{}]", outside + usize::from(any) + index), each);
        }
    };
    let about = "What the app's pods may reach, and that nothing reaches them by itself. The cluster's network plug-in has to keep to it: DEPLOY.md says which do.";
    write(plan, "app", spec, about, explain, bundle);
}

/// Where requests come from. A load balancer's have addresses of anywhere.
fn web(plan: &Plan, bundle: &mut Bundle) {
    let from = match (&plan.network.ingress_namespace, plan.expose.via.value) {
        (Some(name), _) => namespace(&name.value),
        (None, Via::None) => return,
        (None, Via::Gateway | Via::Ingress | Via::LoadBalancer) => None,
    };
    let spec = NetworkPolicySpec {
        pod_selector: Some(selector(plan, "web")),
        policy_types: Some(vec!["Ingress".into()]),
        ingress: Some(vec![NetworkPolicyIngressRule { ports: tcp(plan.web.port.value), from }]),
        egress: None,
    };
    let explain = |notes: &mut Notes| {
        notes.decided("spec.ingress[0].ports", &plan.web.port);
        match &plan.network.ingress_namespace {
            Some(name) => notes.decided("spec.ingress[0].from", name),
            None => notes.because(
                "spec.ingress",
                plan.expose.via.because("From any address, to Puma's port alone."),
            ),
        }
    };
    write(plan, "web", spec, "The way to the web pods.", explain, bundle);
}

fn monitoring(plan: &Plan, bundle: &mut Bundle) {
    let Some(name) = &plan.network.monitoring_namespace else { return };
    let spec = NetworkPolicySpec {
        pod_selector: Some(app_pods(plan)),
        policy_types: Some(vec!["Ingress".into()]),
        ingress: Some(vec![NetworkPolicyIngressRule { ports: None, from: namespace(&name.value) }]),
        egress: None,
    };
    let explain = |notes: &mut Notes| notes.decided("spec.ingress", name);
    write(plan, "monitoring", spec, "The way to the metrics of the app's pods.", explain, bundle);
}
