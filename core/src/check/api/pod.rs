//! A pod as a whole: what its parts have to know of each other.

use super::super::context::{Context, bool, filled, given, int, items, text};
use super::super::names;
use super::container::twins;
use super::number::between;
use super::{annotation, mount, probe, resources, windows};
use crate::check::api::dns::DNS;
use crate::check::api::security::SECURITY_CONTEXT;
use crate::check::api::shared::{CHOICE, DUPLICATE_NAME, POD, VOLUME};
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::BTreeSet;

rules! {
    pub(crate) const INIT_CONTAINER: Rule = Rule {
        name: "init-container",
        tier: Refused,
        severity: Error,
        says: "an init container has a probe or a hook",
        why: "An init container runs to its end before the app starts, so nothing asks whether it is alive; the API server rejects probes there unless `restartPolicy: Always` makes it a sidecar.",
    };
}

/// A Pod.
pub(super) fn pod(context: &mut Context<'_>, node: &Node) {
    let Some(spec) = given(node, "spec") else { return };
    let metadata = given(node, "metadata");
    annotation::judge(context, metadata, spec, ["metadata.annotations", "spec"]);
    let mark = context.path.field("spec");
    if let Some(spot) = given(spec, "ephemeralContainers").filter(|list| !list.items().is_empty()) {
        let message = "ephemeral containers come later, by `kubectl debug`";
        let help = "remove `ephemeralContainers`";
        context.report(&POD, spot, "ephemeralContainers", message, help);
    }
    if let (Some(spot), false) = (
        given(spec, "nodeName").filter(|it| it.text() != Some("")),
        items(spec, "schedulingGates").is_empty(),
    ) {
        let message = "a pod with `schedulingGates` has no node yet";
        context.report(&POD, spot, "nodeName", message, "remove `nodeName`");
    }
    own_account(context, spec);
    if let Some(name) = metadata.and_then(|metadata| filled(metadata, "name")) {
        ephemeral_claims(context, spec, name);
    }
    context.path.back(mark);
}

/// A token is one of an account, which has to be named when no admission does so.
fn own_account(context: &mut Context<'_>, spec: &Node) {
    if filled(spec, "serviceAccountName").or_else(|| filled(spec, "serviceAccount")).is_some() {
        return;
    }
    for (at, volume) in items(spec, "volumes").iter().enumerate() {
        let sources = volume.at(&["projected", "sources"]).map_or(&[][..], Node::items);
        for (nth, source) in sources.iter().enumerate() {
            if let Some(token) = given(source, "serviceAccountToken") {
                let path = format!("volumes[{at}].projected.sources[{nth}].serviceAccountToken");
                let message = "a token needs `serviceAccountName`";
                let help = "add `serviceAccountName` to the pod";
                context.report(&POD, token, &path, message, help);
            }
        }
    }
}

/// The claim of an ephemeral volume is called after the pod and the volume.
fn ephemeral_claims(context: &mut Context<'_>, spec: &Node, pod: &str) {
    let volumes = items(spec, "volumes");
    let made: BTreeSet<String> = volumes
        .iter()
        .filter(|volume| given(volume, "ephemeral").is_some())
        .filter_map(|volume| Some(format!("{pod}-{}", text(volume, "name")?)))
        .collect();
    for (at, volume) in volumes.iter().enumerate() {
        let name = filled(volume, "name").unwrap_or_default();
        if !name.is_empty()
            && given(volume, "ephemeral").is_some()
            && let Some(help) = names::dns_subdomain(&format!("{pod}-{name}"))
        {
            let spot = given(volume, "name").unwrap_or(volume);
            let message = format!("`{pod}-{name}` cannot be the name of a claim");
            context.report(&NAME, spot, &format!("volumes[{at}].name"), message, help);
        }
        let claim = volume.at(&["persistentVolumeClaim", "claimName"]);
        if let Some((claim, name)) = claim.and_then(|claim| Some((claim, claim.text()?)))
            && made.contains(name)
        {
            let path = format!("volumes[{at}].persistentVolumeClaim.claimName");
            let message = format!("`{name}` is made for an ephemeral volume of this pod");
            context.report(&VOLUME, claim, &path, message, "use another claim");
        }
    }
}

/// A template. The API server names its labels `template.labels`.
pub(super) fn template(context: &mut Context<'_>, node: &Node) {
    let metadata = given(node, "metadata");
    if let Some(metadata) = metadata {
        names::labels(context, metadata, "labels");
        names::annotations(context, metadata, "annotations");
    }
    let Some(spec) = given(node, "spec") else { return };
    annotation::judge(context, metadata, spec, ["annotations", "spec"]);
    if let Some(spot) = given(spec, "ephemeralContainers").filter(|list| !list.items().is_empty()) {
        let message = "a template has no ephemeral containers";
        let help = "remove `ephemeralContainers`";
        context.report(&POD, spot, "spec.ephemeralContainers", message, help);
    }
}

/// A pod's spec.
pub(super) fn spec(context: &mut Context<'_>, node: &Node) {
    containers(context, node);
    if int(node, "activeDeadlineSeconds").is_some() {
        between(context, node, "activeDeadlineSeconds", 1, i128::from(i32::MAX));
    }
    let account = if filled(node, "serviceAccountName").is_some() {
        "serviceAccountName"
    } else {
        "serviceAccount"
    };
    if let (Some(name), Some(spot)) = (filled(node, account), node.get(account))
        && let Some(help) = names::dns_subdomain(name)
    {
        let message = format!("`{name}` cannot be the name of a ServiceAccount");
        context.report(&NAME, spot, "serviceAccountName", message, help);
    }
    for (key, what) in [("priorityClassName", "a PriorityClass"), ("nodeName", "a node")] {
        names::require(context, node, key, what, names::dns_subdomain);
    }
    if let Some(spot) = given(node, "runtimeClassName")
        && let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default())
    {
        context.report(&NAME, spot, "runtimeClassName", "this cannot be a RuntimeClass", help);
    }
    // A StatefulSet overwrites both unless it is bare, and brings volumes of its own.
    if context.kind != "StatefulSet" {
        names::require(context, node, "hostname", "a host", names::dns_label);
        names::require(context, node, "subdomain", "a Service", names::dns_label);
        twins(context, &mut BTreeSet::new(), "volumes", items(node, "volumes"));
        mount::mounts(context, node, &[]);
    }
    names::labels(context, node, "nodeSelector");
    mount::claims(context, node);
    mount::file_keys(context, node);
    resources::of_pod(context, node);
    resources::overhead(context, node);
    ephemeral_targets(context, node);
    probe::sleeps(context, node);
    host(context, node);
    dns(context, node);
    gates(context, node);
    spread_once(context, node);
    host_ports(context, node);
    windows::judge(context, node);
    super::deprecated::pod(context, node);
}

fn containers(context: &mut Context<'_>, node: &Node) {
    let mut seen = BTreeSet::new();
    twins(context, &mut seen, "containers", items(node, "containers"));
    twins(context, &mut seen, "initContainers", items(node, "initContainers"));
    twins(context, &mut seen, "ephemeralContainers", items(node, "ephemeralContainers"));
    for (at, init) in items(node, "initContainers").iter().enumerate() {
        init_container(context, init, at);
    }
    let never = text(node, "restartPolicy") == Some("Never");
    for list in ["containers", "initContainers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            for policy in items(container, "resizePolicy").iter().filter(|_| never) {
                if text(policy, "restartPolicy") != Some("NotRequired") {
                    let message = "in a pod that never restarts, no change of resources restarts";
                    let path = format!("{list}[{at}].resizePolicy");
                    context.report(&CHOICE, policy, &path, message, "write `NotRequired`");
                }
            }
            // The gate of signals is closed: they are dropped.
            if container.at(&["lifecycle", "stopSignal"]).is_some() {
                context.forget(&format!("{list}[{at}].lifecycle.stopSignal"));
            }
        }
    }
}

/// An ephemeral container looks at one of the others.
fn ephemeral_targets(context: &mut Context<'_>, node: &Node) {
    for (at, own) in items(node, "ephemeralContainers").iter().enumerate() {
        let Some(target) = filled(own, "targetContainerName") else { continue };
        let known = ["containers", "initContainers"]
            .iter()
            .flat_map(|list| items(node, list))
            .any(|each| text(each, "name") == Some(target));
        if !known {
            let path = format!("ephemeralContainers[{at}].targetContainerName");
            let message = format!("the pod has no container `{target}`");
            context.report(&POD, own, &path, message, "name one of its containers");
        }
    }
}

fn init_container(context: &mut Context<'_>, node: &Node, at: usize) {
    if text(node, "restartPolicy") == Some("Always") {
        return;
    }
    for key in ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle"] {
        if let Some(spot) = given(node, key) {
            // A hook of a signal alone is dropped with it.
            let signal = given(spot, "stopSignal").is_some();
            if signal && given(spot, "preStop").or_else(|| given(spot, "postStart")).is_none() {
                continue;
            }
            let message = format!("an init container has no `{key}`");
            let help =
                format!("remove `{key}`, or add `restartPolicy: Always` to make it a sidecar");
            let path = format!("initContainers[{at}].{key}");
            context.forget(&path);
            context.report(&INIT_CONTAINER, spot, &path, message, help);
        }
    }
    if context.version < Kubernetes::V1_36 {
        return;
    }
    for (nth, policy) in items(node, "resizePolicy").iter().enumerate() {
        if text(policy, "restartPolicy") == Some("RestartContainer") {
            let path = format!("initContainers[{at}].resizePolicy[{nth}].restartPolicy");
            let message = "an init container is not restarted for new resources";
            context.report(&CHOICE, policy, &path, message, "write `NotRequired`");
        }
    }
}

/// What is shared with the host.
fn host(context: &mut Context<'_>, node: &Node) {
    let on = |key| bool(node, key) == Some(true);
    if on("hostPID") && on("shareProcessNamespace") {
        let spot = given(node, "shareProcessNamespace").unwrap_or(node);
        let message = "`hostPID` and `shareProcessNamespace` cannot both be true";
        let path = if context.version < Kubernetes::V1_37 {
            "securityContext.shareProcessNamespace"
        } else {
            "shareProcessNamespace"
        };
        context.report(&POD, spot, path, message, "remove one of them");
    }
    if let Some(spot) =
        given(node, "hostnameOverride").filter(|_| context.version >= Kubernetes::V1_35)
    {
        let name = spot.text().unwrap_or_default();
        for key in ["setHostnameAsFQDN", "hostNetwork"] {
            if on(key) {
                let message = format!("`hostnameOverride` cannot stand beside `{key}: true`");
                context.report(&POD, spot, "hostnameOverride", message, format!("remove `{key}`"));
            }
        }
        if name.len() > 64 || names::dns_subdomain(name).is_some() {
            let message = format!("`{name}` cannot be the name of a host");
            let help = "write at most 64 lower-case letters, digits, `-` and `.`";
            context.report(&NAME, spot, "hostnameOverride", message, help);
        }
    }
    if bool(node, "hostUsers") == Some(false) {
        for (key, path) in
            [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")]
        {
            if on(key) {
                let spot = given(node, key).unwrap_or(node);
                let message = format!("`hostUsers: false` and `{key}: true` contradict");
                context.report(&POD, spot, path, message, format!("remove `{key}`"));
            }
        }
        for list in ["initContainers", "containers"] {
            for (at, container) in items(node, list).iter().enumerate() {
                if context.version >= Kubernetes::V1_34
                    && !items(container, "volumeDevices").is_empty()
                {
                    let path = format!("{list}[{at}].volumeDevices");
                    let message = "with `hostUsers: false` there are no devices";
                    context.report(&POD, container, &path, message, "remove `volumeDevices`");
                }
            }
        }
    } else {
        for list in ["initContainers", "containers"] {
            for (at, container) in items(node, list).iter().enumerate() {
                let Some(spot) = container.at(&["securityContext", "procMount"]) else { continue };
                if spot.text() == Some("Unmasked") {
                    let path = format!("{list}[{at}].securityContext.procMount");
                    let message = "`Unmasked` needs `hostUsers: false`";
                    let help = "add `hostUsers: false` to the pod";
                    context.report(&SECURITY_CONTEXT, spot, &path, message, help);
                }
            }
        }
    }
    sysctls(context, node);
}

/// Kernel settings of namespaces that are the host's cannot be set.
fn sysctls(context: &mut Context<'_>, node: &Node) {
    let list = node.at(&["securityContext", "sysctls"]).map_or(&[][..], Node::items);
    let mut seen = BTreeSet::new();
    for (at, sysctl) in list.iter().enumerate() {
        let Some(name) = filled(sysctl, "name") else { continue };
        let spot = given(sysctl, "name").unwrap_or(sysctl);
        let path = format!("securityContext.sysctls[{at}].name");
        let segment = |part: &str| {
            let edge = |each: Option<u8>| {
                each.is_some_and(|each| each.is_ascii_lowercase() || each.is_ascii_digit())
            };
            edge(part.bytes().next())
                && edge(part.bytes().last())
                && part.bytes().all(|each| {
                    each.is_ascii_lowercase()
                        || each.is_ascii_digit()
                        || matches!(each, b'-' | b'_')
                })
        };
        if name.len() > 253 || !name.split(['.', '/']).all(segment) {
            let message = format!("`{name}` cannot be the name of a kernel setting");
            context.report(&NAME, spot, &path, message, "write, say, `net.core.somaxconn`");
        } else if seen.contains(name) {
            let message = format!("`{name}` stands here twice");
            context.report(&DUPLICATE_NAME, spot, &path, message, "keep one of the two");
        }
        seen.insert(name);
        let dotted = name.replace('/', ".");
        let ipc = dotted.starts_with("kernel.shm")
            || dotted.starts_with("kernel.msg")
            || dotted == "kernel.sem"
            || dotted.starts_with("fs.mqueue.");
        for (key, own) in [("hostNetwork", dotted.starts_with("net.")), ("hostIPC", ipc)] {
            if own && bool(node, key) == Some(true) {
                let message = format!("`{name}` cannot be set beside `{key}: true`");
                context.report(&POD, spot, &path, message, "remove one of the two");
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
            None => context.report(&DNS, spot, "dnsConfig", message, help),
            Some(config) if items(config, "nameservers").is_empty() => {
                context.forget("dnsConfig");
                context.report(&DNS, spot, "dnsConfig.nameservers", message, help);
            }
            Some(_) => {}
        }
    }
}

/// Conditions and gates are called like labels.
fn gates(context: &mut Context<'_>, node: &Node) {
    for (at, gate) in items(node, "readinessGates").iter().enumerate() {
        let name = text(gate, "conditionType").unwrap_or_default();
        if let (false, Some(help)) = (name.is_empty(), names::qualified(name)) {
            let path = format!("readinessGates[{at}].conditionType");
            let message = format!("`{name}` cannot be the type of a condition");
            context.report(&NAME, gate, &path, message, help);
        }
    }
    let mut seen = BTreeSet::new();
    for (at, gate) in items(node, "schedulingGates").iter().enumerate() {
        let name = text(gate, "name").unwrap_or_default();
        let path = format!("schedulingGates[{at}]");
        if let Some(help) = names::qualified(name) {
            let message = format!("`{name}` cannot be the name of a gate");
            context.report(&NAME, gate, &path, message, help);
        }
        if !seen.insert(name) {
            let message = format!("the gate `{name}` stands here twice");
            context.report(&DUPLICATE_NAME, gate, &path, message, "keep one of the two");
        }
    }
}

/// One spread for each key and choice.
fn spread_once(context: &mut Context<'_>, node: &Node) {
    let spreads = items(node, "topologySpreadConstraints");
    let of = |spread: &Node| {
        (
            text(spread, "topologyKey").unwrap_or_default().to_owned(),
            text(spread, "whenUnsatisfiable").unwrap_or_default().to_owned(),
        )
    };
    for (at, spread) in spreads.iter().enumerate() {
        if spreads.iter().skip(at + 1).any(|later| of(later) == of(spread)) {
            let path =
                format!("topologySpreadConstraints[{at}].{{topologyKey, whenUnsatisfiable}}");
            let message = "another constraint has the same `topologyKey` and `whenUnsatisfiable`";
            context.report(&DUPLICATE_NAME, spread, &path, message, "make them one");
        }
    }
}

/// Two containers of a pod cannot have one port of the host.
fn host_ports(context: &mut Context<'_>, node: &Node) {
    let host = bool(node, "hostNetwork") == Some(true);
    // With the network of the host, a Pod's ports are ports of the host.
    let number = |port: &Node| match int(port, "hostPort").filter(|number| *number != 0) {
        None if host && context.kind == "Pod" => int(port, "containerPort").unwrap_or(0),
        other => other.unwrap_or(0),
    };
    let mut twice = Vec::new();
    let mut differ = Vec::new();
    let mut taken = BTreeSet::new();
    for list in ["containers", "initContainers"] {
        for (at, container) in items(node, list).iter().enumerate() {
            if list == "initContainers" {
                taken.clear();
            }
            for (nth, port) in items(container, "ports").iter().enumerate() {
                let outer = number(port);
                if outer == 0 {
                    continue;
                }
                // An init container's port is told as that of the first.
                let shown = if list == "initContainers" { 0 } else { at };
                let path = format!("{list}[{shown}].ports[{nth}].hostPort");
                let protocol = filled(port, "protocol").unwrap_or("TCP");
                let address = filled(port, "hostIP").unwrap_or_default();
                if !taken.insert((outer, protocol, address)) {
                    twice.push((port, path.clone(), outer));
                }
                if host && list == "containers" && int(port, "containerPort").unwrap_or(0) != outer
                {
                    differ.push((port, path));
                }
            }
        }
    }
    for (port, path, outer) in twice {
        let spot = given(port, "hostPort").unwrap_or(port);
        let message = format!("the port {outer} of the host is taken twice in this pod");
        context.report(&DUPLICATE_NAME, spot, &path, message, "change one of them");
    }
    for (port, path) in differ {
        let spot = given(port, "hostPort").unwrap_or(port);
        let message = "with `hostNetwork`, `hostPort` has to be `containerPort`";
        context.report(&POD, spot, &path, message, "make both the same");
    }
}
