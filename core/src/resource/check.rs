//! A check from outside: the health check, asked for as a visitor's browser would.

use super::container;
use super::labels::{explain_metadata, labels, metadata, pod_labels};
use super::{RELEASE, pod, put};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Check, Plan, Reason, UNRELEASED, check_resources};
use crate::render::Notes;
use k8s_openapi::api::batch::v1::{CronJob, CronJobSpec, JobSpec, JobTemplateSpec};
use k8s_openapi::api::core::v1::PodTemplateSpec;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;

/// Names the CronJob.
const COMPONENT: &str = "check";

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if plan.monitoring.check.value == Check::Cron {
        cron_job(plan, bundle);
    }
}

/// The whole way of a visitor where there is one, else from the Service on.
fn arguments(plan: &Plan) -> Vec<String> {
    let mut args: Vec<String> =
        ["--fail", "--silent", "--show-error", "--max-time", "20", "--output", "/dev/null"]
            .map(String::from)
            .to_vec();
    if let Some((address, _)) = plan.public_address() {
        args.push(address);
        return args;
    }
    let mut header = |text: String| args.extend(["--header".to_owned(), text]);
    header("X-Forwarded-Proto: https".to_owned());
    if let Some(host) = plan.main_host() {
        header(format!("Host: {host}"));
    }
    args.push(format!("http://{}-web{}", plan.app.value, plan.web.health_path.value));
    args
}

fn cron_job(plan: &Plan, bundle: &mut Bundle) {
    let image = format!("{}:{UNRELEASED}", plan.image.value);
    let mut curl = container::of_image(COMPONENT, image, &check_resources(), true);
    curl.command = Some(vec!["curl".into()]);
    curl.args = Some(arguments(plan));
    let rights = pod::rights(pod::USER, false);
    let mut spec = pod::spec(plan, curl, rights, Vec::new());
    spec.restart_policy = Some("Never".into());
    let meta = |labels| ObjectMeta { labels: Some(labels), ..ObjectMeta::default() };
    let template =
        PodTemplateSpec { metadata: Some(meta(pod_labels(plan, COMPONENT))), spec: Some(spec) };
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
                metadata: Some(meta(labels(plan, COMPONENT))),
                spec: Some(JobSpec {
                    backoff_limit: Some(1),
                    active_deadline_seconds: Some(120),
                    template,
                    ..JobSpec::default()
                }),
            },
            ..CronJobSpec::default()
        }),
        ..CronJob::default()
    };
    put(bundle, RELEASE, COMPONENT, &cron_job, &notes(plan));
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
    let at = |inner: &str| format!("spec.jobTemplate.spec.{inner}");
    notes.fixed(
        &at("backoffLimit"),
        Guide::Monitoring,
        "One more try: a single lost packet is no alarm.",
    );
    pod::explain(plan, &at("template"), &mut notes);
    let path = at("template.spec.containers[0]");
    notes.comment(
        &format!("{path}.image"),
        Guide::Monitoring,
        "The app's own image, because it has curl; without the app's settings and secrets.",
    );
    container::explain_resources(&path, &check_resources(), &mut notes);
    notes.because(
        &format!("{path}.args"),
        plan.public_address().map_or_else(
            || {
                Reason::fixed(
                    Guide::Monitoring,
                    "Without a way in from outside, the Service is asked.",
                )
            },
            |(_, reason)| reason,
        ),
    );
    notes
}
