//! The migration of a release.

use super::{Decided, Plan, Strategy};

/// The migrate Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrate {
    /// What comes first.
    pub strategy: Decided<Strategy>,
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Several commands in its place, each as it was written; none for the command.
    pub before: Decided<Vec<String>>,
    /// Commands when the new pods serve, each as it was written.
    pub after: Decided<Vec<String>>,
    /// Seconds until it counts as failed.
    pub timeout: Decided<i64>,
    /// Addresses that it reads from other keys of the Secret than other processes do.
    pub direct: Vec<Direct>,
}

/// An address that leads past PgBouncer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// The variable: DATABASE_URL.
    pub variable: String,
    /// The key of the Secret: MIGRATION_DATABASE_URL.
    pub key: Decided<String>,
}

impl Migrate {
    /// Whether a second Job follows the roll-out.
    #[must_use]
    pub fn has_after(&self) -> bool {
        !self.after.value.is_empty()
    }
}

impl Plan {
    /// What comes first in a release. Without a database there is nothing to wait for.
    #[must_use]
    pub fn strategy(&self) -> Strategy {
        self.migrate.as_ref().map_or(Strategy::MigrateThenDeploy, |each| each.strategy.value)
    }

    /// Every key that the app's Secret has to have, each once.
    pub fn secret_keys(&self) -> impl Iterator<Item = &Decided<String>> {
        let direct = self.migrate.iter().flat_map(|migrate| &migrate.direct);
        let is_new =
            |key: &&Decided<String>| !self.secrets.iter().any(|each| each.value == key.value);
        let files = self.files.iter().enumerate().filter_map(|(at, file)| {
            let key = file.secret.as_ref()?;
            let before = self.files.get(..at).unwrap_or_default();
            let is_first = !before
                .iter()
                .any(|other| other.secret.as_ref().is_some_and(|other| other.value == key.value));
            is_first.then_some(key)
        });
        // What runs the app's image has those of the app, and a word is said about more.
        let processes = self.processes.iter().filter(|process| process.image.is_some());
        let steps = self.init.iter().filter(|step| step.image.is_some());
        let processes = processes.flat_map(|process| &process.secrets);
        let processes = processes.chain(steps.flat_map(|step| &step.secrets));
        let mut seen = std::collections::BTreeSet::new();
        let more = direct
            .map(|each| &each.key)
            .chain(files)
            .chain(processes)
            .filter(is_new)
            .filter(move |key| seen.insert(key.value.as_str()));
        self.secrets.iter().chain(more)
    }
}
