//! Values of another shape than their field takes: what stands there, and how it is written instead. No help
//! repeats a value, which may be a secret; words of commands and names of settings alone are.

use super::misplaced::{chosen, homes, siblings};
use super::read::Read;
use super::value::{shows_secret, tell};
use crate::diagnostic::shorten;
use crate::field::{self, Accepts};
use crate::yaml::rules::WRONG_TYPE;
use crate::yaml::{Content, Node};

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Takes {
    /// Settings of its own, as `web` does.
    Settings,
    /// One value.
    One(Accepts),
    /// A list of values.
    List(Accepts),
    /// A list of groups of settings, as `workers` does.
    Groups,
    /// One of those groups.
    Group,
    /// Names with values, as `env` does.
    Names,
    /// Names of rules with levels.
    Levels,
    /// Environments.
    Environments,
    /// The fields that differ in an environment.
    Differences,
}

/// Tells that a value has another shape.
pub(super) fn wrong(takes: Takes, path: &str, node: &Node, read: &mut Read) {
    let is_item = path.ends_with(']');
    let message = format!("takes {}, not {}", wanted(takes, is_item), shape(takes, node));
    tell(read, &WRONG_TYPE, path, node, &message, &help(takes, path, node));
}

const fn wanted(takes: Takes, is_item: bool) -> &'static str {
    match takes {
        Takes::Settings | Takes::Group => "settings",
        Takes::List(Accepts::EnvNames) if is_item => "one name",
        Takes::List(Accepts::EnvNames) => "a list of names",
        Takes::One(_) => "one value",
        Takes::List(_) if is_item => "one value",
        Takes::List(_) => "a list of values",
        Takes::Groups => "a list of groups, each with a `name`",
        Takes::Names => "names with values",
        Takes::Levels => "names of rules with levels",
        Takes::Environments => "names of environments",
        Takes::Differences => "the fields that differ",
    }
}

fn shape(takes: Takes, node: &Node) -> &'static str {
    match &node.content {
        Content::Map(_) if matches!(takes, Takes::List(Accepts::EnvNames)) => "names with values",
        Content::List(_) => "a list",
        Content::Map(_) => "settings",
        Content::Scalar { .. } if node.is_null() => "nothing",
        Content::Scalar { .. } => "one value",
    }
}

fn help(takes: Takes, path: &str, node: &Node) -> String {
    match takes {
        Takes::Settings | Takes::Differences => settings(path, node),
        Takes::One(kind) => one(kind, path, node),
        Takes::List(kind) => list(kind, node),
        Takes::Groups => groups(path, node),
        Takes::Group => match name(node) {
            Some(name) => format!("write `- name: {name}`, and its settings below `name`"),
            None => "write `- name: ...`, and its settings below `name`".to_owned(),
        },
        Takes::Names => names(node, "NAME: ..."),
        Takes::Levels => names(node, "RULE: warning"),
        Takes::Environments => environments(node),
    }
}

/// The last key of a path.
fn key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// The key of the first item of a list of settings.
fn first(node: &Node) -> Option<String> {
    let entry = node.items().first()?.entries().first()?;
    Some(shorten(&entry.key))
}

/// A text that can be a name of something.
fn name(node: &Node) -> Option<String> {
    let text = node.text().filter(|_| !node.is_null())?;
    let fits = field::check(Accepts::Name { longest: 40 }, text).is_ok() && !shows_secret(text);
    fits.then(|| text.to_owned())
}

/// The name before `=` or `:` in a text such as `FOO=bar`.
fn named(node: &Node) -> Option<String> {
    let text = node.text()?;
    let (name, _) = text.split_once(['=', ':'])?;
    let name = name.trim();
    field::check(Accepts::EnvNames, name).is_ok().then(|| name.to_owned())
}

fn settings(path: &str, node: &Node) -> String {
    if let Some(first) = first(node) {
        return format!("remove the `- ` before `{first}`");
    }
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let place = field::without_indexes(inside);
    let is_environment = path.starts_with("environments.") && inside == path;
    let place = if is_environment { "" } else { place.as_str() };
    let known = siblings(place);
    if let Some(text) = node.text().filter(|text| !shows_secret(text)) {
        if let Some((key, value)) = text.split_once(':')
            && known.contains(&key)
            && !value.contains(' ')
        {
            return format!("put a space behind the colon: `{key}: {}`", shorten(value));
        }
        if let Some(key) = chosen(place, text) {
            return format!("write `{key}: {text}` on the next line, indented by two spaces");
        }
    }
    let example = if is_environment { "hosts" } else { known.first().copied().unwrap_or("name") };
    format!("write settings such as `{example}: ...` on the lines below, indented by two spaces")
}

fn one(kind: Accepts, path: &str, node: &Node) -> String {
    let key = key(path);
    match &node.content {
        Content::List(items) => {
            if kind == Accepts::Command
                && let Some(line) = line(items)
            {
                return format!("write it as one text: `{key}: {line}`");
            }
            match items.as_slice() {
                _ if path.ends_with(']') => {
                    "write each value on a line of its own, led by one `- `".to_owned()
                }
                [item] if item.text().is_some() => {
                    "write it behind the colon, without brackets and without `- `".to_owned()
                }
                _ => format!("write one of them behind the colon: `{key}: ...`"),
            }
        }
        _ => {
            if path.ends_with(']') {
                return "write the value alone behind `- `".to_owned();
            }
            let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
            let parent = format!("{}.", field::without_indexes(parent));
            let near = |key: &str| homes(key).into_iter().find(|home| home.starts_with(&parent));
            let known = node.entries().iter().map(|entry| entry.key.as_str());
            match known.filter_map(|key| Some((key, near(key)?))).next() {
                Some((key, home)) => format!("`{key}` is a setting of `{home}`: write it there"),
                None => format!("write one value behind the colon: `{key}: ...`"),
            }
        }
    }
}

/// The words of a command as one text that is split into the same words again.
pub(super) fn line(items: &[Node]) -> Option<String> {
    let words: Option<Vec<&str>> = items.iter().map(Node::text).collect();
    let words = words?;
    let quoted: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    let line = quoted.join(" ");
    let same = field::split_command(&line).is_some_and(|again| again == words);
    let fits = same && field::check(Accepts::Command, &line).is_ok() && !shows_secret(&line);
    fits.then_some(line)
}

fn quoted(word: &str) -> String {
    let plain = |each: char| each.is_ascii_alphanumeric() || "_-./:=,@+%[]".contains(each);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains('\'') {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{word}'")
    }
}

fn list(kind: Accepts, node: &Node) -> String {
    let inner = node.entries().first();
    let key = inner.map(|entry| entry.key.as_str()).unwrap_or_default();
    match kind {
        Accepts::EnvNames => {
            let inner =
                inner.filter(|entry| entry.key == "name").and_then(|entry| entry.value.text());
            let is_name = |text: &&str| field::check(kind, text).is_ok();
            let name = inner.or(Some(key)).filter(is_name).unwrap_or("NAME");
            format!(
                "write the name alone, `- {name}`: its value goes into the cluster, by the commands of DEPLOY.md; a value that stood here has to be changed where it comes from"
            )
        }
        Accepts::Queues => match inner.and_then(|entry| entry.value.text()) {
            Some(weight) if field::check(kind, &format!("{key}:{weight}")).is_ok() => {
                format!("write queue and weight without a space: `- {key}:{weight}`")
            }
            _ => "write each queue on a line of its own, such as `- default` or `- default:5`"
                .to_owned(),
        },
        _ => "write each value on a line of its own, led by `- `".to_owned(),
    }
}

fn groups(path: &str, node: &Node) -> String {
    let inside = field::in_environment(path).map_or(path, |(_, inside)| inside);
    let known = siblings(&format!("{}[]", field::without_indexes(inside)));
    match node.entries().first() {
        Some(entry) if known.contains(&entry.key.as_str()) => format!(
            "put `- ` before `{}`, and indent the lines below it by two more spaces",
            entry.key
        ),
        Some(entry) => {
            let name = shorten(&entry.key);
            format!("write `- name: {name}` in place of `{name}:`, and its settings below `name`")
        }
        None => match name(node) {
            Some(name) => format!("write `- name: {name}` on the next line"),
            None => "start each group with `- name: ...` on a line of its own".to_owned(),
        },
    }
}

fn names(node: &Node, example: &str) -> String {
    let items = node.items();
    let item = items.first().unwrap_or(node);
    if let [first, second, ..] = item.entries()
        && first.key == "name"
        && second.key == "value"
    {
        let name = first.value.text().filter(|text| field::check(Accepts::EnvNames, text).is_ok());
        let name = name.unwrap_or("NAME");
        return format!("write `{name}: ...` in place of `- name: {name}` and `value: ...`");
    }
    if let Some(first) = first(node) {
        return format!("remove the `- ` before `{first}`");
    }
    match named(item) {
        Some(name) if items.is_empty() => {
            format!("write `{name}: ...` on the next line, indented by two spaces")
        }
        Some(name) => format!("write `{name}: ...`, without `- ` and with a colon and a space"),
        None => format!("write a line such as `{example}` for each, indented below it"),
    }
}

fn environments(node: &Node) -> String {
    let item = node.items().first();
    let named = item.and_then(|item| item.get("name")).and_then(name);
    match (item, named) {
        (Some(_), Some(name)) => {
            format!("write `{name}:` in place of `- name: {name}`, and what differs below it")
        }
        (Some(item), None) => match name(item).or_else(|| first(node)) {
            Some(name) => {
                format!("write `{name}:` in place of `- {name}`, and what differs below it")
            }
            None => "write each as `staging:`, and what differs below it".to_owned(),
        },
        (None, _) => match name(node) {
            Some(name) => {
                format!(
                    "write `{name}:` on the next line, indented by two spaces, and what differs below it"
                )
            }
            None => "write each as `staging:`, and what differs below it".to_owned(),
        },
    }
}
