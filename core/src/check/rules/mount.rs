//! Where volumes are mounted: the volume has to be there, each target is taken once.

use super::super::context::{Context, bool, filled, given, items, text};
use crate::facts::Kubernetes;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Judges the mounts of a pod's containers. A StatefulSet brings claims as volumes.
pub(super) fn mounts(context: &mut Context<'_>, pod: &Node, claims: &[Node]) {
    let claims =
        claims.iter().filter_map(|claim| Some((text(claim.get("metadata")?, "name")?, None)));
    let volumes = items(pod, "volumes");
    let own = volumes.iter().filter_map(|volume| Some((text(volume, "name")?, Some(volume))));
    let volumes: BTreeMap<&str, Option<&Node>> = claims.chain(own).collect();
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            let mark = context.path.field(list);
            context.path.index(at);
            targets(context, container, ["volumeMounts", "mountPath"], &volumes);
            targets(context, container, ["volumeDevices", "devicePath"], &volumes);
            for mount in items(container, "volumeMounts") {
                let volume = filled(mount, "name").and_then(|name| *volumes.get(name)?);
                of_mount(context, container, mount, volume);
            }
            context.path.back(mark);
        }
    }
}

fn targets(
    context: &mut Context<'_>,
    container: &Node,
    [list, target]: [&str; 2],
    volumes: &BTreeMap<&str, Option<&Node>>,
) {
    let mut taken = BTreeSet::new();
    for (nth, mount) in items(container, list).iter().enumerate() {
        let name = text(mount, "name").unwrap_or_default();
        if !volumes.contains_key(name) {
            let spot = given(mount, "name").unwrap_or(mount);
            let message = format!("the pod has no volume `{name}`");
            let help = "add it to `volumes`, or mend the name";
            context.refused("missing-volume", spot, &format!("{list}[{nth}].name"), message, help);
        }
        if let (Some(path), Some(spot)) = (filled(mount, target), mount.get(target))
            && !taken.insert(path)
        {
            let message = format!("something else is mounted at `{path}`");
            let place = format!("{list}[{nth}].{target}");
            context.refused("duplicate-name", spot, &place, message, "mount it elsewhere");
        }
    }
}

/// The API server leaves the index out of the paths of these.
fn of_mount(context: &mut Context<'_>, container: &Node, mount: &Node, volume: Option<&Node>) {
    // Until 1.34 the part of an image was not judged, for there was none.
    let image = volume.is_some_and(|volume| given(volume, "image").is_some());
    let judged = !image || context.version >= Kubernetes::V1_35;
    for key in ["subPath", "subPathExpr"].into_iter().filter(|_| judged) {
        let (Some(path), Some(spot)) = (filled(mount, key), mount.get(key)) else { continue };
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            let message = format!("`{path}` does not stay within the volume");
            let help = "write a relative path without `..`";
            context.refused("volume", spot, &format!("volumeMounts.{key}"), message, help);
        }
    }
    if let (Some(_), Some(second)) = (filled(mount, "subPath"), given(mount, "subPathExpr"))
        && second.text() != Some("")
    {
        let message = "`subPath` and `subPathExpr` cannot both be given";
        let path = "volumeMounts.subPathExpr";
        context.refused("volume", second, path, message, "keep one of the two");
    }
    let way = filled(mount, "mountPropagation");
    let privileged = container.get("securityContext").and_then(|own| bool(own, "privileged"));
    if let (Some("Bidirectional"), false, Some(spot)) =
        (way, privileged == Some(true), mount.get("mountPropagation"))
    {
        let message = "only a privileged container may propagate mounts to the host";
        let help = "use `HostToContainer`, or leave it out";
        context.refused("volume", spot, "volumeMounts.mountPropagation", message, help);
    }
    if let Some(spot) = given(mount, "mountPropagation") {
        let way = spot.text().unwrap_or_default();
        if !matches!(way, "None" | "HostToContainer" | "Bidirectional") {
            let message = format!("`{way}` is no way to propagate mounts");
            let help = "write `None`, `HostToContainer` or `Bidirectional`";
            context.refused("choice", spot, "volumeMounts.mountPropagation", message, help);
        }
    }
    recursive(context, mount, way);
}

fn recursive(context: &mut Context<'_>, mount: &Node, way: Option<&str>) {
    let Some(spot) = given(mount, "recursiveReadOnly") else { return };
    if !matches!(spot.text(), Some("Enabled" | "IfPossible")) {
        return;
    }
    let path = "volumeMounts.recursiveReadOnly";
    if bool(mount, "readOnly") != Some(true) {
        let message = "`recursiveReadOnly` needs `readOnly: true`";
        context.refused("volume", spot, path, message, "add `readOnly: true`");
    }
    if way.is_some_and(|way| way != "None") {
        let message = "`recursiveReadOnly` forbids the propagation of mounts";
        context.refused("volume", spot, path, message, "remove `mountPropagation`");
    }
}
