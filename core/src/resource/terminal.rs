//! A pod that is always there for a console, as the guide has it; by choice, for one on demand costs nothing meanwhile.

use super::labels::{metadata, selector};
use super::web::{explain_rollout, strategy};
use super::{RELEASE, container, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason, TERMINAL, Variables};
use crate::render::{Notes, words};
use k8s_openapi::api::apps::v1::{Deployment, DeploymentSpec};

/// What keeps the pod there. `sleep` alone, as the first process of a container, would not hear that it shall stop.
const IDLE: [&str; 3] = ["bash", "-c", "trap 'exit 0' TERM; sleep infinity & wait"];

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if !plan.console.always.value {
        return;
    }
    let console = &plan.console;
    let env = container::environment_of_job(plan, &Variables::new());
    let mut process = container::container(plan, TERMINAL, words(IDLE), env, &console.resources);
    process.reasons.because(
        "args",
        console.always.because("It does nothing by itself, and ends when it is told to."),
    );
    let pod = pod::of_app(plan, process);
    let mut notes = Notes::new(Reason::fixed(
        Guide::Console,
        "A pod that idles until somebody opens a console in it, beside those that `./deploy.sh --console` makes on demand.",
    ));
    explain_rollout(plan, &mut notes);
    notes.decided("metadata.name", &console.always);
    notes.because("spec.replicas", console.always.because("One is enough for a console."));
    notes.comment(
        "spec.strategy",
        Guide::Console,
        "Nobody is served here, so the old pod goes first.",
    );
    let deployment = Deployment {
        metadata: metadata(plan, &format!("{}-{TERMINAL}", plan.app.value), TERMINAL),
        spec: Some(DeploymentSpec {
            replicas: Some(1),
            progress_deadline_seconds: Some(600),
            revision_history_limit: Some(5),
            selector: selector(plan, TERMINAL),
            strategy: Some(strategy(false)),
            template: notes.part("spec.template", pod::template(plan, TERMINAL, pod)),
            ..DeploymentSpec::default()
        }),
        ..Deployment::default()
    };
    put(bundle, RELEASE, TERMINAL, &deployment, &notes);
}
