//! A bundle that is applied, planned or looked for: read, and judged by the checker.

use super::{Output, stale};
use crate::error::{CliError, shown};
use crate::exit::Exit;
use crate::input::{self, Input};
use crate::output::{self, Stale};
use crate::{paint, terminal};
use linkspan_core::diagnostic::{Report, Severity, to_json};
use linkspan_core::internal::rollout::{NoRelease, Release};
use linkspan_core::internal::secret::conceal;
use std::path::Path;

/// A bundle, and the texts that findings point into.
pub(super) struct Bundle {
    pub(super) input: Input,
    pub(super) release: Release,
    /// What of its folder does not follow from its spec any more.
    pub(super) stale: Stale,
}

/// Reads a bundle. With errors in it nothing else is asked: they are told, and it ends.
pub(super) fn read(
    path: &Path,
    environment: Option<&str>,
    output: Output,
) -> Result<Bundle, CliError> {
    let mut input = input::gather(&[path.to_owned()])?;
    input.choose(environment)?;
    let stale = output::stale(path);
    if !stale.changed.is_empty() {
        // What a changed spec says of the app's Secret belongs to other files than these.
        input.specs.outside.clear();
    }
    // Not with what is beside them: an image that is built already, and a script that is not run.
    let mut report = input.judged(&input.manifests(), Some(input.kubernetes()));
    // Older than the spec, it may have errors that another one has not.
    report.extend(stale::report(path, &stale, &input.specs.settings));
    if report.has_errors() {
        return Err(refuse(&input, &report, output, "nothing was changed"));
    }
    let release = Release::read(&input.manifests()).map_err(|error| {
        let help = match error {
            NoRelease::SeveralApps(_) => "name the folder of one app",
            _ if path.join(input::DEFAULT).is_file() && !path.join(input::KUBE).is_dir() => {
                "its files are not there yet: run `linkspan generate` first"
            }
            NoRelease::NoApp | NoRelease::NothingToRelease => {
                "name a bundle that `linkspan generate` wrote: the folder of the app, or an archive"
            }
        };
        CliError::Usage(format!("`{}` is no bundle: {error}", shown(path)), help.to_owned())
    })?;
    Ok(Bundle { input, release, stale })
}

/// Stops where the files are older than the spec: what was changed there would not be released, and nobody would know.
pub(super) fn stop_stale(bundle: &Bundle, path: &Path, output: Output) -> Result<(), CliError> {
    let Some(mut found) = stale::older(path, &bundle.stale) else { return Ok(()) };
    let message = format!("{}; nothing was released", found.message);
    if output == Output::Json {
        found.severity = Severity::Error;
        let report = Report { diagnostics: vec![found], ..Report::default() };
        terminal::result(&format!("{}\n", to_json(&report)))?;
    }
    let help = "run `linkspan generate`; to release the files as they are, say `--stale`";
    Err(CliError::Ended(Exit::Found, message, help.to_owned()))
}

/// Tells findings that stop a command, each at its place.
pub(super) fn refuse(
    input: &Input,
    report: &Report,
    output: Output,
    consequence: &str,
) -> CliError {
    match output {
        Output::Json => {
            let report = conceal(report, &input.texts()).report;
            if let Err(error) = terminal::result(&format!("{}\n", to_json(&report))) {
                return error;
            }
        }
        Output::Human => terminal::talk(&format!("\n{}", paint::report(report, &input.texts()))),
    }
    let message = format!("the bundle has {}: {consequence}", paint::counts(report));
    CliError::Ended(Exit::Found, message, String::new())
}
