//! References across objects. What is not in the folder may still be in the cluster: a warning.
//! What is in the folder and lacks the part that is named: an error. Secrets are set by hand and
//! not looked for.

use super::context::{Context, Spot, bool, entries, filled, given, items, text};
use super::index::{Index, Pod};
use super::object::Object;
use crate::diagnostic::{Diagnostic, Severity, Tier};
use crate::facts::Kubernetes;
use crate::yaml::Node;

/// Judges every reference of the folder.
pub(super) fn check(index: &Index<'_>, version: Kubernetes, found: &mut Vec<Diagnostic>) {
    for pod in &index.pods {
        let mut context = Context::new(pod.object, version, found);
        context.path.field(pod.path);
        of_pod(&mut context, pod, index);
    }
    for object in index.objects {
        let mut context = Context::new(object, version, found);
        match object.kind.as_str() {
            "Ingress" => ingress(&mut context, object, index),
            "HTTPRoute" => http_route(&mut context, object, index),
            "RoleBinding" | "ClusterRoleBinding" => binding(&mut context, object, index),
            "StatefulSet" => governing_service(&mut context, object, index),
            _ => {}
        }
    }
}

/// Whether a container of the pod has a port of this name.
pub(super) fn has_port(spec: &Node, name: &str) -> bool {
    let all = items(spec, "containers").iter().chain(items(spec, "initContainers"));
    all.flat_map(|container| items(container, "ports")).any(|port| text(port, "name") == Some(name))
}

fn of_pod(context: &mut Context<'_>, pod: &Pod<'_>, index: &Index<'_>) {
    for list in ["initContainers", "containers"] {
        for (at, container) in items(pod.spec, list).iter().enumerate() {
            let mark = context.path.field(list);
            context.path.index(at);
            of_container(context, container, pod, index);
            context.path.back(mark);
        }
    }
    for (at, volume) in items(pod.spec, "volumes").iter().enumerate() {
        let mark = context.path.field("volumes");
        context.path.index(at);
        of_volume(context, volume, pod, index);
        context.path.back(mark);
    }
    let account = filled(pod.spec, "serviceAccountName");
    if let (Some(name), Some(node)) = (account, pod.spec.get("serviceAccountName"))
        && name != "default"
    {
        let space = &pod.object.namespace;
        lookup(context, index, ["ServiceAccount", space, name], node, "serviceAccountName");
    }
}

fn of_container(context: &mut Context<'_>, container: &Node, pod: &Pod<'_>, index: &Index<'_>) {
    for (at, env) in items(container, "env").iter().enumerate() {
        let path = format!("env[{at}].valueFrom.configMapKeyRef");
        if let Some(reference) = env.at(&["valueFrom", "configMapKeyRef"])
            && let Some(map) = config_map(context, reference, &path, pod, index)
        {
            key(context, reference, "key", map, &format!("{path}.key"));
        }
    }
    for (at, source) in items(container, "envFrom").iter().enumerate() {
        if let Some(reference) = source.get("configMapRef") {
            config_map(context, reference, &format!("envFrom[{at}].configMapRef"), pod, index);
        }
    }
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        for handler in ["httpGet", "tcpSocket"] {
            let Some(port) = container.at(&[probe, handler, "port"]) else { continue };
            let Some(name) = port.text().filter(|_| !port.is_null()) else { continue };
            let named = name.bytes().any(|each| each.is_ascii_lowercase());
            let has = items(container, "ports").iter().any(|port| text(port, "name") == Some(name));
            if named && !has {
                let message = format!("the container has no port named `{name}`");
                let diagnostic =
                    Diagnostic::new("probe-port", Tier::Broken, Severity::Error, message)
                        .help("name a port in `ports`, or give the number");
                context.report(diagnostic, Spot::from(port), &format!("{probe}.{handler}.port"));
            }
        }
    }
}

fn of_volume(context: &mut Context<'_>, volume: &Node, pod: &Pod<'_>, index: &Index<'_>) {
    if let Some(source) = volume.get("configMap")
        && let Some(map) = config_map(context, source, "configMap", pod, index)
    {
        keys(context, source, map, "configMap");
    }
    for (at, source) in
        volume.at(&["projected", "sources"]).map_or(&[][..], Node::items).iter().enumerate()
    {
        if let Some(source) = source.get("configMap") {
            let path = format!("projected.sources[{at}].configMap");
            if let Some(map) = config_map(context, source, &path, pod, index) {
                keys(context, source, map, &path);
            }
        }
    }
    if let Some(claim) = volume.at(&["persistentVolumeClaim", "claimName"]) {
        let name = claim.text().unwrap_or_default();
        let target = ["PersistentVolumeClaim", &pod.object.namespace, name];
        lookup(context, index, target, claim, "persistentVolumeClaim.claimName");
    }
}

fn keys(context: &mut Context<'_>, source: &Node, map: &Object, path: &str) {
    if bool(source, "optional") == Some(true) {
        return;
    }
    for (at, item) in items(source, "items").iter().enumerate() {
        key(context, item, "key", map, &format!("{path}.items[{at}].key"));
    }
}

/// The ConfigMap that a reference names, or a warning that it is not here.
fn config_map<'i>(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    pod: &Pod<'_>,
    index: &Index<'i>,
) -> Option<&'i Object> {
    if bool(reference, "optional") == Some(true) {
        return None;
    }
    let name = filled(reference, "name")?;
    let node = given(reference, "name")?;
    // Kubernetes itself puts this one into every namespace.
    if name == "kube-root-ca.crt" {
        return None;
    }
    let target = ["ConfigMap", pod.object.namespace.as_str(), name];
    lookup(context, index, target, node, &format!("{path}.name"))
}

/// A key that a ConfigMap of the folder has to hold.
fn key(context: &mut Context<'_>, holder: &Node, field: &str, map: &Object, path: &str) {
    if bool(holder, "optional") == Some(true) {
        return;
    }
    let (Some(wanted), Some(node)) = (filled(holder, field), given(holder, field)) else { return };
    let mut present = ["data", "binaryData"].into_iter().flat_map(|part| entries(&map.root, part));
    if present.all(|entry| entry.key != wanted) {
        let message = format!("the ConfigMap `{}` has no key `{wanted}`", map.name);
        let diagnostic = Diagnostic::new("missing-key", Tier::Broken, Severity::Error, message)
            .help("add the key to the ConfigMap, or name another one");
        context.report(diagnostic, Spot::from(node), path);
    }
}

/// The object with this kind, namespace and name, or a warning that it is not here.
fn lookup<'i>(
    context: &mut Context<'_>,
    index: &Index<'i>,
    [kind, namespace, name]: [&str; 3],
    node: &Node,
    path: &str,
) -> Option<&'i Object> {
    let object = index.find(kind, namespace, name);
    if object.is_none() && !name.is_empty() {
        let message = format!("there is no {kind} `{name}` in this folder");
        let diagnostic =
            Diagnostic::new("missing-reference", Tier::Broken, Severity::Warning, message).help(
                format!(
                    "add it, mend the name, or make sure that the cluster has a {kind} of this name"
                ),
            );
        context.report(diagnostic, Spot::from(node), path);
    }
    object
}

fn ingress(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    if let Some(backend) = object.root.at(&["spec", "defaultBackend", "service"]) {
        backend_service(context, object, index, backend, "spec.defaultBackend.service");
    }
    let rules = object.root.at(&["spec", "rules"]).map_or(&[][..], Node::items);
    for (at, rule) in rules.iter().enumerate() {
        let paths = rule.at(&["http", "paths"]).map_or(&[][..], Node::items);
        for (nth, path) in paths.iter().enumerate() {
            if let Some(backend) = path.at(&["backend", "service"]) {
                let place = format!("spec.rules[{at}].http.paths[{nth}].backend.service");
                backend_service(context, object, index, backend, &place);
            }
        }
    }
}

/// A route's backends, and the listeners of a Gateway that is here; most Gateways are somebody else's.
fn http_route(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let spec = |list: &str| object.root.at(&["spec", list]).map_or(&[][..], Node::items);
    let own = |node: &Node, kind: &str| {
        text(node, "kind").is_none_or(|given| given == kind)
            && filled(node, "namespace").is_none_or(|space| space == object.namespace)
    };
    for (at, parent) in
        spec("parentRefs").iter().enumerate().filter(|(_, each)| own(each, "Gateway"))
    {
        let gateway =
            index.find("Gateway", &object.namespace, filled(parent, "name").unwrap_or_default());
        let (Some(gateway), Some(name)) = (gateway, filled(parent, "sectionName")) else {
            continue;
        };
        let listeners = gateway.root.at(&["spec", "listeners"]).map_or(&[][..], Node::items);
        if let Some(node) = given(parent, "sectionName")
            && listeners.iter().all(|listener| text(listener, "name") != Some(name))
        {
            let message = format!("the Gateway `{}` has no listener `{name}`", gateway.name);
            let diagnostic =
                Diagnostic::new("missing-listener", Tier::Broken, Severity::Error, message)
                    .help("name one of the Gateway's listeners");
            context.report(
                diagnostic,
                Spot::from(node),
                &format!("spec.parentRefs[{at}].sectionName"),
            );
        }
    }
    for (at, rule) in spec("rules").iter().enumerate() {
        let backends = items(rule, "backendRefs").iter().enumerate();
        for (nth, backend) in backends.filter(|(_, each)| own(each, "Service")) {
            route_backend(
                context,
                object,
                index,
                backend,
                &format!("spec.rules[{at}].backendRefs[{nth}]"),
            );
        }
    }
}

/// Here the port is a number.
fn route_backend(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    backend: &Node,
    path: &str,
) {
    let (Some(name), Some(node)) = (filled(backend, "name"), given(backend, "name")) else {
        return;
    };
    let target = ["Service", object.namespace.as_str(), name];
    let service = lookup(context, index, target, node, &format!("{path}.name"));
    if let (Some(service), Some(port)) = (service, given(backend, "port")) {
        service_port(context, service, port, "port", &format!("{path}.port"));
    }
}

/// A port that a Service of the folder has to have.
fn service_port(context: &mut Context<'_>, service: &Object, node: &Node, field: &str, path: &str) {
    let ports = service.root.at(&["spec", "ports"]).map_or(&[][..], Node::items);
    let wanted = node.text().unwrap_or_default();
    if ports.iter().all(|port| text(port, field) != Some(wanted)) {
        let message = format!("the Service `{}` has no port `{wanted}`", service.name);
        let diagnostic = Diagnostic::new("backend-port", Tier::Broken, Severity::Error, message)
            .help("name one of the ports of the Service (not of the container)");
        context.report(diagnostic, Spot::from(node), path);
    }
}

fn backend_service(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    backend: &Node,
    path: &str,
) {
    let (Some(name), Some(node)) = (filled(backend, "name"), given(backend, "name")) else {
        return;
    };
    let target = ["Service", object.namespace.as_str(), name];
    let Some(service) = lookup(context, index, target, node, &format!("{path}.name")) else {
        return;
    };
    for (field, own) in [("name", "name"), ("number", "port")] {
        if let Some(node) = backend.at(&["port", field]).filter(|node| !node.is_null()) {
            service_port(context, service, node, own, &format!("{path}.port.{field}"));
        }
    }
}

fn binding(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    if let Some(role) = object.root.get("roleRef") {
        // Cluster roles mostly come with the cluster.
        let name = filled(role, "name").filter(|_| text(role, "kind") == Some("Role"));
        if let (Some(name), Some(node)) = (name, given(role, "name")) {
            lookup(context, index, ["Role", &object.namespace, name], node, "roleRef.name");
        }
    }
    for (at, subject) in items(&object.root, "subjects").iter().enumerate() {
        if text(subject, "kind") != Some("ServiceAccount") {
            continue;
        }
        let (Some(name), Some(node)) = (filled(subject, "name"), given(subject, "name")) else {
            continue;
        };
        let space = filled(subject, "namespace").unwrap_or(&object.namespace);
        if name != "default" {
            let path = format!("subjects[{at}].name");
            lookup(context, index, ["ServiceAccount", space, name], node, &path);
        }
    }
}

fn governing_service(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(spec) = object.root.get("spec") else { return };
    if let (Some(name), Some(node)) = (filled(spec, "serviceName"), spec.get("serviceName")) {
        lookup(context, index, ["Service", &object.namespace, name], node, "spec.serviceName");
    }
}
