//! What the gems of Datadog and New Relic read from the environment.

use super::container::{of_pod, plain, revision};
use crate::plan::{Apm, Plan};
use k8s_openapi::api::core::v1::EnvVar;

/// The variables of every process; those from the Secret stand with the others from there.
pub(super) fn variables(plan: &Plan) -> Vec<EnvVar> {
    let app = plan.app.value.as_str();
    match plan.monitoring.apm.value {
        Apm::None => Vec::new(),
        Apm::Datadog => vec![
            // The agent of the pod's own node.
            of_pod("DD_AGENT_HOST", "status.hostIP".to_owned()),
            plain("DD_SERVICE", app.to_owned()),
            plain("DD_ENV", plan.environment.as_deref().unwrap_or("production").to_owned()),
            revision("DD_VERSION"),
        ],
        Apm::NewRelic => vec![
            plain("NEW_RELIC_APP_NAME", app.to_owned()),
            plain("NEW_RELIC_LOG", "stdout".to_owned()),
        ],
    }
}
