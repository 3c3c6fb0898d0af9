//! Text to [`Spec`], with every problem at its place.

use super::Spec;
use crate::diagnostic::{Diagnostic, Place};
use crate::field::{self, Default, FIELDS, Field, Kind, nearest};
use crate::yaml::{self, Content, Entry, Node, Style};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The file's name in a bundle and in a Rails app.
pub const FILE: &str = "linkspan.yml";

/// What reading gives: always a spec, together with all that is wrong.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What could be understood.
    pub spec: Spec,
    /// Problems by place; those of the plan are added later.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each field's value stands.
    places: BTreeMap<String, (Place, usize)>,
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
        let file = FILE;
        diagnostic.clone().file(file).at(place, width)
    }
}

/// Reads a spec.
#[must_use]
pub fn read(text: &str) -> Read {
    let (documents, problems) = yaml::read(text);
    let mut read = Read::default();
    for problem in problems {
        read.diagnostics.push(
            Diagnostic::refused("yaml-syntax", format!("this is not YAML: {}", problem.message))
                .help("compare the indentation and quotes with the lines before")
                .file(FILE)
                .at(problem.place, 1),
        );
    }
    let mut roots = documents.iter().filter_map(|document| document.root.as_ref());
    let root = roots.next();
    if let Some(second) = roots.next() {
        read.diagnostics.push(
            Diagnostic::refused("second-document", "a second document starts here")
                .help("keep one app in one file")
                .file(FILE)
                .at(second.start, 1),
        );
    }
    let mut value = Value::Object(Map::new());
    if let Some(root) = root {
        match &root.content {
            Content::Map(entries) => {
                value = Value::Object(map(entries, "", &mut read));
            }
            _ => read.diagnostics.push(
                Diagnostic::refused("wrong-type", "the spec is not a list of settings")
                    .help("start with `app: shop`")
                    .file(FILE)
                    .at(root.start, root.width()),
            ),
        }
    }
    if read.diagnostics.is_empty() || root.is_some() {
        required(&value, &mut read);
    } else if documents.is_empty() {
        read.diagnostics.sort_by_key(|diagnostic| diagnostic.place);
    }
    // The tree was judged field by field, so only a gap between table and model can fail here; a
    // test holds the two together.
    read.spec = serde_json::from_value(value).unwrap_or_default();
    read
}

fn required(value: &Value, read: &mut Read) {
    for field in FIELDS.iter().filter(|field| field.default == Default::Required) {
        let Some((list, key)) = field.path.split_once("[].") else {
            if value.get(field.path).is_none() && !already_told(read, field.path) {
                missing(field, field.path.to_owned(), read);
            }
            continue;
        };
        let count = value.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let path = format!("{list}[{index}].{key}");
            let absent = value.get(list).and_then(|list| list.get(index)?.get(key)).is_none();
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
    let diagnostic = Diagnostic::refused("missing-field", format!("`{}` is not set", field.key()))
        .help(format!("add `{}: ...`: {}", field.key(), field.help))
        .path(path);
    let located = read.locate(diagnostic);
    read.diagnostics.push(located);
}

fn map(entries: &[Entry], prefix: &str, read: &mut Read) -> Map<String, Value> {
    let mut out = Map::new();
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for entry in entries {
        let path =
            if prefix.is_empty() { entry.key.clone() } else { format!("{prefix}.{}", entry.key) };
        let width = entry.key.chars().count();
        if let Some(first) = seen.insert(&entry.key, entry.key_start) {
            read.diagnostics.push(
                Diagnostic::refused("duplicate-key", format!("`{}` is set twice", entry.key))
                    .help(format!("the first stands on line {}: remove one of them", first.line))
                    .path(&path)
                    .file(FILE)
                    .at(entry.key_start, width),
            );
            continue;
        }
        if let Some(value) = entry_value(entry, &path, read) {
            out.insert(entry.key.clone(), value);
        }
    }
    out
}

fn entry_value(entry: &Entry, path: &str, read: &mut Read) -> Option<Value> {
    let node = &entry.value;
    let shown = if node.is_null() {
        (entry.key_start, entry.key.chars().count())
    } else {
        (node.start, node.width())
    };
    read.places.insert(path.to_owned(), shown);
    let pattern = pattern(path);
    let exact = FIELDS.iter().find(|field| field.path == pattern);
    let inner = format!("{pattern}.");
    let is_section = exact.is_none() && FIELDS.iter().any(|field| field.path.starts_with(&inner));
    if let Some(field) = exact {
        if node.is_null() {
            return None;
        }
        return value(field, node, path, read);
    }
    if is_section {
        return match &node.content {
            Content::Map(entries) => Some(Value::Object(map(entries, path, read))),
            _ if node.is_null() => None,
            _ => {
                tell(
                    read,
                    "wrong-type",
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
    let parent_pattern = pattern(parent);
    let prefix = match parent_pattern.as_str() {
        "" => String::new(),
        inner => format!("{inner}."),
    };
    let mut siblings: Vec<&str> = FIELDS
        .iter()
        .filter_map(|field| field.path.strip_prefix(prefix.as_str()))
        .filter_map(|rest| rest.split(['.', '[']).next())
        .collect();
    siblings.dedup();
    let help = match nearest(&entry.key, siblings.iter().copied()) {
        Some(word) => format!("did you mean `{word}`?"),
        None => {
            match FIELDS.iter().find(|field| field.key() == entry.key && !field.path.contains('['))
            {
                Some(field) => format!("there is `{}`", field.path),
                None => format!("it can be {}", siblings.join(", ")),
            }
        }
    };
    let place = if parent.is_empty() { "the spec" } else { parent };
    read.diagnostics.push(
        Diagnostic::refused(
            "unknown-field",
            format!("{} has no field `{}`", shown(place), shorten(&entry.key)),
        )
        .help(help)
        .path(path)
        .file(FILE)
        .at(entry.key_start, entry.key.chars().count()),
    );
}

fn shown(place: &str) -> String {
    if place == "the spec" { place.to_owned() } else { format!("`{place}`") }
}

fn value(field: &Field, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    match field.kind {
        Kind::Groups => groups(node, path, read),
        Kind::Map => env(field, node, path, read),
        kind if kind.is_list() => list(field, node, path, read),
        kind => scalar(kind, node, path, read),
    }
}

fn scalar(kind: Kind, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Some(text) = node.text() else {
        tell(
            read,
            "wrong-type",
            path,
            node,
            "takes one value, not a list or a map",
            "write it behind the colon",
        );
        return None;
    };
    let text = if kind == Kind::Bool { truth(text, node) } else { text };
    if let Err(wrong) = field::check(kind, text) {
        tell(read, "wrong-value", path, node, &wrong.message, &wrong.help);
        return None;
    }
    match kind {
        Kind::Bool => Some(Value::Bool(text == "true")),
        Kind::Int { .. } => text.parse::<i64>().ok().map(Value::from),
        _ => Some(Value::from(text)),
    }
}

/// `yes`, `on` and their like are truth values where they stand without quotes.
fn truth<'a>(text: &'a str, node: &Node) -> &'a str {
    match yaml::resolve(node) {
        Some(yaml::Scalar::Bool(true)) => "true",
        Some(yaml::Scalar::Bool(false)) => "false",
        _ => text,
    }
}

fn list(field: &Field, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let one = std::slice::from_ref(node);
    let items = match &node.content {
        Content::List(items) => items.as_slice(),
        Content::Scalar { .. } => one,
        Content::Map(_) => {
            tell(
                read,
                "wrong-type",
                path,
                node,
                "is a list",
                "write each item on a line of its own, led by `- `",
            );
            return None;
        }
    };
    let mut out: Vec<Value> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        read.places.insert(path.clone(), (item.start, item.width()));
        let Some(value) = scalar(field.kind, item, &path, read) else { continue };
        if out.contains(&value) {
            tell(
                read,
                "duplicate-item",
                &path,
                item,
                "stands in the list twice",
                "remove one of them",
            );
        } else {
            out.push(value);
        }
    }
    Some(Value::Array(out))
}

fn groups(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::List(items) = &node.content else {
        tell(
            read,
            "wrong-type",
            path,
            node,
            "is a list of groups",
            "start each with `- name: ...`",
        );
        return None;
    };
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        read.places.insert(path.clone(), (item.start, item.width()));
        match &item.content {
            Content::Map(entries) => out.push(Value::Object(map(entries, &path, read))),
            _ => tell(
                read,
                "wrong-type",
                &path,
                item,
                "is a group of settings",
                "write `- name: ...`",
            ),
        }
    }
    Some(Value::Array(out))
}

fn env(field: &Field, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        tell(
            read,
            "wrong-type",
            path,
            node,
            "is a list of names and values",
            "write `NAME: value` lines below it",
        );
        return None;
    };
    let mut out = Map::new();
    for entry in entries {
        let path = format!("{path}.{}", entry.key);
        let width = entry.key.chars().count();
        read.places.insert(path.clone(), (entry.key_start, width));
        let key_node = Node {
            start: entry.key_start,
            end: Place { column: entry.key_start.column + width, ..entry.key_start },
            content: Content::Scalar { text: entry.key.clone(), style: Style::Plain, tag: None },
        };
        if let Err(wrong) = field::check(Kind::EnvNames, &entry.key) {
            tell(read, "wrong-value", &path, &key_node, &wrong.message, &wrong.help);
            continue;
        }
        if out.contains_key(&entry.key) {
            tell(read, "duplicate-key", &path, &key_node, "is set twice", "remove one of them");
            continue;
        }
        match entry.value.text() {
            Some(text) if text.contains('\0') => {
                tell(
                    read,
                    "wrong-value",
                    &path,
                    &entry.value,
                    "holds a NUL character",
                    "no process can receive it: remove it",
                );
            }
            Some(text) if text.len() > 100_000 => {
                tell(
                    read,
                    "wrong-value",
                    &path,
                    &entry.value,
                    "is longer than 100,000 bytes",
                    "put it in a file; a ConfigMap holds 1 MiB in all",
                );
            }
            Some(_) if entry.value.is_null() => {
                out.insert(entry.key.clone(), Value::from(""));
            }
            Some(text) => {
                out.insert(entry.key.clone(), Value::from(text));
            }
            None => tell(
                read,
                "wrong-type",
                &path,
                &entry.value,
                "is one text",
                "write a list as one text, the way the app splits it",
            ),
        }
    }
    let _ = field;
    Some(Value::Object(out))
}

fn tell(read: &mut Read, rule: &'static str, path: &str, node: &Node, message: &str, help: &str) {
    let written = match &node.content {
        Content::Scalar { text, .. } if rule == "wrong-value" => format!(" (`{}`)", shorten(text)),
        _ => String::new(),
    };
    read.diagnostics.push(
        Diagnostic::refused(rule, format!("`{}`{written} {message}", shorten(path)))
            .help(help)
            .path(path)
            .file(FILE)
            .at(node.start, node.width()),
    );
}

/// Long or odd user text, made fit for one line of a message.
fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short.replace("\\'", "'").replace("\\\"", "\"")
}

fn pattern(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        out.push_str("[]");
        rest = after.split_once(']').map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out
}
