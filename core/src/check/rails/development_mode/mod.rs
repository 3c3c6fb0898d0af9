//! A developer's mode in a cluster.

use crate::check::context::Spot;
use crate::check::rails::folder::Folder;
use crate::check::rails::process::Process;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const DEVELOPMENT_MODE: Rule = Rule {
        name: "development-mode",
        tier: Rails,
        severity: Warning,
        says: "Rails runs in development or test mode in the cluster",
        why: "Code is loaded anew for each request, and everybody sees the source around an error.",
    };
}

/// Judges one process.
pub(super) fn check(all: &Folder<'_, '_>, process: &Process<'_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(variable) = process.environment.get("RAILS_ENV") else { return };
    let Some(value @ ("development" | "test")) = variable.value else { return };
    let message = format!(
        "`RAILS_ENV` is `{value}`: code is loaded anew for each request and errors are shown to everybody"
    );
    let help = "set it to `production`; what differs in staging belongs into other variables";
    let diagnostic = Diagnostic::new(&DEVELOPMENT_MODE, message).help(help);
    let spot = if variable.at.is_some() { variable.node } else { process.node };
    all.report(process, diagnostic, Spot::from(spot), "env", found);
}
