//! What the files of an app say, and its spec does not.

use super::finding::{At, Findings};
use super::says;
use crate::check::app::differences;
use crate::plan::Plan;
use serde::Serialize;

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The field.
    pub path: String,
    /// What a file says.
    pub says: String,
    /// Where.
    pub at: String,
    /// What holds by the spec; empty for nothing.
    pub holds: String,
}

/// Compares what was read with what a spec decides, in every environment; what is likely alone is no difference. Groups are
/// the same by what they run, whatever they are called.
#[must_use]
pub fn moved(findings: &Findings, plans: &[Plan]) -> Vec<Moved> {
    let all = differences(&says::of_findings(findings), plans).into_iter();
    all.filter(|each| each.sure)
        .map(|each| Moved {
            at: At::new(each.spot.file, each.spot.line).to_string(),
            path: each.path,
            says: each.says,
            holds: each.holds,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{App, Given, detect};
    use super::*;
    use crate::decide;

    #[test]
    fn what_a_file_says_otherwise_is_told() {
        let mut app = App::new("shop");
        app.add_text(".ruby-version", "3.4.4\n");
        app.add_text("config/database.yml", "production:\n  adapter: mysql2\n");
        let findings = detect(&app, &Given::new());
        let told = |spec: &str| {
            let decided = decide(&format!("app: shop\nimage: a/b\n{spec}"));
            let all = moved(&findings, decided.plans()).into_iter();
            all.map(|each| format!("{} {} {} {}", each.path, each.says, each.at, each.holds))
                .collect::<Vec<_>>()
        };
        let ruby = "rails.ruby 3.4.4 .ruby-version:1 3.3";
        let adapter = "database.adapter mysql config/database.yml:2 postgresql";
        assert_eq!(told("rails: {ruby: \"3.3\"}\n"), [ruby, adapter]);
        assert_eq!(told("database: {adapter: mysql}\n"), [] as [&str; 0]);
    }
    #[test]
    fn lists_and_groups_are_compared_too() {
        let mut app = App::new("shop");
        app.add_text(
            "Procfile",
            "web: bundle exec puma\nworker: A=1 bundle exec sidekiq -c 7 -q default -q mail\nmail: bin/mailer\n",
        );
        app.add_text(
            "config/database.yml",
            "production:\n  primary:\n    adapter: postgresql\n  cable:\n    adapter: postgresql\n",
        );
        app.add_text(
            "app.json",
            "{\"cron\": [{\"command\": \"bin/rails a:b\", \"schedule\": \"0 1 * * *\"}]}",
        );
        let findings = detect(&app, &Given::new());
        let told = |spec: &str| {
            let decided = decide(&format!("app: shop\nimage: a/b\n{spec}"));
            let all = moved(&findings, decided.plans()).into_iter();
            all.map(|each| format!("{}: {} | {}", each.path, each.says, each.holds))
                .collect::<Vec<_>>()
        };
        let all = [
            "database.also: cable | ",
            "workers: worker (sidekiq) | ",
            "workers: mail (bin/mailer) | ",
            "cron: task-1 (bin/rails a:b) | ",
        ];
        assert_eq!(told(""), all);
        let same = "database: {also: [cable]}\nworkers:\n  - {name: jobs, concurrency: 5, queues: [default]}\n  \
                    - {name: post, kind: command, command: bin/mailer}\n\
                    cron: [{name: nightly, schedule: \"0 2 * * *\", command: bin/rails a:b}]\n";
        let differs = [
            "workers[0].concurrency: 7 | 5",
            "workers[0].queues: default, mail | default",
            "workers[0].env.A: 1 | ",
            "cron[0].schedule: 0 1 * * * | 0 2 * * *",
        ];
        assert_eq!(told(same), differs);
    }
}
