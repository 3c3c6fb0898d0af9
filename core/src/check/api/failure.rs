//! What a Job makes of pods that failed, and when it has succeeded.

use super::super::context::{Context, as_int, given, int, items, text};
use super::super::names;
use super::number::not_negative;
use crate::check::api::shared::{DUPLICATE_NAME, JOB, RANGE, none_of};
use crate::check::names::NAME;
use crate::check::schema::rule::TOO_MANY;
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;
use std::collections::BTreeSet;

/// The failure policy of a Job.
pub(super) fn policy(context: &mut Context<'_>, job: &Node) {
    let Some(policy) = given(job, "podFailurePolicy") else { return };
    let rules = items(policy, "rules");
    if rules.len() > 20 {
        let spot = given(policy, "rules").unwrap_or(policy);
        let path = "podFailurePolicy.rules";
        context.report(&TOO_MANY, spot, path, "at most 20 rules", "remove some");
    }
    let containers: BTreeSet<&str> = ["containers", "initContainers"]
        .iter()
        .filter_map(|list| job.at(&["template", "spec", list]))
        .flat_map(Node::items)
        .filter_map(|container| text(container, "name"))
        .collect();
    for (at, rule) in rules.iter().enumerate() {
        let mark = context.path.field("podFailurePolicy");
        context.path.field("rules");
        context.path.index(at);
        let index = given(job, "backoffLimitPerIndex").is_none();
        if let (Some("FailIndex"), true, Some(spot)) =
            (text(rule, "action"), index, given(rule, "action"))
        {
            let message = "`FailIndex` needs `backoffLimitPerIndex`";
            context.report(&JOB, spot, "action", message, "add `backoffLimitPerIndex`");
        }
        of_rule(context, rule, &containers);
        context.path.back(mark);
    }
}

fn of_rule(context: &mut Context<'_>, rule: &Node, containers: &BTreeSet<&str>) {
    let conditions = items(rule, "onPodConditions");
    let codes = given(rule, "onExitCodes");
    if codes.is_some() != conditions.is_empty() {
        let message = "a rule looks at exit codes or at conditions, one of the two";
        let help = "give `onExitCodes` or `onPodConditions`";
        context.report(&JOB, rule, "", message, help);
    }
    if conditions.len() > 20 {
        let message = "at most 20 conditions";
        context.report(&TOO_MANY, rule, "onPodConditions", message, "remove some");
    }
    for (at, condition) in conditions.iter().enumerate() {
        let kind = text(condition, "type").unwrap_or_default();
        if let (false, Some(help)) = (kind.is_empty(), names::qualified(kind)) {
            let path = format!("onPodConditions[{at}].type");
            let message = format!("`{kind}` cannot be the type of a condition");
            context.report(&NAME, condition, &path, message, help);
        }
        let status = text(condition, "status").unwrap_or_default();
        if !matches!(status, "" | "True" | "False" | "Unknown") {
            let spot = given(condition, "status").unwrap_or(condition);
            let path = format!("onPodConditions[{at}].status");
            let message = format!("`{status}` is no status of a condition");
            let help = "write `\"True\"`, `\"False\"` or `Unknown`";
            none_of(context, spot, &path, message, help, &["True", "False", "Unknown"]);
        }
    }
    if let Some(codes) = codes {
        let mark = context.path.field("onExitCodes");
        exit_codes(context, codes, containers);
        context.path.back(mark);
    }
}

fn exit_codes(context: &mut Context<'_>, codes: &Node, containers: &BTreeSet<&str>) {
    if let Some(spot) = given(codes, "containerName") {
        let name = spot.text().unwrap_or_default();
        if !containers.contains(name) {
            let message = format!("the template has no container `{name}`");
            let help = "name one of its containers";
            context.report(&JOB, spot, "containerName", message, help);
        }
    }
    let values = items(codes, "values");
    let spot = given(codes, "values").unwrap_or(codes);
    if values.len() > 255 {
        context.report(&TOO_MANY, spot, "values", "at most 255 exit codes", "remove some");
    }
    let mut seen = BTreeSet::new();
    let mut last = None;
    let mut ordered = true;
    for (at, value) in values.iter().enumerate() {
        let Some(number) = as_int(value) else { continue };
        let path = format!("values[{at}]");
        if number == 0 && text(codes, "operator") == Some("In") {
            let message = "0 is no exit code of a failure";
            context.report(&JOB, value, &path, message, "remove it");
        }
        if !seen.insert(number) {
            let message = format!("{number} stands here twice");
            context.report(&DUPLICATE_NAME, value, &path, message, "keep one of the two");
        }
        ordered &= last.is_none_or(|last| last <= number);
        last = Some(number);
    }
    if !ordered {
        let message = "exit codes are listed in order";
        context.report(&JOB, spot, "values", message, "sort them");
    }
}

/// When an indexed Job counts as done before all its pods are.
pub(super) fn success(context: &mut Context<'_>, policy: &Node, completions: i128) {
    let rules = items(policy, "rules");
    if rules.len() > 20 {
        let spot = given(policy, "rules").unwrap_or(policy);
        context.report(&TOO_MANY, spot, "rules", "at most 20 rules", "remove some");
    }
    for (at, rule) in rules.iter().enumerate() {
        let mark = context.path.field("rules");
        context.path.index(at);
        let indexes = text(rule, "succeededIndexes");
        let count = int(rule, "succeededCount");
        if indexes.is_none() && count.is_none() {
            let message = "a rule names indexes, a count, or both";
            context.report(&MISSING_FIELD, rule, "", message, "add `succeededCount`");
        }
        let named = indexes.map(|list| of_indexes(list, completions));
        if let (Some(None), Some(spot)) = (named, given(rule, "succeededIndexes")) {
            let message = "these are no indexes of the Job in order";
            let help = "write them as `0,2-5`";
            context.report(&JOB, spot, "succeededIndexes", message, help);
        }
        not_negative(context, rule, &["succeededCount"]);
        let most = named.map_or(completions, |named| named.unwrap_or(0).min(completions));
        if let Some(spot) =
            given(rule, "succeededCount").filter(|_| count.is_some_and(|it| it > most))
        {
            let message = format!("`succeededCount` is more than the {most} there are");
            context.report(
                &RANGE,
                spot,
                "succeededCount",
                message,
                format!("write at most {most}"),
            );
        }
        context.path.back(mark);
    }
}

/// How many indexes a list such as `0,2-5` names; none if it is no list of indexes in order.
fn of_indexes(list: &str, completions: i128) -> Option<i128> {
    if list.is_empty() {
        return Some(0);
    }
    let mut last: Option<i128> = None;
    let mut total = 0;
    for part in list.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (from.parse::<i32>().ok()?, to.parse::<i32>().ok()?);
        let (from, to) = (i128::from(from), i128::from(to));
        let single = !part.contains('-');
        let after = last.is_none_or(|last| from > last);
        if !after || from >= completions || to >= completions || (!single && from >= to) || from < 0
        {
            return None;
        }
        total += to - from + 1;
        last = Some(to);
    }
    Some(total)
}
