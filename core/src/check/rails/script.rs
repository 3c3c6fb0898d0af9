//! What is wrong with a script that deploys.

pub(super) mod order;
pub(super) mod secret;

use super::super::Source;
use super::super::companion::{Companion, of_kind};
use super::super::index::Index;
use super::super::shell::{self, Command, End, Word};
use crate::diagnostic::{Diagnostic, Place, rules};

rules! {
    pub(crate) const SCRIPT_GOES_ON: Rule = Rule {
        name: "script-goes-on",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh goes on after a command that failed",
        why: "Pods are rolled out with an image that was not built, or over a migration that failed.",
        files: ["deploy.sh"],
    };
    pub(crate) const SCRIPT_LATEST: Rule = Rule {
        name: "script-latest",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh calls an image `latest`",
        why: "Nobody can tell which code runs, and a rollback starts the same image again.",
        files: ["deploy.sh"],
    };
}

/// A script and how findings about it are made.
struct Script<'s> {
    path: &'s str,
    text: &'s str,
    commands: Vec<Command>,
}

pub(super) fn check(index: &Index<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for source in of_kind(companions, Companion::DeployScript) {
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        let script = Script { path: source.path, text: source.text, commands };
        script.stops(found);
        script.latest(found);
        secret::check(&script, found);
        order::check(&script, index, found);
    }
}

impl Script<'_> {
    fn report(&self, word: &Word, diagnostic: Diagnostic, found: &mut Vec<Diagnostic>) {
        found.push(diagnostic.file(self.path).at(word.place, word.width));
    }

    /// Whether the script ends at the first command that fails, and at one within a pipe.
    fn stops(&self, found: &mut Vec<Diagnostic>) {
        let shebang =
            self.text.lines().next().filter(|line| line.starts_with("#!")).unwrap_or_default();
        let flags = shebang.split_whitespace().skip(1).filter(|flag| flag.starts_with('-'));
        let set = self.commands.iter().filter(|command| command.word(0) == "set");
        let set =
            set.flat_map(|command| command.words.iter().skip(1)).map(|word| word.text.as_str());
        let options: Vec<&str> = flags.chain(set).collect();
        let short = |letter: char| {
            options.iter().any(|each| {
                each.starts_with('-') && !each.starts_with("--") && each.contains(letter)
            })
        };
        let Some(first) = self.commands.iter().find_map(|command| command.words.first()) else {
            return;
        };
        if !short('e') && !options.contains(&"errexit") {
            let message = "the script goes on after a command that failed, and rolls out what was not built or migrated";
            let help = "begin with `set -euo pipefail`";
            self.report(first, Diagnostic::new(&SCRIPT_GOES_ON, message).help(help), found);
        } else if !options.contains(&"pipefail")
            && let Some(pipe) = self.commands.iter().find(|command| command.end == End::Pipe)
            && let Some(word) = pipe.words.first()
        {
            let message = "what fails before the end of a pipe goes unnoticed";
            self.report(
                word,
                Diagnostic::new(&SCRIPT_GOES_ON, message).help("begin with `set -euo pipefail`"),
                found,
            );
        }
    }

    /// Images that are called `latest`, or by no tag at all.
    fn latest(&self, found: &mut Vec<Diagnostic>) {
        for command in &self.commands {
            let tool = command.word(0);
            let image = |word: &&Word| {
                let text = word.text.rsplit('=').next().unwrap_or_default();
                text.ends_with(":latest")
                    && matches!(tool, "docker" | "podman" | "kubectl" | "buildah" | "nerdctl")
            };
            if let Some(word) = command.words.iter().find(image) {
                let message = "`latest` is another image each time: nobody can tell what runs, and nothing can be rolled back";
                let help = "name the image by the git revision: `$(git rev-parse --short=12 HEAD)`";
                self.report(word, Diagnostic::new(&SCRIPT_LATEST, message).help(help), found);
            }
        }
    }
}
