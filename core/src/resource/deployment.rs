//! What Deployments of the app have in common, and the budget of those with several pods.

use super::labels::{explain_metadata, metadata, selector};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::apps::v1::{
    Deployment, DeploymentSpec, DeploymentStrategy, RollingUpdateDeployment,
};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// Why nothing surges where a process has a volume.
pub(super) const LETS_GO: &str = "The old pod has to let go of the volume before the new one can start: a release means a short pause.";

/// Why nothing surges where a process may run once only.
pub(super) const NEVER_TWO: &str = "The old pod has ended before the new one starts, so there are never two; between them there is a gap.";

/// How a release replaces the pods.
pub(super) struct Rollout {
    /// How many pods, unless something scales them.
    pub(super) replicas: Option<i32>,
    /// Seconds that a new pod has to stay ready.
    pub(super) ready: Option<i32>,
    /// Whether a new pod starts before an old one ends.
    pub(super) surges: bool,
}

/// The Deployment of a component.
pub(super) fn deployment(
    plan: &Plan,
    component: &str,
    rollout: Rollout,
    template: PodTemplateSpec,
) -> Deployment {
    Deployment {
        metadata: metadata(plan, &format!("{}-{component}", plan.app.value), component),
        spec: Some(DeploymentSpec {
            replicas: rollout.replicas,
            min_ready_seconds: rollout.ready,
            progress_deadline_seconds: Some(600),
            revision_history_limit: Some(5),
            selector: selector(plan, component),
            strategy: Some(strategy(rollout.surges)),
            template,
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    }
}

/// One new pod more before an old one goes; what bears no second pod forces the other way.
fn strategy(surges: bool) -> DeploymentStrategy {
    if !surges {
        return DeploymentStrategy { type_: Some("Recreate".into()), rolling_update: None };
    }
    DeploymentStrategy {
        type_: Some("RollingUpdate".into()),
        rolling_update: Some(RollingUpdateDeployment {
            max_surge: Some(IntOrString::Int(1)),
            max_unavailable: Some(IntOrString::Int(0)),
        }),
    }
}

/// The reasons that they share.
pub(super) fn explain_rollout(plan: &Plan, notes: &mut Notes) {
    explain_metadata(plan, notes);
    notes.fixed(
        "spec.progressDeadlineSeconds",
        Guide::Delivery,
        "A rollout without progress for 10 minutes counts as failed; deploy.sh then undoes it.",
    );
    notes.fixed(
        "spec.revisionHistoryLimit",
        Guide::Delivery,
        "How many releases can be rolled back to.",
    );
    notes.fixed(
        "spec.selector",
        Guide::Cluster,
        "Never the version: a selector cannot change later.",
    );
}

/// Lets the pods of a component go one at a time while nodes are drained.
pub(super) fn budget(plan: &Plan, component: &str, bundle: &mut Objects<'_>) {
    let budget = PodDisruptionBudget {
        metadata: metadata(plan, &format!("{}-{component}", plan.app.value), component),
        spec: Some(PodDisruptionBudgetSpec {
            max_unavailable: Some(IntOrString::Int(1)),
            selector: Some(selector(plan, component)),
            unhealthy_pod_eviction_policy: Some("AlwaysAllow".into()),
            ..PodDisruptionBudgetSpec::default()
        }),
        ..PodDisruptionBudget::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Security,
        format!("While nodes are drained for updates, {component} pods move one at a time."),
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed(
        "spec.unhealthyPodEvictionPolicy",
        Guide::Security,
        "A pod that is broken anyway never blocks a drain.",
    );
    put(bundle, BASE, &format!("{component}-budget"), &budget, &notes);
}
