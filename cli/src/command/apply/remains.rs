//! What runs after a release that failed: the last thing that is told.

use super::context::Run;
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::plain;
use linkspan_core::internal::rollout::{Id, Manifest, Stage, running_revision};
use serde_json::Value;

/// Adds to the reason of a failure what runs now. Where the cluster does not say it, nothing is added.
pub(super) async fn named(run: &Run<'_>, ended: Result<(), CliError>) -> Result<(), CliError> {
    let Err(CliError::Ended(exit @ (Exit::MigrationFailed | Exit::RolloutFailed), why, help)) =
        ended
    else {
        return ended;
    };
    let message = match web(run) {
        Some(id) => match run.cluster.get(&id).await {
            Ok(live) => format!("{why}; {}", remains(&id.name, live.as_ref())),
            Err(_) => why,
        },
        None => why,
    };
    Err(CliError::Ended(exit, message, help))
}

/// The web server, as whose revision that of the app is told.
fn web(run: &Run<'_>) -> Option<Id> {
    let name = format!("{}-web", run.release.app);
    let deployments = run.step(Stage::Release).into_iter().map(Manifest::id);
    deployments.into_iter().find(|id| id.kind == "Deployment" && id.name == name)
}

/// What of a Deployment runs.
fn remains(name: &str, live: Option<&Value>) -> String {
    let Some(live) = live else { return "nothing runs".to_owned() };
    let number = |at: &str, or: i64| live.pointer(at).and_then(Value::as_i64).unwrap_or(or);
    let (ready, wanted) = (number("/status/readyReplicas", 0), number("/spec/replicas", 1));
    let revision = running_revision(live).unwrap_or_else(|| "no revision".to_owned());
    format!("{name} is at {}, {ready} of {wanted} pods ready", plain::inline(&revision))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_revision_and_its_pods_are_named() {
        let live = json!({"kind": "Deployment", "status": {"readyReplicas": 1}, "spec": {"replicas": 2,
            "template": {"metadata": {"labels": {"app.kubernetes.io/version": "345f0ad"}}}}});
        assert_eq!(remains("shop-web", Some(&live)), "shop-web is at 345f0ad, 1 of 2 pods ready");
        assert_eq!(remains("shop-web", None), "nothing runs");
    }
}
