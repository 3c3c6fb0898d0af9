//! Processes and scheduled jobs of the app's files, each beside the group of the spec that is the same, whatever it is called.

use super::says::{AppSays, Differs, Group, Says, Spoken};
use crate::facts::job_system;
use crate::field::split_command;
use crate::plan::{Plan, RedisKind, WorkerKind};
use std::collections::BTreeMap;

/// Adds what differs in groups: those that the spec lacks, and fields of those that it has.
pub(super) fn differences(
    says: &AppSays,
    plan: &Plan,
    values: &BTreeMap<String, String>,
    out: &mut Vec<Differs>,
) {
    let mut taken: Vec<String> = Vec::new();
    for group in &says.groups {
        match group.list.as_str() {
            "workers" | "processes" | "sidecars" => {}
            "cron" => {
                if let Some(each) = cron(group, plan) {
                    out.push(each);
                }
                continue;
            }
            "volumes" => {
                if let Some(each) = volume(group, plan) {
                    out.push(each);
                }
                continue;
            }
            _ => continue,
        }
        let Some(at) = find(group, plan, &taken) else {
            if !is_done_otherwise(group, plan) {
                out.push(missing(group, runs(group)));
            }
            continue;
        };
        fields(group, &at, plan, values, out);
        taken.push(at);
    }
}

fn missing(group: &Group, says: String) -> Differs {
    Differs {
        path: group.list.clone(),
        says,
        holds: String::new(),
        sure: group.is_sure(),
        why: group.get("name").map(|each| each.why.clone()).unwrap_or_default(),
        spot: group.spot(),
        is_missing: true,
    }
}

/// What a group is, in a few words.
fn runs(group: &Group) -> String {
    match (group.text("command"), group.text("kind")) {
        ("", "") => group.name.clone(),
        ("", kind) => format!("{} ({kind})", group.name),
        (command, _) => format!("{} ({command})", group.name),
    }
}

/// A group of the spec as it is compared.
struct Own<'p> {
    at: &'p str,
    name: &'p str,
    kind: Option<WorkerKind>,
    queues: &'p [String],
    command: &'p [String],
}

fn own(plan: &Plan) -> Vec<Own<'_>> {
    let workers = plan.workers.iter().map(|each| Own {
        at: &each.at,
        name: &each.name.value,
        kind: Some(each.kind.value),
        queues: &each.queues.value,
        command: &each.command.value,
    });
    let plain = |at, name, command| Own { at, name, kind: None, queues: &[], command };
    let processes =
        plan.processes.iter().map(|each| plain(&each.at, &each.name.value, &each.command.value));
    let sidecars =
        plan.sidecars.iter().map(|each| plain(&each.at, &each.name.value, &each.command.value));
    workers.chain(processes).chain(sidecars).collect()
}

/// The path of the group of the spec that is the same: by its name, else by what it works off, else by its command.
fn find(group: &Group, plan: &Plan, taken: &[String]) -> Option<String> {
    let all = own(plan);
    let free: Vec<&Own<'_>> =
        all.iter().filter(|each| !taken.iter().any(|at| at == each.at)).collect();
    let queues = match group.get("queues").map(|each| &each.value) {
        Some(Spoken::List(queues)) => queues.as_slice(),
        _ => &[],
    };
    let words = split_command(group.text("command")).unwrap_or_default();
    let by_name = free.iter().find(|each| each.name == group.name);
    let is_kind = |each: &&&Own<'_>| system(each.kind, each.command) == system_of(group, &words);
    let known = system_of(group, &words).is_some();
    let by_queues = || {
        let fits = |each: &&&Own<'_>| {
            is_kind(each) && !queues.is_empty() && queues.iter().any(|one| has(each.queues, one))
        };
        free.iter().find(fits)
    };
    let by_kind = || free.iter().find(is_kind).filter(|_| known);
    let by_command = || {
        let own = telling(&words);
        free.iter().find(|each| telling(each.command).iter().any(|word| own.contains(word)))
    };
    by_name.or_else(by_queues).or_else(by_kind).or_else(by_command).map(|each| each.at.to_owned())
}

/// What works jobs off, by its name.
fn system(kind: Option<WorkerKind>, command: &[String]) -> Option<&'static str> {
    match kind {
        Some(WorkerKind::Sidekiq) => Some("Sidekiq"),
        Some(WorkerKind::SolidQueue) => Some("Solid Queue"),
        Some(WorkerKind::GoodJob) => Some("GoodJob"),
        Some(WorkerKind::Command) | None => job_system(command).map(|system| system.name),
    }
}

fn system_of(group: &Group, words: &[String]) -> Option<&'static str> {
    match group.text("kind") {
        "sidekiq" => Some("Sidekiq"),
        "solid_queue" => Some("Solid Queue"),
        "good_job" => Some("GoodJob"),
        _ => job_system(words).map(|system| system.name),
    }
}

/// Words of a command that tell it from others.
fn telling(words: &[String]) -> Vec<String> {
    const COMMON: [&str; 12] = [
        "bundle",
        "exec",
        "rails",
        "rake",
        "runner",
        "ruby",
        "start",
        "node",
        "puma",
        "server",
        "environment",
        "run",
    ];
    let split = words.iter().flat_map(|word| word.split([' ', '/', ';', '&', '=']));
    split
        .map(|word| word.trim_end_matches(".rb").to_owned())
        .filter(|word| word.len() > 3 && !word.starts_with('-') && !COMMON.contains(&word.as_str()))
        .collect()
}

/// Whether jobs run inside Puma, or another group of the spec works off what this one would.
fn is_done_otherwise(group: &Group, plan: &Plan) -> bool {
    let words = split_command(group.text("command")).unwrap_or_default();
    let system = system_of(group, &words);
    let in_puma = plan.env.iter().chain(&plan.web.env).any(|(name, value)| {
        name.ends_with("_IN_PUMA") && matches!(value.value.as_str(), "true" | "1" | "yes")
    });
    let by_another =
        || own(plan).iter().any(|each| self::system(each.kind, each.command) == system);
    in_puma && system == Some("Solid Queue")
        || system.is_some() && by_another()
        || group.text("command").contains("redis-server")
            && plan.redis.kind.value != RedisKind::None
}

/// Fields of a group that say something else.
fn fields(
    group: &Group,
    at: &str,
    plan: &Plan,
    values: &BTreeMap<String, String>,
    out: &mut Vec<Differs>,
) {
    let worker = plan.workers.iter().find(|each| each.at == at);
    let differs = |each: &Says, key: &str, holds| Differs::of(each, format!("{at}.{key}"), holds);
    for each in &group.fields {
        match (each.path.as_str(), &each.value, worker) {
            ("queues", Spoken::List(queues), Some(worker)) => {
                // Where the spec names none, those of the file hold; what one group leaves to another is worked off.
                let all: Vec<String> = works_off(plan, &worker.kind.value);
                let has_all = worker.queues.value.is_empty()
                    || queues.iter().all(|one| has(&all, one) || has(&all, "*"));
                if !has_all {
                    out.push(differs(each, "queues", worker.queues.value.join(", ")));
                }
            }
            (
                "concurrency" | "timeout" | "replicas" | "port" | "schedule",
                Spoken::Text(text),
                _,
            ) => {
                let path = format!("{at}.{}", each.path);
                if let Some(holds) = values.get(&path).filter(|holds| *holds != text) {
                    out.push(differs(each, &each.path, holds.clone()));
                }
            }
            ("env", Spoken::Rows(rows), Some(worker)) => {
                let own = |name: &str| {
                    let all = worker.env.iter().chain(&plan.env);
                    all.into_iter().find(|(other, _)| other == name).map(|(_, value)| &value.value)
                };
                for (name, value) in rows.iter().filter(|(name, value)| own(name) != Some(value)) {
                    let holds = own(name).cloned().unwrap_or_default();
                    let says = Says { value: Spoken::Text(value.clone()), ..each.clone() };
                    out.push(differs(&says, &format!("env.{name}"), holds));
                }
            }
            _ => {}
        }
    }
}

/// Every queue that groups of a kind work off; `*` where one takes all.
fn works_off(plan: &Plan, kind: &WorkerKind) -> Vec<String> {
    let mut all = Vec::new();
    for worker in plan.workers.iter().filter(|each| each.kind.value == *kind) {
        all.extend(worker.queues.value.iter().cloned());
        for capsule in &worker.capsules.value {
            let queues = capsule.text.rsplit(':').next().unwrap_or_default();
            all.extend(queues.split(',').map(str::to_owned));
        }
        if worker.queues.value.is_empty() {
            all.push("*".to_owned());
        }
    }
    all
}

/// Whether a list of queues has one, whatever its weight.
fn has(list: &[String], queue: &str) -> bool {
    let bare = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    list.iter().any(|each| bare(each) == bare(queue))
}

fn cron(group: &Group, plan: &Plan) -> Option<Differs> {
    let words = split_command(group.text("command")).unwrap_or_default();
    let tells = telling(&words);
    let found = plan.cron.iter().find(|job| {
        job.name.value == group.name
            || job.command.value == words
            || telling(&job.command.value).iter().any(|word| tells.contains(word))
    });
    let Some(job) = found else {
        return Some(missing(group, format!("{} ({})", group.name, group.text("command"))));
    };
    let schedule = group.get("schedule")?;
    schedule.value.text().filter(|text| *text != job.schedule.value)?;
    Some(Differs::of(schedule, job.schedule.field.clone(), job.schedule.value.clone()))
}

fn volume(group: &Group, plan: &Plan) -> Option<Differs> {
    let path = group.text("path");
    let has = plan.volumes.iter().any(|volume| {
        let own = volume.path.value.as_str();
        own == path || own.ends_with(&format!("/{}", path.trim_matches('/')))
    });
    (!has && !path.is_empty()).then(|| missing(group, format!("{} ({path})", group.name)))
}
