//! A process or a scheduled job of the app that the spec has nowhere.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, Severity, rule};

rule! {
    pub(in crate::check) const MISSING_PROCESS: Rule = Rule {
        name: "missing-process",
        tier: Rails,
        severity: Warning,
        says: "a file of the app names a process or a scheduled job that `linkspan.yml` does not have",
        why: "Nobody runs it in the cluster: jobs wait for ever, and nothing says so.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "Procfile"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    for each in known.differs.iter().filter(|each| each.is_missing) {
        let (name, rest) = each.says.split_once(' ').unwrap_or((&each.says, ""));
        let message = match each.path.as_str() {
            "volumes" => continue,
            "cron" => format!(
                "{} has the scheduled job `{name}`, and this spec has none like it",
                each.spot.shown()
            ),
            _ => format!(
                "{} has the process `{name}` {rest}, and this spec has none like it",
                each.spot.shown()
            ),
        };
        let message = message.replace(" ,", ",");
        let help =
            format!("name it in `{}`, or allow it with a reason if nobody needs it", each.path);
        let beside = if each.sure { "it stands here".to_owned() } else { each.why.clone() };
        let finding = Diagnostic::new(&MISSING_PROCESS, message).help(help).path(each.path.clone());
        let finding = finding.related(each.spot.related(beside));
        found.push(if each.sure { finding } else { finding.severity(Severity::Hint) });
    }
}
