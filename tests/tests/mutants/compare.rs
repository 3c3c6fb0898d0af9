//! Where checker and server disagree about a mutant.

use crate::verdict::{Verdict, Warning};
use linkspan_core::check::{Options, Source, check};
use linkspan_core::diagnostic::{Diagnostic, Severity, Tier};
use linkspan_core::internal::facts::Kubernetes;
use serde_json::Value;
use std::collections::BTreeSet;

/// How they disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// The checker refuses what the server takes.
    FalseAlarm,
    /// The server refuses, the checker says nothing.
    Missed,
    /// Both refuse, the checker not at the first place that the server names.
    Place,
    /// Both refuse, the checker not at another place that the server names.
    Field,
    /// Both refuse, the checker at one more place than the server, which judged all of it.
    Extra,
    /// The server warns, the checker does not.
    WarningMissed,
    /// The checker warns, the server does not.
    WarningFalse,
}

/// One point.
#[derive(Clone, Debug)]
pub(crate) struct Point {
    /// Of which class.
    pub(crate) class: Class,
    /// In words: the path and what was said.
    pub(crate) words: String,
}

/// What came out for one mutant.
pub(crate) struct Outcome {
    /// Whether the server refuses.
    pub(crate) refused: bool,
    /// Whether the checker refuses.
    pub(crate) found: bool,
    /// How often the server warns of what it takes.
    pub(crate) warned: usize,
    /// Where they disagree.
    pub(crate) points: Vec<Point>,
}

/// The findings of a document alone.
pub(crate) fn findings(text: &str, kubernetes: Kubernetes) -> Vec<Diagnostic> {
    let options = Options { kubernetes, ..Options::default() };
    check(&[Source { path: "mutant.yml", text }], &options).diagnostics
}

/// Compares an answer with findings.
pub(crate) fn compare(kind: &str, answer: &Value, found: &[Diagnostic]) -> Outcome {
    let code = answer["code"].as_u64().unwrap_or_default();
    let verdict = Verdict::new(answer);
    let refused = !verdict.as_ref().is_some_and(|verdict| verdict.valid);
    let message = answer["message"].as_str().unwrap_or_default();
    let own: Vec<&Diagnostic> = found.iter().filter(|each| each.tier == Tier::Refused).collect();
    let mut points = Vec::new();
    let mut point =
        |class, words: String| points.push(Point { class, words: format!("{kind} {words}") });
    let mut warned = 0;
    match (refused, own.is_empty()) {
        (false, false) => {
            for each in &own {
                point(Class::FalseAlarm, format!("{} [{}] {}", each.path, each.rule, each.message));
            }
        }
        (false, true) => {
            let warnings = verdict.map(|verdict| verdict.warned).unwrap_or_default();
            warned = warnings.len();
            let texts =
                answer["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str);
            let (missed, false_ones) = of_warnings(warnings.into_iter().zip(texts), found);
            missed.into_iter().for_each(|words| point(Class::WarningMissed, words));
            false_ones.into_iter().for_each(|words| point(Class::WarningFalse, words));
        }
        (true, true) => point(Class::Missed, format!("{code} {message}")),
        (true, false) => {
            let paths: BTreeSet<&str> = own.iter().map(|each| each.path.as_str()).collect();
            let fields = fields(answer, verdict.as_ref());
            for (at, (field, said)) in fields.iter().enumerate() {
                let is_within = |each: &&Diagnostic| {
                    each.rule == "wrong-type"
                        && field
                            .strip_prefix(&each.path)
                            .is_some_and(|rest| rest.starts_with(['.', '[']))
                };
                // The server also looks into a list that has to be a map, and the reverse.
                let is_unread = code == 400 && own.iter().any(is_within);
                // A key may be empty.
                let is_found = |field: &str| paths.contains(field);
                let is_found = is_found(field) || field.strip_suffix('.').is_some_and(is_found);
                if !is_found && !is_unread {
                    let class = if at == 0 { Class::Place } else { Class::Field };
                    point(class, format!("{field} {said}; found at {paths:?}"));
                }
            }
            if let Some((field, said)) = unread(message)
                && !paths.iter().any(|path| is_end(&field, &bare(path)))
            {
                point(Class::Place, format!("{field} {said}; found at {paths:?}"));
            }
            if verdict.is_some_and(|verdict| verdict.judged) && !fields.is_empty() {
                for each in
                    own.iter().filter(|each| fields.iter().all(|(field, _)| *field != each.path))
                {
                    point(Class::Extra, format!("{} [{}] {}", each.path, each.rule, each.message));
                }
            }
        }
    }
    Outcome { refused, found: !own.is_empty(), warned, points }
}

/// The fields that the server names, in its order, with what it says.
fn fields(answer: &Value, verdict: Option<&Verdict>) -> Vec<(String, String)> {
    let Some(verdict) = verdict else { return Vec::new() };
    if !verdict.judged {
        let said = "is not known or stands twice".to_owned();
        return verdict.refused.iter().map(|field| (field.clone(), said.clone())).collect();
    }
    let causes = answer["causes"].as_array().into_iter().flatten();
    let pairs = causes
        .filter_map(|each| Some((each["field"].as_str()?.to_owned(), each["message"].to_string())));
    pairs.filter(|(field, _)| verdict.refused.contains(field)).collect()
}

/// The field of which the server could not read the value: it tells it without places in lists.
fn unread(message: &str) -> Option<(String, String)> {
    let (before, rest) = message.split_once(" into Go struct field ")?;
    let path = rest.split(' ').next()?.split_once('.')?.1;
    // Structs of Go that have no name in manifests.
    let is_field = |part: &&str| !part.starts_with(|each: char| each.is_ascii_uppercase());
    let field = path.split('.').filter(is_field).collect::<Vec<_>>().join(".");
    Some((field, before.rsplit(": ").next()?.to_owned()))
}

/// Whether a field that may be told from the part it belongs to on stands at a path.
fn is_end(field: &str, path: &str) -> bool {
    path.strip_suffix(field).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// A path without what stands in brackets.
pub(crate) fn bare(path: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for each in path.chars() {
        match each {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            each if depth == 0 => out.push(each),
            _ => {}
        }
    }
    out
}

fn of_warnings<'a>(
    warnings: impl Iterator<Item = (Warning, &'a str)>,
    found: &[Diagnostic],
) -> (Vec<String>, Vec<String>) {
    let is_warning =
        |each: &&Diagnostic| each.tier == Tier::Warned && each.severity != Severity::Hint;
    let mut own: Vec<&Diagnostic> = found.iter().filter(is_warning).collect();
    let mut missed = Vec::new();
    for (warning, text) in warnings {
        let at = own.iter().position(|each| match &warning {
            Warning::At(path) => each.path == *path || is_of_kind(text, each),
            Warning::Volume(name) => !name.is_empty() && each.path.contains("volumes["),
        });
        match at {
            Some(at) => drop(own.remove(at)),
            None => missed.push(text.to_owned()),
        }
    }
    let rest = own.iter().map(|each| format!("{} [{}] {}", each.path, each.rule, each.message));
    (missed, rest.collect())
}

/// Whether a warning that names no field is of the object's kind, as a finding is.
fn is_of_kind(text: &str, found: &Diagnostic) -> bool {
    text.contains(" is deprecated in v1.") && matches!(found.path.as_str(), "apiVersion" | "kind")
}
