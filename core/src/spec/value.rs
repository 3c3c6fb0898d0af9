//! Values by the kind of their field.

use super::environments;
use super::read::{FILE, Read, map};
use crate::diagnostic::{Diagnostic, Place, Rule, rules, shorten};
use crate::field::{self, Field, Kind};
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
    match field.kind {
        Kind::Environments => environments::read(node, read),
        Kind::Groups => groups(node, path, read),
        Kind::Map => env(node, path, read),
        Kind::Rules => rules(node, path, read),
        kind if kind.is_list() => list(field, node, path, read),
        kind => scalar(kind, node, path, read),
    }
}

fn scalar(kind: Kind, node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Some(text) = node.text() else {
        tell(
            read,
            &WRONG_TYPE,
            path,
            node,
            "takes one value, not a list or a map",
            "write it behind the colon",
        );
        return None;
    };
    let text = if kind == Kind::Bool { truth(text, node) } else { text };
    if let Err(wrong) = field::check(kind, text) {
        tell(read, &WRONG_VALUE, path, node, &wrong.message, &wrong.help);
        return None;
    }
    match kind {
        Kind::Bool => Some(Value::Bool(text == "true")),
        Kind::Int { .. } => text.parse().ok().map(Value::Int),
        _ => Some(Value::Text(text.to_owned())),
    }
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
            tell(
                read,
                &WRONG_TYPE,
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
        read.places.insert(path.clone(), (item.start(), item.width()));
        let Some(value) = scalar(field.kind, item, &path, read) else { continue };
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
            out.push(value);
        }
    }
    Some(Value::List(out))
}

fn groups(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::List(items) = &node.content else {
        tell(read, &WRONG_TYPE, path, node, "is a list of groups", "start each with `- name: ...`");
        return None;
    };
    let mut out = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let path = format!("{path}[{index}]");
        read.places.insert(path.clone(), (item.start(), item.width()));
        match &item.content {
            Content::Map(entries) => out.push(Value::Map(map(entries, &path, read))),
            _ => tell(
                read,
                &WRONG_TYPE,
                &path,
                item,
                "is a group of settings",
                "write `- name: ...`",
            ),
        }
    }
    Some(Value::List(out))
}

fn env(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        tell(
            read,
            &WRONG_TYPE,
            path,
            node,
            "is a list of names and values",
            "write `NAME: value` lines below it",
        );
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
        if let Err(wrong) = field::check(Kind::EnvNames, &entry.key) {
            tell(read, &WRONG_VALUE, &path, &key_node, &wrong.message, &wrong.help);
            continue;
        }
        if out.iter().any(|(key, _)| entry.key == **key) {
            tell(read, &DUPLICATE_KEY, &path, &key_node, "is set twice", "remove one of them");
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
                "is one text",
                "write a list as one text, the way the app splits it",
            ),
        }
    }
    Some(Value::Map(out))
}

/// Levels by the name of a rule; which names there are, the checker knows.
fn rules(node: &Node, path: &str, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        let help = "write `RULE: warning` lines below it";
        tell(read, &WRONG_TYPE, path, node, "is a list of rules and levels", help);
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
                    .path(&path)
                    .file(FILE)
                    .at(entry.key_start(), width),
            );
            continue;
        }
        if let Some(value) = scalar(Kind::Rules, &entry.value, &path, read) {
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
    let list = path.rsplit_once('[').map_or(path, |(list, _)| list);
    let is_name = field::find(list).is_some_and(|field| field.kind == Kind::EnvNames);
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
    read.diagnostics.push(
        Diagnostic::new(rule, format!("`{shown}`{written} {message}"))
            .help(help)
            .path(path)
            .file(FILE)
            .at(node.start(), node.width()),
    );
}

/// Whether a text may hold a secret, or a login without the scheme of its address.
fn shows_secret(text: &str) -> bool {
    is_value(text) || text.contains('@') && text.contains(':')
}
