//! ConfigMaps, volumes and volume claims.

use super::super::context::{Context, Spot, bool, filled, given, items};
use super::super::index::{Index, Pod, any_of};
use super::super::object::Object;
use super::{expect, list};
use crate::diagnostic::{Diagnostic, rules};
use crate::yaml::Node;

rules! {
    pub(crate) const MISSING_KEY: Rule = Rule {
        name: "missing-key",
        tier: Broken,
        severity: Error,
        says: "a ConfigMap of the folder lacks a key that is asked for",
        why: "The pod stays in `CreateContainerConfigError` until the key is there.",
    };
}

/// A reference to a ConfigMap, and to keys of it: in the field `key`, or in each of `items`.
pub(super) fn map(
    context: &mut Context<'_>,
    reference: &Node,
    path: &str,
    pod: &Pod<'_>,
    index: &Index<'_>,
) {
    if bool(reference, "optional") == Some(true) {
        return;
    }
    let (Some(name), Some(node)) = (filled(reference, "name"), given(reference, "name")) else {
        return;
    };
    // Kubernetes itself puts this one into every namespace.
    if name == "kube-root-ca.crt" {
        return;
    }
    let space = pod.object.namespace.as_str();
    if !expect(context, index, ["ConfigMap", space, name], node, &format!("{path}.name")) {
        return;
    }
    let mut wanted: Vec<(&Node, String)> = Vec::new();
    wanted.extend(given(reference, "key").map(|node| (node, format!("{path}.key"))));
    for (at, item) in items(reference, "items").iter().enumerate() {
        wanted.extend(given(item, "key").map(|node| (node, format!("{path}.items[{at}].key"))));
    }
    for (node, path) in wanted {
        let Some(key) = node.text() else { continue };
        let has = any_of(index.all("ConfigMap", space, name), |map| {
            index.config_value(map, key).is_some()
        });
        if !has {
            let message = format!("the ConfigMap `{name}` has no key `{key}`");
            let help = "add the key to the ConfigMap, or name another one";
            let diagnostic = Diagnostic::new(&MISSING_KEY, message).help(help);
            context.push(diagnostic, Spot::from(node), &path);
        }
    }
}

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
pub(super) fn claim(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
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
