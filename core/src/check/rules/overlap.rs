//! Files of one volume whose paths get in each other's way.

use super::super::context::{Context, filled, given, items, text};
use crate::facts::Kubernetes;
use crate::yaml::{Entry, Node};

/// Warns of every pair in the volumes of a pod.
pub(super) fn volumes(context: &mut Context<'_>, pod: &Node) {
    for (at, volume) in items(pod, "volumes").iter().enumerate() {
        let path = format!("volumes[{at}]");
        for key in ["configMap", "secret", "downwardAPI"] {
            if let Some(source) = given(volume, key) {
                pairs(context, &path, &[&of_items(source)]);
            }
        }
        let Some(projected) = given(volume, "projected") else { continue };
        let mut all = Vec::new();
        for source in items(projected, "sources") {
            // Before 1.37 the server drops what it does not know yet.
            let dropped = |key: &str| {
                context.version < Kubernetes::V1_37
                    && matches!(key, "clusterTrustBundle" | "podCertificate")
            };
            let counts = |entry: &Entry| !entry.value.is_null() && !dropped(&entry.key);
            if !source.entries().iter().any(counts) {
                let message = "one of the sources of this volume is empty";
                context.warned("empty-source", source, &path, message, "name its source");
            }
            let own = ["configMap", "secret", "downwardAPI"]
                .iter()
                .find_map(|key| given(source, key).filter(|own| given(own, "items").is_some()));
            match (own, given(source, "serviceAccountToken")) {
                (Some(own), _) => all.push(of_items(own)),
                (None, Some(token)) => all.push(vec![token]),
                (None, None) => {}
            }
        }
        let groups: Vec<&Vec<&Node>> = all.iter().collect();
        pairs(context, &path, &groups);
    }
}

fn of_items(source: &Node) -> Vec<&Node> {
    items(source, "items").iter().collect()
}

fn pairs(context: &mut Context<'_>, path: &str, groups: &[&Vec<&Node>]) {
    let files: Vec<&Node> = groups.iter().flat_map(|group| group.iter().copied()).collect();
    for (at, file) in files.iter().enumerate() {
        let Some(own) = filled(file, "path").map(|path| path.trim_end_matches('/')) else {
            continue;
        };
        for other in files.iter().take(at) {
            let before = text(other, "path").unwrap_or_default().trim_end_matches('/');
            let inside = |outer: &str, inner: &str| {
                inner
                    .strip_prefix(outer)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            if !before.is_empty() && (inside(own, before) || inside(before, own)) {
                let spot = given(file, "path").unwrap_or(file);
                let message = format!("the paths `{own}` and `{before}` of this volume overlap");
                context.warned("overlapping-paths", spot, path, message, "give one another path");
            }
        }
    }
}
