//! Jobs and CronJobs.

use super::super::context::{Context, bool, filled, given, int, text};
use super::super::index::pairs;
use super::super::names;
use super::number::{between, not_negative};
use super::{failure, schedule, selector};
use crate::check::api::shared::{CHOICE, JOB, RESTART_POLICY};
use crate::check::names::{LABEL, NAME};
use crate::check::schema::missing::missing;
use crate::diagnostic::{Diagnostic, Remedy, rules};
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeMap;

rules! {
    pub(crate) const SCHEDULE: Rule = Rule {
        name: "schedule",
        tier: Refused,
        severity: Error,
        says: "the schedule of a CronJob cannot be read",
        why: "A schedule has five fields in fixed ranges, or one of a few words such as `@daily`; the API server rejects anything else.",
    };
    pub(crate) const TIME_ZONE: Rule = Rule {
        name: "time-zone",
        tier: Refused,
        severity: Error,
        says: "the time zone of a CronJob is not a name of the tz database",
        why: "`Local` and offsets such as `+02:00` would mean another thing on each server; the API server rejects them.",
    };
}

/// A Job's spec.
pub(super) fn job(context: &mut Context<'_>, node: &Node) {
    not_negative(
        context,
        node,
        &[
            "parallelism",
            "completions",
            "backoffLimit",
            "backoffLimitPerIndex",
            "maxFailedIndexes",
            "activeDeadlineSeconds",
            "ttlSecondsAfterFinished",
        ],
    );
    failure::policy(context, node);
    let mode = text(node, "completionMode").unwrap_or("NonIndexed");
    if let Some(spot) = given(node, "managedBy") {
        let name = spot.text().unwrap_or_default();
        if name.len() > 63 || names::domain_path(name).is_some() {
            let message = format!("`{name}` cannot be the name of a manager");
            let help = "write it as `example.com/manager`, at most 63 characters";
            context.report(&NAME, spot, "managedBy", message, help);
        }
    }
    if given(node, "maxFailedIndexes").is_some() && given(node, "backoffLimitPerIndex").is_none() {
        missing(context, "backoffLimitPerIndex", node);
    }
    match mode {
        "Indexed" => indexed(context, node),
        "NonIndexed" => {
            for key in ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] {
                if let Some(spot) = given(node, key) {
                    if key == "successPolicy" {
                        context.forget(key);
                    }
                    let message = format!("`{key}` needs `completionMode: Indexed`");
                    context.report(&JOB, spot, key, message, format!("remove `{key}`"));
                }
            }
        }
        // A mode that there is not is told elsewhere.
        _ => {
            if let Some(spot) = given(node, "successPolicy") {
                context.forget("successPolicy");
                let message = "`successPolicy` needs `completionMode: Indexed`";
                context.report(&JOB, spot, "successPolicy", message, "remove `successPolicy`");
            }
        }
    }
    if given(node, "podFailurePolicy").is_some()
        && let Some(spot) = given(node, "podReplacementPolicy")
        && spot.text() == Some("TerminatingOrFailed")
    {
        let message = "with `podFailurePolicy`, pods are replaced once they have failed";
        context.report(&CHOICE, spot, "podReplacementPolicy", message, "write `Failed`");
    }
    restart_policy(context, node);
    if context.kind != "Job" {
        return;
    }
    if bool(node, "manualSelector") == Some(true) {
        if given(node, "selector").is_none() {
            missing(context, "selector", node);
        }
        selector::of_template(context, node);
    } else {
        made_selector(context, node);
    }
}

/// A Job whose pods have numbers.
fn indexed(context: &mut Context<'_>, node: &Node) {
    let completions = int(node, "completions");
    // A Job with neither runs one pod; the template of a CronJob has no defaults.
    let alone = given(node, "parallelism").is_none() && context.kind == "Job";
    if completions.is_none() && !alone {
        let spot = given(node, "completionMode").unwrap_or(node);
        let message = "`Indexed` needs `completions`";
        context.report(&MISSING_FIELD, spot, "completions", message, "add `completions`");
    }
    let most = completions.unwrap_or(1);
    let many = most > 100_000 && given(node, "backoffLimitPerIndex").is_some();
    let highest = if many { 10_000 } else { 100_000 };
    if int(node, "parallelism").is_some_and(|number| number > 0) {
        between(context, node, "parallelism", 0, highest);
    }
    if int(node, "maxFailedIndexes").is_some_and(|number| number > 0) {
        between(context, node, "maxFailedIndexes", 0, highest.min(most.max(0)));
    } else if many && given(node, "maxFailedIndexes").is_none() {
        missing(context, "maxFailedIndexes", node);
    }
    if let Some(policy) = given(node, "successPolicy") {
        let mark = context.path.field("successPolicy");
        failure::success(context, policy, most);
        context.path.back(mark);
    }
}

/// The labels by which a Job finds its pods carry its name and its id; a selector of one's own cannot know the id.
fn made_selector(context: &mut Context<'_>, node: &Node) {
    const UID: [&str; 2] = ["batch.kubernetes.io/controller-uid", "controller-uid"];
    const NAME: [&str; 2] = ["batch.kubernetes.io/job-name", "job-name"];
    let name = context.root.at(&["metadata", "name"]).and_then(Node::text).unwrap_or_default();
    let labels = node.at(&["template", "metadata"]).map(|meta| pairs(meta, "labels"));
    let labels = labels.unwrap_or_default();
    for (key, value) in &labels {
        if UID.contains(key) || (NAME.contains(key) && *value != name && !name.is_empty()) {
            let spot = node.at(&["template", "metadata", "labels", key]).unwrap_or(node);
            let path = format!("template.metadata.labels[{key}]");
            let message = format!("the Job sets the label `{key}` itself");
            context.report(&JOB, spot, &path, message, "remove it");
        }
    }
    let base = context.root.at(&["metadata", "generateName"]).and_then(Node::text);
    // The API server adds five letters.
    let made = base.map(|base| base.chars().take(58).chain("xxxxx".chars()).collect::<String>());
    let whole = made.as_deref().filter(|_| name.is_empty()).unwrap_or(name);
    if let Some(help) = names::label_value(whole) {
        let spot = context.root.at(&["metadata", "name"]);
        let spot = spot.or_else(|| context.root.at(&["metadata", "generateName"])).unwrap_or(node);
        let message = format!("`{whole}` cannot be the value of the label that names the Job");
        context.report(&LABEL, spot, "template.labels", message, help);
    }
    let Some(selector) = given(node, "selector").filter(|it| !selector::is_broken(it)) else {
        return;
    };
    // Whatever the id will be, it is none that can be written here.
    let made: BTreeMap<&str, &str> =
        UID.map(|key| (key, "\0")).into_iter().chain(NAME.map(|key| (key, name))).collect();
    let mut all = made.clone();
    all.extend(labels);
    if !selector::selects(selector, &made) {
        let message = "the selector of a Job is made by the API server";
        let help = "remove `selector`";
        context.report(&JOB, selector, "selector", message, help);
    }
    if !selector::selects(selector, &all) {
        selector::mismatch(context, node, selector, &all);
    }
}

fn restart_policy(context: &mut Context<'_>, node: &Node) {
    let path = "template.spec.restartPolicy";
    let pod = node.at(&["template", "spec"]);
    let policy = pod.and_then(|pod| filled(pod, "restartPolicy"));
    match policy {
        None => {
            let spot = pod.unwrap_or(node);
            let message = "a Job needs a `restartPolicy`: `Never` or `OnFailure`";
            let add = Remedy::Add { key: "restartPolicy", value: "Never" };
            let finding = Diagnostic::new(&RESTART_POLICY, message)
                .help("add `restartPolicy: Never`")
                .remedy(pod.map(|_| add));
            context.push(finding, spot.into(), path);
        }
        Some("Always") => {
            let spot = pod.and_then(|pod| pod.get("restartPolicy")).unwrap_or(node);
            let message = "a Job's pod cannot have the restart policy `Always`";
            let help = "write `Never` or `OnFailure`";
            context.report(&RESTART_POLICY, spot, path, message, help);
        }
        Some("OnFailure") if given(node, "podFailurePolicy").is_some() => {
            let spot = pod.and_then(|pod| pod.get("restartPolicy")).unwrap_or(node);
            let message = "`podFailurePolicy` needs the restart policy `Never`";
            context.report(&RESTART_POLICY, spot, path, message, "write `Never`");
        }
        Some(_) => {}
    }
}

/// What a CronJob's template must leave out.
pub(super) fn template(context: &mut Context<'_>, node: &Node) {
    context.forget("spec.selector");
    for key in ["selector", "manualSelector"] {
        if let Some(spot) = node.get("spec").and_then(|spec| given(spec, key)) {
            if key == "manualSelector" && spot.text() == Some("false") {
                continue;
            }
            let message = format!("a CronJob's template has no `{key}`: it is made");
            let path = format!("spec.{key}");
            context.report(&JOB, spot, &path, message, format!("remove `{key}`"));
        }
    }
}

/// A CronJob's spec.
pub(super) fn cron_job(context: &mut Context<'_>, node: &Node) {
    not_negative(
        context,
        node,
        &["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"],
    );
    if let (Some(line), Some(spot)) = (filled(node, "schedule"), node.get("schedule"))
        && let Err(problem) = schedule::parse(line)
    {
        let help = "write five fields: minute, hour, day of month, month, day of week";
        context.report(&SCHEDULE, spot, "schedule", problem, help);
    }
    if let Some(spot) = given(node, "timeZone") {
        let zone = spot.text().unwrap_or_default();
        if !crate::facts::is_time_zone(zone) {
            let message = format!("`{zone}` is no time zone");
            let help = "write a name of the tz database, such as `Europe/Berlin` or `Etc/UTC`";
            context.report(&TIME_ZONE, spot, "timeZone", message, help);
        }
    }
}
