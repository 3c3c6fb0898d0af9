//! A console: a pod that is made when somebody wants one, and ends with them.

use super::container;
use super::labels::{explain_of_each, metadata_of_each};
use super::{JOBS, pod, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason, Variables};
use crate::render::{Notes, Part, words};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Container, Pod};

/// Waits for Enter before it becomes the console: one that starts before a terminal is attached asks nobody where the
/// cursor is, waits for the answer, and hangs.
const START: [&str; 4] = ["bash", "-c", "read -r _ && exec \"$@\"", "console"];

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let console = &plan.console;
    let mut pod = pod::of_app(plan, "console", process(plan));
    pod.object.restart_policy = Some("Never".into());
    pod.reasons.fixed("restartPolicy", Guide::Console, "When the console ends, its pod ends.");
    pod.object.active_deadline_seconds = Some(console.timeout.value);
    pod.reasons.because(
        "activeDeadlineSeconds",
        console.timeout.because("A console that was forgotten does not stay for ever."),
    );
    let mut notes = Notes::new(Reason::fixed(
        Guide::Console,
        "A Rails console in a pod of its own, with the settings and secrets of the app. `./deploy.sh --console` makes it with the image that runs, and removes it at the end.",
    ));
    explain_of_each(plan, &mut notes);
    let spec = Some(notes.part("spec", pod));
    let pod = Pod { metadata: metadata_of_each(plan, "console"), spec, ..Pod::default() };
    put(bundle, JOBS, "console", &pod, &notes);
}

fn process(plan: &Plan) -> Part<Container> {
    let console = &plan.console;
    let mut command = words(START);
    command.extend(console.command.value.iter().cloned());
    let env = container::environment_of_job(plan, &Variables::new());
    let mut process = container::container(plan, "console", command, env, &console.resources);
    let Part { object, reasons } = &mut process;
    reasons.because(
        "args",
        console.command.because("It starts when Enter is pressed: its first question to the terminal needs one that is attached."),
    );
    object.stdin = Some(true);
    object.tty = Some(true);
    for key in ["stdin", "tty"] {
        reasons.fixed(key, Guide::Console, "A terminal to type into.");
    }
    object.stdin_once = Some(true);
    reasons.fixed("stdinOnce", Guide::Console, "When the terminal goes away, the console ends.");
    process
}
