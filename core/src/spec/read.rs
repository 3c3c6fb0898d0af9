//! Text to [`Spec`], with every problem at its place.

use super::Spec;
use super::environments::{self, Environment};
use super::misplaced;
use super::shape::{self, Takes};
use super::value::value;
use crate::diagnostic::{Diagnostic, Place, Remedy, rules, shorten};
use crate::field::{self, Default, Field, fields};
use crate::value::{FromValue, Key, Value};
use crate::yaml::rules::{DUPLICATE_KEY, MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE, YAML_SYNTAX};
use crate::yaml::{self, Content, Entry};
use std::collections::BTreeMap;

rules! {
    pub(crate) const SECOND_DOCUMENT: Rule = Rule {
        name: "second-document",
        tier: Refused,
        severity: Error,
        says: "`linkspan.yml` holds a second document",
        why: "One file describes one app; what stands behind `---` would never be read.",
    };
}

/// The file's name in a bundle and in a Rails app.
pub const FILE: &str = "linkspan.yml";

/// What reading gives: always a spec, together with all that is wrong.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What could be understood.
    pub spec: Spec,
    /// The spec of each environment, in the order written.
    pub environments: Vec<Environment>,
    /// Problems by place; those of the plan are added later.
    pub diagnostics: Vec<Diagnostic>,
    /// By path, what is set; only where there are environments.
    pub(crate) texts: BTreeMap<String, String>,
    /// Where each field's value stands.
    pub(super) places: BTreeMap<String, (Place, usize)>,
}

impl Read {
    /// Puts a finding about a field at the place of its value, or of the nearest part of the path
    /// that is written.
    #[must_use]
    pub fn locate(&self, diagnostic: Diagnostic) -> Diagnostic {
        let mut path = diagnostic.path.as_str();
        let start = (Place { line: 1, column: 1 }, 1);
        let (place, width) = loop {
            if let Some(found) = self.places.get(path) {
                break *found;
            }
            match path.rfind(['.', '[']) {
                Some(cut) => path = path.get(..cut).unwrap_or_default(),
                None => break start,
            }
        };
        diagnostic.file(FILE).at(place, width)
    }
}

/// Reads a spec.
#[must_use]
pub fn read(text: &str) -> Read {
    let (documents, problems) = yaml::read(text);
    let mut read = Read::default();
    for problem in problems {
        read.diagnostics.push(
            Diagnostic::new(&YAML_SYNTAX, format!("this is not YAML: {}", problem.message))
                .help(problem.help)
                .file(FILE)
                .at(problem.place, 1),
        );
    }
    let mut roots = documents.iter().filter_map(|document| document.root.as_ref());
    let root = roots.next();
    if let Some(second) = roots.next() {
        read.diagnostics.push(
            Diagnostic::new(&SECOND_DOCUMENT, "a second document starts here")
                .help("keep one app in one file")
                .file(FILE)
                .at(second.start(), 1),
        );
    }
    let mut value = Value::Map(Vec::new());
    if let Some(root) = root {
        match &root.content {
            Content::Map(entries) => {
                value = Value::Map(map(entries, "", &mut read));
            }
            content => {
                let (message, help) = match content {
                    Content::List(_) => (
                        "linkspan.yml takes settings, not a list",
                        "remove the `- ` at the start of its lines",
                    ),
                    _ => (
                        "linkspan.yml takes settings, not one text",
                        "write each on a line of its own, with a colon and a space: `app: shop`",
                    ),
                };
                read.diagnostics.push(
                    Diagnostic::new(&WRONG_TYPE, message)
                        .help(help)
                        .file(FILE)
                        .at(root.start(), root.width()),
                );
            }
        }
    }
    let overrides = value.take_out(environments::KEY);
    let is_map = root.is_some_and(|root| matches!(root.content, Content::Map(_)));
    if read.diagnostics.is_empty() || is_map {
        required(&value, &mut read, str::to_owned);
    }
    if overrides != Value::Null {
        read.texts = environments::texts(&value);
        environments::merge(&value, overrides, &mut read);
    }
    // The tree was judged field by field, so all of it fits; a test holds table and model together.
    read.spec = Spec::from_value(value);
    read
}

/// Tells which fields have to be set and are not. `written` says where a path would be written.
pub(super) fn required(value: &Value, read: &mut Read, written: impl Fn(&str) -> String) {
    for field in fields().filter(|field| field.default == Default::Required) {
        let Some((list, key)) = field.path.split_once("[].") else {
            let path = written(field.path);
            if value.get(field.path).is_none() && !already_told(read, &path) {
                missing(field, path, read);
            }
            continue;
        };
        let count = value.get(list).map_or(0, |list| list.items().len());
        for index in 0..count {
            let path = written(&format!("{list}[{index}].{key}"));
            let absent =
                value.get(list).and_then(|list| list.items().get(index)?.get(key)).is_none();
            if absent && !already_told(read, &path) {
                missing(field, path, read);
            }
        }
    }
}

fn already_told(read: &Read, path: &str) -> bool {
    read.diagnostics.iter().any(|diagnostic| diagnostic.path == path)
}

fn missing(field: &Field, path: String, read: &mut Read) {
    let diagnostic = Diagnostic::new(&MISSING_FIELD, format!("`{}` is not set", field.key()))
        .help(format!("add `{}: ...`: {}", field.key(), field.help))
        .path(path);
    let located = read.locate(diagnostic);
    read.diagnostics.push(located);
}

/// The settings of one level.
pub(super) fn map(entries: &[Entry], prefix: &str, read: &mut Read) -> Vec<(Key, Value)> {
    let mut out = Vec::new();
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    let mut before: Option<&Entry> = None;
    for entry in entries {
        let path = if prefix.is_empty() {
            entry.key.to_string()
        } else {
            format!("{prefix}.{}", entry.key)
        };
        let width = entry.key.chars().count();
        if let Some(first) = seen.insert(&entry.key, entry.key_start()) {
            read.diagnostics.push(
                Diagnostic::new(&DUPLICATE_KEY, format!("`{}` is set twice", entry.key))
                    .help(format!("the first stands on line {}: remove one of them", first.line))
                    .remedy(Remedy::RemoveRepeated)
                    .path(&path)
                    .file(FILE)
                    .at(entry.key_start(), width),
            );
            continue;
        }
        let value = entry_value(entry, &path, before, read);
        // A key that is unknown itself has nothing below it.
        if knows(&path) {
            before = Some(entry);
        }
        if let Some(value) = value {
            out.push((Key::Owned(entry.key.to_string()), value));
        }
    }
    out
}

/// Whether there is a field or a section of this path.
fn knows(path: &str) -> bool {
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let pattern = field::without_indexes(inside);
    let inner = format!("{pattern}.");
    fields().any(|field| field.path == pattern || field.path.starts_with(&inner))
}

fn entry_value(
    entry: &Entry,
    path: &str,
    before: Option<&Entry>,
    read: &mut Read,
) -> Option<Value> {
    let node = &entry.value;
    let shown = if node.is_null() {
        (entry.key_start(), entry.key.chars().count())
    } else {
        (node.start(), node.width())
    };
    read.places.insert(path.to_owned(), shown);
    let in_environment = field::in_environment(path);
    let pattern = field::without_indexes(in_environment.map_or(path, |(_, inside)| inside));
    let exact = fields().find(|field| field.path == pattern);
    let inner = format!("{pattern}.");
    let is_section = exact.is_none() && fields().any(|field| field.path.starts_with(&inner));
    // In an environment, nothing behind the colon takes away what the base sets.
    if in_environment.is_some() && node.is_null() && (exact.is_some() || is_section) {
        return Some(Value::Null);
    }
    if let Some(field) = exact {
        if node.is_null() {
            return None;
        }
        return value(field, node, path, read);
    }
    if is_section {
        return match &node.content {
            Content::Map(entries) => Some(Value::Map(map(entries, path, read))),
            _ if node.is_null() => None,
            _ => {
                shape::wrong(Takes::Settings, path, node, read);
                None
            }
        };
    }
    unknown(entry, path, before, read);
    None
}

fn unknown(entry: &Entry, path: &str, before: Option<&Entry>, read: &mut Read) {
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let inside = inside.rsplit_once('.').map_or("", |(parent, _)| parent);
    let (help, remedy) = misplaced::help(&entry.key, &field::without_indexes(inside), before);
    let place = if parent.is_empty() { "the spec" } else { parent };
    read.diagnostics.push(
        Diagnostic::new(
            &UNKNOWN_FIELD,
            format!("{} has no field `{}`", shown(place), shorten(&entry.key)),
        )
        .help(help)
        .remedy(remedy)
        .path(path)
        .file(FILE)
        .at(entry.key_start(), entry.key.chars().count()),
    );
}

fn shown(place: &str) -> String {
    if place == "the spec" { place.to_owned() } else { format!("`{place}`") }
}
