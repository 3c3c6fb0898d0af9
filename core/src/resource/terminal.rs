//! A pod that is always there for a console, as the guide has it; by choice, for one on demand costs nothing meanwhile.

use super::labels::{metadata, selector};
use super::web::explain_rollout;
use super::{RELEASE, container, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason, TERMINAL};
use crate::render::Notes;
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec, DeploymentStrategy};

/// What keeps the pod there. `sleep` alone, as the first process of a container, would not hear that it shall stop.
const IDLE: [&str; 3] = ["bash", "-c", "trap 'exit 0' TERM; sleep infinity & wait"];

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if !plan.console.always.value {
        return;
    }
    let console = &plan.console;
    let own = pod::own_of_job(plan);
    let command = IDLE.map(str::to_owned).to_vec();
    let process = container::container(plan, TERMINAL, command, &own, &console.resources);
    let template = pod::template(plan, TERMINAL, process);
    let deployment = Deployment {
        metadata: metadata(plan, &format!("{}-{TERMINAL}", plan.app.value), TERMINAL),
        spec: Some(DeploymentSpec {
            replicas: Some(1),
            progress_deadline_seconds: Some(600),
            revision_history_limit: Some(5),
            selector: selector(plan, TERMINAL),
            strategy: Some(DeploymentStrategy {
                type_: Some("Recreate".into()),
                ..DeploymentStrategy::default()
            }),
            template,
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Console,
        "A pod that idles until somebody opens a console in it, beside those that `./deploy.sh --console` makes on demand.",
    ));
    explain_rollout(plan, &mut notes);
    notes.decided("metadata.name", &console.always);
    notes.because("spec.replicas", console.always.because("One is enough for a console."));
    notes.fixed(
        "spec.strategy",
        Guide::Console,
        "Nobody is served here, so the old pod goes first.",
    );
    let path = "spec.template.spec.containers[0]";
    container::explain(plan, path, &own, &console.resources, &mut notes);
    notes.because(
        &format!("{path}.args"),
        console.always.because("It does nothing by itself, and ends when it is told to."),
    );
    put(bundle, RELEASE, TERMINAL, &deployment, &notes);
}
