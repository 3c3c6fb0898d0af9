//! A bundle that is older than its spec, as findings of `check`, as warnings of `plan`, and as what stops `apply`.

use crate::output::{Stale, stale};
use crate::paint::{plain, yellow};
use crate::{input, terminal};
use linkspan_core::check::Settings;
use linkspan_core::check::catalog::bundle::{LEFT_OVER_FILE, STALE_BUNDLE};
use linkspan_core::diagnostic::{Diagnostic, Report};
use std::path::{Path, PathBuf};

/// What ends it.
pub(super) const HELP: &str =
    "run `linkspan generate`; `linkspan generate --check` lists the files";

/// What is stale in the folders among some paths; what findings count as, the settings say.
pub(super) fn findings(paths: &[PathBuf], settings: &Settings) -> Report {
    let mut all = Report::default();
    for folder in paths.iter().filter(|path| path.is_dir()) {
        all.extend(report(folder, &stale(folder), settings));
    }
    all
}

/// The same of one folder.
pub(super) fn report(folder: &Path, stale: &Stale, settings: &Settings) -> Report {
    let mut report = Report { diagnostics: of(folder, stale), ..Report::default() };
    settings.apply(&mut report);
    report
}

fn of(folder: &Path, stale: &Stale) -> Vec<Diagnostic> {
    let name = |path: &str| input::name(&folder.join(path));
    let older = older(folder, stale);
    let left = stale.left_over.iter().map(|path| {
        let message = format!(
            "linkspan generated this file before, and linkspan.yml does not ask for it any more{}",
            if path.starts_with(input::KUBE) { ", but it is still applied" } else { "" }
        );
        let help = format!(
            "remove it: `{}`; to keep it as your own, take its line out of linkspan.lock",
            removal(folder, path)
        );
        Diagnostic::new(&LEFT_OVER_FILE, message).help(help).file(name(path))
    });
    older.into_iter().chain(left).collect()
}

/// The files that are older than the spec.
pub(super) fn older(folder: &Path, stale: &Stale) -> Option<Diagnostic> {
    let message = stale.message(input::DEFAULT)?;
    let diagnostic = Diagnostic::new(&STALE_BUNDLE, message);
    Some(diagnostic.help(HELP).file(input::name(&folder.join(input::DEFAULT))))
}

/// The command that removes a file of a folder.
fn removal(folder: &Path, path: &str) -> String {
    let name = input::name(&folder.join(path));
    let is_plain = |each: char| each.is_ascii_alphanumeric() || "_-./".contains(each);
    if name.chars().all(is_plain) && !name.starts_with('-') {
        return format!("rm {name}");
    }
    format!("rm -- '{}'", name.replace('\'', r"'\''"))
}

/// The same as sentences.
pub(super) fn warnings(folder: &Path, stale: &Stale) -> Vec<String> {
    let older = stale.message(input::DEFAULT).map(|message| format!("{message}: {HELP}"));
    let left = stale.left_over.iter().map(|path| {
        let is = if path.starts_with(input::KUBE) { "is still applied" } else { "is still there" };
        format!(
            "linkspan.yml does not ask for `{path}` any more, and the file {is}: `{}` removes it",
            removal(folder, path)
        )
    });
    older.into_iter().chain(left).collect()
}

/// Tells them, and goes on.
pub(super) fn warn(folder: &Path, stale: &Stale) {
    for warning in warnings(folder, stale) {
        terminal::talk(&format!("{}: {}\n", yellow("warning"), plain::inline(&warning)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_left_comes_with_the_command_that_removes_it() {
        let left = "config/kube/release/digest.yml";
        let stale = Stale { left_over: vec![left.to_owned()], ..Stale::default() };
        for (folder, command) in [
            (".", "`rm config/kube/release/digest.yml`"),
            ("my app's", r"`rm -- 'my app'\''s/config/kube/release/digest.yml'`"),
            ("-rf", "`rm -- '-rf/config/kube/release/digest.yml'`"),
        ] {
            let told = warnings(Path::new(folder), &stale);
            let start = "linkspan.yml does not ask for `config/kube/release/digest.yml` any more";
            assert!(told[0].starts_with(start) && told[0].contains(command), "{told:?}");
            let found = of(Path::new(folder), &stale);
            assert!(found[0].help.contains(command), "{found:?}");
        }
    }
}
