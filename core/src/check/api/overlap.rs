//! Files of one volume whose paths get in each other's way.

use super::super::context::{Context, given, items, text};
use crate::diagnostic::rules;
use crate::facts::Kubernetes;
use crate::yaml::{Entry, Node};
use std::collections::BTreeSet;
use std::ops::Bound;

rules! {
    pub(crate) const EMPTY_SOURCE: Rule = Rule {
        name: "empty-source",
        tier: Warned,
        severity: Warning,
        says: "one of the sources of a projected volume is empty",
        why: "It brings no file; most likely its content has been indented too little.",
    };
    pub(crate) const OVERLAPPING_PATHS: Rule = Rule {
        name: "overlapping-paths",
        tier: Warned,
        severity: Warning,
        says: "two files of one volume have one path, or one lies in the other",
        why: "The one that comes last hides the other.",
    };
}

/// So many pairs of one volume are told: with all paths the same there are as many as files by files.
const MOST: usize = 1_000;
/// No system takes longer paths.
const LONGEST: usize = 4096;

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
                context.report(&EMPTY_SOURCE, source, &path, message, "name its source");
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
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut left = MOST;
    for file in groups.iter().flat_map(|group| group.iter().copied()) {
        let whole = text(file, "path").unwrap_or_default();
        let own = whole.trim_end_matches('/');
        if !whole.is_empty() && own.len() <= LONGEST {
            let ways = own.match_indices('/').map(|(at, _)| own.get(..at).unwrap_or_default());
            let around = ways.chain([own]).filter(|way| seen.contains(way));
            let inner = format!("{own}/");
            let inside = seen.range::<str, _>((Bound::Included(inner.as_str()), Bound::Unbounded));
            let inside = inside.copied().take_while(|before| before.starts_with(&inner));
            for before in around.chain(inside).take(left) {
                left -= 1;
                let spot = given(file, "path").unwrap_or(file);
                let message = format!("the paths `{own}` and `{before}` of this volume overlap");
                context.report(&OVERLAPPING_PATHS, spot, path, message, "give one another path");
            }
        }
        if !own.is_empty() {
            seen.insert(own);
        }
    }
}
