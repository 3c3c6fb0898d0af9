//! A SQLite file of several pods.

use crate::check::context::Spot;
use crate::check::rails::folder::Folder;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const SHARED_SQLITE: Rule = Rule {
        name: "shared-sqlite",
        tier: Rails,
        severity: Error,
        says: "several pods use a SQLite file",
        why: "Each pod writes a database of its own, or they lock each other out on a shared volume.",
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
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
