//! Programs that a shell stands before, so that the signal to stop may not reach them.

use super::super::context::Spot;
use super::Folder;
use super::process::{self, program};
use crate::diagnostic::{Diagnostic, Severity, rules};

rules! {
    pub(crate) const SHELL_WITHOUT_EXEC: Rule = Rule {
        name: "shell-without-exec",
        tier: Rails,
        severity: Warning,
        says: "a shell stands before Puma or a worker",
        why: "The signal to stop may end with the shell: the process is killed after the grace period, with its requests and jobs undone.",
        aliases: ["hadolint/DL3025"],
    };
}

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        let Some(script) = &process.script else { continue };
        if let Some(diagnostic) = judge(script.text) {
            folder.report(process, diagnostic, Spot::from(script.node), &script.path, found);
        }
    }
}

/// What is wrong with a script that ends in a program that stays. Newer shells give their place to the last
/// command by themselves, mostly, so a script of one command is worth a hint only.
pub(super) fn judge(script: &str) -> Option<Diagnostic> {
    let commands = process::commands(script);
    let last = commands.last()?;
    let words: Vec<&str> = last.words.iter().map(|word| word.text.as_str()).collect();
    if last.word(0) == "exec" || !program(&words).stays() {
        return None;
    }
    let severity = if commands.len() > 1 { Severity::Warning } else { Severity::Hint };
    let message = "a shell stands before this program: the signal to stop may not reach it, and it is killed with its work undone";
    let help =
        "write `exec` before the last command, or give the program as `command` without a shell";
    Some(Diagnostic::new(&SHELL_WITHOUT_EXEC, message).help(help).severity(severity))
}
