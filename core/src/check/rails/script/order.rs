//! Whether the migration has ended before pods with the new code start.

use super::super::super::companion::folder;
use super::super::super::index::Index;
use super::super::super::shell::Command;
use super::Script;
use crate::diagnostic::Diagnostic;

pub(super) fn check(script: &Script<'_>, index: &Index<'_>, found: &mut Vec<Diagnostic>) {
    let all: Vec<(usize, &Command)> = script
        .commands
        .iter()
        .enumerate()
        .filter(|(_, command)| command.words.iter().any(|word| word.text == "kubectl"))
        .collect();
    let has =
        |command: &Command, text: &str| command.words.iter().any(|word| word.text.contains(text));
    let is_job = |command: &Command| {
        let makes = ["apply", "create", "replace"].iter().any(|verb| has(command, verb));
        makes
            && (has(command, "migrat") || files(script, command, index).iter().any(|(_, job)| *job))
    };
    let Some((start, _)) = all.iter().find(|(_, command)| is_job(command)).copied() else { return };
    let waits = |command: &Command| {
        has(command, "wait")
            && (has(command, "job") || has(command, "migrat") || has(command, "-f"))
    };
    let end = all.iter().find(|(at, command)| *at > start && waits(command)).map(|(at, _)| *at);
    for (at, command) in all {
        let changes = has(command, "set") && has(command, "image")
            || has(command, "rollout") && has(command, "restart")
            || files(script, command, index).iter().any(|(deployment, _)| *deployment);
        if !changes || end.is_some_and(|end| at > end) {
            continue;
        }
        let Some(word) = command.words.iter().find(|word| word.text == "kubectl") else { continue };
        let message = match end {
            Some(_) => "this changes the pods before the migration has ended",
            None => "this changes the pods, and nothing waits for the end of the migration",
        };
        let help = "first the migration's Job, then `kubectl wait --for=condition=complete job/... --timeout=15m`, then the pods";
        script.report(word, "script-order", message, help, found);
    }
}

/// Of each object that `kubectl apply -f` names by a path: whether it is a workload that stays, and whether it
/// is a Job that migrates.
fn files(script: &Script<'_>, command: &Command, index: &Index<'_>) -> Vec<(bool, bool)> {
    if !command
        .words
        .iter()
        .any(|word| matches!(word.text.as_str(), "apply" | "create" | "replace"))
    {
        return Vec::new();
    }
    let base = folder(script.path);
    let deep = command.words.iter().any(|word| matches!(word.text.as_str(), "-R" | "--recursive"));
    let mut found = Vec::new();
    let mut words = command.words.iter();
    while let Some(word) = words.next() {
        let path = match word.text.as_str() {
            "-f" | "--filename" => words.next().map(|word| word.text.as_str()),
            text => text.strip_prefix("-f=").or_else(|| text.strip_prefix("--filename=")),
        };
        let Some(path) = path.map(|path| path.trim_start_matches("./").trim_end_matches('/'))
        else {
            continue;
        };
        let path = format!("{base}{path}");
        for object in index.objects {
            let Some(rest) = object.file.strip_prefix(path.as_str()) else { continue };
            let inside = rest.strip_prefix('/').is_some_and(|rest| deep || !rest.contains('/'));
            if rest.is_empty() || inside {
                let stays =
                    matches!(object.kind.as_str(), "Deployment" | "StatefulSet" | "DaemonSet");
                found.push((stays, object.kind == "Job" && object.name.contains("migrat")));
            }
        }
    }
    found
}
