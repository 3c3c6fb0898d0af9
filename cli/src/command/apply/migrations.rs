//! Migrations of the app beside this release: those that run now, and those that ran.

use super::context::{Phase, Run};
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::plain;
use linkspan_core::internal::rollout::{
    Id, MANAGER, MIGRATE, Stage, is_migrating, migrated, migrated_name, remember_migrated, resume,
    strategy,
};
use linkspan_core::plan::{LABEL_COMPONENT, LABEL_INSTANCE, Strategy};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Jobs that migrate the app's database now, and pods of such that are gone themselves.
pub(super) async fn active(run: &Run<'_>) -> Result<Vec<Value>, CliError> {
    let app = &run.release.app;
    let selector = format!("{LABEL_INSTANCE}={app},{LABEL_COMPONENT}={MIGRATE}");
    let select = [("labelSelector", selector.as_str())];
    let mut found: Vec<Value> = Vec::new();
    for (api, kind) in [("batch/v1", "Job"), ("v1", "Pod")] {
        for live in run.cluster.list(api, kind, &run.release.namespace, &select).await? {
            let name = Id::of(&live).name;
            let is_known = found.iter().any(|job| belongs(&name, &Id::of(job).name));
            if is_migrating(&live, app) && !is_known {
                found.push(live);
            }
        }
    }
    Ok(found)
}

/// Whether a pod is that of a Job, by its name.
pub(super) fn belongs(pod: &str, job: &str) -> bool {
    format!("{pod}-").starts_with(&format!("{job}-"))
}

pub(super) fn names(found: &[Value]) -> String {
    let names: Vec<String> = found.iter().map(|each| plain::inline(&Id::of(each).name)).collect();
    names.join(", ")
}

/// Waits until no other release migrates the app any more: two at once may write the same rows.
pub(super) async fn others_end(run: &Run<'_>) -> Result<(), CliError> {
    let steps = [Stage::Gate, Stage::After].into_iter().flat_map(|stage| run.step(stage));
    let own: Vec<String> = steps.map(|each| each.id().name).collect();
    let begun = Instant::now();
    let mut told = String::new();
    loop {
        let mut left = active(run).await?;
        left.retain(|each| !own.iter().any(|job| belongs(&Id::of(each).name, job)));
        let named = names(&left);
        if left.is_empty() {
            return Ok(());
        }
        if begun.elapsed() > run.timeout {
            return Err(beside(run, &left));
        }
        if named != told {
            run.board.step("migrate", &format!("waits for the end of {named}, of another release"));
            told = named;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Old code does not start while the database is migrated for newer code.
pub(super) async fn nothing_starts_beside(run: &Run<'_>) -> Result<(), CliError> {
    let left = active(run).await?;
    if left.is_empty() {
        return Ok(());
    }
    let gates = run.step(Stage::Gate);
    let jobs = gates.iter().map(|each| &each.object).chain(&left);
    let mut is_stopped = jobs.into_iter().any(|job| strategy(job) == Strategy::Downtime);
    for manifest in run.step(Stage::Release) {
        let live = run.cluster.get(&manifest.id()).await?;
        is_stopped |= live.is_some_and(|live| resume(&live, 1).is_some());
    }
    if is_stopped { Err(beside(run, &left)) } else { Ok(()) }
}

fn beside(run: &Run<'_>, left: &[Value]) -> CliError {
    let (app, namespace) = (&run.release.app, &run.release.namespace);
    let changed = match run.phase.get() {
        Phase::Nothing => "nothing was changed",
        Phase::Stopped => "the app stays stopped, and this release's migration did not begin",
        _ => "this release's migration did not begin",
    };
    let first = left.first().map(Id::of).unwrap_or_default();
    let kind = first.kind.to_ascii_lowercase();
    let name = plain::inline(&first.name);
    CliError::Ended(
        Exit::Locked,
        format!("a migration of {app} runs already: {}; {changed}", names(left)),
        format!(
            "`kubectl --namespace {namespace} get {kind} {name}` says how it stands, `kubectl --namespace {namespace} logs {kind}/{name}` what it does; apply again when it has ended"
        ),
    )
}

fn record_id(run: &Run<'_>) -> Id {
    Id {
        api: "v1".to_owned(),
        kind: "ConfigMap".to_owned(),
        namespace: run.release.namespace.clone(),
        name: migrated_name(&run.release.app),
    }
}

/// Whether this release's migration ran to its end, by what was written down then: its Job goes after a day.
pub(super) async fn is_recorded(run: &Run<'_>, revision: &str) -> Result<bool, CliError> {
    let record = match run.cluster.get(&record_id(run)).await {
        Ok(record) => record,
        // The Job alone says it then.
        Err(error) if error.is_forbidden() => None,
        Err(error) => return Err(error.into()),
    };
    Ok(migrated(record.as_ref()).iter().any(|each| each == revision))
}

/// Writes down that it ran. Where that fails, its Job says it for a day.
pub(super) async fn record(run: &Run<'_>, revision: &str) {
    let id = record_id(run);
    let written = async {
        let record = run.cluster.get(&id).await?;
        let (app, namespace) = (&run.release.app, &run.release.namespace);
        if let Some(object) = remember_migrated(app, namespace, record.as_ref(), revision) {
            run.cluster.set(&object, MANAGER).await?;
        }
        Ok::<(), crate::cluster::ClusterError>(())
    };
    if let Err(error) = written.await {
        run.board.warn(&format!("that {revision} was migrated is not written down: {error}"));
    }
}

/// Says that nothing is to be migrated, and how to do it all the same.
pub(super) fn tell_recorded(run: &Run<'_>, revision: &str) {
    let name = record_id(run).name;
    run.board.step("migrate", &format!("{revision} was migrated already"));
    run.board.more(&format!("to migrate it again, delete the ConfigMap {name} first"));
}
