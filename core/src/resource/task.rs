//! A task: a Job that is made for one command.

use super::container;
use super::labels::{explain_of_each, metadata_of_each};
use super::{JOBS, pod, put};
use crate::field::Guide;
use crate::plan::{Plan, Reason, Variables};
use crate::render::{Notes, words};
use crate::resource::Objects;
use k8s_openapi::api::batch::v1::{Job, JobSpec};

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let tasks = &plan.tasks;
    let command = words(["bin/rails", "about"]);
    let env = container::environment_of_job(plan, &Variables::new());
    let mut process = container::container(plan, "task", command, env, &tasks.resources);
    process.reasons.comment("args", Guide::RakeTasks, "deploy.sh writes the command here.");
    let mut pod = pod::of_app(plan, "task", process);
    pod.object.restart_policy = Some("Never".into());
    pod.reasons.fixed("restartPolicy", Guide::RakeTasks, "The Job decides, not the node.");
    let mut notes = Notes::new(Reason::fixed(
        Guide::RakeTasks,
        "A Rake task or a script, once, with the settings and secrets of the app. `./deploy.sh --task COMMAND` makes it with the image that runs, and shows its log.",
    ));
    explain_of_each(plan, &mut notes);
    notes.fixed(
        "spec.backoffLimit",
        Guide::RakeTasks,
        "A task that failed halfway is looked at, not tried again.",
    );
    notes.decided("spec.activeDeadlineSeconds", &tasks.timeout);
    notes.fixed(
        "spec.ttlSecondsAfterFinished",
        Guide::RakeTasks,
        "Job and log stay for a day, then Kubernetes removes them.",
    );
    let job = Job {
        metadata: metadata_of_each(plan, "task"),
        spec: Some(JobSpec {
            backoff_limit: Some(0),
            active_deadline_seconds: Some(tasks.timeout.value),
            ttl_seconds_after_finished: Some(86_400),
            template: notes.part("spec.template", pod::template(plan, "task", pod)),
            ..JobSpec::default()
        }),
        ..Job::default()
    };
    put(bundle, JOBS, "task", &job, &notes);
}
