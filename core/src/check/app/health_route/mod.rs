//! A path for probes that no route of the app has.

use crate::check::app::known::Known;
use crate::check::app::says::Spot;
use crate::diagnostic::{Diagnostic, Remedy, Severity, rule};
use crate::plan::Probe;

rule! {
    pub(in crate::check) const HEALTH_ROUTE: Rule = Rule {
        name: "health-route",
        tier: Rails,
        severity: Warning,
        says: "probes ask a path that no route of the app has",
        why: "Each probe gets a 404, so no pod is ever ready, and the release is undone after minutes.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", "config/routes.rb"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    let web = &known.plan.web;
    let Some(routes) = &known.says.routes else { return };
    if known.is_published()
        || web.probe.value != Probe::Http
        || mentions(routes, &web.health_path.value)
    {
        return;
    }
    let path = &web.health_path.value;
    let finding = match known.says.values.iter().find(|each| each.path == web.health_path.field) {
        Some(says) => {
            let own = says.value.shown();
            let message = format!(
                "no route is called `{path}`, which probes ask; {} has `{own}`",
                says.spot.shown()
            );
            let help = format!(
                "set `web: {{health_path: {own}}}` in linkspan.yml, or allow it with a reason"
            );
            let finding = Diagnostic::new(&HEALTH_ROUTE, message).help(help);
            let finding = finding.related(says.spot.related("this route answers"));
            let remedy = says.sure.then(|| Remedy::write(own));
            if says.sure { finding.remedy(remedy) } else { finding.severity(Severity::Hint) }
        }
        None => {
            let message =
                format!("no route of config/routes.rb is called `{path}`, which probes ask");
            let help = format!(
                "add `get \"{}\" => \"rails/health#show\", as: :rails_health_check` there, or set `web: {{probe: tcp}}` in linkspan.yml",
                path.trim_start_matches('/')
            );
            let spot = Spot { file: "config/routes.rb".to_owned(), line: 0 };
            let finding = Diagnostic::new(&HEALTH_ROUTE, message).help(help);
            finding.related(spot.related("the routes of the app")).severity(Severity::Hint)
        }
    };
    found.push(finding.path(web.health_path.field.clone()));
}

/// Whether a text has the last part of a path as a word of its own.
fn mentions(text: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let Some(last) = path.split('/').rfind(|part| !part.is_empty()) else { return true };
    let is_word = |each: char| each.is_alphanumeric() || matches!(each, '_' | '-');
    let code = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    code.flat_map(|line| line.split(|each: char| !is_word(each))).any(|word| word == last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_word_of_the_routes() {
        for (text, path, expect) in [
            ("get \"up\" => \"rails/health#show\"", "/up", true),
            ("get :up, to: 'health#up'", "/up", true),
            ("# get \"up\"", "/up", false),
            ("resources :updates", "/up", false),
            ("namespace :internal do\nget 'ping'\nend", "/internal/ping", true),
            ("", "/", true),
            ("get 'health-check'", "/health", false),
            ("get 'health-check'", "/health-check?full=1", true),
        ] {
            assert_eq!(mentions(text, path), expect, "{text} {path}");
        }
    }
}
