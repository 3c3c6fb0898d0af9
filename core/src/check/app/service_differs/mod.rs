//! Another database, another adapter of Action Cable or another place for uploads than the app's files choose.

use crate::check::app::known::{Known, mended, tell};
use crate::check::app::says::Differs;
use crate::diagnostic::{Diagnostic, Severity, rule};

rule! {
    pub(in crate::check) const SERVICE_DIFFERS: Rule = Rule {
        name: "service-differs",
        tier: Rails,
        severity: Warning,
        says: "the app's files choose another database, cable or place for uploads than `linkspan.yml`",
        why: "The bundle has an address, a volume or a server that the app does not use, and lacks the one that it does.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/database.yml"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let fields = ["database.adapter", "action_cable.adapter", "active_storage.service"];
    for each in known.of(&fields) {
        let Some(severity) = severity(known, each) else { continue };
        let what = match each.path.as_str() {
            "database.adapter" => "the database",
            "action_cable.adapter" => "Action Cable's adapter",
            _ => "the place of uploads",
        };
        let message = format!(
            "{what} is `{}` here, and `{}` in {}",
            each.holds,
            each.says,
            each.spot.shown()
        );
        found.push(mended(&SERVICE_DIFFERS, each, message).severity(severity));
    }
    for each in known.of(&["database.also", "database.replicas"]).filter(|each| each.sure) {
        let what = if each.path == "database.also" { "databases" } else { "read-only databases" };
        let message =
            format!("{} has {what} that this spec lacks: {}", each.spot.shown(), each.says);
        let mut finding = tell(&SERVICE_DIFFERS, each, message);
        finding.help = format!(
            "set `database: {{{}: [{}]}}` in linkspan.yml, or allow it with a reason",
            each.path.trim_start_matches("database."),
            each.says
        );
        found.push(finding);
    }
}

/// How much it matters; none for what may well be so.
fn severity(known: &Known<'_>, each: &Differs) -> Option<Severity> {
    match (each.path.as_str(), each.sure) {
        // DATABASE_URL says which adapter it is, whatever the file has: with its gem, that works.
        ("database.adapter", true) => {
            let gems: &[&str] = match each.holds.as_str() {
                "postgresql" => &["pg", "activerecord-postgis-adapter"],
                "mysql" => &["mysql2", "trilogy"],
                "sqlite" => &["sqlite3", "litestack"],
                _ => return Some(Severity::Warning),
            };
            let all = known.says.gems.as_ref();
            let lacks = all.is_some_and(|all| !gems.iter().any(|gem| all.contains(*gem)));
            Some(if lacks { Severity::Error } else { Severity::Warning })
        }
        ("database.adapter", false) => (each.says != "none").then_some(Severity::Hint),
        // Rails writes config/cable.yml into every new app, whether it has channels or not.
        ("action_cable.adapter", true) => {
            Some(if each.holds == "none" { Severity::Hint } else { Severity::Warning })
        }
        ("active_storage.service", true) if each.says == "local" => Some(Severity::Warning),
        ("active_storage.service", true) => Some(Severity::Hint),
        _ => None,
    }
}
