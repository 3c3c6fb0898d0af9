//! Encrypted credentials in the repository that the spec does not read, or none where it does.

use crate::check::app::known::{Known, mended};
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const CREDENTIALS_DIFFER: Rule = Rule {
        name: "credentials-differ",
        tier: Rails,
        severity: Warning,
        says: "the repository has encrypted credentials and `linkspan.yml` says that it has none, or the other way round",
        why: "Without their key Rails reads no credentials; without any, it needs SECRET_KEY_BASE and does not start.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/credentials.yml.enc"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if known.is_published() {
        return;
    }
    for each in known.of(&["rails.credentials"]) {
        let has_key = known.plan.secrets.iter().any(|name| name.value == "SECRET_KEY_BASE");
        let message = if each.says == "true" {
            format!("credentials are not read here, and {} is there", each.spot.shown())
        } else if has_key {
            continue;
        } else {
            format!("credentials are read here, and {} is not there", each.spot.shown())
        };
        found.push(mended(&CREDENTIALS_DIFFER, each, message));
    }
}
