//! Steps of a migration, and which order of a release has them.

use crate::diagnostic::{Diagnostic, rules};
use crate::plan::{GitOps, Migrate, Origin, Plan, Strategy};

rules! {
    pub(crate) const MIGRATE_STEPS: Rule = Rule {
        name: "migrate-steps",
        tier: Rails,
        severity: Error,
        says: "steps of a migration do not go with the order of the release, or say twice what runs",
        why: "One of them would never run, or at another time than it is written for.",
    };
}

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let Some(migrate) = &plan.migrate else { return };
    for (message, help, path) in wrong(plan, migrate) {
        found.push(Diagnostic::new(&MIGRATE_STEPS, message).help(help).path(path));
    }
}

fn wrong(plan: &Plan, migrate: &Migrate) -> Vec<(&'static str, &'static str, &'static str)> {
    let Migrate { strategy, command, before, .. } = migrate;
    let mut all = Vec::new();
    let behind = strategy.value == Strategy::DeployThenMigrate;
    if behind && !before.value.is_empty() {
        all.push((
            "with this order nothing is migrated before the pods are replaced",
            "leave `migrate.strategy` at `migrate_then_deploy`, or write the commands below `migrate.after`",
            "migrate.before",
        ));
    }
    if command.origin == Origin::Set && !before.value.is_empty() {
        all.push((
            "the migration is one command and a list of them at once",
            "write the command as the first of the list, and remove `migrate.command`",
            "migrate.command",
        ));
    }
    if migrate.has_after() && plan.delivery.gitops.value != GitOps::None {
        all.push((
            "a cluster that follows git runs nothing behind a release",
            "remove `migrate.after`, or deploy by deploy.sh or `linkspan apply`",
            "migrate.after",
        ));
    }
    all
}
