//! Names that deploy.sh uses: our own script lists them at its top, any other writes them behind kubectl.

mod kubectl;
mod listed;

use super::super::Source;
use super::super::companion::{Companion, folder, of_kind};
use super::super::index::Index;
use super::super::shell::{self, Word};
use crate::diagnostic::{Diagnostic, Place, rules};

rules! {
    pub(crate) const SCRIPT_NAME: Rule = Rule {
        name: "script-name",
        tier: Broken,
        severity: Warning,
        says: "deploy.sh names what no manifest has",
        why: "The script ends in the middle of a release, or waits for a rollout that never begins.",
        files: ["deploy.sh", "web.yml"],
    };
}

/// Judges every script that deploys manifests of the folder.
pub(super) fn check(index: &Index<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for source in of_kind(companions, Companion::DeployScript) {
        let base = folder(source.path);
        if !index.objects.iter().any(|object| object.file.starts_with(base)) {
            continue;
        }
        let commands = shell::read(source.text, Place { line: 1, column: 1 });
        listed::check(index, source.path, base, &commands, found);
        kubectl::check(index, source.path, &commands, found);
    }
}

/// Reports a name that no manifest has.
fn unknown(
    path: &str,
    word: &Word,
    message: impl Into<String>,
    help: impl Into<String>,
    found: &mut Vec<Diagnostic>,
) {
    let diagnostic = Diagnostic::new(&SCRIPT_NAME, message).help(help);
    found.push(diagnostic.file(path).at(word.place, word.width));
}
