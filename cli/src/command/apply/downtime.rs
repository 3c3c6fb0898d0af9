//! A release during which nothing of the app runs.

use super::context::{Phase, Run};
use super::gate;
use super::migrations;
use super::rollout;
use super::settle::{self, End};
use super::undo::Kept;
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{Id, Stage, is_over, pause, resume, runs_code, span};
use linkspan_core::plan::{DOWNTIME, LABEL_INSTANCE};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// A workload that was stopped, and how many pods it had.
struct Stopped {
    id: Id,
    pods: i64,
}

pub(super) async fn run(run: &Run<'_>, before: &[Kept]) -> Result<(), CliError> {
    // What was cut off behind its migration is only rolled out.
    if gate::is_complete(run).await? {
        gate::run(run).await?;
        return rollout::run(run, before).await;
    }
    migrations::others_end(run).await?;
    run.phase.set(Phase::Stopped);
    let stopped = stop(run).await?;
    let mut left = code(run).await?;
    let begun = Instant::now();
    let mut told = Vec::new();
    while !left.is_empty() {
        if left != told {
            run.board.more(&format!("waiting for the end of {}", left.join(", ")));
            told.clone_from(&left);
        }
        if begun.elapsed() > run.timeout {
            let took = span(i64::try_from(run.timeout.as_secs()).unwrap_or(i64::MAX));
            let end = start_again(run, &stopped).await;
            return Err(CliError::Ended(
                Exit::RolloutFailed,
                format!(
                    "{} did not end within {took}; this release migrated nothing, {end}",
                    left.join(", ")
                ),
                "end them, or wait for them, and apply again".to_owned(),
            ));
        }
        tokio::time::sleep(PAUSE).await;
        left = code(run).await?;
    }
    match gate::run(run).await {
        Err(CliError::Ended(exit, message, help)) if run.untouched.get() => {
            let end = start_again(run, &stopped).await;
            Err(CliError::Ended(exit, format!("{message}; it changed nothing, {end}"), help))
        }
        Err(error) => Err(error),
        Ok(()) => rollout::run(run, before).await,
    }
}

/// Stops all that runs the app's code, in this bundle or not.
async fn stop(run: &Run<'_>) -> Result<Vec<Stopped>, CliError> {
    let mut stopped = Vec::new();
    for (api, kind) in [("batch/v1", "CronJob"), ("apps/v1", "Deployment")] {
        for live in running(run, api, kind).await? {
            let pods = live.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(0);
            let id = Id::of(&live);
            // One that an earlier run stopped gets as many pods as the bundle says.
            let pods = if pods == 0 { run.wanted_pods(&id) } else { pods };
            let is_asleep = live.pointer("/spec/replicas").and_then(Value::as_i64) == Some(0);
            if !is_asleep {
                run.set(&pause(&live), DOWNTIME).await?;
            }
            stopped.push(Stopped { id, pods });
        }
    }
    run.board.step("stop", &crate::paint::number(stopped.len(), "workload"));
    Ok(stopped)
}

/// Live objects of a kind that run the app's image.
async fn running(run: &Run<'_>, api: &str, kind: &str) -> Result<Vec<Value>, CliError> {
    let selector = format!("{LABEL_INSTANCE}={}", run.release.app);
    let select = [("labelSelector", selector.as_str())];
    let all = run.cluster.list(api, kind, &run.release.namespace, &select).await?;
    let gates = run.step(Stage::Gate);
    let ours =
        |live: &Value| gates.iter().any(|gate| runs_code(live, &run.release.app, &gate.object));
    Ok(all.into_iter().filter(ours).collect())
}

/// Names of what still runs the app's code, this release's migration aside.
async fn code(run: &Run<'_>) -> Result<Vec<String>, CliError> {
    let mut names = Vec::new();
    let gates: Vec<String> = run.step(Stage::Gate).iter().map(|each| each.id().name).collect();
    for (api, kind) in [("batch/v1", "Job"), ("v1", "Pod")] {
        for live in running(run, api, kind).await? {
            let name = Id::of(&live).name;
            let is_gate = gates.iter().any(|gate| migrations::belongs(&name, gate));
            if !is_over(&live) && !is_gate {
                names.push(name);
            }
        }
    }
    Ok(names)
}

/// Starts what ran before, unless a migration runs; says how that went.
async fn start_again(run: &Run<'_>, stopped: &[Stopped]) -> String {
    match migrations::active(run).await {
        Ok(active) if active.is_empty() => {}
        Ok(active) => {
            let names = migrations::names(&active);
            return format!("and the app stays stopped, because {names} migrates the database");
        }
        Err(error) => {
            return format!(
                "and the app stays stopped, because it is not known what runs: {error}"
            );
        }
    }
    let mut waited = Vec::new();
    for Stopped { id, pods } in stopped {
        let live = match run.cluster.get(id).await {
            Ok(Some(live)) => live,
            Ok(None) => continue,
            Err(error) => return format!("and {} was not started again: {error}", id.name),
        };
        let Some(object) = resume(&live, *pods) else { continue };
        if let Err(error) = run.set(&object, DOWNTIME).await {
            return format!("and {} was not started again: {error}", id.name);
        }
        if id.kind == "Deployment" {
            waited.push(id.clone());
        }
    }
    run.board.step("start", "what ran before");
    run.phase.set(Phase::Base);
    match settle::wait(run, &waited, run.timeout).await {
        Ok(settled) if settled.end == End::Done => "and what ran before runs again".to_owned(),
        Ok(_) => "and what ran before was started, but is not all ready".to_owned(),
        Err(error) => format!("and what ran before was started, then: {error}"),
    }
}
