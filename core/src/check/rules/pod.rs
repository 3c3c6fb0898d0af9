//! A pod as a whole: what its parts have to know of each other.

use super::super::context::{Context, bool, filled, given, items, text};
use super::super::names;
use super::container::twins;
use super::mount;
use super::number::between;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// The labels of a template. The API server names them `template.labels`.
pub(super) fn template(context: &mut Context<'_>, node: &Node) {
    let Some(metadata) = given(node, "metadata") else { return };
    names::labels(context, metadata, "labels");
    names::annotations(context, metadata, "annotations");
}

/// A pod's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let mut seen = BTreeSet::new();
    twins(context, &mut seen, "containers", items(node, "containers"));
    twins(context, &mut seen, "initContainers", items(node, "initContainers"));
    between(context, node, "activeDeadlineSeconds", 1, i128::from(i32::MAX));
    for (key, what, judge) in [
        ("serviceAccountName", "a ServiceAccount", names::dns_subdomain as fn(&str) -> _),
        ("priorityClassName", "a PriorityClass", names::dns_subdomain),
        ("runtimeClassName", "a RuntimeClass", names::dns_subdomain),
    ] {
        names::require(context, node, key, what, judge);
    }
    // A StatefulSet overwrites both, and brings volumes of its own.
    if context.kind != "StatefulSet" {
        names::require(context, node, "hostname", "a host", names::dns_label);
        names::require(context, node, "subdomain", "a Service", names::dns_label);
        twins(context, &mut BTreeSet::new(), "volumes", items(node, "volumes"));
        mount::mounts(context, node, &[]);
    }
    names::labels(context, node, "nodeSelector");
    for (at, init) in items(node, "initContainers").iter().enumerate() {
        init_container(context, init, at);
    }
    if bool(node, "hostPID") == Some(true) && bool(node, "shareProcessNamespace") == Some(true) {
        let spot = given(node, "shareProcessNamespace").unwrap_or(node);
        let message = "`hostPID` and `shareProcessNamespace` cannot both be true";
        context.refused("pod", spot, "shareProcessNamespace", message, "remove one of them");
    }
    dns(context, node);
    proc_mount(context, node);
    host_ports(context, node);
}

fn init_container(context: &mut Context<'_>, node: &Node, at: usize) {
    if text(node, "restartPolicy") == Some("Always") {
        return;
    }
    for key in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] {
        if let Some(spot) = given(node, key) {
            let message = format!("an init container has no `{key}`");
            let help =
                format!("remove `{key}`, or add `restartPolicy: Always` to make it a sidecar");
            let path = format!("initContainers[{at}].{key}");
            context.refused("init-container", spot, &path, message, help);
        }
    }
}

/// An unmasked `/proc` is for pods whose users are not those of the host.
fn proc_mount(context: &mut Context<'_>, node: &Node) {
    if bool(node, "hostUsers") == Some(false) {
        return;
    }
    for list in ["initContainers", "containers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            let Some(spot) = container.at(&["securityContext", "procMount"]) else { continue };
            if spot.text() == Some("Unmasked") {
                let path = format!("{list}[{at}].securityContext.procMount");
                let message = "`Unmasked` needs `hostUsers: false`";
                let help = "add `hostUsers: false` to the pod";
                context.refused("security-context", spot, &path, message, help);
            }
        }
    }
}

fn dns(context: &mut Context<'_>, node: &Node) {
    let config = given(node, "dnsConfig");
    if text(node, "dnsPolicy") == Some("None") {
        let spot = given(node, "dnsPolicy").unwrap_or(node);
        let message = "`dnsPolicy: None` needs a name server";
        let help = "add `dnsConfig.nameservers`";
        match config {
            None => context.refused("dns", spot, "dnsConfig", message, help),
            Some(config) if items(config, "nameservers").is_empty() => {
                context.refused("dns", spot, "dnsConfig.nameservers", message, help);
            }
            Some(_) => {}
        }
    }
}

/// Two containers of a pod cannot have one port of the host.
fn host_ports(context: &mut Context<'_>, node: &Node) {
    let host = bool(node, "hostNetwork") == Some(true);
    let mut taken = BTreeSet::new();
    for (at, container) in items(node, "containers").iter().enumerate() {
        for (nth, port) in items(container, "ports").iter().enumerate() {
            let own = text(port, "containerPort");
            let Some(outer) = text(port, "hostPort").filter(|port| *port != "0") else { continue };
            let path = format!("containers[{at}].ports[{nth}].hostPort");
            let protocol = filled(port, "protocol").unwrap_or("TCP");
            let address = filled(port, "hostIP").unwrap_or("0.0.0.0");
            let spot = given(port, "hostPort").unwrap_or(port);
            if !taken.insert((outer, protocol, address)) {
                let message = format!("the port {outer} of the host is taken twice in this pod");
                context.refused("duplicate-name", spot, &path, message, "change one of them");
            }
            if host && own != Some(outer) {
                let message = "with `hostNetwork`, `hostPort` has to be `containerPort`";
                let path = format!("containers[{at}].ports[{nth}].containerPort");
                context.refused("pod", spot, &path, message, "make both the same");
            }
        }
    }
}
