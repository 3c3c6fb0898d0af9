//! A container without an address of a database that another of the same image has.

use crate::check::rails::folder::Folder;
use crate::check::rails::needed::{Needed, compare};
use crate::check::rails::process::Process;
use crate::diagnostic::{Diagnostic, rule};
use std::collections::BTreeSet;

rule! {
    pub(in crate::check) const MISSING_DATABASE_URL: Rule = Rule {
        name: "missing-database-url",
        tier: Rails,
        severity: Warning,
        says: "a container has no address of a database that another of the same image has",
        why: "Rails falls back to database.yml, which names no server or the wrong one. Solid Queue then finds no jobs.",
    };
}

/// Databases of an app that are looked at: each is looked for in every process.
const DATABASES: usize = 32;

/// Compares the processes of one app.
pub(super) fn check(all: &Folder<'_, '_>, group: &[&Process<'_, '_>], found: &mut Vec<Diagnostic>) {
    let databases: BTreeSet<&str> = group
        .iter()
        .flat_map(|each| each.environment.own().map(|(name, _)| name))
        .filter(|name| name.ends_with("DATABASE_URL") && !name.starts_with("MIGRATION_"))
        .collect();
    for name in databases.into_iter().take(DATABASES) {
        let needed = Needed {
            rule: &MISSING_DATABASE_URL,
            names: &[name],
            why: "without it the process has no address of that database",
        };
        compare(all, group, &needed, found);
    }
}
