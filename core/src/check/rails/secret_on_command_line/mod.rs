//! Secrets on a command line, where every user of the machine and its history can read them.

use crate::check::rails::script::Script;
use crate::check::shell::Word;
use crate::diagnostic::{Diagnostic, rule};
use crate::secret::{is_secret_name, looks_secret};

rule! {
    pub(in crate::check) const SECRET_ON_COMMAND_LINE: Rule = Rule {
        name: "secret-on-command-line",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh writes a secret on a command line",
        why: "Every user of the machine can read the arguments of its processes, and logs of CI keep them.",
        files: ["deploy.sh"],
    };
}

const HELP: &str =
    "read it from a file or from standard input: `--from-file=NAME=/dev/stdin`, `--password-stdin`";

pub(super) fn check(script: &Script<'_>, found: &mut Vec<Diagnostic>) {
    for command in &script.commands {
        let words: Vec<&Word> = command.words.iter().collect();
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let is_secret = texts.contains(&"secret") && texts.contains(&"create");
        for (at, word) in words.iter().enumerate() {
            let before =
                at.checked_sub(1).and_then(|at| texts.get(at)).copied().unwrap_or_default();
            let (flag, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
            let shown = match flag {
                "--from-literal" if is_secret && !value.is_empty() => true,
                "--docker-password" | "--password" => !value.is_empty(),
                "--build-arg" => named(value),
                _ => match before {
                    "--from-literal" => is_secret,
                    "--docker-password" => true,
                    "--build-arg" => named(&word.text),
                    "-p" | "--password" => texts.contains(&"login"),
                    _ => false,
                },
            };
            if shown {
                let message =
                    "this secret stands on a command line, where others on the machine can read it";
                script.report(
                    word,
                    Diagnostic::new(&SECRET_ON_COMMAND_LINE, message).help(HELP),
                    found,
                );
            }
        }
    }
}

/// `NAME=value`, or `NAME` alone, which docker reads from the environment; it stays in the image either way.
fn named(argument: &str) -> bool {
    let (name, value) = argument.split_once('=').unwrap_or((argument, ""));
    is_secret_name(name) || looks_secret(name, value)
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::script;

    #[test]
    fn secrets_come_by_files() {
        script("docker login -u a -p \"$password\"", &["secret-on-command-line 3:22"]);
        script(
            "docker build --build-arg RAILS_MASTER_KEY=\"$key\" .",
            &["secret-on-command-line 3:26"],
        );
    }
}
