//! Every object of a release tried by the API server, before anything is written.

use crate::cluster::{Cluster, ClusterError, Mode};
use crate::error::CliError;
use futures::StreamExt;
use linkspan_core::check::catalog::cluster::NO_SUCH_KIND;
use linkspan_core::diagnostic::{Diagnostic, Report};
use linkspan_core::internal::rollout::{
    Change, Id, Manifest, Release, Stage, Takeover, change, has_failed, left_over, migrated,
    own_kinds, pruned, recorded_in, refusals, selector,
};
use linkspan_core::internal::workload;

/// Requests that are on their way at the same time.
const AT_ONCE: usize = 6;

/// What the API server makes of a release.
pub(super) struct Trial {
    /// One for each object that would be applied, in order.
    pub(super) tried: Vec<Tried>,
    /// What this user may not change, and what can stay as it is.
    pub(super) kept: Vec<Id>,
    /// What it does not take.
    pub(super) report: Report,
}

impl Trial {
    /// Fields that somebody else had set, each with its object.
    pub(super) fn takeovers(&self) -> impl Iterator<Item = (&Id, &Takeover)> {
        self.tried
            .iter()
            .flat_map(|tried| tried.takeovers.iter().map(|taken| (&tried.change.id, taken)))
    }
}

/// What it makes of one object.
pub(super) struct Tried {
    pub(super) stage: Stage,
    pub(super) change: Change,
    takeovers: Vec<Takeover>,
}

/// What became of one object.
enum Verdict {
    Taken(Tried),
    Refused(Vec<Diagnostic>),
    NotOurs(Id),
}

/// Tries every object of some steps.
pub(super) async fn run(
    cluster: &Cluster,
    release: &Release,
    wanted: impl Fn(Stage) -> bool,
) -> Result<Trial, CliError> {
    let manifests = release.manifests.iter().filter(|each| wanted(each.stage));
    let mut all = futures::stream::iter(manifests.map(|each| one(cluster, each))).buffered(AT_ONCE);
    let mut trial = Trial { tried: Vec::new(), kept: Vec::new(), report: Report::default() };
    while let Some(each) = all.next().await {
        match each? {
            Verdict::Taken(tried) => trial.tried.push(tried),
            Verdict::Refused(found) => trial.report.diagnostics.extend(found),
            Verdict::NotOurs(id) => trial.kept.push(id),
        }
    }
    trial.report.sort();
    Ok(trial)
}

async fn one(cluster: &Cluster, manifest: &Manifest) -> Result<Verdict, ClusterError> {
    let outcome = tried(cluster, manifest).await;
    let error = match outcome {
        Ok(tried) => return Ok(Verdict::Taken(tried)),
        Err(error) => error,
    };
    // Whoever was given a namespace often may not change the namespace itself.
    if error.is_forbidden() && manifest.stage == Stage::Namespace {
        return Ok(Verdict::NotOurs(manifest.id()));
    }
    if let Some(status) = error.refusal() {
        return Ok(Verdict::Refused(refusals(status, manifest)));
    }
    if let ClusterError::NoKind { .. } = error {
        let (place, width) = manifest.place("kind");
        let finding = Diagnostic::new(&NO_SUCH_KIND, error.to_string())
            .help(error.help())
            .file(manifest.file.as_str())
            .path("kind")
            .at(place, width);
        return Ok(Verdict::Refused(vec![finding]));
    }
    Err(error)
}

async fn tried(cluster: &Cluster, manifest: &Manifest) -> Result<Tried, ClusterError> {
    let live = cluster.get(&manifest.id()).await?;
    let stage = manifest.stage;
    let is_migration = matches!(stage, Stage::Gate | Stage::After);
    if live.is_none() && is_migration && is_migrated(cluster, manifest).await {
        let change = change(Some(&manifest.object), &manifest.object);
        return Ok(Tried { stage, change, takeovers: Vec::new() });
    }
    if let Some(job) = live.as_ref().filter(|_| is_migration) {
        // A Job cannot be changed. One that ended well or still runs stays as it is; one that failed
        // makes room for another of the same name.
        let change =
            if has_failed(job) { change(None, &manifest.object) } else { change(Some(job), job) };
        return Ok(Tried { stage, change, takeovers: Vec::new() });
    }
    let applied = cluster.apply(&manifest.object, Mode::DryRun).await?;
    Ok(Tried {
        stage,
        change: change(live.as_ref(), &applied.object),
        takeovers: applied.takeovers,
    })
}

/// Whether it is written down that a migration ran whose Job is gone.
async fn is_migrated(cluster: &Cluster, manifest: &Manifest) -> bool {
    let Some((record, revision)) = recorded_in(&manifest.object) else { return false };
    let record = cluster.get(&record).await.ok().flatten();
    migrated(record.as_ref()).contains(&revision)
}

/// What an earlier bundle left in the app's namespace, and nobody needs any more.
pub(super) async fn left(cluster: &Cluster, release: &Release) -> Result<Vec<Id>, ClusterError> {
    let selector = selector(&release.app);
    let ours = [("labelSelector", selector.as_str())];
    let mut live = Vec::new();
    for (group, kind) in pruned() {
        if let Some(api) = cluster.preferred(group, kind) {
            match cluster.list(&api, kind, &release.namespace, &ours).await {
                Ok(found) => live.extend(found),
                // What may not be read may not be deleted either.
                Err(error) if error.is_forbidden() || error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
    }
    for (group, kind) in own_kinds(&live, &release.app) {
        if let Some(api) = cluster.preferred(&group, &kind) {
            match cluster.list(&api, &kind, &release.namespace, &ours).await {
                Ok(found) => live.extend(found),
                Err(error) if error.is_forbidden() || error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
    }
    let mut users = Vec::new();
    // Nobody has ReplicationControllers beside an app of ours, and the workflow's user may not look for them.
    for each in workload::ALL.iter().filter(|each| each.kind != "ReplicationController") {
        // Of a kind that the cluster does not know there is none.
        if let Some(api) = cluster.preferred(each.group(), each.kind) {
            users.extend(cluster.list(&api, each.kind, &release.namespace, &[]).await?);
        }
    }
    let kept: Vec<Id> = release.manifests.iter().map(Manifest::id).collect();
    Ok(left_over(&release.app, &live, &kept, &users))
}
