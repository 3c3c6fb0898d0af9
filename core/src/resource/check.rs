//! A check from outside: the health check, asked for as a visitor's browser would.

use super::container;
use super::labels::{explain_metadata, labels, metadata};
use super::{RELEASE, pod, put};
use crate::field::Guide;
use crate::plan::{Check, Plan, Reason, UNRELEASED, check_resources};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::PodSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::sync::Arc;

/// Names the CronJob.
const COMPONENT: &str = "check";

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.monitoring.check.value == Check::Cron {
        cron_job(plan, bundle);
    }
}

/// The whole way of a visitor where there is one, else from the Service on; and why.
fn arguments(plan: &Plan) -> (Vec<String>, Arc<Reason>) {
    let mut args: Vec<String> =
        ["--fail", "--silent", "--show-error", "--max-time", "20", "--output", "/dev/null"]
            .map(String::from)
            .to_vec();
    if let Some((address, reason)) = plan.public_address() {
        args.push(address);
        return (args, reason);
    }
    let mut header = |text: String| args.extend(["--header".to_owned(), text]);
    header("X-Forwarded-Proto: https".to_owned());
    if let Some(host) = plan.main_host() {
        header(format!("Host: {host}"));
    }
    args.push(format!("http://{}-web{}", plan.app.value, plan.web.health_path.value));
    let why = "Without a way in from outside, the Service is asked.";
    (args, Reason::fixed(Guide::Monitoring, why))
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let image = format!("{}:{UNRELEASED}", plan.image.value);
    let mut curl = container::of_image(COMPONENT, image, &check_resources(), true);
    curl.reasons.comment(
        "image",
        Guide::Monitoring,
        "The app's own image, because it has curl; without the app's settings and secrets.",
    );
    curl.object.command = Some(vec!["curl".into()]);
    let (args, why) = arguments(plan);
    curl.object.args = Some(args);
    curl.reasons.because("args", why);
    let mut pod = pod::spec(plan, curl, pod::app_rights(plan, false), Items::default());
    pod::explain_user(plan, &mut pod.reasons);
    pod.object.restart_policy = Some("Never".into());
    pod
}

fn cron_job(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut notes = notes(plan);
    let template = pod::template(plan, COMPONENT, pod(plan));
    let cron_job = CronJob {
        metadata: metadata(plan, &format!("{}-{COMPONENT}", plan.app.value), COMPONENT),
        spec: Some(CronJobSpec {
            schedule: plan.monitoring.schedule.value.clone(),
            time_zone: Some("Etc/UTC".into()),
            concurrency_policy: Some("Forbid".into()),
            starting_deadline_seconds: Some(60),
            successful_jobs_history_limit: Some(1),
            failed_jobs_history_limit: Some(3),
            job_template: JobTemplateSpec {
                metadata: Some(ObjectMeta {
                    labels: Some(labels(plan, COMPONENT)),
                    ..ObjectMeta::default()
                }),
                spec: Some(JobSpec {
                    backoff_limit: Some(1),
                    active_deadline_seconds: Some(120),
                    template: notes.part("spec.jobTemplate.spec.template", template),
                    ..JobSpec::default()
                }),
            },
            ..CronJobSpec::default()
        }),
        ..CronJob::default()
    };
    put(bundle, RELEASE, COMPONENT, &cron_job, &notes);
}

fn notes(plan: &Plan) -> Notes {
    let monitoring = &plan.monitoring;
    let mut notes = Notes::new(monitoring.check.because(
        "Asks for the health check as a visitor would: a Job that failed is a site that did not answer.",
    ));
    explain_metadata(plan, &mut notes);
    notes.decided("spec.schedule", &monitoring.schedule);
    notes.fixed(
        "spec.concurrencyPolicy",
        Guide::Monitoring,
        "While a check goes on, the next is left out.",
    );
    notes.fixed(
        "spec.jobTemplate.spec.backoffLimit",
        Guide::Monitoring,
        "One more try: a single lost packet is no alarm.",
    );
    notes
}
