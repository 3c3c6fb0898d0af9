//! The migration: nothing after it happens unless it succeeds.

use super::context::{Phase, Run};
use super::failure;
use super::migrations;
use super::record::Waited;
use crate::cluster::{Follower, look};
use crate::error::CliError;
use crate::exit::Exit;
use futures::future::{Either, select};
use linkspan_core::internal::rollout::{
    Health, Id, Log, Scene, Stage, State, after, has_failed, has_run, is_over, job_log, span,
};
use serde_json::Value;
use std::pin::pin;
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// What the Job's own deadline is given on top, to be noticed.
const GRACE: Duration = Duration::from_secs(60);
/// A failure is believed when it is seen this often in a row.
const BELIEVED: usize = 2;

/// Runs the release's migration, if it has one and it did not run yet.
pub(super) async fn run(run: &Run<'_>) -> Result<(), CliError> {
    let gates = run.step(Stage::Gate);
    if gates.is_empty() {
        return Ok(());
    }
    let revision = run.record.borrow().revision.clone();
    migrations::others_end(run).await?;
    let stage = Stage::Gate;
    if migrations::is_recorded(run, &revision).await?
        && !has(run, stage, |job| !has_failed(job)).await?
    {
        migrations::tell_recorded(run, &revision);
        return Ok(());
    }
    for manifest in gates {
        one(run, &manifest.object, &manifest.id()).await?;
    }
    migrations::record(run, &revision).await;
    Ok(())
}

/// Runs the steps that wait until the new pods serve, if there are some and they did not run yet. What serves stays,
/// whatever becomes of them.
pub(super) async fn run_after(run: &Run<'_>) -> Result<(), CliError> {
    let steps = run.step(Stage::After);
    if steps.is_empty() {
        return Ok(());
    }
    run.phase.set(Phase::After);
    let word = after(&run.record.borrow().revision);
    migrations::others_end(run).await?;
    let stage = Stage::After;
    if migrations::is_recorded(run, &word).await?
        && !has(run, stage, |job| !has_failed(job)).await?
    {
        migrations::tell_recorded(run, &word);
        return Ok(());
    }
    for manifest in steps {
        one(run, &manifest.object, &manifest.id()).await?;
    }
    migrations::record(run, &word).await;
    Ok(())
}

/// Whether the release's migration has run.
pub(super) async fn is_complete(run: &Run<'_>) -> Result<bool, CliError> {
    let revision = run.record.borrow().revision.clone();
    if migrations::is_recorded(run, &revision).await? {
        return Ok(!has(run, Stage::Gate, |job| !is_over(job)).await?);
    }
    for manifest in run.step(Stage::Gate) {
        let live = run.cluster.get(&manifest.id()).await?;
        if run.judge(live.as_ref(), &Scene::default()).state != State::Done {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether there is a Job of this step of the migration that is so.
async fn has(
    run: &Run<'_>,
    stage: Stage,
    is_so: impl Fn(&Value) -> bool,
) -> Result<bool, CliError> {
    for manifest in run.step(stage) {
        if run.cluster.get(&manifest.id()).await?.is_some_and(|job| is_so(&job)) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn one(run: &Run<'_>, object: &Value, id: &Id) -> Result<(), CliError> {
    match run.phase.get() {
        Phase::Base => run.phase.set(Phase::Gate),
        Phase::Stopped => run.phase.set(Phase::StoppedGate),
        _ => {}
    }
    let mut is_new = false;
    let begun = Instant::now();
    match run.cluster.get(id).await? {
        Some(live) => match run.judge(Some(&live), &Scene::default()).state {
            State::Done => {
                run.board.step("migrate", &format!("{} is complete already", id.name));
                over(run);
                return Ok(());
            }
            State::Progressing => {
                run.board.step("migrate", &format!("{} runs already", id.name));
            }
            State::Failed => {
                run.board.step("migrate", &format!("{} failed before and runs again", id.name));
                remove(run, id).await?;
                run.write(object).await?;
            }
        },
        None => {
            is_new = true;
            run.board.step("migrate", &id.name);
            run.write(object).await?;
        }
    }
    let deadline = object.pointer("/spec/activeDeadlineSeconds").and_then(Value::as_u64);
    let limit = deadline.map_or(run.timeout, Duration::from_secs) + GRACE;
    let Ended { health, scene, job, heard } = wait(run, id, limit).await?;
    let took = i64::try_from(begun.elapsed().as_secs()).unwrap_or(i64::MAX);
    run.record.borrow_mut().migration = Some(Waited { id: id.clone(), health: health.clone() });
    match health.state {
        State::Done => {
            run.board.more(&format!("complete after {}", span(took)));
            over(run);
            return Ok(());
        }
        State::Progressing => {
            failure::why(run, id, &health, &scene, heard.as_ref()).await;
            return Err(unended(run, &format!("the migration did not end within {}", span(took))));
        }
        State::Failed => over(run),
    }
    failure::why(run, id, &health, &scene, heard.as_ref()).await;
    // A Job that cannot start would be waited for by the next try; one that has run is kept for a person
    // to look at.
    if job.is_some_and(|job| !has_failed(&job) && !has_run(&job, &scene)) {
        remove(run, id).await?;
        // Of an earlier try it is not known how far it came.
        run.untouched.set(is_new);
        run.board.more(&format!("{} never started and was removed", id.name));
        return Err(failed(run, &unstarted(&health)));
    }
    Err(failed(run, "the migration failed"))
}

/// Of a migration that never ran, what was in its way.
fn unstarted(health: &Health) -> String {
    let cause = health.causes.iter().find(|cause| cause.is_final).or(health.causes.first());
    match cause {
        Some(cause) => format!("the migration did not start, because {}", cause.message),
        None => "the migration did not start".to_owned(),
    }
}

/// The migration runs no longer.
fn over(run: &Run<'_>) {
    if run.phase.get() == Phase::StoppedGate {
        run.phase.set(Phase::Stopped);
    }
}

fn unended(run: &Run<'_>, why: &str) -> CliError {
    let left = match run.phase.get() {
        Phase::Rolled => "the new pods run; their code works with the old schema",
        Phase::After => "the new pods run",
        Phase::StoppedGate => "the app stays stopped",
        _ => "no pod was changed",
    };
    CliError::Ended(
        Exit::MigrationFailed,
        format!("{why}, and goes on in the cluster; {left}"),
        "`linkspan status` shows it; apply the same revision again to go on behind it".to_owned(),
    )
}

fn failed(run: &Run<'_>, why: &str) -> CliError {
    let (left, help) = match run.phase.get() {
        Phase::Rolled => (
            "; the new pods keep running, because their code works with the old schema",
            "fix the migration, then run the command again",
        ),
        Phase::After => (
            "; the new pods keep running, and nothing was undone",
            "fix it, then run the command again",
        ),
        // Whoever stopped the app starts it again, and says so.
        Phase::Stopped if run.untouched.get() => {
            ("", "fix the problem, then run the command again")
        }
        Phase::Stopped => (
            "; the app stays stopped, because the schema may have changed",
            "fix the migration and apply again; if its log says that nothing was changed, `linkspan apply --config-only` starts what ran before",
        ),
        _ => ("; no pod was changed", "fix the problem, then run the command again"),
    };
    CliError::Ended(Exit::MigrationFailed, format!("{why}{left}"), help.to_owned())
}

/// How the wait for the Job ended.
struct Ended {
    health: Health,
    scene: Scene,
    job: Option<Value>,
    /// The log that was shown as it was written.
    heard: Option<Log>,
}

/// Waits for the Job, with its log as it is written.
async fn wait(run: &Run<'_>, id: &Id, limit: Duration) -> Result<Ended, CliError> {
    let end = Instant::now() + limit;
    let mut follower: Option<Follower> = None;
    loop {
        let mut quote = |line: &str| run.board.quote(line);
        let seen = match &mut follower {
            None => poll(run, id, end, None).await?,
            Some(follower) => {
                let heard = follower.log.clone();
                let hear = pin!(follower.hear(run.cluster, &mut quote));
                match select(hear, pin!(poll(run, id, end, Some(heard)))).await {
                    Either::Left((never, _)) => match never {},
                    Either::Right((seen, _)) => seen?,
                }
            }
        };
        match seen {
            Seen::Log(log) => follower = Some(Follower::new(&id.namespace, log)),
            Seen::End(health, scene, job) => {
                if let Some(follower) = &mut follower {
                    follower.rest(run.cluster, &mut quote).await;
                }
                let heard = follower.map(|follower| follower.log);
                return Ok(Ended { health, scene, job, heard });
            }
        }
    }
}

/// What a wait for the Job comes upon.
enum Seen {
    /// A log to listen to: the first one, or that of another pod, where one was driven off its node.
    Log(Log),
    /// The Job ended, or the time is up.
    End(Health, Scene, Option<Value>),
}

async fn poll(run: &Run<'_>, id: &Id, end: Instant, heard: Option<Log>) -> Result<Seen, CliError> {
    let mut failures = 0;
    let mut drawn = String::new();
    loop {
        let (objects, scene) =
            look(run.cluster, &run.release.app, std::slice::from_ref(id)).await?;
        let job = objects.into_iter().next().flatten();
        let health = run.judge(job.as_ref(), &scene);
        let log = job.as_ref().and_then(|job| job_log(job, &scene));
        if let Some(log) = log.filter(|log| heard.as_ref() != Some(log)) {
            return Ok(Seen::Log(log));
        }
        failures = if health.state == State::Failed { failures + 1 } else { 0 };
        if health.state == State::Done || failures >= BELIEVED || Instant::now() > end {
            return Ok(Seen::End(health, scene, job));
        }
        // Until there is a log, what keeps the pod from starting is worth a line.
        let cause = health.causes.first().map(|cause| cause.message.clone()).unwrap_or_default();
        if heard.is_none() && !cause.is_empty() && cause != drawn {
            run.board.more(&cause);
            drawn = cause;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Deletes the Job and waits until it is gone, and none of its pods runs.
async fn remove(run: &Run<'_>, id: &Id) -> Result<(), CliError> {
    run.cluster.delete(id).await?;
    let begun = Instant::now();
    while run.cluster.get(id).await?.is_some() || has_pods(run, id).await? {
        if begun.elapsed() > GRACE {
            return Err(CliError::Ended(
                Exit::CouldNotRun,
                format!("{id} does not go away; no pod was changed"),
                format!("see what holds it: `kubectl describe job {}`", id.name),
            ));
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// Whether a pod of a Job that is gone still runs.
async fn has_pods(run: &Run<'_>, id: &Id) -> Result<bool, CliError> {
    let active = migrations::active(run).await?;
    Ok(active.iter().any(|each| migrations::belongs(&Id::of(each).name, &id.name)))
}
