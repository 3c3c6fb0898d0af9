//! What comes first: the migration, the new pods, or the end of all pods.

use super::context::{Phase, Run};
use super::downtime;
use super::failure;
use super::settle::{self, End};
use super::undo::Kept;
use super::{gate, rollout};
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{Id, Stage, refreshed, strategy};
use linkspan_core::plan::{REFRESHED, Strategy};

/// Runs the migration and rolls out. On a first install nothing can run before the migration.
pub(super) async fn run(run: &Run<'_>, before: &[Kept]) -> Result<(), CliError> {
    let chosen = run.release.step(Stage::Gate).map(|each| strategy(&each.object)).next();
    let chosen = chosen.filter(|_| before.iter().any(Kept::is_there));
    match chosen.unwrap_or(Strategy::MigrateThenDeploy) {
        Strategy::MigrateThenDeploy => {
            gate::run(run).await?;
            rollout::run(run, before).await?;
        }
        Strategy::DeployThenMigrate => {
            rollout::run(run, before).await?;
            run.phase.set(Phase::Rolled);
            gate::run(run).await?;
            refresh(run).await?;
        }
        Strategy::Downtime => downtime::run(run, before).await?,
    }
    gate::run_after(run).await
}

/// Replaces the pods that started on the old schema: Rails reads the columns of a table once.
async fn refresh(run: &Run<'_>) -> Result<(), CliError> {
    run.phase.set(Phase::Release);
    let manifests = run.step(Stage::Release);
    let deployments = manifests.into_iter().filter(|each| each.id().kind == "Deployment");
    let mut waited: Vec<Id> = Vec::new();
    let revision = run.record.borrow().revision.clone();
    for manifest in deployments {
        run.set(&refreshed(&manifest.object, &revision), REFRESHED).await?;
        waited.push(manifest.id());
    }
    run.board.step("restart", "pods that started on the old schema");
    let settled = settle::wait(run, &waited, run.timeout).await?;
    if settled.end == End::Done {
        return Ok(());
    }
    failure::explain(run, &settled).await;
    Err(CliError::Ended(
        Exit::RolloutFailed,
        "the migration is complete, but no pods start on the new schema; nothing was put back, and those that run on know the old one".to_owned(),
        "fix the problem, then run the command again".to_owned(),
    ))
}
