//! A volume that one node can hold, for pods that may run on several.

use crate::check::context::{Context, Spot};
use crate::check::rails::folder::Folder;
use crate::check::refs;
use crate::diagnostic::{Diagnostic, Severity, rule};
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const SHARED_VOLUME: Rule = Rule {
        name: "shared-volume",
        tier: Rails,
        severity: Warning,
        says: "several pods want a volume that one node can have",
        why: "Pods on other nodes never start: they wait for a volume that is held elsewhere.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut users: BTreeMap<(&str, &str), (i128, &str)> = BTreeMap::new();
    for pod in &folder.index.pods {
        let Some(size) = folder.sizes.of(pod.object) else { continue };
        let Some((node, path, mode)) = refs::exclusive_claim(pod.object, pod.spec, folder.index)
        else {
            continue;
        };
        let name = node.text().unwrap_or_default();
        let (sum, first) = users
            .entry((pod.object.namespace.as_str(), name))
            .or_insert((0, pod.object.name.as_str()));
        *sum = sum.saturating_add(size.most);
        if *sum <= 1 {
            continue;
        }
        let others = if *first == pod.object.name {
            String::new()
        } else {
            format!(" with those of `{first}`")
        };
        let (severity, holder) = match mode {
            "ReadWriteOncePod" => (Severity::Error, "one pod"),
            _ => (Severity::Warning, "one node"),
        };
        let message = format!(
            "{holder} at a time can have the volume `{name}`, and up to {sum} pods want it{others}"
        );
        let help = "use a service such as S3 or a database server, a volume with ReadWriteMany, one pod, or a `podAffinity` that keeps the pods together";
        let diagnostic = Diagnostic::new(&SHARED_VOLUME, message).help(help).severity(severity);
        let mut context = Context::new(pod.object, folder.options.kubernetes, found);
        context.push(diagnostic, Spot::from(node), &path);
    }
}
