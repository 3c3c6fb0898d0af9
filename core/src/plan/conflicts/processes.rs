//! Processes beside web and workers, and what stands in their pods: what each needs.

use super::NO_EFFECT;
use super::environment::TWICE_IN_ENVIRONMENT;
use crate::diagnostic::{Diagnostic, rules};
use crate::field::nearest;
use crate::plan::conflicts::parts::{NAME_TAKEN, NAME_TOO_LONG};
use crate::plan::{Decided, Plan, Process, ProcessProbe, Variables};

rules! {
    pub(crate) const PROCESS_LOW_PORT: Rule = Rule {
        name: "process-low-port",
        tier: Rails,
        severity: Warning,
        says: "a process is to open a port that needs rights",
        why: "It runs as no root and without capabilities: where the nodes do not allow it to all, it ends at its start.",
    };
    pub(crate) const PROCESS_WITHOUT_COMMAND: Rule = Rule {
        name: "process-without-command",
        tier: Rails,
        severity: Error,
        says: "a process of the app's image has no command",
        why: "It would start the web server.",
    };
    pub(crate) const PROCESS_WITHOUT_PORT: Rule = Rule {
        name: "process-without-port",
        tier: Rails,
        severity: Error,
        says: "a process is to be reached or asked at a port that it does not name",
        why: "Nothing would lead to it.",
    };
    pub(crate) const UNKNOWN_PROCESS: Rule = Rule {
        name: "unknown-process",
        tier: Rails,
        severity: Error,
        says: "a name in `of` is no process of the app",
        why: "Whatever was meant would do without the volume, file, sidecar or step.",
    };
}

/// What `of` can name beside web, workers and processes.
const ON_DEMAND: [&str; 4] = ["cron", "migrate", "console", "tasks"];

/// Names that network policies have.
const TAKEN: [&str; 2] = ["app", "monitoring"];

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    for process in &plan.processes {
        needs(process, found);
        names(plan, process, found);
    }
    for process in &plan.processes {
        keys(process.image.is_some(), &process.secrets, &process.env, found);
    }
    for step in &plan.init {
        keys(step.image.is_some(), &step.secrets, &step.env, found);
    }
    for sidecar in &plan.sidecars {
        if sidecar.image.is_none() && sidecar.command.value.is_empty() {
            tell_command(&sidecar.at, &sidecar.name, found);
        }
    }
    let beside = plan.sidecars.iter().map(|sidecar| &sidecar.of);
    for of in beside.chain(plan.init.iter().map(|step| &step.of)) {
        known(plan, of, &[], found);
    }
    let seen = plan.volumes.iter().map(|volume| &volume.of);
    for of in seen.chain(plan.files.iter().map(|file| &file.of)) {
        known(plan, of, &ON_DEMAND, found);
    }
}

fn known(plan: &Plan, of: &Decided<Vec<String>>, more: &[&str], found: &mut Vec<Diagnostic>) {
    let workers = plan.workers.iter().map(|worker| worker.name.value.as_str());
    let processes = plan.processes.iter().map(|process| process.name.value.as_str());
    let mut all: Vec<&str> = std::iter::once("web").chain(workers).chain(processes).collect();
    all.extend(more);
    for (index, name) in of.value.iter().enumerate() {
        if all.contains(&name.as_str()) {
            continue;
        }
        let help = match nearest(name, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it can be {}", all.join(", ")),
        };
        found.push(
            Diagnostic::new(&UNKNOWN_PROCESS, format!("there is no process `{name}` here"))
                .help(help)
                .path(format!("{}[{index}]", of.field)),
        );
    }
}

fn tell_command(at: &str, name: &Decided<String>, found: &mut Vec<Diagnostic>) {
    let message = format!("`{}` has neither a command nor an image of its own", name.value);
    found.push(
        Diagnostic::new(&PROCESS_WITHOUT_COMMAND, message)
            .help("add `command: ...`: the app's image starts the web server by itself")
            .path(at.to_owned()),
    );
}

/// Keys of the Secret that a process names for itself.
fn keys(is_foreign: bool, keys: &[Decided<String>], env: &Variables, found: &mut Vec<Diagnostic>) {
    for key in keys {
        let name = &key.value;
        if !is_foreign {
            let message = format!(
                "what runs the app's image has the app's secrets, and `{name}` has no effect here"
            );
            found.push(
                Diagnostic::new(&NO_EFFECT, message)
                    .help("move it to `secrets`, those of the app")
                    .path(key.field.clone()),
            );
        } else if let Some((_, plain)) = env.iter().find(|(own, _)| own == name) {
            let message = format!("`{name}` is both a plain value and a secret");
            found.push(
                Diagnostic::new(&TWICE_IN_ENVIRONMENT, message)
                    .help("remove it from `env`: the value belongs in the Secret")
                    .path(plain.field.clone()),
            );
        }
    }
}

fn needs(process: &Process, found: &mut Vec<Diagnostic>) {
    let name = &process.name.value;
    if process.image.is_none() && process.command.value.is_empty() {
        tell_command(&process.at, &process.name, found);
    }
    let Some(port) = &process.port else {
        let by_port = matches!(process.probe.value, ProcessProbe::Http | ProcessProbe::Tcp);
        let fields = [
            process.path.as_ref().map(|path| &path.field),
            process.host.as_ref().map(|host| &host.field),
            process.tcp.as_ref().map(|tcp| &tcp.field),
            by_port.then_some(&process.probe.field),
        ];
        for field in fields.into_iter().flatten() {
            let key = field.rsplit('.').next().unwrap_or(field);
            let message = format!("`{name}` has `{key}` and no port");
            found.push(
                Diagnostic::new(&PROCESS_WITHOUT_PORT, message)
                    .help("add `port: ...`, the one that it listens on")
                    .path(field.clone()),
            );
        }
        return probe_command(process, found);
    };
    if port.value < 1024 {
        let message = format!("`{name}` may not open port {} everywhere", port.value);
        found.push(
            Diagnostic::new(&PROCESS_LOW_PORT, message)
                .help(format!(
                    "let it listen on a port above 1023, such as {}, and set `tcp: {}` for the one that clients use",
                    port.value + 2500,
                    port.value
                ))
                .path(port.field.clone()),
        );
    }
    probe_command(process, found);
}

fn probe_command(process: &Process, found: &mut Vec<Diagnostic>) {
    if process.probe.value == ProcessProbe::Command && process.probe_command.value.is_empty() {
        let message =
            format!("`{}` is to be asked by a command, and there is none", process.name.value);
        found.push(
            Diagnostic::new(&PROCESS_WITHOUT_COMMAND, message)
                .help("add `probe_command: ...`, one that succeeds while it is well")
                .path(process.probe.field.clone()),
        );
    }
}

fn names(plan: &Plan, process: &Process, found: &mut Vec<Diagnostic>) {
    let name = &process.name;
    if TAKEN.contains(&name.value.as_str()) {
        let message = format!("`{}` is the name of another part of the app", name.value);
        found.push(
            Diagnostic::new(&NAME_TAKEN, message)
                .help("call it something else, such as smtp or streaming")
                .path(name.field.clone()),
        );
    }
    let service = format!("{}-{}-tcp", plan.app.value, name.value);
    if process.tcp.is_some() && service.len() > 63 {
        let message = format!("`{service}` is too long for the name of a Service");
        found.push(
            Diagnostic::new(&NAME_TOO_LONG, message)
                .help("app and name may have 58 characters together")
                .path(name.field.clone()),
        );
    }
}
