//! The new pods, and what points at them.

use super::base;
use super::context::{Phase, Run};
use super::failure;
use super::migrations;
use super::policies;
use super::settle::{self, End};
use super::undo::{self, Kept, Left};
use crate::command::trial;
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{AUTOSCALER, Id, Manifest, Stage, keep_count, resume, span};
use linkspan_core::plan::DOWNTIME;

/// What decides a number of pods in place of the bundle.
const AUTOSCALERS: [&str; 2] = ["HorizontalPodAutoscaler", "ScaledObject"];

pub(super) async fn run(run: &Run<'_>, before: &[Kept]) -> Result<(), CliError> {
    migrations::nothing_starts_beside(run).await?;
    // Older code may not bear the schema that the app was stopped for.
    let stays = run.phase.get() == Phase::Stopped;
    run.phase.set(Phase::Release);
    let applied = apply(run, before).await;
    let waited: Vec<Id> =
        run.step(Stage::Release).into_iter().map(Manifest::id).filter(Id::is_rolled_out).collect();
    let failed = match applied {
        Err(error) => Some(error.to_string()),
        Ok(()) => {
            run.board.step("roll out", &crate::paint::number(waited.len(), "workload"));
            let settled = settle::wait(run, &waited, run.timeout).await?;
            run.record.borrow_mut().rollouts.extend_from_slice(&settled.rows);
            match settled.end {
                End::Done => None,
                End::Failed | End::TimedOut => {
                    failure::explain(run, &settled).await;
                    Some(if settled.end == End::Failed {
                        "the new pods do not run".to_owned()
                    } else {
                        let seconds = i64::try_from(run.timeout.as_secs()).unwrap_or(i64::MAX);
                        format!("the new pods were not ready within {}", span(seconds))
                    })
                }
            }
        }
    };
    run.warnings();
    if let Some(why) = failed {
        if stays {
            return Err(CliError::Ended(
                Exit::RolloutFailed,
                format!(
                    "{why}; the migration is complete, and nothing was undone, because older code may not work with the new schema"
                ),
                "fix it and apply the new revision".to_owned(),
            ));
        }
        run.phase.set(Phase::Undo);
        let Left { words, is_whole } = undo::put_back(run, before).await;
        if is_whole {
            run.phase.set(Phase::Back);
        }
        return Err(CliError::Ended(
            Exit::RolloutFailed,
            format!("{why}; {words}"),
            if run.record.borrow().migration.is_some() {
                "the migration is not undone: the code from before must work with the newer schema"
                    .to_owned()
            } else {
                String::new()
            },
        ));
    }
    for manifest in run.step(Stage::Routes) {
        run.write(&manifest.object).await?;
        let changes = &run.record.borrow().changes;
        let change = changes.iter().find(|change| change.id.is_same(&manifest.id()));
        if let Some(told) = change.and_then(base::told) {
            run.board.step("apply", &told);
        }
    }
    if prune(run).await {
        // The number of pods that an autoscaler chose goes with it.
        for manifest in run.step(Stage::Release) {
            run.write(&manifest.object).await?;
        }
    }
    Ok(())
}

async fn apply(run: &Run<'_>, before: &[Kept]) -> Result<(), CliError> {
    for manifest in run.step(Stage::Release) {
        keep_pods(run, manifest).await?;
        let mut live = run.write(&manifest.object).await?;
        if let Some(object) = resume(&live, run.wanted_pods(&manifest.id())) {
            live = run.set(&object, DOWNTIME).await?;
        }
        // Pods of the same template are not made anew, however much was mended around them.
        let kept = before.iter().find(|kept| kept.is_unchanged(&live));
        for pod in kept.map(|kept| kept.stuck.as_slice()).unwrap_or_default() {
            run.cluster.delete(pod).await?;
            run.board.step("restart", &format!("{} was stuck before this release", pod.name));
        }
    }
    Ok(())
}

/// Leaves the number of pods to the autoscaler that decides it from now on.
async fn keep_pods(run: &Run<'_>, manifest: &Manifest) -> Result<(), CliError> {
    let Some(live) = run.cluster.get(&manifest.id()).await? else { return Ok(()) };
    if let Some(object) = keep_count(&live, &manifest.object) {
        run.set(&object, AUTOSCALER).await?;
        run.board
            .more(&format!("{} keeps its pods until its autoscaler speaks", manifest.id().name));
    }
    Ok(())
}

/// Deletes what an earlier bundle left, and says whether there was an autoscaler among it. The release is out; what
/// cannot be deleted is only told.
async fn prune(run: &Run<'_>) -> bool {
    let left = match trial::left(run.cluster, &run.release).await {
        Ok(left) => left,
        Err(error) => {
            run.board.warn(&format!("what earlier bundles left was not looked for: {error}"));
            return false;
        }
    };
    let mut autoscaler = false;
    let (policies, others): (Vec<Id>, Vec<Id>) =
        left.into_iter().partition(|id| id.kind == policies::KIND);
    let is_narrowed = policies.is_empty() || policies::old_pods_end(run).await;
    let policies = policies.into_iter().filter(|_| is_narrowed);
    for id in others.into_iter().chain(policies) {
        match run.cluster.delete(&id).await {
            Ok(()) => {
                run.board.step("clean up", &format!("{id} is no longer in the bundle"));
                autoscaler |= AUTOSCALERS.contains(&id.kind.as_str());
                run.record.borrow_mut().pruned.push(id);
            }
            Err(error) => run.board.warn(&format!("{id} could not be deleted: {error}")),
        }
    }
    autoscaler
}
