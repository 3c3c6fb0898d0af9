//! Another package manager than the lock file of the app is made by.

use crate::check::app::known::{Known, mended};
use crate::diagnostic::{Diagnostic, Severity, rule};

rule! {
    pub(in crate::check) const PACKAGE_MANAGER_DIFFERS: Rule = Rule {
        name: "package-manager-differs",
        tier: Rails,
        severity: Error,
        says: "`linkspan.yml` names another package manager than the app's lock file is made by",
        why: "The build of the image copies a file that is not there and stops, or installs other versions than the team has.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "package.json", "yarn.lock"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if !known.is_generated() {
        return;
    }
    for each in known.of(&["rails.javascript"]).filter(|each| each.sure) {
        let spot = each.spot.shown();
        let message = match each.holds.as_str() {
            "none" => format!("no node packages are installed, and {spot} is one of {}", each.says),
            holds => format!(
                "node packages are installed by {holds}, and {spot} is one of {}",
                each.says
            ),
        };
        let finding = mended(&PACKAGE_MANAGER_DIFFERS, each, message);
        found.push(if each.holds == "none" {
            finding.severity(Severity::Warning)
        } else {
            finding
        });
    }
}
