//! Port, threads or processes that the app's Puma takes whatever the bundle tells it.

use crate::check::app::known::{Known, mended};
use crate::diagnostic::{Diagnostic, Severity, rule};

rule! {
    pub(in crate::check) const SERVER_DIFFERS: Rule = Rule {
        name: "server-differs",
        tier: Rails,
        severity: Error,
        says: "config/puma.rb has another port, or other numbers of threads or processes, and reads no variable for it",
        why: "Probes and the Service ask a port where nobody listens; connections and memory are counted by numbers that do not hold.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/puma.rb"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if known.is_published() {
        return;
    }
    let own = known.plan.web.server().is_some_and(|server| server.name == "Puma");
    let fields = ["web.port", "web.threads", "web.processes"];
    for each in known.of(&fields).filter(|each| each.sure && own) {
        let (what, severity) = match each.path.as_str() {
            "web.port" => ("port", Severity::Error),
            "web.threads" => ("number of threads", Severity::Warning),
            _ => ("number of processes", Severity::Warning),
        };
        let message = format!(
            "the {what} of the web server is {} in {}, whatever a variable says, and {} here",
            each.says,
            each.spot.shown(),
            each.holds
        );
        found.push(mended(&SERVER_DIFFERS, each, message).severity(severity));
    }
}
