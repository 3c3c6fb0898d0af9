//! Files that one pod or one node at a time can have: SQLite, and volumes that several pods share.

use super::super::context::{Context, Spot};
use super::super::refs;
use super::Folder;
use crate::diagnostic::{Diagnostic, Severity, rules};
use std::collections::BTreeMap;

rules! {
    pub(crate) const SHARED_SQLITE: Rule = Rule {
        name: "shared-sqlite",
        tier: Rails,
        severity: Error,
        says: "several pods use a SQLite file",
        why: "Each pod writes a database of its own, or they lock each other out on a shared volume.",
    };
    pub(crate) const SHARED_VOLUME: Rule = Rule {
        name: "shared-volume",
        tier: Rails,
        severity: Warning,
        says: "several pods want a volume that one node can have",
        why: "Pods on other nodes never start: they wait for a volume that is held elsewhere.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    sqlite(folder, found);
    volumes(folder, found);
}

fn sqlite(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        let pods = folder.most(process);
        if pods <= 1 {
            continue;
        }
        let own = process.environment.own().filter(|(name, _)| name.ends_with("DATABASE_URL"));
        let named =
            process.environment.get("DATABASE_URL").map(|variable| ("DATABASE_URL", variable));
        let Some((name, variable)) = own.chain(named).find(|(_, variable)| {
            variable
                .value
                .is_some_and(|value| value.starts_with("sqlite3:") || value.starts_with("sqlite:"))
        }) else {
            continue;
        };
        let message = format!(
            "`{name}` is a SQLite file, and there are up to {pods} pods: each has a database of its own, or they lock each other out"
        );
        let help =
            "run one pod (`replicas: 1`, `strategy.type: Recreate`), or use a database server";
        let diagnostic = Diagnostic::new(&SHARED_SQLITE, message).help(help);
        let (spot, path) = match variable.at {
            Some(at) => (Spot::from(variable.node), format!("env[{at}]")),
            None => (Spot::from(process.node), "envFrom".to_owned()),
        };
        folder.report(process, diagnostic, spot, &path, found);
    }
}

/// A volume that one node can hold, for pods that may run on several.
fn volumes(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut users: BTreeMap<(&str, &str), (i128, &str)> = BTreeMap::new();
    for pod in &folder.index.pods {
        let Some(size) = folder.sizes.of(pod.object) else { continue };
        let Some((node, path, mode)) = refs::claim(pod.object, pod.spec, folder.index) else {
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
