//! What every release shares.

use super::context::{Phase, Run};
use super::settle::{self, End};
use super::{failure, secrets};
use crate::command::bundle::{self, Bundle};
use crate::command::trial::Tried;
use crate::command::{Output, trial};
use crate::error::CliError;
use crate::exit::Exit;
use linkspan_core::internal::rollout::{Change, Id, Op, Stage};

/// The most objects that are named.
const TOLD: usize = 10;

/// What became of an object; nothing where it stays as it was.
pub(super) fn told(change: &Change) -> Option<String> {
    match change.op {
        Op::Create => Some(format!("{} was made", change.id)),
        Op::Change => Some(format!("{} was changed", change.id)),
        Op::Run | Op::Delete | Op::Same => None,
    }
}

/// Makes the namespace, if it is not there. Nothing else can be tried before.
pub(super) async fn namespace(
    run: &Run<'_>,
    bundle: &Bundle,
    output: Output,
) -> Result<(), CliError> {
    let id = Id {
        api: "v1".to_owned(),
        kind: "Namespace".to_owned(),
        namespace: String::new(),
        name: run.release.namespace.clone(),
    };
    match run.cluster.get(&id).await {
        Ok(Some(live)) => {
            let is_leaving = live.pointer("/metadata/deletionTimestamp").is_some();
            if is_leaving {
                return Err(CliError::Ended(
                    Exit::CouldNotRun,
                    format!("the namespace `{}` is being deleted", id.name),
                    "wait until it is gone".to_owned(),
                ));
            }
            return Ok(());
        }
        Ok(None) => {}
        // Whoever may not look at namespaces was given one.
        Err(error) if error.is_forbidden() => return Ok(()),
        Err(error) => return Err(error.into()),
    }
    let trial = trial::run(run.cluster, &run.release, |stage| stage == Stage::Namespace).await?;
    if trial.report.has_errors() {
        let consequence = "nothing was changed";
        return Err(bundle::refuse(&bundle.input, &trial.report, output, consequence));
    }
    let namespaces = run.step(Stage::Namespace);
    let Some(manifest) = namespaces.iter().find(|each| each.id().name == id.name) else {
        return Err(CliError::Ended(
            Exit::CouldNotRun,
            format!("there is no namespace `{}`, and the bundle has none", id.name),
            format!("make it: `kubectl create namespace {}`", id.name),
        ));
    };
    run.write(&manifest.object).await?;
    run.board.step("namespace", &format!("`{}` was made", id.name));
    Ok(())
}

/// Applies what comes before the migration, and waits for data stores, which the migration needs.
pub(super) async fn apply(run: &Run<'_>, tried: &[Tried]) -> Result<(), CliError> {
    run.phase.set(Phase::Base);
    let mut waited = Vec::new();
    let mut has_secrets = false;
    for stage in [Stage::Namespace, Stage::Base] {
        for manifest in run.step(stage) {
            let id = manifest.id();
            if !tried.iter().any(|tried| tried.change.id == id) {
                continue;
            }
            let is_workload = id.is_rolled_out();
            if is_workload && !has_secrets {
                secrets::wait(run).await?;
                has_secrets = true;
            }
            run.write(&manifest.object).await?;
            if is_workload {
                waited.push(id);
            }
        }
    }
    if !has_secrets {
        secrets::wait(run).await?;
    }
    let count = |wanted: Op| {
        let is_base = |each: &&Tried| each.stage <= Stage::Base && each.change.op == wanted;
        tried.iter().filter(is_base).count()
    };
    let parts = [(Op::Create, "made"), (Op::Change, "changed"), (Op::Same, "as they were")];
    let words: Vec<String> = parts
        .iter()
        .map(|(op, word)| (count(*op), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    run.board.step("apply", &words.join(", "));
    // Of a first release everything is new.
    if count(Op::Same) + count(Op::Change) > 0 {
        let base = tried.iter().filter(|each| each.stage <= Stage::Base).map(|each| &each.change);
        let told: Vec<String> = base.filter_map(told).collect();
        told.iter().take(TOLD).for_each(|line| run.board.more(line));
        if let Some(more) = told.len().checked_sub(TOLD).filter(|more| *more > 0) {
            run.board.more(&format!("and {more} more"));
        }
    }
    if waited.is_empty() {
        return Ok(());
    }
    let settled = settle::wait(run, &waited, run.timeout).await?;
    run.record.borrow_mut().rollouts.extend_from_slice(&settled.rows);
    if settled.end == End::Done {
        return Ok(());
    }
    failure::explain(run, &settled).await;
    Err(CliError::Ended(
        Exit::RolloutFailed,
        "what the app needs does not run; no pod of the app was changed".to_owned(),
        "apply again when the cause is fixed".to_owned(),
    ))
}
