//! Text to [`Spec`], with every problem at its place.

use super::Spec;
use super::environments::{self, Environment};
use super::value::{tell, value};
use crate::diagnostic::{Diagnostic, Place, rules, shorten};
use crate::field::{self, Default, Field, fields, nearest};
use crate::value::{Key, Take, Value};
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
                .help("compare the indentation and quotes with the lines before")
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
            _ => read.diagnostics.push(
                Diagnostic::new(&WRONG_TYPE, "the spec is not a list of settings")
                    .help("start with `app: shop`")
                    .file(FILE)
                    .at(root.start(), root.width()),
            ),
        }
    }
    let overrides = value.take_out(environments::KEY);
    if read.diagnostics.is_empty() || root.is_some() {
        required(&value, &mut read, str::to_owned);
    }
    if overrides != Value::Null {
        read.texts = environments::texts(&value);
        environments::merge(&value, overrides, &mut read);
    }
    // The tree was judged field by field, so all of it fits; a test holds table and model together.
    read.spec = Spec::take(value);
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
                    .path(&path)
                    .file(FILE)
                    .at(entry.key_start(), width),
            );
            continue;
        }
        if let Some(value) = entry_value(entry, &path, read) {
            out.push((Key::Owned(entry.key.to_string()), value));
        }
    }
    out
}

fn entry_value(entry: &Entry, path: &str, read: &mut Read) -> Option<Value> {
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
                tell(
                    read,
                    &WRONG_TYPE,
                    path,
                    node,
                    "holds settings of its own",
                    &format!("write them below it, indented: `{}:`", entry.key),
                );
                None
            }
        };
    }
    unknown(entry, path, read);
    None
}

fn unknown(entry: &Entry, path: &str, read: &mut Read) {
    let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let inside = inside.rsplit_once('.').map_or("", |(parent, _)| parent);
    let parent_pattern = field::without_indexes(inside);
    let prefix = match parent_pattern.as_str() {
        "" => String::new(),
        inner => format!("{inner}."),
    };
    let mut siblings: Vec<&str> = fields()
        .filter_map(|field| field.path.strip_prefix(prefix.as_str()))
        .filter_map(|rest| rest.split(['.', '[']).next())
        .collect();
    siblings.dedup();
    let help = match nearest(&entry.key, siblings.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => {
            match fields().find(|field| field.key() == entry.key && !field.path.contains('[')) {
                Some(field) => format!("there is `{}`", field.path),
                None => format!("it can be {}", siblings.join(", ")),
            }
        }
    };
    let place = if parent.is_empty() { "the spec" } else { parent };
    read.diagnostics.push(
        Diagnostic::new(
            &UNKNOWN_FIELD,
            format!("{} has no field `{}`", shown(place), shorten(&entry.key)),
        )
        .help(help)
        .path(path)
        .file(FILE)
        .at(entry.key_start(), entry.key.chars().count()),
    );
}

fn shown(place: &str) -> String {
    if place == "the spec" { place.to_owned() } else { format!("`{place}`") }
}
