//! Network policies: what narrows them comes when the old pods are gone.

use super::context::{Run, Widened};
use crate::cluster::Mode;
use crate::error::CliError;
use linkspan_core::internal::rollout::{Id, Manifest, Stage, beside, earlier, is_over};
use linkspan_core::internal::workload::template;
use linkspan_core::plan::{LABEL_INSTANCE, LABEL_VERSION};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

pub(super) const KIND: &str = "NetworkPolicy";
/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// How long the end of old pods is waited for, when all else is done.
const LIMIT: Duration = Duration::from_secs(300);

/// Lets what serves go on as before, whatever the bundle's policies say: before they are applied.
pub(super) async fn widen(run: &Run<'_>) -> Result<(), CliError> {
    let (app, namespace) = (&run.release.app, &run.release.namespace);
    let is_ours = |each: &&Manifest| {
        let id = each.id();
        id.kind == KIND && id.namespace == *namespace && each.stage == Stage::Base
    };
    let manifests: Vec<&Manifest> = run.release.manifests.iter().filter(is_ours).collect();
    let Some(api) = run.cluster.preferred("networking.k8s.io", KIND) else { return Ok(()) };
    let live = match run.cluster.list(&api, KIND, namespace, &[]).await {
        Ok(live) => live,
        Err(error) if error.is_forbidden() && manifests.is_empty() => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if manifests.is_empty() && live.is_empty() {
        return Ok(());
    }
    let mut wanted = Vec::new();
    for manifest in manifests {
        wanted.push(run.cluster.apply(&manifest.object, Mode::DryRun).await?.object);
    }
    let mut pods = run.cluster.list("v1", "Pod", namespace, &[]).await?;
    pods.retain(|pod| !is_over(pod));
    let found = beside(app, &live, &wanted, &pods, &coming(run));
    let (earlier, fresh) = earlier(app, &live, &wanted);
    run.policies.replace(Widened { beside: Vec::new(), earlier, fresh });
    if found.is_empty() {
        return Ok(());
    }
    for policy in &found {
        // Told before it is written: whoever stops here finds them in the cluster.
        run.policies.borrow_mut().beside.push(Id::of(policy));
        match run.cluster.apply(policy, Mode::Real).await {
            Ok(_) => {}
            // A user who deploys a bundle without policies may not make any: those from before go at the end.
            Err(error) if error.is_forbidden() && wanted.is_empty() => {
                run.board.warn(&format!("{} was not made: {error}", Id::of(policy)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    run.board.step("network", "rules from before stay beside the new ones for now");
    Ok(())
}

/// Templates of the pods that the release brings.
fn coming(run: &Run<'_>) -> Vec<Value> {
    let applied = run.release.manifests.iter().filter(|each| each.stage != Stage::OnDemand);
    let metadata = applied.filter_map(|each| template(&each.object)?.get("metadata"));
    metadata.map(|metadata| json!({"metadata": metadata})).collect()
}

/// After a release that left the pods from before, the policies from before. What fails is only told: what serves is not
/// cut off by what stays.
pub(super) async fn put_back(run: &Run<'_>) {
    let Widened { beside, earlier, fresh } = run.policies.take();
    if beside.is_empty() && earlier.is_empty() && fresh.is_empty() {
        return;
    }
    for policy in &earlier {
        if let Err(error) = run.cluster.apply(policy, Mode::Real).await {
            run.board.warn(&format!("{} was not put back: {error}", Id::of(policy)));
            return;
        }
    }
    for id in fresh.iter().chain(&beside) {
        if let Err(error) = run.cluster.delete(id).await {
            run.board.warn(&format!("{id} could not be deleted: {error}"));
        }
    }
    run.board.step("put back", "network policies");
}

/// Waits until no old pod is left that a policy from before lets through; says whether that is so.
pub(super) async fn old_pods_end(run: &Run<'_>) -> bool {
    let begun = Instant::now();
    let mut told = false;
    loop {
        let left = match old_pods(run).await {
            Ok(left) if left.is_empty() => return true,
            Ok(left) => left.join(", "),
            Err(error) => {
                run.board.warn(&format!("network policies from before stay: {error}"));
                return false;
            }
        };
        if begun.elapsed() > LIMIT.min(run.timeout) {
            run.board.warn(&format!(
                "{left} of before did not end; network policies from before stay until the next release"
            ));
            return false;
        }
        if !told {
            run.board.more(&format!("network policies from before go when {left} has ended"));
            told = true;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Pods that are on their way out, and runs of older code.
async fn old_pods(run: &Run<'_>) -> Result<Vec<String>, CliError> {
    let selector = format!("{LABEL_INSTANCE}={}", run.release.app);
    let select = [("labelSelector", selector.as_str())];
    let mut pods = run.cluster.list("v1", "Pod", &run.release.namespace, &select).await?;
    let revision = run.record.borrow().revision.clone();
    pods.retain(|pod| {
        let labels = pod.pointer("/metadata/labels");
        let version = labels.and_then(|all| all.get(LABEL_VERSION)).and_then(Value::as_str);
        let owner = pod.pointer("/metadata/ownerReferences/0/kind");
        let is_older_run = owner.is_some_and(|kind| kind == "Job")
            && version.is_some_and(|version| version != revision);
        !is_over(pod) && (pod.pointer("/metadata/deletionTimestamp").is_some() || is_older_run)
    });
    Ok(pods.iter().map(|pod| Id::of(pod).name).collect())
}
