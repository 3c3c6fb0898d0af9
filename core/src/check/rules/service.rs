//! Services.

use super::super::context::{Context, filled, given, int, items, text};
use super::super::names;
use super::number::{between, port};
use super::selector;
use crate::yaml::Node;
use std::collections::BTreeSet;

/// A Service's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let kind = filled(node, "type").unwrap_or("ClusterIP");
    let headless = text(node, "clusterIP") == Some("None");
    let ports = items(node, "ports");
    selector::plain(context, node, "selector");
    if ports.is_empty() && !headless && kind != "ExternalName" {
        let spot = given(node, "ports").unwrap_or(node);
        let message = "a Service needs at least one port";
        context.refused("missing-field", spot, "ports", message, "add `ports`");
    }
    if kind == "ExternalName" {
        external(context, node);
    }
    if headless && matches!(kind, "NodePort" | "LoadBalancer") {
        let spot = given(node, "clusterIP").unwrap_or(node);
        let message = format!("a Service of type `{kind}` cannot have `clusterIP: None`");
        context.refused("service", spot, "clusterIPs[0]", message, "remove `clusterIP`");
    }
    of_ports(context, ports, kind);
    let external = matches!(kind, "NodePort" | "LoadBalancer");
    let fields = [
        ("externalTrafficPolicy", external),
        ("loadBalancerClass", kind == "LoadBalancer"),
        ("allocateLoadBalancerNodePorts", kind == "LoadBalancer"),
    ];
    for (key, fits) in fields {
        let outside = key == "externalTrafficPolicy" && given(node, "externalIPs").is_some();
        if let (false, false, Some(spot)) = (fits, outside, given(node, key)) {
            if spot.text() == Some("") {
                continue;
            }
            let message = format!("a Service of type `{kind}` has no `{key}`");
            context.refused("service", spot, key, message, format!("remove `{key}`"));
        }
    }
}

fn external(context: &mut Context<'_>, node: &Node) {
    match filled(node, "externalName") {
        None => {
            let message = "a Service of type `ExternalName` needs `externalName`";
            let help = "add the host name";
            context.refused("missing-field", node, "externalName", message, help);
        }
        Some(name) => {
            let bare = name.strip_suffix('.').unwrap_or(name);
            if let (Some(help), Some(spot)) = (names::dns_subdomain(bare), node.get("externalName"))
            {
                let message = format!("`{name}` is no host name");
                context.refused("name", spot, "externalName", message, help);
            }
        }
    }
}

fn of_ports(context: &mut Context<'_>, ports: &[Node], kind: &str) {
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    for (at, node) in ports.iter().enumerate() {
        let mark = context.path.field("ports");
        context.path.index(at);
        between(context, node, "port", 1, 65535);
        match filled(node, "name") {
            None if ports.len() > 1 => {
                let message = "a Service with several ports names each";
                context.refused("missing-field", node, "name", message, "add `name`");
            }
            Some(name) => {
                names::require(context, node, "name", "a port", names::dns_label);
                if !names.insert(name) {
                    let spot = given(node, "name").unwrap_or(node);
                    let message = format!("there is another port named `{name}`");
                    context.refused("duplicate-name", spot, "name", message, "rename it");
                }
            }
            None => {}
        }
        if given(node, "targetPort").is_some_and(|value| value.text() != Some("")) {
            target(context, node);
        }
        let protocol = filled(node, "protocol").unwrap_or("TCP");
        if let Some(number) = int(node, "port")
            && !numbers.insert((number, protocol))
        {
            let spot = given(node, "port").unwrap_or(node);
            let message = format!("the port {number} stands here twice");
            context.refused("duplicate-name", spot, "", message, "remove one of them");
        }
        let node_port = int(node, "nodePort").is_some_and(|number| number != 0);
        if node_port && !matches!(kind, "NodePort" | "LoadBalancer") {
            let spot = given(node, "nodePort").unwrap_or(node);
            let message = format!("a Service of type `{kind}` has no `nodePort`");
            let help = "remove `nodePort`, or make the type `NodePort`";
            context.refused("service", spot, "nodePort", message, help);
        }
        context.path.back(mark);
    }
}

/// The port of the container; 0 means: the same.
fn target(context: &mut Context<'_>, node: &Node) {
    if int(node, "targetPort") != Some(0) {
        port(context, node, "targetPort");
    }
}
