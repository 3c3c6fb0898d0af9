//! Findings as a `linkspan.yml`: only what differs from the defaults, each value with where it was read.

use super::finding::{Findings, Found, Trust, Value};
use super::settle;
use crate::field::{self, Accepts};
use crate::generate::decide;
use crate::plan;
use crate::spec::Draft;
use crate::yaml::{self, Node};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that are written whatever the defaults are: those of a later Linkspan may be others.
const ALWAYS: [&str; 5] = ["app", "image", "hosts", "rails.version", "rails.ruby"];

/// The spec of what was found. What nobody answered has the value that is usual, and says so.
#[must_use]
pub fn spec(findings: &Findings) -> String {
    let mut notes: BTreeMap<String, String> = BTreeMap::new();
    let mut draft = Draft::from_text("");
    for question in &findings.questions {
        if findings.get(&question.path).is_none() && !question.usual.is_empty() {
            draft.set_text(&question.path, &question.usual);
            notes.insert(question.path.clone(), format!("open: {}", question.why));
        }
    }
    let paths = fill(&mut draft, &findings.found, &mut notes);
    lighten(&mut draft, &paths);
    comment(&draft.to_text(), &notes)
}

/// Puts every value in, and gives the paths of single values, groups left out.
fn fill(draft: &mut Draft, found: &[Found], notes: &mut BTreeMap<String, String>) -> Vec<String> {
    let mut groups: Vec<(&str, &str)> = Vec::new();
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut maps: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let mut single = Vec::new();
    for each in found {
        let mut path = each.path.clone();
        if let Some((list, name, key)) = settle::group(&each.path) {
            if !groups.contains(&(list, name)) {
                draft.add_group(list, name);
                groups.push((list, name));
            }
            let before = groups.iter().filter(|(other, _)| *other == list);
            let at = before.take_while(|group| **group != (list, name)).count();
            path = format!("{list}[{at}].{key}");
        }
        let reason = reason(each);
        if let (Value::Map(rows), Some(name)) = (&each.value, path.strip_prefix("environments."))
            && rows.is_empty()
            && !name.contains('.')
        {
            if !draft.is_set(&path) {
                draft.add_environment(name);
            }
            continue;
        }
        match (&each.value, path.rsplit_once('.')) {
            (Value::Text(text), Some((list, _))) if is_names(list) => {
                let names = lists.entry(list.to_owned()).or_default();
                if !names.contains(text) {
                    notes.insert(format!("{list}[{}]", names.len()), reason.clone());
                    names.push(text.clone());
                }
                continue;
            }
            (Value::Text(text), _) => match row(&path) {
                Some((map, name)) => {
                    maps.entry(map.to_owned()).or_default().push((name.to_owned(), text.clone()));
                }
                None => {
                    draft.set_text(&path, text);
                    single.push(path.clone());
                }
            },
            (Value::List(list), _) => draft.set_texts(&path, list),
            (Value::Map(rows), _) => {
                let rows: Vec<_> = rows.iter().map(|(a, b)| (a.clone(), b.clone())).collect();
                draft.set_rows(&path, &rows);
            }
        }
        notes.insert(path, reason);
    }
    for (list, names) in lists {
        draft.set_texts(&list, &names);
    }
    for (map, rows) in maps {
        draft.set_rows(&map, &rows);
    }
    single
}

fn is_names(list: &str) -> bool {
    field::find(list).is_some_and(|field| field.accepts == Accepts::EnvNames)
}

/// The map and the name of a row: `web.env` and `BIND`.
fn row(path: &str) -> Option<(&str, &str)> {
    let (map, name) = path.rsplit_once('.')?;
    field::find(map).filter(|field| matches!(field.accepts, Accepts::Map)).map(|_| (map, name))
}

/// Takes out what holds anyway, and what has no effect beside the rest.
fn lighten(draft: &mut Draft, paths: &[String]) {
    let told = decide(&draft.to_text());
    for each in told.report.diagnostics.iter().filter(|each| each.rule.name == "no-effect") {
        draft.clear(&each.path);
    }
    for each in told.report.diagnostics.iter().filter(|each| each.rule.name == "clock-without-once")
    {
        draft.set_text(&format!("{}.once", each.path), "true");
    }
    let all = |draft: &Draft| {
        let decided = decide(&draft.to_text());
        let told = decided.report.diagnostics.into_iter();
        let told: BTreeSet<String> = told.map(|each| each.message).collect();
        (plan::values(&decided.plan), told)
    };
    let whole = all(draft);
    let kept: BTreeSet<&str> = ALWAYS.into_iter().collect();
    // The plan lists no values of other groups than workers.
    let is_listed = |path: &str| {
        (!path.contains('[') || path.starts_with("workers[")) && !path.starts_with("environments.")
    };
    let single = paths.iter().filter(|path| is_listed(path) && !path.ends_with("].name"));
    for path in single.filter(|path| !kept.contains(path.as_str())) {
        if !draft.is_set(path) {
            continue;
        }
        let mut lighter = draft.clone();
        lighter.clear(path);
        if all(&lighter) == whole {
            *draft = lighter;
        }
    }
}

fn reason(found: &Found) -> String {
    let at = found.at.first().map(ToString::to_string).unwrap_or_default();
    match found.trust {
        Trust::Read => at,
        Trust::Given => String::new(),
        Trust::Likely if at.is_empty() => found.why.clone(),
        Trust::Likely => format!("{at}: {}", found.why),
    }
}

/// Puts the reasons behind the lines that they are about.
fn comment(text: &str, notes: &BTreeMap<String, String>) -> String {
    let (documents, _) = yaml::read(text);
    let mut lines: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for root in documents.iter().filter_map(|document| document.root.as_ref()) {
        walk(root, "", 0, notes, &mut lines);
    }
    let mut out = String::from(HEAD);
    for (at, line) in text.lines().enumerate() {
        out.push_str(line);
        if let Some(reasons) = lines.get(&(at + 1)).filter(|_| !line.trim_end().ends_with('|')) {
            out.push_str("  # ");
            out.push_str(&reasons.join("; "));
        }
        out.push('\n');
    }
    out
}

const HEAD: &str = "# Written by `linkspan init` from the files of the app. Behind a value stands where it was read.\n";

fn walk(
    node: &Node,
    path: &str,
    line: usize,
    notes: &BTreeMap<String, String>,
    lines: &mut BTreeMap<usize, Vec<String>>,
) {
    if let Some(reason) = notes.get(path).filter(|reason| !reason.is_empty()) {
        let reasons = lines.entry(line).or_default();
        let reason = one_line(reason);
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    for entry in node.entries() {
        let inner =
            if path.is_empty() { entry.key.to_string() } else { format!("{path}.{}", entry.key) };
        walk(&entry.value, &inner, entry.key_start().line, notes, lines);
    }
    for (at, item) in node.items().iter().enumerate() {
        walk(item, &format!("{path}[{at}]"), item.start().line, notes, lines);
    }
}

/// A text of an app's file as part of a comment: on one line, without anything that could end it.
fn one_line(text: &str) -> String {
    let plain = |each: char| {
        if each.is_control()
            || each == '\u{feff}'
            || each == '\u{2028}'
            || each == '\u{2029}'
            || each == '\u{85}'
        {
            ' '
        } else {
            each
        }
    };
    let text: String = text.chars().map(plain).take(160).collect();
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::finding::{At, Question};
    use super::*;

    fn found(path: &str, value: impl Into<Value>, trust: Trust, file: &str) -> Found {
        let at = vec![At::new(file, 3)];
        Found { path: path.to_owned(), value: value.into(), trust, at, why: "so it is".to_owned() }
    }

    #[test]
    fn findings_become_a_short_spec_that_says_where_it_was_read() {
        let question = Question {
            path: "image".to_owned(),
            asks: String::new(),
            why: "no file names a registry".to_owned(),
            offers: Vec::new(),
            usual: "registry.example.com/shop".to_owned(),
        };
        let found = vec![
            found("app", "shop", Trust::Read, "config/deploy.yml"),
            found("rails.version", "8.1", Trust::Read, "Gemfile.lock"),
            found("web.port", "3000", Trust::Read, "config/puma.rb"),
            found("rails.packages", vec!["vim".to_owned()], Trust::Read, "Dockerfile"),
            found("build.from", "dockerfile", Trust::Likely, "Dockerfile"),
            found("env.A_B", "1", Trust::Read, "x\n#y"),
            found("secrets.STRIPE_KEY", "STRIPE_KEY", Trust::Read, ".env.example"),
            found("workers[jobs].name", "jobs", Trust::Read, "Procfile"),
            found("workers[jobs].kind", "sidekiq", Trust::Read, "Procfile"),
            found(
                "workers[jobs].queues",
                vec!["low".to_owned()],
                Trust::Read,
                "config/sidekiq.yml",
            ),
        ];
        let findings = Findings { found, questions: vec![question], ..Findings::default() };
        assert_eq!(
            spec(&findings),
            "# Written by `linkspan init` from the files of the app. Behind a value stands where it was read.\n\
             app: shop  # config/deploy.yml:3\n\
             image: registry.example.com/shop  # open: no file names a registry\n\
             build:\n  from: dockerfile  # Dockerfile:3: so it is\n\
             rails:\n  version: \"8.1\"  # Gemfile.lock:3\n\
             env:\n  A_B: \"1\"  # x #y:3\n\
             secrets: [STRIPE_KEY]  # .env.example:3\n\
             workers:\n  - name: jobs  # Procfile:3\n    queues: [low]  # config/sidekiq.yml:3\n"
        );
    }
}
