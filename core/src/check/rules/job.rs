//! Jobs and CronJobs.

use super::super::context::{Context, bool, filled, given, text};
use super::number::{between, not_negative};
use super::{schedule, selector};
use crate::yaml::Node;

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
    restart_policy(context, node);
    let indexed = text(node, "completionMode") == Some("Indexed");
    if indexed && given(node, "completions").is_none() {
        let spot = given(node, "completionMode").unwrap_or(node);
        let message = "`Indexed` needs `completions`";
        context.refused("missing-field", spot, "completions", message, "add `completions`");
    }
    if indexed {
        between(context, node, "parallelism", 0, 100_000);
    } else {
        for key in ["backoffLimitPerIndex", "maxFailedIndexes", "successPolicy"] {
            if let Some(spot) = given(node, key) {
                let message = format!("`{key}` needs `completionMode: Indexed`");
                context.refused("job", spot, key, message, format!("remove `{key}`"));
            }
        }
    }
    if bool(node, "manualSelector") == Some(true) {
        selector::of_template(context, node);
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
            context.refused("restart-policy", spot, path, message, "add `restartPolicy: Never`");
        }
        Some("Always") => {
            let spot = pod.and_then(|pod| pod.get("restartPolicy")).unwrap_or(node);
            let message = "a Job's pod cannot have the restart policy `Always`";
            let help = "write `Never` or `OnFailure`";
            context.refused("restart-policy", spot, path, message, help);
        }
        Some("OnFailure") if given(node, "podFailurePolicy").is_some() => {
            let spot = pod.and_then(|pod| pod.get("restartPolicy")).unwrap_or(node);
            let message = "`podFailurePolicy` needs the restart policy `Never`";
            context.refused("restart-policy", spot, path, message, "write `Never`");
        }
        Some(_) => {}
    }
}

/// What a CronJob's template must leave out.
pub(super) fn template(context: &mut Context<'_>, node: &Node) {
    for key in ["selector", "manualSelector"] {
        if let Some(spot) = node.get("spec").and_then(|spec| given(spec, key)) {
            let message = format!("a CronJob's template has no `{key}`: it is made");
            let path = format!("spec.{key}");
            context.refused("job", spot, &path, message, format!("remove `{key}`"));
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
        context.refused("schedule", spot, "schedule", problem, help);
    }
    if let Some(spot) = given(node, "timeZone") {
        let zone = spot.text().unwrap_or_default();
        let known = zone
            .bytes()
            .all(|each| each.is_ascii_alphanumeric() || matches!(each, b'/' | b'_' | b'+' | b'-'));
        if zone.is_empty() || zone.eq_ignore_ascii_case("local") || !known {
            let message = format!("`{zone}` is no time zone");
            let help = "write a name of the tz database, such as `Europe/Berlin` or `Etc/UTC`";
            context.refused("time-zone", spot, "timeZone", message, help);
        }
    }
}
