//! Volume claims: those that volumes name, their classes, and those that several pods cannot share.

use crate::check::context::{Context, filled, given, items, list, text};
use crate::check::index::{Index, Pod};
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::yaml::Node;

/// The claim of a volume. A StatefulSet makes claims of its own, each with the number of a pod.
pub(super) fn of_volume(
    context: &mut Context<'_>,
    volume: &Node,
    pod: &Pod<'_>,
    index: &Index<'_>,
) {
    let Some(claim) = volume.at(&["persistentVolumeClaim", "claimName"]) else { return };
    let name = claim.text().unwrap_or_default();
    let space = pod.object.namespace.as_str();
    let numbered = name.rsplit_once('-').filter(|(_, number)| {
        !number.is_empty() && number.bytes().all(|each| each.is_ascii_digit())
    });
    if numbered.is_some_and(|(template, _)| index.has("PersistentVolumeClaim", space, template)) {
        return;
    }
    let target = ["PersistentVolumeClaim", space, name];
    expect(context, index, target, claim, "persistentVolumeClaim.claimName");
}

/// The class and the volume that a claim names. Classes mostly come with the cluster, so one is looked for
/// only in a folder that makes some.
pub(super) fn check(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    if let Some(spec) = object.root.get("spec") {
        class(context, spec, "spec", index);
    }
}

/// The templates of a StatefulSet.
pub(super) fn templates(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    for (at, template) in list(&object.root, &["spec", "volumeClaimTemplates"]).iter().enumerate() {
        if let Some(spec) = template.get("spec") {
            class(context, spec, &format!("spec.volumeClaimTemplates[{at}].spec"), index);
        }
    }
}

fn class(context: &mut Context<'_>, spec: &Node, path: &str, index: &Index<'_>) {
    let (class, node) = (filled(spec, "storageClassName"), given(spec, "storageClassName"));
    if let (Some(class), Some(node)) = (class, node)
        && index.of_kind("StorageClass").next().is_some()
        // A claim is bound to a volume by this name as well, without any class.
        && index.of_kind("PersistentVolume").next().is_none()
    {
        expect(
            context,
            index,
            ["StorageClass", "", class],
            node,
            &format!("{path}.storageClassName"),
        );
    }
    if let (Some(volume), Some(node)) = (filled(spec, "volumeName"), given(spec, "volumeName")) {
        expect(
            context,
            index,
            ["PersistentVolume", "", volume],
            node,
            &format!("{path}.volumeName"),
        );
    }
}

/// A claim of the folder that one node, or one pod, can hold at a time.
pub(in crate::check) fn exclusive_claim<'n>(
    object: &Object,
    pod: &'n Node,
    index: &Index<'_>,
) -> Option<(&'n Node, String, &'static str)> {
    if stays(pod) {
        return None;
    }
    items(pod, "volumes").iter().enumerate().find_map(|(at, volume)| {
        let node = volume.at(&["persistentVolumeClaim", "claimName"])?;
        let claim = index.find("PersistentVolumeClaim", &object.namespace, node.text()?)?;
        let modes = list(&claim.root, &["spec", "accessModes"]);
        let has = |mode: &str| modes.iter().any(|each| each.text() == Some(mode));
        let mode = match () {
            () if has("ReadWriteMany") || has("ReadOnlyMany") => return None,
            () if has("ReadWriteOncePod") => "ReadWriteOncePod",
            () if has("ReadWriteOnce") => "ReadWriteOnce",
            () => return None,
        };
        let path = format!("spec.template.spec.volumes[{at}].persistentVolumeClaim.claimName");
        Some((node, path, mode))
    })
}

/// Whether the pods run on one node in any case.
fn stays(pod: &Node) -> bool {
    const HOST: &str = "kubernetes.io/hostname";
    let required = ["affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];
    given(pod, "nodeName").is_some()
        || pod.get("nodeSelector").is_some_and(|node| node.get(HOST).is_some())
        || list(pod, &required).iter().any(|term| text(term, "topologyKey") == Some(HOST))
}
