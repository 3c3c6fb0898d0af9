//! A script that goes on after a command that failed.

use crate::check::rails::script::Script;
use crate::check::shell::End;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const SCRIPT_GOES_ON: Rule = Rule {
        name: "script-goes-on",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh goes on after a command that failed",
        why: "Pods are rolled out with an image that was not built, or over a migration that failed.",
        files: ["deploy.sh"],
    };
}

/// Whether the script ends at the first command that fails, and at one within a pipe.
pub(super) fn check(script: &Script<'_>, found: &mut Vec<Diagnostic>) {
    let shebang =
        script.text.lines().next().filter(|line| line.starts_with("#!")).unwrap_or_default();
    let flags = shebang.split_whitespace().skip(1).filter(|flag| flag.starts_with('-'));
    let set = script.commands.iter().filter(|command| command.word(0) == "set");
    let set = set.flat_map(|command| command.words.iter().skip(1)).map(|word| word.text.as_str());
    let options: Vec<&str> = flags.chain(set).collect();
    let short = |letter: char| {
        options
            .iter()
            .any(|each| each.starts_with('-') && !each.starts_with("--") && each.contains(letter))
    };
    let Some(first) = script.commands.iter().find_map(|command| command.words.first()) else {
        return;
    };
    if !short('e') && !options.contains(&"errexit") {
        let message = "the script goes on after a command that failed, and rolls out what was not built or migrated";
        let help = "begin with `set -euo pipefail`";
        script.report(first, Diagnostic::new(&SCRIPT_GOES_ON, message).help(help), found);
    } else if !options.contains(&"pipefail")
        && let Some(pipe) = script.commands.iter().find(|command| command.end == End::Pipe)
        && let Some(word) = pipe.words.first()
    {
        let message = "what fails before the end of a pipe goes unnoticed";
        script.report(
            word,
            Diagnostic::new(&SCRIPT_GOES_ON, message).help("begin with `set -euo pipefail`"),
            found,
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::{WEB, rules};

    #[test]
    fn a_script_ends_at_what_fails() {
        let goes_on = rules(&[("deploy.sh", "kubectl apply -f k8s\n"), ("k8s/web.yml", WEB)]);
        assert_eq!(goes_on, ["script-goes-on 1:1"]);
        let pipe = rules(&[("deploy.sh", "set -e\na | b\n")]);
        assert_eq!(pipe, ["script-goes-on 2:1"]);
    }
}
