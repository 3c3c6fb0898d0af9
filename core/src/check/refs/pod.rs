//! What a pod refers to.

use crate::check::context::{Context, filled, given, items, list};
use crate::check::index::{Index, Pod};
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::check::refs::missing_secret::Missing;
use crate::check::refs::{
    claim, config, host, probe_port, secret, selects_nothing, spread_selector,
};
use crate::yaml::Node;

/// Judges every reference of a pod; the path of the context leads to its spec.
pub(super) fn check(
    context: &mut Context<'_>,
    pod: &Pod<'_>,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    for list in ["initContainers", "containers"] {
        for (at, container) in items(pod.spec, list).iter().enumerate() {
            let mark = context.path.field(list);
            context.path.index(at);
            of_container(context, container, pod, index, missing);
            context.path.back(mark);
        }
    }
    for (at, volume) in items(pod.spec, "volumes").iter().enumerate() {
        let mark = context.path.field("volumes");
        context.path.index(at);
        of_volume(context, volume, pod, index, missing);
        context.path.back(mark);
    }
    pull_secrets(context, pod.spec, pod.object, index, missing);
    let space = pod.object.namespace.as_str();
    // The old name of the field counts where the new one is not given.
    let named = |field| Some((filled(pod.spec, field)?, pod.spec.get(field)?));
    if let Some((name, node)) = named("serviceAccountName").or_else(|| named("serviceAccount"))
        && name != "default"
    {
        expect(context, index, ["ServiceAccount", space, name], node, "serviceAccountName");
    }
    for (field, kind) in
        [("priorityClassName", "PriorityClass"), ("runtimeClassName", "RuntimeClass")]
    {
        let (Some(name), Some(node)) = (filled(pod.spec, field), given(pod.spec, field)) else {
            continue;
        };
        // Kubernetes makes `system-cluster-critical` and `system-node-critical`.
        if !name.starts_with("system-") {
            expect(context, index, [kind, "", name], node, field);
        }
    }
    spread_selector::check(context, pod);
    selects_nothing::of_neighbours(context, pod, index);
}

fn of_container(
    context: &mut Context<'_>,
    container: &Node,
    pod: &Pod<'_>,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    let space = pod.object.namespace.as_str();
    for (at, env) in items(container, "env").iter().enumerate() {
        if let Some(reference) = env.at(&["valueFrom", "configMapKeyRef"]) {
            let path = format!("env[{at}].valueFrom.configMapKeyRef");
            config::map(context, reference, &path, pod, index);
        }
        if let Some(reference) = env.at(&["valueFrom", "secretKeyRef"]) {
            let path = format!("env[{at}].valueFrom.secretKeyRef");
            secret::reference(context, reference, &path, space, index, missing);
        }
        if let Some(value) = given(env, "value") {
            let name = filled(env, "name").unwrap_or_default();
            host::check(context, name, value, &format!("env[{at}].value"), space, index);
        }
    }
    for (at, source) in items(container, "envFrom").iter().enumerate() {
        if let Some(reference) = source.get("configMapRef") {
            config::map(context, reference, &format!("envFrom[{at}].configMapRef"), pod, index);
        }
        if let Some(reference) = source.get("secretRef") {
            let path = format!("envFrom[{at}].secretRef");
            secret::reference(context, reference, &path, space, index, missing);
        }
    }
    probe_port::check(context, container, pod, index);
}

fn of_volume(
    context: &mut Context<'_>,
    volume: &Node,
    pod: &Pod<'_>,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    let space = pod.object.namespace.as_str();
    if let Some(source) = volume.get("configMap") {
        config::map(context, source, "configMap", pod, index);
    }
    if let Some(source) = volume.get("secret") {
        secret::volume(context, source, "secret", space, index, missing);
    }
    for (at, source) in list(volume, &["projected", "sources"]).iter().enumerate() {
        let path = format!("projected.sources[{at}]");
        if let Some(source) = source.get("configMap") {
            config::map(context, source, &format!("{path}.configMap"), pod, index);
        }
        if let Some(source) = source.get("secret") {
            secret::reference(context, source, &format!("{path}.secret"), space, index, missing);
        }
    }
    claim::of_volume(context, volume, pod, index);
}

/// Secrets with a login for the registry.
fn pull_secrets(
    context: &mut Context<'_>,
    holder: &Node,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    for (at, each) in items(holder, "imagePullSecrets").iter().enumerate() {
        let path = format!("imagePullSecrets[{at}]");
        secret::reference(context, each, &path, &object.namespace, index, missing);
    }
}

/// A ServiceAccount can name such Secrets for its pods.
pub(super) fn account(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    pull_secrets(context, &object.root, object, index, missing);
}
