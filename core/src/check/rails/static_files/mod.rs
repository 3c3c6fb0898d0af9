//! Assets of Rails up to 7.0, which nothing serves.

use crate::check::context::{Spot, given, items};
use crate::check::rails::dockerfile::Image;
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{Process, Program};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const STATIC_FILES: Rule = Rule {
        name: "static-files",
        tier: Rails,
        severity: Hint,
        says: "Rails up to 7.0 is not told to serve its assets, and nothing else does",
        why: "Pages come without style sheets and scripts.",
    };
}

/// Rails up to 7.0 serves files only when it is told to; the variable of its log tells its age.
pub(super) fn check(
    all: &Folder<'_, '_>,
    process: &Process<'_, '_>,
    images: &[Image<'_>],
    found: &mut Vec<Diagnostic>,
) {
    let name = "RAILS_SERVE_STATIC_FILES";
    let is_old = process.environment.has("RAILS_LOG_TO_STDOUT");
    let beside = items(process.pod.spec, "containers").len() > 1;
    // Who wrote a spec has said which version it is.
    let is_new = all.options.rails.is_some_and(|rails| rails.deploys_itself);
    if is_new
        || process.program != Program::Puma
        || !is_old
        || beside
        || !process.environment.lacks(name)
        || images.iter().any(|image| image.sets(name))
    {
        return;
    }
    let message = "Rails up to 7.0 serves no assets unless `RAILS_SERVE_STATIC_FILES` is set, and no other container serves them here";
    let help =
        "add `RAILS_SERVE_STATIC_FILES: \"1\"`, or remove `RAILS_LOG_TO_STDOUT` if Rails is newer";
    let diagnostic = Diagnostic::new(&STATIC_FILES, message).help(help);
    let spot = given(process.node, "name").unwrap_or(process.node);
    all.report(process, diagnostic, Spot::from(spot), "env", found);
}
