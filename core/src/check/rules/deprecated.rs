//! What the API server still takes, with a warning.

use super::super::context::{Context, Spot, entries, filled, items, text};
use crate::yaml::Node;
use std::collections::BTreeSet;

/// Volume sources that no node mounts any more, and since when.
const VOLUMES: [(&str, &str); 9] = [
    ("cephfs", "since 1.31"),
    ("flocker", "since 1.25"),
    ("gitRepo", "since 1.33, unless a gate is opened"),
    ("glusterfs", "since 1.26"),
    ("photonPersistentDisk", "since 1.16"),
    ("quobyte", "since 1.25"),
    ("rbd", "since 1.31"),
    ("scaleIO", "since 1.22"),
    ("storageos", "since 1.25"),
];

/// A volume of a kind that is gone.
pub(super) fn volume(context: &mut Context<'_>, node: &Node) {
    for entry in node.entries().iter().filter(|entry| !entry.value.is_null()) {
        if let Some((name, since)) = VOLUMES.iter().find(|(name, _)| *name == entry.key) {
            let message = format!("`{name}` does not work {since}");
            let help = "use a PersistentVolumeClaim of a CSI driver";
            context.warned("deprecated", entry, name, message, help);
        }
    }
}

/// Annotations that a field has replaced.
pub(super) fn annotations(context: &mut Context<'_>, metadata: &Node) {
    for entry in entries(metadata, "annotations") {
        let key = entry.key.as_str();
        let field = match key {
            "scheduler.alpha.kubernetes.io/critical-pod" => "priorityClassName",
            "volume.beta.kubernetes.io/storage-class" => "storageClassName",
            "kubernetes.io/ingress.class" if context.kind == "Ingress" => "ingressClassName",
            _ if key.starts_with("container.apparmor.security.beta.kubernetes.io/") => {
                "appArmorProfile"
            }
            _ if key.starts_with("container.seccomp.security.alpha.kubernetes.io/") => {
                "seccompProfile"
            }
            "seccomp.security.alpha.kubernetes.io/pod" => "seccompProfile",
            _ => continue,
        };
        let message = format!("the annotation `{key}` has been replaced by a field");
        let path = format!("annotations[{key}]");
        context.warned("deprecated", entry, &path, message, format!("use `{field}`"));
    }
}

/// A variable that stands twice: the later one wins, and `kubectl apply` may drop one.
pub(super) fn variables(context: &mut Context<'_>, container: &Node) {
    let mut seen = BTreeSet::new();
    for (at, variable) in items(container, "env").iter().enumerate() {
        let Some(name) = filled(variable, "name") else { continue };
        let builds_on =
            text(variable, "value").is_some_and(|it| it.contains(&format!("$({name})")));
        if !seen.insert(name) && !builds_on {
            let spot = variable.get("name").map_or(Spot::from(variable), Spot::from);
            let message = format!("`{name}` is set twice in this container");
            let help = "keep one of the two";
            context.warned("duplicate-variable", spot, &format!("env[{at}]"), message, help);
        }
    }
}
