//! Another version of Rails, Ruby or Node.js than the app's own files name.

use crate::check::app::compare::program;
use crate::check::app::known::{Known, mended};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const VERSION_DIFFERS: Rule = Rule {
        name: "version-differs",
        tier: Rails,
        severity: Warning,
        says: "`linkspan.yml` has another version of Rails, Ruby or Node.js than the app's files",
        why: "The image is built with a version that nobody tests the app with; Bundler stops where the Gemfile names Ruby's.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", ".ruby-version"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if known.is_published() {
        return;
    }
    for each in known.of(&["rails.version", "rails.ruby", "rails.node"]) {
        // What an image of the user's own has is for its Dockerfile to say; a plan without node packages needs no Node.js.
        let has_node = known.plan.build.javascript.value != crate::plan::JavaScript::None;
        let is_own = each.path != "rails.version" && !known.is_generated();
        if is_own || each.path == "rails.node" && !has_node || !each.sure {
            continue;
        }
        let name = program(&each.path).map_or("it", |program| program.name());
        let message = format!(
            "the app runs on {name} {} by {}, and on {} by this spec",
            each.says,
            each.spot.shown(),
            each.holds
        );
        found.push(mended(&VERSION_DIFFERS, each, message));
    }
}
