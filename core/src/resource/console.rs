//! A console: a pod that is made when somebody wants one, and ends with them.

use super::container;
use super::labels::{explain_of_each, metadata_of_each};
use super::{JOBS, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use k8s_openapi::api::core::v1::Pod;

/// Waits for Enter before it becomes the console: one that starts before a terminal is attached asks nobody where the
/// cursor is, waits for the answer, and hangs.
const START: [&str; 4] = ["bash", "-c", "read -r _ && exec \"$@\"", "console"];

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let console = &plan.console;
    let own = pod::own_of_job(plan);
    let mut command = START.map(str::to_owned).to_vec();
    command.extend(console.command.value.iter().cloned());
    let mut process = container::container(plan, "console", command, &own, &console.resources);
    process.stdin = Some(true);
    process.stdin_once = Some(true);
    process.tty = Some(true);
    let mut spec = pod::template(plan, "console", process).spec;
    if let Some(spec) = &mut spec {
        spec.restart_policy = Some("Never".into());
        spec.active_deadline_seconds = Some(console.timeout.value);
    }
    let pod = Pod { metadata: metadata_of_each(plan, "console"), spec, ..Pod::default() };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Console,
        "A Rails console in a pod of its own, with the settings and secrets of the app. `./deploy.sh --console` makes it with the image that runs, and removes it at the end.",
    ));
    explain_of_each(plan, &mut notes);
    pod::explain_spec(plan, "spec", &mut notes);
    notes.fixed("spec.restartPolicy", Guide::Console, "When the console ends, its pod ends.");
    notes.because(
        "spec.activeDeadlineSeconds",
        console.timeout.because("A console that was forgotten does not stay for ever."),
    );
    let path = "spec.containers[0]";
    container::explain(plan, path, &own, &console.resources, &mut notes);
    notes.because(
        &format!("{path}.args"),
        console.command.because("It starts when Enter is pressed: its first question to the terminal needs one that is attached."),
    );
    for key in ["stdin", "tty"] {
        notes.fixed(&format!("{path}.{key}"), Guide::Console, "A terminal to type into.");
    }
    notes.fixed(
        &format!("{path}.stdinOnce"),
        Guide::Console,
        "When the terminal goes away, the console ends.",
    );
    put(bundle, JOBS, "console", &pod, &notes);
}
