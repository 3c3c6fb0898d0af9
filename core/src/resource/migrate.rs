//! The migration: one Job a release, never applied with the rest.

use super::labels::{explain_metadata, metadata};
use super::{JOBS, container, database, pod, put};
use crate::field::{Guide, shell_word, split_command};
use crate::plan::{
    Adapter, Decided, Migrate, Origin, Plan, Reason, STRATEGY, Strategy, UNRELEASED, Variables,
};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use crate::value::ordered;
use k8s_openapi::api::batch::v1::{
    Job, JobSpec, PodFailurePolicy, PodFailurePolicyOnPodConditionsPattern, PodFailurePolicyRule,
};
use k8s_openapi::api::core::v1::PodSpec;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let Some(migrate) = &plan.migrate else { return };
    let steps = &migrate.before;
    // Without Active Record there may be steps behind the roll-out alone.
    let is_first = plan.database.adapter.value != Adapter::None
        || migrate.command.origin == Origin::Set
        || !steps.value.is_empty();
    if is_first {
        let args = if steps.value.is_empty() { one(migrate) } else { several(steps) };
        job(plan, migrate, "migrate", args, bundle);
    }
    if migrate.has_after() {
        job(plan, migrate, AFTER, several(&migrate.after), bundle);
    }
}

/// The file of the second Job, and the part of its name.
const AFTER: &str = "after";

fn one(migrate: &Migrate) -> Items<String> {
    let mut args = Items::default();
    for word in &migrate.command.value {
        args.decided(word.clone(), &migrate.command);
    }
    args
}

/// Several commands are one script, whose last one becomes the process.
fn several(steps: &Decided<Vec<String>>) -> Items<String> {
    let line = |text: &String| {
        let words = split_command(text).unwrap_or_default();
        let words: Vec<_> = words.iter().map(|word| shell_word(word)).collect();
        words.join(" ")
    };
    let mut lines: Vec<String> = steps.value.iter().map(line).collect();
    if let Some(last) = lines.last_mut() {
        last.insert_str(0, "exec ");
    }
    let mut args = Items::default();
    if let [alone] = steps.value.as_slice() {
        for word in split_command(alone).unwrap_or_default() {
            args.decided(word, steps);
        }
        return args;
    }
    args.fixed("sh".to_owned(), Guide::Migrations, STEPS);
    args.fixed("-ec".to_owned(), Guide::Migrations, STEPS);
    args.decided(lines.join("\n"), steps);
    args
}

/// Why a shell is there.
const STEPS: &str = "One command after the other; the first that fails ends the migration.";

fn job(plan: &Plan, migrate: &Migrate, step: &str, args: Items<String>, bundle: &mut Objects<'_>) {
    let template = pod::template(plan, "migrate", pod(plan, migrate, args));
    let mut notes = notes(plan, migrate, step);
    let mut meta = metadata(plan, &format!("{}-{step}-{UNRELEASED}", plan.app.value), "migrate");
    if step == AFTER {
        meta.annotations = Some(ordered([(STRATEGY.to_owned(), AFTER.to_owned())]));
        notes.comment(
            "metadata.annotations",
            Guide::Migrations,
            "For `linkspan apply`; deploy.sh knows it.",
        );
    }
    if let (Some(labels), Some(pod)) = (&mut meta.labels, &template.object.metadata) {
        labels.extend(pod.labels.clone().unwrap_or_default());
    }
    if step != AFTER && migrate.strategy.value != Strategy::MigrateThenDeploy {
        let word = migrate.strategy.value.word().to_owned();
        meta.annotations = Some(ordered([(STRATEGY.to_owned(), word)]));
        notes.comment(
            "metadata.annotations",
            Guide::Migrations,
            "For `linkspan apply`; deploy.sh knows it.",
        );
    }
    let job = Job {
        metadata: meta,
        spec: Some(JobSpec {
            backoff_limit: Some(0),
            active_deadline_seconds: Some(migrate.timeout.value),
            ttl_seconds_after_finished: Some(86_400),
            pod_failure_policy: Some(PodFailurePolicy { rules: vec![ignore_disruptions()] }),
            template: notes.part("spec.template", template),
            ..JobSpec::default()
        }),
        ..Job::default()
    };
    put(bundle, JOBS, step, &job, &notes);
}

fn pod(plan: &Plan, migrate: &Migrate, args: Items<String>) -> Part<PodSpec> {
    let why = "Past PgBouncer: the lock that keeps two migrations apart belongs to a connection, which PgBouncer shares.";
    let mut env = container::environment_of_job(plan, &Variables::new());
    database::go_direct(plan, &mut env, why);
    let by = if migrate.before.value.is_empty() { &migrate.command } else { &migrate.before };
    let mut process = container::container(plan, "migrate", args, env, &plan.web.resources);
    process.reasons.decided("args", by);
    let mut pod = pod::of_app(plan, "migrate", process);
    pod.object.restart_policy = Some("Never".into());
    pod.reasons.fixed("restartPolicy", Guide::Migrations, "The Job decides, not the node.");
    pod
}

fn ignore_disruptions() -> PodFailurePolicyRule {
    PodFailurePolicyRule {
        action: "Ignore".into(),
        on_pod_conditions: Some(vec![PodFailurePolicyOnPodConditionsPattern {
            type_: "DisruptionTarget".into(),
            status: "True".into(),
        }]),
        ..PodFailurePolicyRule::default()
    }
}

fn notes(plan: &Plan, migrate: &Migrate, step: &str) -> Notes {
    let mut notes = Notes::new(Reason::fixed(
        Guide::Migrations,
        match migrate.strategy.value {
            _ if step == AFTER => {
                "What one release runs when its new pods serve. deploy.sh waits for it; whatever becomes of it, the pods stay. In a folder of its own, so that applying config/kube never starts it."
            }
            Strategy::MigrateThenDeploy => {
                "The migration of one release. deploy.sh runs it and waits: unless it succeeds, no pod changes. In a folder of its own, so that applying config/kube never starts it."
            }
            Strategy::DeployThenMigrate => {
                "The migration of one release. deploy.sh runs it when the new pods are ready, and replaces them once more. In a folder of its own, so that applying config/kube never starts it."
            }
            Strategy::Downtime => {
                "The migration of one release. deploy.sh stops the app, runs it, and starts the new pods. In a folder of its own, so that applying config/kube never starts it."
            }
        },
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "metadata.name",
        Guide::Migrations,
        "One Job a release, because the image of a Job cannot be changed: deploy.sh writes the git revision in place of `unreleased`.",
    );
    notes.comment(
        "spec.backoffLimit",
        Guide::Migrations,
        "A migration that failed is looked at, not tried again (Kubernetes' default is six times).",
    );
    notes.decided("spec.activeDeadlineSeconds", &migrate.timeout);
    notes.fixed(
        "spec.ttlSecondsAfterFinished",
        Guide::Migrations,
        "Job and log stay for a day, then Kubernetes removes them.",
    );
    notes.comment(
        "spec.podFailurePolicy",
        Guide::Migrations,
        "A pod that had to leave a drained node does not count as a failed migration.",
    );
    notes
}
