//! Scheduled jobs: a CronJob for each.

use super::labels::{explain_metadata, labels, metadata};
use super::web::small;
use super::{RELEASE, container, pod, put};
use crate::field::Guide;
use crate::plan::{Cron, Plan, Reason, Scheduler};
use crate::render::{Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.scheduler.value != Scheduler::Kubernetes {
        return;
    }
    for job in &plan.cron {
        cron_job(plan, job, bundle);
    }
}

fn cron_job(plan: &Plan, job: &Cron, bundle: &mut Objects<'_>) {
    let component = &job.name.value;
    let mut notes = notes(plan, job);
    let template = pod::template(plan, component, pod(plan, job));
    let cron_job = CronJob {
        metadata: metadata(plan, &format!("{}-{component}", plan.app.value), component),
        spec: Some(CronJobSpec {
            schedule: job.schedule.value.clone(),
            time_zone: Some(job.time_zone.value.clone()),
            concurrency_policy: Some("Forbid".into()),
            starting_deadline_seconds: Some(job.start_within.value),
            successful_jobs_history_limit: Some(3),
            failed_jobs_history_limit: Some(3),
            job_template: JobTemplateSpec {
                metadata: Some(ObjectMeta {
                    labels: Some(labels(plan, component)),
                    ..ObjectMeta::default()
                }),
                spec: Some(JobSpec {
                    backoff_limit: Some(small(job.retries.value)),
                    active_deadline_seconds: Some(job.timeout.value),
                    template: notes.part("spec.jobTemplate.spec.template", template),
                    ..JobSpec::default()
                }),
            },
            ..CronJobSpec::default()
        }),
        ..CronJob::default()
    };
    put(bundle, RELEASE, component, &cron_job, &notes);
}

fn pod(plan: &Plan, job: &Cron) -> Part<PodSpec> {
    let command = job.command.value.iter().cloned().collect();
    let env = container::environment_of_job(plan, &job.env);
    let mut process = container::container(plan, &job.name.value, command, env, &job.resources);
    process.reasons.decided("args", &job.command);
    let mut pod = pod::of_app(plan, &job.name.value, process);
    pod.object.restart_policy = Some("Never".into());
    pod.reasons.fixed(
        "restartPolicy",
        Guide::CronJobs,
        "A run that failed keeps its pod and its log; a retry gets a pod of its own.",
    );
    pod
}

fn notes(plan: &Plan, job: &Cron) -> Notes {
    let mut notes = Notes::new(Reason::fixed(
        Guide::CronJobs,
        "A command that runs at given times, each time in a pod of its own. deploy.sh gives it the image of the release.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("metadata.name", &job.name);
    notes.decided("spec.schedule", &job.schedule);
    notes.decided("spec.timeZone", &job.time_zone);
    notes.comment(
        "spec.concurrencyPolicy",
        Guide::CronJobs,
        "While a run goes on, the next one is left out.",
    );
    notes.decided("spec.startingDeadlineSeconds", &job.start_within);
    for key in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] {
        notes.fixed(
            &format!("spec.{key}"),
            Guide::CronJobs,
            "So many runs are kept, with their logs, to look at.",
        );
    }
    let at = |inner: &str| format!("spec.jobTemplate.{inner}");
    notes.fixed(&at("metadata"), Guide::CronJobs, "Each run carries the labels of its schedule.");
    notes.decided(&at("spec.backoffLimit"), &job.retries);
    notes.decided(&at("spec.activeDeadlineSeconds"), &job.timeout);
    notes
}
