//! A task: a Job that is made for one command.

use super::container;
use super::labels::{explain_of_each, metadata_of_each};
use super::{JOBS, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use k8s_openapi::api::batch::v1::{Job, JobSpec};

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    let tasks = &plan.tasks;
    let own = pod::own_of_job(plan);
    let command = ["bin/rails", "about"].map(String::from).to_vec();
    let process = container::container(plan, "task", command, &own, &tasks.resources);
    let mut template = pod::template(plan, "task", process);
    if let Some(spec) = &mut template.spec {
        spec.restart_policy = Some("Never".into());
    }
    let job = Job {
        metadata: metadata_of_each(plan, "task"),
        spec: Some(JobSpec {
            backoff_limit: Some(0),
            active_deadline_seconds: Some(tasks.timeout.value),
            ttl_seconds_after_finished: Some(86_400),
            template,
            ..JobSpec::default()
        }),
        ..Job::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::RakeTasks,
        "A Rake task or a script, once, with the settings and secrets of the app. `./deploy.sh --task COMMAND` makes it with the image that runs, and shows its log.",
    ));
    explain_of_each(plan, &mut notes);
    pod::explain(plan, "spec.template", &mut notes);
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
    notes.fixed(
        "spec.template.spec.restartPolicy",
        Guide::RakeTasks,
        "The Job decides, not the node.",
    );
    let path = "spec.template.spec.containers[0]";
    container::explain(plan, path, &own, &tasks.resources, &mut notes);
    notes.comment(&format!("{path}.args"), Guide::RakeTasks, "deploy.sh writes the command here.");
    put(bundle, JOBS, "task", &job, &notes);
}
