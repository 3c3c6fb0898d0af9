//! A Gemfile.lock that knows no Linux.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const LOCK_PLATFORM: Rule = Rule {
        name: "lock-platform",
        tier: Rails,
        severity: Error,
        says: "Gemfile.lock has no platform of Linux, on which the image is built",
        why: "Bundler refuses to install gems for a platform that the lock does not have.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "Gemfile.lock"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let Some((platforms, spot)) = &known.says.platforms else { return };
    let fits = |platform: &String| platform == "ruby" || platform.contains("linux");
    if known.is_published() || platforms.is_empty() || platforms.iter().any(fits) {
        return;
    }
    let all = platforms.join(", ");
    let message =
        format!("the platforms of {} are {all}, and the image is built on Linux", spot.shown());
    let help = "run `bundle lock --add-platform x86_64-linux aarch64-linux`, and commit the lock";
    let finding = Diagnostic::new(&LOCK_PLATFORM, message).help(help).path("build");
    found.push(finding.related(spot.related("the platforms of the lock")));
}
