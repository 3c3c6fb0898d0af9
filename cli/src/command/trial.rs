//! Every object of a release tried by the API server, before anything is written.

use crate::cluster::{Cluster, ClusterError, Mode};
use crate::error::CliError;
use futures::StreamExt;
use linkspan_core::diagnostic::{Diagnostic, Report};
use linkspan_core::rollout::{
    Change, Clock, Id, Manifest, PRUNED, Release, Scene, Stage, State, Takeover, change, judge,
    left_over, refusals,
};

/// Requests that are on their way at the same time.
const AT_ONCE: usize = 6;

/// What the API server makes of a release.
pub(super) struct Trial {
    /// One for each object that would be applied, in order.
    pub(super) tried: Vec<Tried>,
    /// What it does not take.
    pub(super) report: Report,
}

/// What it makes of one object.
pub(super) struct Tried {
    pub(super) stage: Stage,
    pub(super) change: Change,
    pub(super) takeovers: Vec<Takeover>,
}

/// Tries every object of some steps.
pub(super) async fn run(
    cluster: &Cluster,
    release: &Release,
    wanted: impl Fn(Stage) -> bool,
) -> Result<Trial, CliError> {
    let manifests = release.manifests.iter().filter(|each| wanted(each.stage));
    let all: Vec<Result<(Option<Tried>, Vec<Diagnostic>), ClusterError>> =
        futures::stream::iter(manifests.map(|each| one(cluster, each)))
            .buffered(AT_ONCE)
            .collect()
            .await;
    let mut trial = Trial { tried: Vec::new(), report: Report::default() };
    for each in all {
        let (tried, refused) = each?;
        trial.tried.extend(tried);
        trial.report.diagnostics.extend(refused);
    }
    trial.report.sort();
    Ok(trial)
}

async fn one(
    cluster: &Cluster,
    manifest: &Manifest,
) -> Result<(Option<Tried>, Vec<Diagnostic>), ClusterError> {
    let outcome = tried(cluster, manifest).await;
    let error = match outcome {
        Ok(tried) => return Ok((Some(tried), Vec::new())),
        Err(error) => error,
    };
    if let Some(status) = error.refusal() {
        return Ok((None, refusals(status, manifest)));
    }
    if let ClusterError::NoKind { .. } = error {
        let (place, width) = manifest.place("kind");
        let finding = Diagnostic::refused("no-such-kind", error.to_string())
            .help(error.help())
            .file(manifest.file.as_str())
            .path("kind")
            .at(place, width);
        return Ok((None, vec![finding]));
    }
    Err(error)
}

async fn tried(cluster: &Cluster, manifest: &Manifest) -> Result<Tried, ClusterError> {
    let live = cluster.get(&manifest.id()).await?;
    let stage = manifest.stage;
    if let Some(job) = live.as_ref().filter(|_| stage == Stage::Gate) {
        // A Job cannot be changed. One that ended well or still runs stays as it is; one that failed
        // makes room for another of the same name.
        let failed = judge(job, &Scene::default(), Clock::default()).state == State::Failed;
        let change = if failed { change(None, &manifest.object) } else { change(Some(job), job) };
        return Ok(Tried { stage, change, takeovers: Vec::new() });
    }
    let applied = cluster.apply(&manifest.object, Mode::DryRun).await?;
    Ok(Tried {
        stage,
        change: change(live.as_ref(), &applied.object),
        takeovers: applied.takeovers,
    })
}

/// What an earlier bundle left in the app's namespace, and nobody needs any more.
pub(super) async fn left(cluster: &Cluster, release: &Release) -> Result<Vec<Id>, ClusterError> {
    let selector = format!(
        "{}={},{}={}",
        linkspan_core::plan::LABEL_MANAGED_BY,
        linkspan_core::rollout::MANAGER,
        linkspan_core::plan::LABEL_INSTANCE,
        release.app
    );
    let ours = [("labelSelector", selector.as_str())];
    let mut live = Vec::new();
    for (group, kind) in PRUNED {
        if let Some(api) = cluster.preferred(group, kind) {
            match cluster.list(&api, kind, &release.namespace, &ours).await {
                Ok(found) => live.extend(found),
                // What may not be read may not be deleted either.
                Err(error) if error.is_forbidden() || error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
    }
    let mut users = Vec::new();
    for (api, kind) in [
        ("v1", "Pod"),
        ("apps/v1", "ReplicaSet"),
        ("apps/v1", "Deployment"),
        ("apps/v1", "StatefulSet"),
        ("apps/v1", "DaemonSet"),
        ("batch/v1", "Job"),
        ("batch/v1", "CronJob"),
    ] {
        users.extend(cluster.list(api, kind, &release.namespace, &[]).await?);
    }
    let kept: Vec<Id> = release.manifests.iter().map(Manifest::id).collect();
    Ok(left_over(&release.app, &live, &kept, &users))
}
