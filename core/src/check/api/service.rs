//! Services.

use super::super::context::{Context, Spot, filled, given, int, items, text};
use super::super::names;
use super::number::{between, port};
use super::{deprecated, selector};
use crate::check::api::deprecated::DEPRECATED;
use crate::check::api::network::CIDR;
use crate::check::api::shared::{ADDRESS, DUPLICATE_NAME, RANGE, none_of};
use crate::check::names::{ANNOTATION, NAME};
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

rules! {
    pub(crate) const IGNORED_FIELD: Rule = Rule {
        name: "ignored-field",
        tier: Warned,
        severity: Warning,
        says: "a field of a Service does nothing as it stands",
        why: "The server takes it and ignores it; what you meant does not happen.",
    };
    pub(crate) const SERVICE: Rule = Rule {
        name: "service",
        tier: Refused,
        severity: Error,
        says: "a Service has a setting that its type does not have",
        why: "Ports of nodes, traffic policies and load balancer classes belong to some types only; the API server rejects them elsewhere.",
    };
}

const RANGES: &str = "service.beta.kubernetes.io/load-balancer-source-ranges";
const HINTS: &str = "service.kubernetes.io/topology-aware-hints";
const MODE: &str = "service.kubernetes.io/topology-mode";

/// A Service: what its annotations say of its spec.
pub(super) fn service(context: &mut Context<'_>, node: &Node) {
    deprecated::of_object(context, node);
    let annotation =
        |key: &str| node.at(&["metadata", "annotations", key]).filter(|it| !it.is_null());
    if let (Some(hints), Some(mode)) = (annotation(HINTS), annotation(MODE))
        && hints.text() != mode.text()
    {
        let message = format!("`{MODE}` and `{HINTS}` say different things");
        let path = format!("metadata.annotations[{MODE}]");
        context.report(&ANNOTATION, mode, &path, message, format!("remove `{HINTS}`"));
    }
    let spec = node.get("spec");
    let ranges = spec.map_or(&[][..], |spec| items(spec, "loadBalancerSourceRanges"));
    let Some(value) = annotation(RANGES).filter(|_| ranges.is_empty()) else { return };
    let path = format!("metadata.annotations[{RANGES}]");
    if spec.and_then(|spec| text(spec, "type")) != Some("LoadBalancer") {
        let message = "ranges of sources belong to the type `LoadBalancer`";
        context.report(&SERVICE, value, &path, message, "remove the annotation");
    }
    let list = value.text().unwrap_or_default().trim();
    for part in list.split(',').filter(|_| !list.is_empty()) {
        if names::cidr(part.trim(), context.version).is_none() {
            let message = format!("`{part}` is no block of addresses");
            context.report(&CIDR, value, &path, message, "write it as `10.0.0.0/8`");
        }
    }
}

/// A Service's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    let kind = filled(node, "type").unwrap_or("ClusterIP");
    let cluster_ips: Vec<&Node> = match items(node, "clusterIPs") {
        [] => given(node, "clusterIP").into_iter().filter(|ip| ip.text() != Some("")).collect(),
        many => many.iter().collect(),
    };
    let headless = matches!(cluster_ips.as_slice(), [one] if one.text() == Some("None"));
    let ports = items(node, "ports");
    selector::plain(context, node, "selector");
    if ports.is_empty() && !headless && kind != "ExternalName" {
        let spot = given(node, "ports").unwrap_or(node);
        let message = "a Service needs at least one port";
        context.report(&MISSING_FIELD, spot, "ports", message, "add `ports`");
    }
    if kind == "ExternalName" {
        external(context, node, &cluster_ips);
    } else {
        addresses(context, node, &cluster_ips, headless);
    }
    if headless && matches!(kind, "NodePort" | "LoadBalancer") {
        let spot = given(node, "clusterIP").unwrap_or(node);
        let message = format!("a Service of type `{kind}` cannot have `clusterIP: None`");
        context.report(&SERVICE, spot, "clusterIPs[0]", message, "remove `clusterIP`");
    }
    of_ports(context, ports, kind);
    for (at, ip) in items(node, "externalIPs").iter().enumerate() {
        endpoint_ip(context, ip, &format!("externalIPs[{at}]"));
    }
    affinity(context, node);
    balancer(context, node, kind);
    traffic(context, node, kind);
    warnings(context, node, kind, &cluster_ips, headless);
}

fn external(context: &mut Context<'_>, node: &Node, cluster_ips: &[&Node]) {
    if let Some(spot) = cluster_ips.first() {
        let message = "a Service of type `ExternalName` has no `clusterIP`";
        context.report(&SERVICE, *spot, "clusterIPs", message, "remove `clusterIP`");
    }
    for key in ["ipFamilies", "ipFamilyPolicy"] {
        if let Some(spot) =
            given(node, key).filter(|it| key != "ipFamilies" || !it.items().is_empty())
        {
            let message = format!("a Service of type `ExternalName` has no `{key}`");
            context.report(&SERVICE, spot, key, message, format!("remove `{key}`"));
        }
    }
    let name = text(node, "externalName").unwrap_or_default();
    let bare = name.strip_suffix('.').unwrap_or(name);
    if bare.is_empty() {
        let message = "a Service of type `ExternalName` needs `externalName`";
        let spot = given(node, "externalName").unwrap_or(node);
        context.report(&MISSING_FIELD, spot, "externalName", message, "add the host name");
    } else if let (Some(help), Some(spot)) = (names::dns_subdomain(bare), node.get("externalName"))
    {
        let message = format!("`{name}` is no host name");
        context.report(&NAME, spot, "externalName", message, help);
    }
}

/// The addresses in the cluster: their form. Whether they are free, only the cluster knows.
fn addresses(context: &mut Context<'_>, node: &Node, ips: &[&Node], headless: bool) {
    let list = items(node, "clusterIPs");
    let single = text(node, "clusterIP").unwrap_or_default();
    let first = list.first().and_then(Node::text).unwrap_or_default();
    if !list.is_empty() && !single.is_empty() && first != single {
        let spot = given(node, "clusterIPs").unwrap_or(node);
        let message = "`clusterIPs` has to begin with `clusterIP`";
        context.report(&SERVICE, spot, "clusterIPs", message, "remove `clusterIPs`");
    }
    if let (false, true, Some(spot)) =
        (list.is_empty(), single.is_empty(), given(node, "clusterIPs"))
    {
        let message = "`clusterIPs` need `clusterIP` beside them";
        context.report(&SERVICE, spot, "clusterIPs", message, "add `clusterIP`");
    }
    let families = items(node, "ipFamilies");
    if families.len() == 2 || list.len() == 2 {
        let bare = headless && node.get("selector").is_none_or(|it| it.entries().is_empty());
        let policy = text(node, "ipFamilyPolicy").unwrap_or(if bare { "" } else { "SingleStack" });
        if policy == "SingleStack" {
            let spot = given(node, "ipFamilyPolicy").unwrap_or(node);
            let message = "two families of addresses need another `ipFamilyPolicy`";
            let help = "write `PreferDualStack`";
            context.report(&SERVICE, spot, "ipFamilyPolicy", message, help);
        }
    }
    let mut seen = BTreeSet::new();
    for (at, family) in families.iter().enumerate() {
        let name = family.text().unwrap_or_default();
        let path = format!("ipFamilies[{at}]");
        if !matches!(name, "IPv4" | "IPv6") {
            let message = format!("`{name}` is no family of addresses");
            let help = "write `IPv4` or `IPv6`";
            none_of(context, family, &path, message, help, &["IPv4", "IPv6"]);
        }
        if !seen.insert(name) {
            let message = format!("`{name}` stands here twice");
            context.report(&DUPLICATE_NAME, family, &path, message, "keep one of the two");
        }
    }
    let mut parsed = Vec::new();
    for (at, ip) in ips.iter().enumerate() {
        let value = ip.text().unwrap_or_default();
        if at == 0 && value == "None" {
            if ips.len() > 1 {
                let message = "`None` stands alone";
                context.report(&SERVICE, *ip, "clusterIPs", message, "remove the others");
                return;
            }
            continue;
        }
        match names::address(value, context.version) {
            Some(address) => parsed.push((at, *ip, address)),
            None => {
                let message = format!("`{value}` is no address");
                let help = "remove it: the cluster gives one";
                context.report(&ADDRESS, *ip, &format!("clusterIPs[{at}]"), message, help);
            }
        }
    }
    let whole = given(node, "clusterIPs").unwrap_or(node);
    if ips.len() > 2 {
        let message = "a Service has at most two addresses";
        context.report(&SERVICE, whole, "clusterIPs", message, "keep one of each family");
    }
    if headless || parsed.len() < ips.len() {
        return;
    }
    if let [(_, _, one), (_, _, two), ..] = parsed.as_slice()
        && (one.is_ipv4() == two.is_ipv4() || parsed.len() > 2)
    {
        let message = "the two addresses are of one family";
        context.report(&SERVICE, whole, "clusterIPs", message, "keep one of each family");
    }
    for (at, ip, address) in parsed {
        let family = families.get(at).and_then(Node::text);
        if matches!((family, address.is_ipv4()), (Some("IPv4"), false) | (Some("IPv6"), true)) {
            let message = "this address is not of the family that `ipFamilies` names";
            let path = format!("clusterIPs[{at}]");
            context.report(&SERVICE, ip, &path, message, "fix `ipFamilies`");
        }
    }
}

/// An address that traffic can come from outside to.
pub(super) fn endpoint_ip(context: &mut Context<'_>, node: &Node, path: &str) {
    let text = node.text().unwrap_or_default();
    let Some(address) = names::address(text, context.version) else {
        let message = format!("`{text}` is no address");
        return context.report(&ADDRESS, node, path, message, "write it as `203.0.113.7`");
    };
    let local = match address {
        std::net::IpAddr::V4(four) => {
            four.is_link_local() || four.octets().starts_with(&[224, 0, 0])
        }
        std::net::IpAddr::V6(six) => {
            let [first, ..] = six.segments();
            first & 0xffc0 == 0xfe80 || first & 0xff0f == 0xff02
        }
    };
    if address.is_unspecified() || address.is_loopback() || local {
        let message = format!("`{text}` cannot be reached from elsewhere");
        context.report(&ADDRESS, node, path, message, "write an address of the network");
    }
}

fn affinity(context: &mut Context<'_>, node: &Node) {
    if text(node, "sessionAffinity") != Some("ClientIP") {
        return;
    }
    let client = node.at(&["sessionAffinityConfig", "clientIP"]);
    if let Some(client) = client.filter(|client| given(client, "timeoutSeconds").is_some()) {
        let mark = context.path.field("sessionAffinityConfig");
        context.path.field("clientIP");
        between(context, client, "timeoutSeconds", 1, 86_400);
        context.path.back(mark);
    }
}

fn balancer(context: &mut Context<'_>, node: &Node, kind: &str) {
    let is_one = kind == "LoadBalancer";
    for key in ["loadBalancerClass", "allocateLoadBalancerNodePorts"] {
        if let (false, Some(spot)) = (is_one, given(node, key)) {
            let message = format!("a Service of type `{kind}` has no `{key}`");
            context.report(&SERVICE, spot, key, message, format!("remove `{key}`"));
        }
    }
    if let (true, Some(spot)) = (is_one, given(node, "loadBalancerClass"))
        && let Some(help) = names::qualified(spot.text().unwrap_or_default())
    {
        let message = "this cannot be the name of a class";
        context.report(&NAME, spot, "loadBalancerClass", message, help);
    }
    let ranges = items(node, "loadBalancerSourceRanges");
    if let (false, false, Some(spot)) =
        (ranges.is_empty(), is_one, given(node, "loadBalancerSourceRanges"))
    {
        let message = format!("a Service of type `{kind}` has no `loadBalancerSourceRanges`");
        let help = "remove it, or use a NetworkPolicy";
        // The API server prints the field with a capital.
        context.report(&SERVICE, spot, "LoadBalancerSourceRanges", message, help);
    }
    for (at, range) in ranges.iter().enumerate() {
        let value = range.text().unwrap_or_default();
        if names::cidr(value.trim(), context.version).is_none() {
            let message = format!("`{value}` is no block of addresses");
            let path = format!("LoadBalancerSourceRanges[{at}]");
            context.report(&CIDR, range, &path, message, "write it as `10.0.0.0/8`");
        }
    }
}

fn traffic(context: &mut Context<'_>, node: &Node, kind: &str) {
    let outside = matches!(kind, "NodePort" | "LoadBalancer")
        || (kind == "ClusterIP" && !items(node, "externalIPs").is_empty());
    if let (false, Some(spot)) =
        (outside, given(node, "externalTrafficPolicy").filter(|it| it.text() != Some("")))
    {
        context.forget("externalTrafficPolicy");
        let message = format!("a Service of type `{kind}` has no `externalTrafficPolicy`");
        let help = "remove `externalTrafficPolicy`";
        context.report(&SERVICE, spot, "externalTrafficPolicy", message, help);
    }
    let checked = kind == "LoadBalancer" && text(node, "externalTrafficPolicy") == Some("Local");
    let number = int(node, "healthCheckNodePort").unwrap_or(0);
    if let Some(spot) = given(node, "healthCheckNodePort").filter(|_| number != 0) {
        if checked {
            between(context, node, "healthCheckNodePort", 1, 65535);
        } else {
            let message = "`healthCheckNodePort` needs `externalTrafficPolicy: Local`";
            let help = "remove `healthCheckNodePort`";
            context.report(&SERVICE, spot, "healthCheckNodePort", message, help);
        }
    }
    if let Some(spot) = given(node, "trafficDistribution") {
        let more = context.version >= Kubernetes::V1_34;
        let value = spot.text().unwrap_or_default();
        let known: &[&'static str] = if more {
            &["PreferClose", "PreferSameZone", "PreferSameNode"]
        } else {
            &["PreferClose"]
        };
        if !known.contains(&value) {
            let message = format!("`{value}` is no way to spread traffic");
            let help = format!("write `{}`", known.join("` or `"));
            none_of(context, spot, "trafficDistribution", message, help, known);
        } else if value == "PreferClose" && context.version >= Kubernetes::V1_35 {
            let message = "`PreferClose` is an old name";
            let finding = Diagnostic::new(&DEPRECATED, message)
                .help("write `PreferSameZone`")
                .remedy(Remedy::write("PreferSameZone"));
            context.push(finding, spot.into(), "trafficDistribution");
        }
    }
}

fn of_ports(context: &mut Context<'_>, ports: &[Node], kind: &str) {
    let mut names = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut of_nodes = BTreeSet::new();
    for (at, node) in ports.iter().enumerate() {
        let mark = context.path.field("ports");
        context.path.index(at);
        between(context, node, "port", 1, 65535);
        match filled(node, "name") {
            None if ports.len() > 1 => {
                let message = "a Service with several ports names each";
                context.report(&MISSING_FIELD, node, "name", message, "add `name`");
            }
            Some(name) => {
                names::require(context, node, "name", "a port", names::dns_label);
                if !names.insert(name) {
                    let spot = given(node, "name").unwrap_or(node);
                    let message = format!("there is another port named `{name}`");
                    context.report(&DUPLICATE_NAME, spot, "name", message, "rename it");
                }
            }
            None => {}
        }
        target(context, node);
        if let Some(spot) = given(node, "appProtocol")
            && let Some(help) = names::qualified(spot.text().unwrap_or_default())
        {
            let message = "this cannot be the name of a protocol";
            context.report(&NAME, spot, "appProtocol", message, help);
        }
        let protocol = filled(node, "protocol").unwrap_or("TCP");
        let number = int(node, "port").unwrap_or(0);
        if !numbers.insert((number, protocol)) {
            let spot = given(node, "port").map_or(Spot::from(node), Spot::from);
            let message = format!("the port {number} stands here twice");
            context.report(&DUPLICATE_NAME, spot, "", message, "remove one of them");
        }
        of_node(context, node, kind, protocol, &mut of_nodes);
        context.path.back(mark);
    }
}

fn of_node<'n>(
    context: &mut Context<'_>,
    node: &'n Node,
    kind: &str,
    protocol: &'n str,
    taken: &mut BTreeSet<(i128, &'n str)>,
) {
    let Some((number, spot)) = int(node, "nodePort").zip(given(node, "nodePort")) else { return };
    if number == 0 {
        return;
    }
    if kind == "ClusterIP" {
        let message = "a Service of type `ClusterIP` has no `nodePort`";
        let help = "remove `nodePort`, or make the type `NodePort`";
        context.report(&SERVICE, spot, "nodePort", message, help);
    }
    if !taken.insert((number, protocol)) {
        let message = format!("the port {number} of the nodes is taken twice");
        context.report(&DUPLICATE_NAME, spot, "nodePort", message, "change one of them");
    }
}

/// The port of the container; 0, nothing and empty text mean: the same.
fn target(context: &mut Context<'_>, node: &Node) {
    let own = given(node, "targetPort")
        .filter(|value| value.text() != Some("") && int(node, "targetPort") != Some(0));
    if own.is_some() {
        port(context, node, "targetPort");
    } else if int(node, "port").is_none_or(|number| !(1..=65535).contains(&number)) {
        // What is taken over is judged again.
        let spot = given(node, "port").unwrap_or(node);
        let message = "the port of the container would be none";
        context.report(&RANGE, spot, "targetPort", message, "fix `port`");
    }
}

/// What is taken, but does nothing or is dated.
fn warnings(context: &mut Context<'_>, node: &Node, kind: &str, ips: &[&Node], headless: bool) {
    let mut say = |key: &str, path: &str, message: &str| {
        if let Some(spot) = given(node, key).filter(|it| it.text() != Some("")) {
            context.report(&IGNORED_FIELD, spot, path, message, format!("remove `{key}`"));
        }
    };
    let headless = headless && kind == "ClusterIP";
    let outer = !items(node, "externalIPs").is_empty();
    if headless {
        say("loadBalancerIP", "loadBalancerIP", "a headless Service has no `loadBalancerIP`");
        if outer {
            say("externalIPs", "externalIPs", "a headless Service has no `externalIPs`");
        }
        if text(node, "sessionAffinity") == Some("ClientIP") {
            let message = "a headless Service has no `sessionAffinity`";
            // The API server prints the field with a capital.
            say("sessionAffinity", "SessionAffinity", message);
        }
    }
    if outer && kind == "ExternalName" {
        say("externalIPs", "externalIPs", "a Service of type `ExternalName` has no `externalIPs`");
    }
    if kind != "ExternalName" {
        say("externalName", "externalName", "`externalName` belongs to the type `ExternalName`");
    }
    if outer && !headless && kind != "ExternalName" && context.version >= Kubernetes::V1_36 {
        let spot = given(node, "externalIPs").unwrap_or(node);
        let message = "`externalIPs` may not work in every cluster";
        let help = "use a Service of type `LoadBalancer`";
        context.report(&DEPRECATED, spot, "externalIPs", message, help);
    }
    if !headless {
        for (at, ip) in ips.iter().enumerate() {
            deprecated::address(context, ip, &format!("clusterIPs[{at}]"));
        }
    }
    for (at, ip) in items(node, "externalIPs").iter().enumerate() {
        deprecated::address(context, ip, &format!("externalIPs[{at}]"));
    }
    if let Some(ip) = given(node, "loadBalancerIP") {
        deprecated::address(context, ip, "loadBalancerIP");
    }
    for (at, range) in items(node, "loadBalancerSourceRanges").iter().enumerate() {
        deprecated::block(context, range, &format!("loadBalancerSourceRanges[{at}]"));
    }
}
