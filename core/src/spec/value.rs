//! Values by the kind of their field.

use super::environments;
use super::read::{FILE, Read, map};
use super::shape::{self, Takes};
use crate::diagnostic::{Diagnostic, Place, Remedy, Rule, rules, shorten};
use crate::field::{self, Accepts, Field};
use crate::secret::{is_value, masked};
use crate::value::{Key, Value};
use crate::yaml::rules::{DUPLICATE_KEY, WRONG_TYPE};
use crate::yaml::{self, Content, Node, Style};

rules! {
    pub(crate) const DUPLICATE_ITEM: Rule = Rule {
        name: "duplicate-item",
        tier: Refused,
        severity: Error,
        says: "a list of `linkspan.yml` holds the same item twice",
        why: "The second has no effect, or makes two objects of one name.",
    };
    pub(crate) const WRONG_VALUE: Rule = Rule {
        name: "wrong-value",
        tier: Refused,
        severity: Error,
        says: "a field of `linkspan.yml` does not accept this value",
        why: "What is written from it would be rejected by Kubernetes or by Rails, so nothing is generated.",
    };
}

pub(super) fn value(field: &Field, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    match field.accepts {
        Accepts::Environments => environments::read(node, read),
        Accepts::Groups => groups(node, path, read),
        kind @ (Accepts::Map | Accepts::Annotations) => env(kind, node, path, read),
        Accepts::Rules => rules(node, path, read),
        Accepts::Arguments if node.text().is_none() => arguments(node, path, read),
        kind if kind.is_list() => list(field, node, path, read),
        kind => scalar(kind, node, path, read),
    }
}

fn scalar(kind: Accepts, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Some(text) = node.text() else {
        shape::wrong(Takes::One(kind), path, node, read);
        // The words are known, so nothing else has to be told of this field.
        let line = if kind == Accepts::Command { shape::line(node.items()) } else { None };
        return line.map(Value::Text);
    };
    let text = if kind == Accepts::Bool { truth(text, node) } else { text };
    if let Err(wrong) = field::check(kind, text) {
        let finding = finding(&WRONG_VALUE, path, node, &wrong.message, &wrong.help);
        let words = field::accepted(kind).iter().map(|choice| choice.value);
        read.diagnostics.push(finding.remedy(Remedy::in_case(text, words)));
        return None;
    }
    match kind {
        Accepts::Bool => Some(Value::Bool(text == "true")),
        Accepts::Int { .. } => text.parse().ok().map(Value::Int),
        _ => Some(Value::Text(text.to_owned())),
    }
}

/// Arguments as a list of YAML, which become the same list on one line.
fn arguments(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let (message, help) = match field::arguments::of(node) {
        Ok(list @ Value::List(_)) => {
            let text = field::arguments::written(&list);
            match field::check(Accepts::Arguments, &text) {
                Ok(()) => return Some(Value::Text(text)),
                Err(wrong) => (wrong.message, wrong.help),
            }
        }
        Ok(_) => (
            "takes a list, not settings".to_owned(),
            "put the map into brackets: `[{...}]` is one argument that is a map".to_owned(),
        ),
        Err(message) => (message.to_owned(), "write it as a text, in quotes".to_owned()),
    };
    tell(read, &WRONG_TYPE, path, node, &message, &help);
    None
}

/// `yes`, `on` and their like are truth values where they stand without quotes.
fn truth<'a>(text: &'a str, node: &Node) -> &'a str {
    let plain = matches!(node.content, Content::Scalar { style: Style::Plain, .. });
    match yaml::truth(text).filter(|_| plain) {
        Some(true) => "true",
        Some(false) => "false",
        None => text,
    }
}

fn list(field: &Field, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let one = std::slice::from_ref(node);
    let items = match &node.content {
        Content::List(items) => items.as_slice(),
        Content::Scalar { .. } => one,
        Content::Map(_) => {
            shape::wrong(Takes::List(field.accepts), path, node, read);
            return None;
        }
    };
    if let Some(text) = node.text()
        && text.contains(", ")
        && !shows_secret(text)
    {
        let help = format!("put them in brackets: `[{}]`", shorten(text));
        tell(read, &WRONG_TYPE, path, node, "takes a list of values, not one text", &help);
        return None;
    }
    let list = path;
    let mut out: Vec<Value> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        read.places.insert(path.clone(), (item.start(), item.width()));
        if item.text().is_none() {
            let takes = match field.accepts {
                kind @ (Accepts::EnvNames | Accepts::Queues) => Takes::List(kind),
                kind => Takes::One(kind),
            };
            shape::wrong(takes, &path, item, read);
            continue;
        }
        if item.is_null() {
            let help = "write a value behind `- `, or remove the line";
            tell(read, &WRONG_VALUE, &path, item, "is empty", help);
            continue;
        }
        if swallows_the_next(item) {
            let help = "start the `- ` of both lines with the same number of spaces";
            tell(
                read,
                &WRONG_VALUE,
                &path,
                item,
                "takes in the next line, which is indented too far",
                help,
            );
            continue;
        }
        let Some(value) = scalar(field.accepts, item, &path, read) else { continue };
        if out.contains(&value) {
            tell(
                read,
                &DUPLICATE_ITEM,
                &path,
                item,
                "stands in the list twice",
                "remove one of them",
            );
        } else {
            // What was left out before it has no number among the values.
            let path = format!("{list}[{}]", out.len());
            read.places.insert(path, (item.start(), item.width()));
            out.push(value);
        }
    }
    Some(Value::List(out))
}

/// Whether a text without quotes goes on in a line that starts with `- `, which was meant as the next item.
fn swallows_the_next(item: &Node) -> bool {
    matches!(&item.content, Content::Scalar { text, style: Style::Plain, .. } if text.contains(" - "))
        && item.end().line > item.start().line
}

fn groups(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::List(items) = &node.content else {
        shape::wrong(Takes::Groups, path, node, read);
        return None;
    };
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        read.places.insert(path.clone(), (item.start(), item.width()));
        match &item.content {
            Content::Map(entries) => out.push(Value::Map(map(entries, &path, read))),
            _ => shape::wrong(Takes::Group, &path, item, read),
        }
    }
    Some(Value::List(out))
}

fn env(kind: Accepts, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        shape::wrong(Takes::Names, path, node, read);
        return None;
    };
    let mut out: Vec<(Key, Value)> = Vec::new();
    for entry in entries {
        let path = format!("{path}.{}", entry.key);
        let width = entry.key.chars().count();
        read.places.insert(path.clone(), (entry.key_start(), width));
        let start = entry.key_start();
        let end = Place { column: start.column + width, ..start };
        let text = entry.key.clone();
        let content = Content::Scalar { text, style: Style::Plain, tag: None };
        let key_node = Node::new(start, end, content);
        if let Err(wrong) = field::check_key(kind, &entry.key) {
            tell(read, &WRONG_VALUE, &path, &key_node, &wrong.message, &wrong.help);
            continue;
        }
        if out.iter().any(|(key, _)| entry.key == **key) {
            tell_again(read, &path, &key_node);
            continue;
        }
        match entry.value.text() {
            Some(text) if text.contains('\0') => {
                tell(
                    read,
                    &WRONG_VALUE,
                    &path,
                    &entry.value,
                    "holds a NUL character",
                    "no process can receive it: remove it",
                );
            }
            Some(text) if text.len() > 100_000 => {
                tell(
                    read,
                    &WRONG_VALUE,
                    &path,
                    &entry.value,
                    "is longer than 100,000 bytes",
                    "put it in a file; a ConfigMap holds 1 MiB in all",
                );
            }
            Some(_) if entry.value.is_null() => {
                out.push((Key::Owned(entry.key.to_string()), Value::Text(String::new())));
            }
            Some(text) => {
                out.push((Key::Owned(entry.key.to_string()), Value::Text(text.to_owned())));
            }
            None => tell(
                read,
                &WRONG_TYPE,
                &path,
                &entry.value,
                "takes one text, not a list or settings",
                "write it as one text, the way the app splits it, such as `a,b`",
            ),
        }
    }
    Some(Value::Map(out))
}

/// Levels by the name of a rule; which names there are, the checker knows.
fn rules(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        shape::wrong(Takes::Levels, path, node, read);
        return None;
    };
    let mut out: Vec<(Key, Value)> = Vec::new();
    for entry in entries {
        let path = format!("{path}.{}", entry.key);
        let width = entry.key.chars().count();
        read.places.insert(path.clone(), (entry.key_start(), width));
        if out.iter().any(|(key, _)| **key == *entry.key) {
            read.diagnostics.push(
                Diagnostic::new(&DUPLICATE_KEY, format!("`{}` is set twice", shorten(&path)))
                    .help("remove one of them")
                    .remedy(Remedy::RemoveRepeated)
                    .path(&path)
                    .file(FILE)
                    .at(entry.key_start(), width),
            );
            continue;
        }
        if let Some(value) = scalar(Accepts::Rules, &entry.value, &path, read) {
            out.push((Key::Owned(entry.key.to_string()), value));
        }
    }
    Some(Value::Map(out))
}

pub(super) fn tell(
    read: &mut Read,
    rule: &'static Rule,
    path: &str,
    node: &Node,
    message: &str,
    help: &str,
) {
    read.diagnostics.push(finding(rule, path, node, message, help));
}

/// Tells of a key that stands twice.
pub(super) fn tell_again(read: &mut Read, path: &str, key: &Node) {
    let finding = finding(&DUPLICATE_KEY, path, key, "is set twice", "remove one of them");
    read.diagnostics.push(finding.remedy(Remedy::RemoveRepeated));
}

fn finding(rule: &'static Rule, path: &str, node: &Node, message: &str, help: &str) -> Diagnostic {
    let list = path.rsplit_once('[').map_or(path, |(list, _)| list);
    let is_name = field::find(list)
        .is_some_and(|field| matches!(field.accepts, Accepts::EnvNames | Accepts::EnvName));
    let written = match &node.content {
        // What is no name may be a value.
        Content::Scalar { text, .. }
            if rule == "wrong-value" && !is_name && !shows_secret(text) =>
        {
            format!(" (`{}`)", shorten(text))
        }
        _ => String::new(),
    };
    let shown = shorten(&masked(path));
    Diagnostic::new(rule, format!("`{shown}`{written} {message}"))
        .help(help)
        .path(path)
        .file(FILE)
        .at(node.start(), node.width())
}

/// Whether a text may hold a secret, or a login without the scheme of its address.
pub(super) fn shows_secret(text: &str) -> bool {
    is_value(text) || text.contains('@') && text.contains(':')
}
