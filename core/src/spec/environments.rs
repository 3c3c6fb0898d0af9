//! Several environments from one spec: what differs is laid over the base, and every value still
//! knows where it was written.

use super::read::{FILE, Read, map, required};
use super::shape::{self, Takes};
use super::value::{tell, tell_again};
use super::{Spec, dotted};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::field::{self, Accepts, check};
use crate::spec::value::WRONG_VALUE;
use crate::value::{FromValue, Key, Value};
use crate::yaml::rules::WRONG_TYPE;
use crate::yaml::{Content, Entry, Node, Style};
use std::collections::BTreeMap;

rules! {
    pub(crate) const SAME_EVERYWHERE: Rule = Rule {
        name: "same-everywhere",
        tier: Refused,
        severity: Error,
        says: "an environment changes what has to be the same in all of them",
        why: "One image and one deploy.sh go through all environments; what differs here would never have been tried out in staging.",
    };
}

/// The key of the section.
pub(super) const KEY: &str = "environments";

/// The longest name: with an app's 40 characters it fits into the name of a namespace.
const LONGEST: usize = 20;

/// Names that folders of a bundle have already.
const TAKEN: [&str; 2] = ["release", "jobs"];

/// One environment: the base with what differs in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Environment {
    /// Such as `staging`.
    pub name: String,
    /// The spec that holds in it.
    pub spec: Spec,
    /// By path in that spec, where the environment writes it: `web.replicas` at
    /// `environments.staging.web.replicas`. What the base writes is not in it.
    written: BTreeMap<String, String>,
    /// By path, what is set in it or in the base.
    pub(crate) texts: BTreeMap<String, String>,
}

impl Environment {
    /// Where a field of this environment is written: in the environment, else in the base.
    #[must_use]
    pub fn written(&self, path: &str) -> String {
        written(&self.written, path)
    }
}

fn written(all: &BTreeMap<String, String>, path: &str) -> String {
    let mut part = path;
    loop {
        if let Some(found) = all.get(part) {
            return format!("{found}{}", path.get(part.len()..).unwrap_or_default());
        }
        match part.rfind(['.', '[']) {
            Some(cut) => part = part.get(..cut).unwrap_or_default(),
            None => return path.to_owned(),
        }
    }
}

/// What each environment says, judged as the base is.
pub(super) fn read(node: &Node, read: &mut Read) -> Option<Value> {
    let Content::Map(entries) = &node.content else {
        shape::wrong(Takes::Environments, KEY, node, read);
        return None;
    };
    let mut all: Vec<(Key, Value)> = Vec::new();
    for entry in entries {
        let path = format!("{KEY}.{}", entry.key);
        let key = name_node(entry);
        read.places.insert(path.clone(), (key.start(), key.width()));
        if is_fallen(entry) {
            let help = match all.last() {
                Some((name, _)) => {
                    format!("indent it below the environment that it is for, such as `{name}`")
                }
                None => {
                    "write the environment that it is for above it, such as `staging:`".to_owned()
                }
            };
            tell(read, &WRONG_TYPE, &path, &key, "is a field, not an environment", &help);
        } else if let Err(wrong) = check(Accepts::Name { longest: LONGEST }, &entry.key) {
            tell(read, &WRONG_VALUE, &path, &key, &wrong.message, &wrong.help);
        } else if TAKEN.contains(&entry.key.as_str()) {
            let help = "call it something else, such as staging";
            tell(read, &WRONG_VALUE, &path, &key, "is a folder of every bundle", help);
        } else if all.iter().any(|(name, _)| entry.key == **name) {
            tell_again(read, &path, &key);
        } else if let Content::Map(inner) = &entry.value.content {
            let inner = dotted::unfold(inner);
            let inner = map(&allowed(&inner, &path, read), &path, read);
            all.push((Key::Owned(entry.key.to_string()), Value::Map(inner)));
        } else if entry.value.is_null() {
            all.push((Key::Owned(entry.key.to_string()), Value::Map(Vec::new())));
        } else {
            shape::wrong(Takes::Differences, &path, &entry.value, read);
        }
    }
    Some(Value::Map(all))
}

/// Whether a line lost the spaces which made it part of an environment: the key is a field of one value or of a
/// list, which no environment is.
fn is_fallen(entry: &Entry) -> bool {
    let is_map = matches!(entry.value.content, Content::Map(_));
    let known = field::fields().any(|field| field.path == entry.key.as_str());
    known && !is_map && !entry.value.is_null()
}

/// The name of an environment as a value of its own.
fn name_node(entry: &Entry) -> Node {
    let (text, start) = (entry.key.clone(), entry.key_start());
    let end = Place { column: start.column + text.chars().count(), ..start };
    Node::new(start, end, Content::Scalar { text, style: Style::Plain, tag: None })
}

/// What an image holds is the same in all environments, because one image goes through them, and so is the
/// way that leads it there.
fn allowed(entries: &[Entry], at: &str, read: &mut Read) -> Vec<Entry> {
    let mut out = Vec::new();
    for entry in entries {
        if field::may_differ(&entry.key) {
            out.push(entry.clone());
            continue;
        }
        let key = &entry.key;
        let (message, help) = if key == KEY {
            (
                "environments hold no environments".to_owned(),
                "write it beside the others".to_owned(),
            )
        } else {
            let why = match key.as_str() {
                "delivery" => "one workflow deploys all environments",
                "check" => "one check judges all environments",
                _ => "one image goes through all environments",
            };
            let help = format!("set `{key}` at the top of the file only: {why}");
            (format!("`{key}` is the same in every environment"), help)
        };
        read.diagnostics.push(
            Diagnostic::new(&SAME_EVERYWHERE, message)
                .help(help)
                .path(format!("{at}.{key}"))
                .file(FILE)
                .at(entry.key_start(), key.chars().count()),
        );
    }
    out
}

/// Lays each environment over the base.
pub(super) fn merge(base: &Value, overrides: Value, read: &mut Read) {
    let Value::Map(overrides) = overrides else { return };
    for (name, over) in overrides {
        let mut layer = Layer { written: BTreeMap::new() };
        let mut value = base.clone();
        layer.lay(&mut value, over, "", &format!("{KEY}.{name}"));
        let all = layer.written;
        // What the base lacks is told already.
        let before = read.diagnostics.len();
        required(&value, read, |path| written(&all, path));
        let told = read.diagnostics.split_off(before);
        let own = told.into_iter().filter(|each| each.path.starts_with(KEY));
        read.diagnostics.extend(own);
        read.environments.push(Environment {
            name: name.into_owned(),
            texts: texts(&value),
            spec: Spec::from_value(value),
            written: all,
        });
    }
}

/// Every value as a person would write it, by path; a list of texts is one value.
pub(super) fn texts(value: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    flatten(value, String::new(), &mut all);
    all
}

fn flatten(value: &Value, path: String, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Bool(value) => drop(all.insert(path, value.to_string())),
        Value::Int(value) => drop(all.insert(path, value.to_string())),
        Value::Text(text) => drop(all.insert(path, text.clone())),
        Value::List(items) if is_groups(&path) => {
            for (index, item) in items.iter().enumerate() {
                flatten(item, format!("{path}[{index}]"), all);
            }
        }
        Value::List(items) => {
            let texts = items.iter().map(|item| match item {
                Value::Text(text) => text.as_str(),
                _ => "",
            });
            all.insert(path, texts.collect::<Vec<_>>().join(", "));
        }
        Value::Map(entries) => {
            for (key, value) in entries {
                let dot = if path.is_empty() { "" } else { "." };
                flatten(value, format!("{path}{dot}{key}"), all);
            }
        }
    }
}

struct Layer {
    written: BTreeMap<String, String>,
}

impl Layer {
    /// Maps are merged by key, groups by name; everything else is replaced.
    fn lay(&mut self, base: &mut Value, over: Value, path: &str, from: &str) {
        match over {
            Value::Map(entries) => {
                if !matches!(base, Value::Map(_)) {
                    *base = Value::Map(Vec::new());
                }
                let Value::Map(into) = base else { return };
                for (key, over) in entries {
                    let inner = if path.is_empty() {
                        key.clone().into_owned()
                    } else {
                        format!("{path}.{key}")
                    };
                    let from = format!("{from}.{key}");
                    let at = into.iter().position(|(each, _)| *each == key);
                    if over == Value::Null {
                        into.retain(|(each, _)| *each != key);
                        self.written.insert(inner, from);
                        continue;
                    }
                    let at = at.unwrap_or(into.len());
                    if at == into.len() {
                        into.push((key, Value::Null));
                    }
                    if let Some((_, value)) = into.get_mut(at) {
                        self.lay(value, over, &inner, &from);
                    }
                }
            }
            Value::List(items) if is_groups(path) => self.groups(base, items, path, from),
            other => {
                *base = other;
                self.written.insert(path.to_owned(), from.to_owned());
            }
        }
    }

    fn groups(&mut self, base: &mut Value, items: Vec<Value>, path: &str, from: &str) {
        if !matches!(base, Value::List(_)) {
            *base = Value::List(Vec::new());
        }
        let Value::List(into) = base else { return };
        let known = into.len();
        for (index, over) in items.into_iter().enumerate() {
            let name = over.get("name").cloned();
            let same = into
                .iter()
                .take(known)
                .position(|group| name.is_some() && group.get("name") == name.as_ref());
            let from = format!("{from}[{index}]");
            let at = same.unwrap_or(into.len());
            let inner = format!("{path}[{at}]");
            if same.is_none() {
                into.push(Value::Map(Vec::new()));
                self.written.insert(inner.clone(), from.clone());
            }
            if let Some(group) = into.get_mut(at) {
                self.lay(group, over, &inner, &from);
            }
        }
    }
}

fn is_groups(path: &str) -> bool {
    field::find(path).is_some_and(|field| field.accepts == Accepts::Groups)
}
