//! Programs that a shell stands before, so that the signal to stop may not reach them.

use crate::check::context::Spot;
use crate::check::rails::dockerfile::Image;
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{commands, program};
use crate::diagnostic::{Diagnostic, Severity, rule};

rule! {
    pub(in crate::check) const SHELL_WITHOUT_EXEC: Rule = Rule {
        name: "shell-without-exec",
        tier: Rails,
        severity: Warning,
        says: "a shell starts Puma or a worker without `exec`",
        why: "The shell may not pass on the signal to stop: the process is killed after the grace period, in the middle of its requests and jobs.",
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

/// The last command of an image, where it is not a list of words.
pub(super) fn in_image(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    for keyword in ["ENTRYPOINT", "CMD"] {
        if let Some(instruction) = image.last(keyword).filter(|each| !each.is_exec())
            && let Some(diagnostic) = judge(&instruction.text)
            && let Some(word) = instruction.words().next()
        {
            let diagnostic =
                diagnostic.help("write it as a list: `CMD [\"bundle\", \"exec\", \"puma\"]`");
            image.report(word, diagnostic, found);
        }
    }
}

/// What is wrong with a script that ends in a program that stays. Newer shells give their place to the last
/// command by themselves, mostly, so a script of one command is worth a hint only.
fn judge(script: &str) -> Option<Diagnostic> {
    let commands = commands(script);
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

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;
    use crate::check::tests::rails::check;

    #[test]
    fn a_shell_that_gives_its_place_is_fine() {
        let shell = |script: &str| format!("          command: [sh, -c, \"{script}\"]\n");
        check("", "", &shell("exec bundle exec puma"), &[]);
        check("", "", &shell("bundle exec puma"), &["shell-without-exec"]);
        check("", "", &shell("bin/rails runner x && bin/rails about"), &[]);
        check("", "", &shell("set -e; bin/wait; exec bin/jobs"), &[]);
    }

    #[test]
    fn an_image_needs_no_shell() {
        docker(
            "FROM ruby:3.4\nUSER 1000\nCMD bin/wait && bundle exec puma\n",
            &["shell-without-exec 3:5"],
        );
        docker("FROM ruby:3.4\nUSER 1000\nCMD exec bundle exec puma\n", &[]);
    }
}
