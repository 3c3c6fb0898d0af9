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
        let message = "linkspan.yml does not ask for this file any more, and it is still there";
        let diagnostic = Diagnostic::new(&LEFT_OVER_FILE, message);
        let help = "remove it; to keep it as your own, take its line out of linkspan.lock";
        diagnostic.help(help).file(name(path))
    });
    older.into_iter().chain(left).collect()
}

/// The files that are older than the spec.
pub(super) fn older(folder: &Path, stale: &Stale) -> Option<Diagnostic> {
    let message = stale.message(input::DEFAULT)?;
    let diagnostic = Diagnostic::new(&STALE_BUNDLE, message);
    Some(diagnostic.help(HELP).file(input::name(&folder.join(input::DEFAULT))))
}

/// The same as sentences.
pub(super) fn warnings(stale: &Stale) -> Vec<String> {
    let older = stale.message(input::DEFAULT).map(|message| format!("{message}: {HELP}"));
    let left = stale.left_over.iter().map(|path| {
        let is = if path.starts_with(input::KUBE) { "is still applied" } else { "is still there" };
        format!("linkspan.yml does not ask for `{path}` any more, and the file {is}")
    });
    older.into_iter().chain(left).collect()
}

/// Tells them, and goes on.
pub(super) fn warn(stale: &Stale) {
    for warning in warnings(stale) {
        terminal::talk(&format!("{}: {}\n", yellow("warning"), plain::inline(&warning)));
    }
}
