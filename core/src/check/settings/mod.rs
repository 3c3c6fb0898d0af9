//! `check.rules` of a `linkspan.yml`: what a team thinks of a rule.

pub(crate) mod rule;

use super::catalog;
use super::comment;
use crate::diagnostic::{Allowed, Diagnostic, Remedy, Report, Rule, Severity, Suppressed, Tier};
use crate::plan::conflicts::NO_EFFECT;
use crate::spec::Spec;
use rule::UNKNOWN_RULE;
use std::collections::BTreeMap;

/// What findings of a rule count as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing: they are counted and listed, no more.
    Off,
    /// This severity.
    As(Severity),
}

impl Level {
    fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "hint" => Some(Self::As(Severity::Hint)),
            "warning" => Some(Self::As(Severity::Warning)),
            "error" => Some(Self::As(Severity::Error)),
            _ => None,
        }
    }
}

/// The levels that somebody chose, by rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    levels: BTreeMap<&'static str, Level>,
}

impl Settings {
    /// Those of a spec; names that no rule has are left out.
    #[must_use]
    pub fn of(spec: &Spec) -> Self {
        let level = |(name, word): (&String, &String)| {
            Some((catalog::rule(name)?.name, Level::parse(word)?))
        };
        Self { levels: spec.check.rules.iter().filter_map(level).collect() }
    }

    /// The level of a rule, where one was chosen.
    #[must_use]
    pub fn level(&self, rule: &str) -> Option<Level> {
        self.levels.get(rule).copied()
    }

    /// Lowers, raises and switches off findings about manifests. What the API server rejects stays
    /// rejected, so such a finding is never silent: switched off, it is a hint.
    pub fn apply(&self, report: &mut Report) {
        if self.levels.is_empty() {
            return;
        }
        for mut each in std::mem::take(&mut report.diagnostics) {
            match self.level(each.rule.name) {
                Some(Level::Off) if each.tier != Tier::Refused => {
                    let (by, reason) = (Allowed::Settings, String::new());
                    report.suppressed.push(Suppressed { diagnostic: each, by, reason });
                }
                Some(level) => {
                    each.severity = match level {
                        Level::Off => Severity::Hint,
                        Level::As(severity) => severity,
                    };
                    report.diagnostics.push(each);
                }
                None => report.diagnostics.push(each),
            }
        }
        report.sort();
    }

    /// The same for findings about the `linkspan.yml` itself. From a spec with an error nothing can
    /// be made, so errors stay errors.
    pub fn apply_to_spec(&self, report: &mut Report) {
        let is_error = |each: &Diagnostic| each.severity == Severity::Error;
        let all = std::mem::take(&mut report.diagnostics);
        let (errors, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(is_error);
        report.diagnostics = rest;
        self.apply(report);
        report.diagnostics.extend(errors);
        report.sort();
    }
}

/// What is wrong with the settings of a spec, each with the path of its setting.
pub(crate) fn problems(spec: &Spec) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, word) in &spec.check.rules {
        let path = format!("check.rules.{name}");
        let Some(rule) = catalog::rule(name) else {
            let (message, help, meant) = comment::unknown(name);
            let all = || catalog::rules().map(|rule| rule.name);
            let remedy = meant.and_then(|rule| Remedy::misspelt(name, rule, all()));
            let finding = Diagnostic::new(&UNKNOWN_RULE, message).help(help).path(path);
            found.push(finding.remedy(remedy));
            continue;
        };
        if let Some(before) = seen.insert(rule.name, name) {
            let message = format!("`{before}` and `{name}` are the same rule, `{}`", rule.name);
            let help = "keep one of them";
            found.push(Diagnostic::new(&UNKNOWN_RULE, message).help(help).path(path));
            continue;
        }
        if let Some((message, help)) = in_vain(rule, Level::parse(word)) {
            let diagnostic = Diagnostic::new(&NO_EFFECT, message);
            found.push(diagnostic.help(help).path(path));
        }
    }
    found
}

/// A setting that does less than it says.
fn in_vain(rule: &Rule, level: Option<Level>) -> Option<(String, &'static str)> {
    let lowered = match level? {
        Level::Off => true,
        Level::As(severity) => severity < Severity::Error,
    };
    if lowered && rule.severity == Severity::Error && catalog::is_of_spec(rule.name) {
        let message = format!(
            "`{}` is an error of linkspan.yml itself: nothing can be generated with it",
            rule.name
        );
        return Some((message, "remove the setting, and fix what is found"));
    }
    if level == Some(Level::Off) && rule.tier == Tier::Refused {
        let message = format!(
            "`{}` cannot be switched off: the API server rejects what it finds; it counts as a hint",
            rule.name
        );
        return Some((
            message,
            "write `hint`, or allow single findings by a comment with a reason",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Options, Source, check};

    const TWICE: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: a:1\n      tty: 3\n      env:\n        - {name: A, value: a}\n        - {name: A, value: b}\n";

    fn told(rules: &str) -> (Vec<(&'static str, Severity)>, usize) {
        let text = format!(
            "app: shop\nimage: a/b\nhosts: [a.example.com]\ncheck: {{rules: {{{rules}}}}}\n"
        );
        let spec = crate::spec::read(&text).spec;
        let mut report = check(&[Source { path: "a.yml", text: TWICE }], &Options::default());
        report
            .diagnostics
            .retain(|each| matches!(each.rule.name, "wrong-type" | "duplicate-variable"));
        Settings::of(&spec).apply(&mut report);
        let all = report.diagnostics.iter().map(|each| (each.rule.name, each.severity)).collect();
        (all, report.suppressed.len())
    }

    #[test]
    fn levels_are_chosen_by_name_or_alias() {
        use Severity::{Error, Hint, Warning};
        let (refused, twice) = ("wrong-type", "duplicate-variable");
        for (rules, expect, suppressed) in [
            ("", vec![(refused, Error), (twice, Warning)], 0),
            ("duplicate-variable: error", vec![(refused, Error), (twice, Error)], 0),
            ("kube-linter/duplicate-env-var: hint", vec![(refused, Error), (twice, Hint)], 0),
            ("duplicate-env-var: off", vec![(refused, Error)], 1),
            ("wrong-type: warning", vec![(refused, Warning), (twice, Warning)], 0),
            ("wrong-type: off", vec![(refused, Hint), (twice, Warning)], 0),
        ] {
            assert_eq!(told(rules), (expect, suppressed), "{rules}");
        }
    }

    #[test]
    fn problems_are_told_at_the_setting() {
        for (rules, expect) in [
            ("duplicate-variable: off", None),
            ("quantity: hint", None),
            (
                "duplicate-variabel: off",
                Some(
                    "error 4:17 there is no rule `duplicate-variabel`: did you mean `duplicate-variable`?",
                ),
            ),
            (
                "quantity: off",
                Some(
                    "warning 4:17 `quantity` cannot be switched off: the API server rejects what it finds; it counts as a hint: write `hint`, or allow single findings by a comment with a reason",
                ),
            ),
            (
                "cable-async: hint",
                Some(
                    "warning 4:17 `cable-async` is an error of linkspan.yml itself: nothing can be generated with it: remove the setting, and fix what is found",
                ),
            ),
            (
                "quantity: no",
                Some(
                    "error 4:27 `check.rules.quantity` (`no`) is not a choice: use one of error, warning, hint, off",
                ),
            ),
        ] {
            let text = format!(
                "app: shop\nimage: a/b\nhosts: [a.example.com]\ncheck: {{rules: {{{rules}}}}}\n"
            );
            let report = crate::generate(&text).report;
            let all: Vec<String> = report
                .diagnostics
                .iter()
                .map(|each| {
                    let place = each.place;
                    format!(
                        "{} {}:{} {}: {}",
                        each.severity.word(),
                        place.line,
                        place.column,
                        each.message,
                        each.help
                    )
                })
                .collect();
            assert_eq!(all, expect.map(str::to_owned).into_iter().collect::<Vec<_>>(), "{rules}");
        }
    }
}
