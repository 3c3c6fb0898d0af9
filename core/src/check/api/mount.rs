//! Where volumes are mounted: the volume has to be there, each target is taken once.

use super::super::context::{Context, bool, filled, given, items, text};
use super::super::names;
use crate::check::api::shared::{DUPLICATE_NAME, VOLUME, none_of};
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::{BTreeMap, BTreeSet};

rules! {
    pub(crate) const CLAIM: Rule = Rule {
        name: "claim",
        tier: Refused,
        severity: Error,
        says: "a container uses a device that its pod does not claim, or a claim is incomplete",
        why: "The server takes the pod only if each claim in `containers[].resources.claims` is one of `resourceClaims`, named or made from a template.",
    };
    pub(crate) const MISSING_VOLUME: Rule = Rule {
        name: "missing-volume",
        tier: Refused,
        severity: Error,
        says: "a container mounts a volume that the pod does not have",
        why: "Mounts are looked up by name in the pod's `volumes`; the API server rejects a pod with a mount that leads nowhere.",
    };
}

/// The volumes of a pod; a claim that a StatefulSet brings has no node of its own.
type Volumes<'n> = BTreeMap<&'n str, Option<&'n Node>>;

/// Judges the mounts of a pod's containers. A StatefulSet brings claims as volumes.
pub(super) fn mounts(context: &mut Context<'_>, pod: &Node, claims: &[Node]) {
    let claims =
        claims.iter().filter_map(|claim| Some((text(claim.get("metadata")?, "name")?, None)));
    let volumes = items(pod, "volumes");
    // The claim of a StatefulSet stands before a volume of the same name.
    // A faulty volume is none.
    let own = volumes.iter().enumerate().rev().filter_map(|(at, volume)| {
        let name = text(volume, "name")?;
        (!context.is_faulty(&format!("volumes[{at}]"))).then_some((name, Some(volume)))
    });
    let volumes: Volumes<'_> = own.chain(claims).collect();
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            let mark = context.path.field(list);
            context.path.index(at);
            targets(context, container, &volumes);
            devices(context, container, &volumes);
            context.path.back(mark);
        }
    }
}

/// What was a volume of an image until 1.34 was left out with its mounts.
fn is_left_out(context: &Context<'_>, volume: Option<&Node>) -> bool {
    context.version < Kubernetes::V1_35
        && volume.is_some_and(|volume| given(volume, "image").is_some())
}

fn unknown_volume(context: &mut Context<'_>, mount: &Node, path: &str) {
    let name = text(mount, "name").unwrap_or_default();
    let spot = given(mount, "name").unwrap_or(mount);
    let message = format!("the pod has no volume `{name}`");
    let help = "add it to `volumes`, or fix the name";
    context.report(&MISSING_VOLUME, spot, path, message, help);
}

fn clash(context: &mut Context<'_>, mount: &Node, key: &str, path: &str, message: String) {
    let spot = given(mount, key).unwrap_or(mount);
    context.report(&DUPLICATE_NAME, spot, path, message, "mount it elsewhere, or once only");
}

fn targets(context: &mut Context<'_>, container: &Node, volumes: &Volumes<'_>) {
    let mut taken = BTreeSet::new();
    for (nth, mount) in items(container, "volumeMounts").iter().enumerate() {
        let name = text(mount, "name").unwrap_or_default();
        let volume = volumes.get(name).copied();
        if is_left_out(context, volume.flatten()) {
            continue;
        }
        let place = format!("volumeMounts[{nth}]");
        if volume.is_none() {
            unknown_volume(context, mount, &format!("{place}.name"));
        }
        let path = text(mount, "mountPath").unwrap_or_default();
        if !taken.insert(path) {
            let message = format!("something else is mounted at `{path}`");
            clash(context, mount, "mountPath", &format!("{place}.mountPath"), message);
        }
        for device in items(container, "volumeDevices") {
            if text(device, "name").unwrap_or_default() == name {
                let message = format!("`{name}` is a device of this container, too");
                clash(context, mount, "name", &format!("{place}.name"), message);
            }
            if text(device, "devicePath").unwrap_or_default() == path {
                let message = format!("a device of this container stands at `{path}`");
                clash(context, mount, "mountPath", &format!("{place}.mountPath"), message);
            }
        }
        of_mount(context, container, mount, &place);
    }
}

fn devices(context: &mut Context<'_>, container: &Node, volumes: &Volumes<'_>) {
    let (mut paths, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (nth, device) in items(container, "volumeDevices").iter().enumerate() {
        let name = text(device, "name").unwrap_or_default();
        let (own, target) =
            (format!("volumeDevices[{nth}].name"), format!("volumeDevices[{nth}].devicePath"));
        match volumes.get(name) {
            None => unknown_volume(context, device, &own),
            Some(Some(volume))
                if given(volume, "persistentVolumeClaim").is_none()
                    && given(volume, "ephemeral").is_none() =>
            {
                let spot = given(device, "name").unwrap_or(device);
                let message = format!("`{name}` is no claim: it cannot be a device");
                let help = "use a PersistentVolumeClaim with `volumeMode: Block`";
                context.report(&VOLUME, spot, &own, message, help);
            }
            Some(_) => {}
        }
        if !name.is_empty() && !seen.insert(name) {
            clash(context, device, "name", &own, format!("`{name}` is a device already"));
        }
        let path = text(device, "devicePath").unwrap_or_default();
        if paths.contains(path) {
            clash(
                context,
                device,
                "devicePath",
                &target,
                format!("another device stands at `{path}`"),
            );
        }
        if path.split('/').any(|part| part == "..") {
            let spot = given(device, "devicePath").unwrap_or(device);
            let message = format!("`{path}` goes up with `..`");
            context.report(&VOLUME, spot, &target, message, "write the path without `..`");
        } else {
            paths.insert(path);
        }
        for mount in items(container, "volumeMounts") {
            if text(mount, "name").unwrap_or_default() == name {
                clash(
                    context,
                    device,
                    "name",
                    &own,
                    format!("`{name}` is mounted in this container, too"),
                );
            }
            if text(mount, "mountPath").unwrap_or_default() == path {
                clash(
                    context,
                    device,
                    "devicePath",
                    &target,
                    format!("a volume is mounted at `{path}`"),
                );
            }
        }
    }
}

/// The API server leaves the index out of the paths of these.
fn of_mount(context: &mut Context<'_>, container: &Node, mount: &Node, place: &str) {
    for key in ["subPath", "subPathExpr"] {
        let (Some(path), Some(spot)) = (filled(mount, key), mount.get(key)) else { continue };
        if path.starts_with('/') || path.split('/').any(|part| part == "..") {
            let message = format!("`{path}` does not stay within the volume");
            let help = "write a relative path without `..`";
            context.report(&VOLUME, spot, &format!("volumeMounts.{key}"), message, help);
        }
    }
    if let (Some(_), Some(second)) = (filled(mount, "subPath"), given(mount, "subPathExpr"))
        && second.text() != Some("")
    {
        let message = "`subPath` and `subPathExpr` cannot both be given";
        let path = format!("{place}.subPathExpr");
        context.report(&VOLUME, second, &path, message, "keep one of the two");
    }
    let way = filled(mount, "mountPropagation");
    let privileged = container.get("securityContext").and_then(|own| bool(own, "privileged"));
    if let (Some("Bidirectional"), false, Some(spot)) =
        (way, privileged == Some(true), mount.get("mountPropagation"))
    {
        let message = "only a privileged container may propagate mounts to the host";
        let help = "use `HostToContainer`, or leave it out";
        context.report(&VOLUME, spot, "volumeMounts.mountPropagation", message, help);
    }
    if let Some(spot) = given(mount, "mountPropagation") {
        let way = spot.text().unwrap_or_default();
        if !matches!(way, "None" | "HostToContainer" | "Bidirectional") {
            let message = format!("`{way}` is no way to propagate mounts");
            let help = "write `None`, `HostToContainer` or `Bidirectional`";
            let words = ["None", "HostToContainer", "Bidirectional"];
            none_of(context, spot, "volumeMounts.mountPropagation", message, help, &words);
        }
    }
    recursive(context, mount);
}

fn recursive(context: &mut Context<'_>, mount: &Node) {
    let Some(spot) = given(mount, "recursiveReadOnly") else { return };
    let path = "volumeMounts.recursiveReadOnly";
    match spot.text().unwrap_or_default() {
        "Disabled" => return,
        "Enabled" | "IfPossible" => {}
        other => {
            let message = format!("`{other}` is no choice for `recursiveReadOnly`");
            let help = "write `Enabled`, `IfPossible` or `Disabled`";
            let words = ["Enabled", "IfPossible", "Disabled"];
            return none_of(context, spot, path, message, help, &words);
        }
    }
    if bool(mount, "readOnly") != Some(true) {
        let message = "`recursiveReadOnly` needs `readOnly: true`";
        context.report(&VOLUME, spot, path, message, "add `readOnly: true`");
    }
    if given(mount, "mountPropagation").is_some_and(|way| way.text() != Some("None")) {
        let message = "`recursiveReadOnly` forbids the propagation of mounts";
        context.report(&VOLUME, spot, path, message, "remove `mountPropagation`");
    }
}

/// Variables out of files come from a volume of the pod that is an empty directory.
pub(super) fn file_keys(context: &mut Context<'_>, pod: &Node) {
    if context.version < Kubernetes::V1_35 {
        return;
    }
    for list in ["initContainers", "containers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            for (nth, variable) in items(container, "env").iter().enumerate() {
                let Some(key) = variable.at(&["valueFrom", "fileKeyRef"]) else { continue };
                let name = text(key, "volumeName").unwrap_or_default();
                let volume =
                    items(pod, "volumes").iter().find(|volume| text(volume, "name") == Some(name));
                let fine = volume.is_some_and(|volume| {
                    given(volume, "emptyDir").is_some()
                        || volume
                            .entries()
                            .iter()
                            .all(|entry| entry.key == "name" || entry.value.is_null())
                });
                if fine || key.is_null() {
                    continue;
                }
                let path = format!("{list}[{at}].env[{nth}].valueFrom.fileKeyRef.volumeName");
                let spot = given(key, "volumeName").unwrap_or(key);
                let message = format!("the pod has no empty directory `{name}`");
                let help = "name a volume with `emptyDir`";
                context.report(&MISSING_VOLUME, spot, &path, message, help);
            }
        }
    }
}

/// The claims that a pod asks for by name.
pub(super) fn claims(context: &mut Context<'_>, pod: &Node) {
    // Without the gate of 1.33 such claims were dropped.
    if context.version < Kubernetes::V1_34 {
        context.forget("resourceClaims");
        return;
    }
    let mut seen = BTreeSet::new();
    for (at, claim) in items(pod, "resourceClaims").iter().enumerate() {
        let mark = context.path.field("resourceClaims");
        context.path.index(at);
        let name = filled(claim, "name");
        if let Some(name) = name {
            if seen.insert(name) {
                names::require(context, claim, "name", "a claim", names::dns_label);
            } else {
                clash(context, claim, "name", "name", format!("there is another claim `{name}`"));
            }
        }
        let sources = ["resourceClaimName", "resourceClaimTemplateName"];
        if sources.iter().filter(|key| given(claim, key).is_some()).count() != 1 {
            let message = "a claim is named or made from a template, one of the two";
            let help = "give `resourceClaimName` or `resourceClaimTemplateName`";
            context.report(&CLAIM, claim, "", message, help);
        }
        for key in sources {
            if let Some(spot) = given(claim, key)
                && let Some(help) = names::dns_subdomain(spot.text().unwrap_or_default())
            {
                context.report(&NAME, spot, key, "this cannot be the name of a claim", help);
            }
        }
        context.path.back(mark);
    }
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        for (at, container) in items(pod, list).iter().enumerate() {
            let Some(resources) = given(container, "resources") else { continue };
            of_container(context, resources, &seen, &format!("{list}[{at}].resources.claims"));
        }
    }
    if let Some(resources) = given(pod, "resources") {
        of_container(context, resources, &seen, "resources.claims");
    }
}

fn of_container(context: &mut Context<'_>, resources: &Node, known: &BTreeSet<&str>, list: &str) {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (at, claim) in items(resources, "claims").iter().enumerate() {
        let path = format!("{list}[{at}]");
        let name = text(claim, "name").unwrap_or_default();
        let request = text(claim, "request").unwrap_or_default();
        let spot = given(claim, "name").unwrap_or(claim);
        if name.is_empty() {
            context.report(&MISSING_FIELD, claim, &path, "`name` is missing", "add `name`");
        } else {
            if let Some(help) = Some(request).filter(|it| !it.is_empty()).and_then(names::dns_label)
            {
                let message = format!("`{request}` cannot be the name of a request");
                context.report(&NAME, claim, &format!("{path}.request"), message, help);
            }
            let whole = seen.contains(&(name, ""));
            let part = request.is_empty() && seen.iter().any(|(other, _)| *other == name);
            if whole || part || !seen.insert((name, request)) {
                let message = format!("the claim `{name}` stands here twice");
                context.report(&DUPLICATE_NAME, spot, &path, message, "keep one of the two");
            }
        }
        if !known.contains(name) {
            let message = format!("the pod has no claim `{name}`");
            let help = "add it to `resourceClaims` of the pod";
            context.report(&CLAIM, spot, &path, message, help);
        }
    }
}
