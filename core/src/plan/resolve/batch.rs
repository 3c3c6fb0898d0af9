//! What runs once or at given times.

use super::{choice, data, flag, list, number, resources, text};
use crate::field;
use crate::plan::{Adapter, Console, Database, Decided, Migrate, Strategy, Tasks};
use crate::spec::Spec;

pub(super) fn command(set: Option<&String>, path: &str, fallback: &str) -> Decided<Vec<String>> {
    text(set, path, fallback).map(|line| field::split_command(&line).unwrap_or_default())
}

pub(super) fn migrate(spec: &Spec, database: &Database) -> Migrate {
    let migrate = &spec.migrate;
    let strategy = choice::<Strategy>(migrate.strategy.as_ref(), "migrate.strategy");
    // Where nothing migrates but what waits for the new pods, there is nothing to stop the app for.
    let has_first = database.adapter.value != Adapter::None
        || migrate.command.is_some()
        || !migrate.before.is_empty();
    Migrate {
        strategy: strategy.map(|set| if has_first { set } else { Strategy::MigrateThenDeploy }),
        direct: data::direct(database),
        command: command(spec.migrate.command.as_ref(), "migrate.command", ""),
        before: list("migrate.before", &spec.migrate.before),
        after: list("migrate.after", &spec.migrate.after),
        timeout: number(spec.migrate.timeout, "migrate.timeout"),
    }
}

/// Whether the spec says what migrates, whatever the database.
pub(super) fn migrates(spec: &Spec) -> bool {
    let migrate = &spec.migrate;
    migrate.command.is_some() || !migrate.before.is_empty() || !migrate.after.is_empty()
}

pub(super) fn console(spec: &Spec) -> Console {
    let console = &spec.console;
    Console {
        command: command(console.command.as_ref(), "console.command", ""),
        always: flag(console.always, "console.always"),
        timeout: number(console.timeout, "console.timeout"),
        resources: resources(
            "console",
            console.cpu.as_ref(),
            console.memory.as_ref(),
            console.memory_limit.as_ref(),
        ),
    }
}

pub(super) fn tasks(spec: &Spec) -> Tasks {
    let tasks = &spec.tasks;
    Tasks {
        timeout: number(tasks.timeout, "tasks.timeout"),
        resources: resources(
            "tasks",
            tasks.cpu.as_ref(),
            tasks.memory.as_ref(),
            tasks.memory_limit.as_ref(),
        ),
    }
}
