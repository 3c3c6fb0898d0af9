//! Why a release failed, told with events and the last lines of a log.

use super::context::{Phase, Run};
use super::record::Waited;
use super::settle::{End, Settled};
use crate::cluster::tail;
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::{bold, plain, red};
use crate::terminal;
use linkspan_core::internal::rollout::{
    Cause, Health, Id, Log, Scene, State, log_excerpt, log_hint, newest_events,
};
use serde_json::Value;

/// Lines of a log that are read, and how many of them and of events are shown.
const READ: usize = 400;
const LINES: usize = 25;
const EVENTS: usize = 6;
/// Causes of one object that are shown: the others are mostly the same on another pod.
const CAUSES: usize = 2;

/// How a program reads an exit code.
pub(super) const fn outcome(exit: Exit) -> &'static str {
    match exit {
        Exit::Done => "done",
        Exit::Found => "refused",
        Exit::MigrationFailed => "migration-failed",
        Exit::RolloutFailed => "rollout-failed",
        Exit::Locked => "locked",
        Exit::HungUp | Exit::Interrupted | Exit::Quit | Exit::Terminated => "stopped",
        Exit::CouldNotRun | Exit::Differs => "failed",
    }
}

/// What is left in the cluster when a run ends early.
pub(super) fn stopped(phase: Phase, exit: Exit, why: &str) -> CliError {
    const BEHIND: &str = "`linkspan status` shows the migration; apply again to go on behind it";
    let (left, help) = match phase {
        Phase::Nothing => ("nothing was changed", ""),
        Phase::Base => ("settings may be applied; no pod of the app was changed", ""),
        Phase::Gate => ("the migration goes on in the cluster; no pod was changed", BEHIND),
        Phase::Rolled => ("the new pods run, and the migration goes on in the cluster", BEHIND),
        Phase::After => {
            ("the new pods run, and the last steps of the migration go on in the cluster", BEHIND)
        }
        Phase::Stopped => (
            "the app is stopped",
            "apply again to go on, or `linkspan apply --config-only` to start what ran before",
        ),
        Phase::StoppedGate => (
            "the app is stopped, and the migration goes on in the cluster",
            "`linkspan status` shows the migration; apply the same revision again to go on behind it: nothing starts before it ends",
        ),
        Phase::Release => (
            "the rollout goes on in the cluster",
            "`linkspan status` shows it; apply again to wait for it",
        ),
        Phase::Undo => (
            "the release failed, and not all pods may be those from before",
            "`linkspan status` shows what runs; apply the revision that ran before, or a fixed one",
        ),
        Phase::Back => ("the release failed, and pods from before serve again", ""),
    };
    CliError::Ended(exit, format!("{why}: {left}"), help.to_owned())
}

/// Tells why each object that is not done is not.
pub(super) async fn explain(run: &Run<'_>, settled: &Settled) {
    for Waited { id, health } in settled.rows.iter().filter(|row| row.health.state != State::Done) {
        // After a failure, what is merely on its way is not to blame.
        if settled.end == End::Failed && health.state != State::Failed {
            continue;
        }
        why(run, id, health, &settled.scene, None).await;
    }
}

/// Tells why one object is not done. A log that was heard while it was written is not shown once more.
pub(super) async fn why(
    run: &Run<'_>,
    id: &Id,
    health: &Health,
    scene: &Scene,
    heard: Option<&Log>,
) {
    let name = plain::inline(&id.name);
    let words = plain::inline(&health.words);
    terminal::talk(&format!("\n{}: {}\n", red(&format!("{} {name}", id.kind)), bold(&words)));
    for cause in health.causes.iter().take(CAUSES) {
        tell(run, cause);
    }
    let log = health.causes.iter().find_map(|cause| cause.log.clone());
    if let Some(log) = log {
        let lines = tail(run.cluster, &id.namespace, &log, READ).await;
        if heard == Some(&log) {
            run.board.more("its log is above");
        } else if !lines.is_empty() {
            run.board.more(&format!("the last lines of {} in {}:", log.container, log.pod));
            log_excerpt(&lines, LINES).iter().for_each(|line| run.board.quote(line));
        }
        if let Some(hint) = log_hint(lines.iter().map(String::as_str)) {
            run.board.help(hint);
        }
    }
    let about = |event: &&Value| {
        let name = event.pointer("/involvedObject/name").and_then(Value::as_str);
        name.is_some_and(|name| name.starts_with(&id.name))
    };
    let events: Vec<Value> = scene.events.iter().filter(about).cloned().collect();
    let events = newest_events(&events, EVENTS);
    if !events.is_empty() {
        run.board.more("events:");
        events.iter().for_each(|event| run.board.quote(event));
    } else if health.causes.is_empty() {
        run.board.more("Kubernetes says nothing about it");
    }
}

fn tell(run: &Run<'_>, cause: &Cause) {
    run.board.more(&format!("{}: {}", cause.object, cause.message));
    if !cause.help.is_empty() {
        run.board.help(&cause.advice(&run.guide));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_stops_a_run_is_told_what_goes_on() {
        for (phase, left, help) in [
            (Phase::Nothing, "nothing was changed", ""),
            (Phase::Base, "no pod of the app was changed", ""),
            (Phase::Gate, "the migration goes on in the cluster", "apply again"),
            (Phase::Rolled, "the migration goes on in the cluster", "apply again"),
            (Phase::After, "the new pods run", "apply again"),
            (Phase::Release, "the rollout goes on in the cluster", "apply again"),
            (Phase::Stopped, "the app is stopped", "--config-only"),
            (Phase::StoppedGate, "the migration goes on in the cluster", "nothing starts before"),
            (Phase::Undo, "the release failed", "the revision that ran before"),
            (Phase::Back, "serve again", ""),
        ] {
            let error = stopped(phase, Exit::Interrupted, "stopped");
            assert!(error.to_string().contains(left), "{error}");
            assert!(error.help().contains(help), "{}", error.help());
        }
        let beside = stopped(Phase::StoppedGate, Exit::Interrupted, "stopped");
        assert!(!beside.help().contains("--config-only"), "old code beside a migration");
    }
}
