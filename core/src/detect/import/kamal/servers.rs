//! Servers and their roles: the web pods, workers, and how many there are.

use super::super::super::process::{Differs, Process};
use super::super::ledger::{Ledger, Part};
use super::super::store::Stores;
use super::super::variables::{Of, place};
use super::super::words;
use super::{Known, proxy, variables};

const ONE_EACH: &str = "one pod for each server";

pub(super) fn read(ledger: &mut Ledger<'_>, root: &Part<'_>, stores: &Stores, known: &mut Known) {
    let stop = root.get("stop_timeout").and_then(|part| Some((ledger.text(&part)?, part)));
    let Some(servers) = root.get("servers") else { return end(ledger, stop.as_ref(), 0) };
    let mut workers = 0;
    if servers.is_map() {
        for role in servers.all() {
            let is_web = role.name == known.primary;
            workers += usize::from(!is_web);
            one(ledger, &role, is_web, stop.as_ref().map(|(text, _)| text), stores, known);
        }
    } else {
        let name = known.primary.clone();
        let count = hosts(ledger, &servers);
        let mut process = process(&name, &servers, true);
        number(ledger, &servers, count, &mut process, known);
        put(ledger, process);
    }
    end(ledger, stop.as_ref(), workers);
}

fn end(ledger: &mut Ledger<'_>, stop: Option<&(String, Part<'_>)>, workers: usize) {
    let Some((text, part)) = stop else { return };
    if workers > 0 && ledger.prefix.is_empty() {
        return ledger.carried(part, "workers[].timeout");
    }
    ledger.carry(part, "web.shutdown_timeout", text.as_str());
}

fn process(role: &str, part: &Part<'_>, is_web: bool) -> Process {
    Process {
        name: role.to_owned(),
        at: part.at.clone(),
        key: format!("{}.cmd", part.key),
        is_web,
        deployed: true,
        ..Process::default()
    }
}

fn one(
    ledger: &mut Ledger<'_>,
    role: &Part<'_>,
    is_web: bool,
    stop: Option<&String>,
    stores: &Stores,
    known: &mut Known,
) {
    let mut process = process(&role.name, role, is_web);
    if !role.is_map() {
        let count = hosts(ledger, role);
        number(ledger, role, count, &mut process, known);
        return finish(ledger, role, process);
    }
    if let Some(part) = role.get("hosts") {
        let count = hosts(ledger, &part);
        number(ledger, &part, count, &mut process, known);
    }
    if let Some(part) = role.get("cmd")
        && let Some(text) = ledger.text(&part)
    {
        process.command = text;
        process.at = part.at.clone();
        if ledger.prefix.is_empty() {
            ledger.leave(&part);
        } else {
            ledger.not_carried(
                &part,
                "a command that differs in one environment: write it there by hand",
            );
            process.command.clear();
        }
    }
    let own = role.get("stop_timeout").and_then(|part| Some((ledger.text(&part)?, part)));
    if let Some((text, part)) = &own {
        let path = if is_web { "web.shutdown_timeout" } else { "workers[].timeout" };
        ledger.carried(part, path);
        process.fields.insert("timeout", text.clone());
    } else if let Some(text) = stop.filter(|_| !is_web) {
        process.fields.insert("timeout", text.clone());
    }
    options(ledger, role, is_web, &mut process);
    if let Some(part) = role.get("env") {
        if is_web || ledger.prefix.is_empty() {
            let all = variables(ledger, &part, known);
            let of = if is_web { Of::Web } else { Of::Process(&mut process.env, "workers[].env") };
            place(ledger, all, stores, of);
        } else {
            let why = "variables of one worker in one environment: write them there by hand";
            ledger.not_carried(&part, why);
        }
        super::tags(ledger, &part);
    }
    if let Some(part) = role.get("proxy") {
        if is_web {
            proxy::of(ledger, &part);
            ledger.rest_of(&part, "see the same key of the proxy of all roles");
        } else if ledger.sheet.text(part.node).as_deref() == Some("false") {
            ledger.not_needed(&part, "only the web pods are reached from outside");
        } else {
            ledger.not_carried(
                &part,
                "a second role behind the front door: name it in `processes` with its `port`, and a `path` or `host`",
            );
        }
    }
    finish(ledger, role, process);
}

/// Hands a role on, unless nothing says what it runs.
fn finish(ledger: &mut Ledger<'_>, role: &Part<'_>, process: Process) {
    let is_empty = !process.is_web && process.command.is_empty() && ledger.prefix.is_empty();
    if is_empty {
        let why = "it runs the image's own command beside the web servers: name what it is for in `workers` or `processes`";
        return ledger.not_carried(role, why);
    }
    put(ledger, process);
}

/// How many servers there are; tagged ones have variables that no pod of ours can have.
fn hosts(ledger: &mut Ledger<'_>, part: &Part<'_>) -> usize {
    let all = part.all();
    for item in all.iter().filter(|item| item.is_map()) {
        ledger.not_carried(
            item,
            "a tag gives one server variables of its own, and pods of a process are alike",
        );
    }
    if all.is_empty() { usize::from(ledger.sheet.text(part.node).is_some()) } else { all.len() }
}

fn number(
    ledger: &mut Ledger<'_>,
    part: &Part<'_>,
    count: usize,
    process: &mut Process,
    known: &mut Known,
) {
    let before = known.counts.get(&process.name).copied().unwrap_or(0);
    if ledger.prefix.is_empty() {
        known.counts.insert(process.name.clone(), count);
    }
    let list = if process.is_web { "web.replicas" } else { "workers[].replicas" };
    if count >= 2 || before >= 2 && count > 0 {
        process.likely.insert("replicas", (count.to_string(), ONE_EACH));
        ledger.carried(part, list);
    } else {
        let why = "a server is a node of the cluster; how many pods run on the nodes is `replicas`";
        ledger.not_needed(part, why);
    }
}

fn options(ledger: &mut Ledger<'_>, role: &Part<'_>, is_web: bool, process: &mut Process) {
    let list = if is_web { "web" } else { "workers[]" };
    for part in role.get("options").iter().flat_map(Part::all) {
        let found = match part.name.as_str() {
            "memory" => ledger
                .text(&part)
                .and_then(|text| words::memory(&text))
                .map(|text| ("memory_limit", text)),
            "cpus" => {
                ledger.text(&part).and_then(|text| words::cpu(&text)).map(|text| ("cpu", text))
            }
            "restart" => continue,
            _ => None,
        };
        match found {
            Some((key, text)) => {
                ledger.carried(&part, &format!("{list}.{key}"));
                process.fields.insert(key, text);
            }
            None => ledger
                .not_carried(&part, "it is an option of docker: `patches` change what a pod has"),
        }
    }
}

/// A process of the whole app, or what differs of one in an environment.
fn put(ledger: &mut Ledger<'_>, process: Process) {
    let Some(name) = ledger.prefix.strip_prefix("environments.") else {
        return ledger.notes.process(process);
    };
    let environment = name.trim_end_matches('.').to_owned();
    let mut all = Vec::new();
    for (key, value) in &process.fields {
        all.push(differs(&environment, key, value, &process, ""));
    }
    for (key, (value, why)) in &process.likely {
        all.push(differs(&environment, key, value, &process, why));
    }
    let is_same = |each: &Process| each.is_web && process.is_web || each.name == process.name;
    let before = ledger.notes.processes.iter_mut().find(|each| each.deployed && is_same(each));
    match before {
        Some(before) => before.differs.extend(all),
        None if process.is_web => ledger.notes.process(Process {
            name: process.name,
            at: process.at,
            key: process.key,
            is_web: true,
            deployed: true,
            differs: all,
            ..Process::default()
        }),
        None if !all.is_empty() => ledger.notes.not_carried(
            process.key.trim_end_matches(".cmd"),
            process.at.clone(),
            "only this environment has the role: name it there as a worker by hand",
        ),
        None => {}
    }
}

fn differs(
    environment: &str,
    key: &'static str,
    value: &str,
    process: &Process,
    why: &'static str,
) -> Differs {
    Differs {
        environment: environment.to_owned(),
        key,
        value: value.to_owned(),
        at: process.at.clone(),
        why,
    }
}
