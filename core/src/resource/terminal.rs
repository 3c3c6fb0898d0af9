//! A pod that is always there for a console, as the guide has it; by choice, for one on demand costs nothing meanwhile.

use super::deployment::{Rollout, deployment, explain_rollout};
use super::{RELEASE, container, pod, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason, TERMINAL, Variables};
use crate::render::{Notes, words};
use crate::resource::Objects;

/// What keeps the pod there. `sleep` alone, as the first process of a container, would not hear that it shall stop.
const IDLE: [&str; 3] = ["bash", "-c", "trap 'exit 0' TERM; sleep infinity & wait"];

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
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
    let pod = pod::of_app(plan, TERMINAL, process);
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
    let template = notes.part("spec.template", pod::template(plan, TERMINAL, pod));
    let rollout = Rollout { replicas: Some(1), ready: None, surges: false };
    put(bundle, RELEASE, TERMINAL, &deployment(plan, TERMINAL, rollout, template), &notes);
}
