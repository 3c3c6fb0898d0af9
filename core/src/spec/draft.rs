//! A spec while somebody edits it in a form: raw texts, whatever they hold, in a tree. It is read
//! from a text and written as one, so the form and a file go the same way.

mod environments;
mod secret;

use crate::field::{self, Accepts, Program, fields};
use crate::yaml::{self, Content, Node};

/// A node of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// Raw text as typed.
    Text(String),
    /// Items of a list.
    List(Vec<Item>),
    /// Entries in order; while typing, keys can be empty or stand twice.
    Map(Vec<(String, Item)>),
}

/// A spec being edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    root: Vec<(String, Item)>,
}

/// One step of a path.
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Draft {
    /// Reads a draft from a text; what is not YAML is left out.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let (documents, _) = yaml::read(text);
        let root = documents.iter().find_map(|document| document.root.as_ref());
        match root.map(item) {
            Some(Item::Map(root)) => Self { root },
            _ => Self { root: Vec::new() },
        }
    }

    /// What stands at a path such as `workers[0].name`.
    #[must_use]
    pub fn item(&self, path: &str) -> Option<&Item> {
        let mut steps = steps(path).into_iter();
        let Some(Step::Key(first)) = steps.next() else { return None };
        let mut current = find(&self.root, first)?;
        for step in steps {
            current = match (step, current) {
                (Step::Key(key), Item::Map(entries)) => find(entries, key)?,
                (Step::Index(index), Item::List(items)) => items.get(index)?,
                _ => return None,
            };
        }
        Some(current)
    }

    /// The text at a path; empty where nothing is set.
    #[must_use]
    pub fn text(&self, path: &str) -> &str {
        match self.item(path) {
            Some(Item::Text(text)) => text,
            _ => "",
        }
    }

    /// How many items a list at a path has; one text counts as a list of one.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        match self.item(path) {
            Some(Item::List(items)) => items.len(),
            Some(Item::Map(entries)) => entries.len(),
            Some(Item::Text(text)) if !text.is_empty() => 1,
            _ => 0,
        }
    }

    /// The texts of a list at a path.
    #[must_use]
    pub fn texts(&self, path: &str) -> Vec<&str> {
        match self.item(path) {
            Some(Item::List(items)) => items
                .iter()
                .map(|item| if let Item::Text(text) = item { text.as_str() } else { "" })
                .collect(),
            Some(Item::Text(text)) if !text.is_empty() => vec![text],
            _ => Vec::new(),
        }
    }

    /// The rows of a map at a path.
    #[must_use]
    pub fn rows(&self, path: &str) -> Vec<(&str, &str)> {
        match self.item(path) {
            Some(Item::Map(entries)) => entries
                .iter()
                .map(|(key, item)| {
                    (key.as_str(), if let Item::Text(text) = item { text.as_str() } else { "" })
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Sets a text; an empty one takes the field out.
    pub fn set_text(&mut self, path: &str, text: &str) {
        let item = if text.is_empty() { None } else { Some(Item::Text(text.to_owned())) };
        self.put(path, item);
    }

    /// Sets a whole list of texts; an empty list takes the field out.
    pub fn set_texts(&mut self, path: &str, texts: &[String]) {
        let items: Vec<Item> = texts.iter().cloned().map(Item::Text).collect();
        self.put(path, if items.is_empty() { None } else { Some(Item::List(items)) });
    }

    /// Sets all rows of a map; no rows take the field out.
    pub fn set_rows(&mut self, path: &str, rows: &[(String, String)]) {
        let entries: Vec<(String, Item)> =
            rows.iter().map(|(key, value)| (key.clone(), Item::Text(value.clone()))).collect();
        self.put(path, if entries.is_empty() { None } else { Some(Item::Map(entries)) });
    }

    /// Adds an empty group with a name to a list of groups.
    pub fn add_group(&mut self, path: &str, name: &str) {
        let group = Item::Map(vec![(String::from("name"), Item::Text(name.to_owned()))]);
        let mut items = match self.item(path) {
            Some(Item::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        items.push(group);
        self.put(path, Some(Item::List(items)));
    }

    /// Removes an item of a list; an empty list takes the field out.
    pub fn remove(&mut self, path: &str, index: usize) {
        let Some(Item::List(items)) = self.item(path) else { return };
        let mut items = items.clone();
        if index < items.len() {
            items.remove(index);
        }
        self.put(path, if items.is_empty() { None } else { Some(Item::List(items)) });
    }

    /// Takes out what stands at a path.
    pub fn clear(&mut self, path: &str) {
        self.put(path, None);
    }

    /// Whether a field is set.
    #[must_use]
    pub fn is_set(&self, path: &str) -> bool {
        self.item(path).is_some()
    }

    fn put(&mut self, path: &str, value: Option<Item>) {
        let steps = steps(path);
        put(&mut self.root, &steps, value);
    }

    /// The draft as `linkspan.yml`, fields in the order of the table, unknown ones last.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        write_map(&self.root, At { prefix: "", depth: 0, environment: false }, &mut out);
        if out.is_empty() { String::from("{}\n") } else { out }
    }
}

fn item(node: &Node) -> Item {
    match &node.content {
        Content::Scalar { .. } if node.is_null() => Item::Text(String::new()),
        Content::Scalar { text, .. } => Item::Text(text.to_string()),
        Content::List(items) => Item::List(items.iter().map(item).collect()),
        Content::Map(entries) => Item::Map(
            entries
                .iter()
                .map(|entry| (entry.key.to_string(), under(&entry.key, &entry.value)))
                .collect(),
        ),
    }
}

/// What stands under a key; the arguments of a job are one text, in which each keeps its type.
fn under(key: &str, node: &Node) -> Item {
    let is_list = matches!(node.content, Content::List(_));
    match field::arguments::of(node) {
        Ok(list) if key == "args" && is_list => Item::Text(field::arguments::written(&list)),
        _ => item(node),
    }
}

fn find<'a>(entries: &'a [(String, Item)], key: &str) -> Option<&'a Item> {
    entries.iter().find(|(each, _)| each == key).map(|(_, item)| item)
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, indexes) = part.split_once('[').unwrap_or((part, ""));
        steps.push(Step::Key(key));
        for index in indexes.split('[').filter(|index| !index.is_empty()) {
            if let Ok(index) = index.trim_end_matches(']').parse() {
                steps.push(Step::Index(index));
            }
        }
    }
    steps
}

fn put(entries: &mut Vec<(String, Item)>, steps: &[Step<'_>], value: Option<Item>) {
    let Some((Step::Key(key), rest)) = steps.split_first() else { return };
    let found = entries.iter().position(|(each, _)| each == key);
    if rest.is_empty() {
        match (found.and_then(|at| entries.get_mut(at)), value) {
            (Some(entry), Some(value)) => entry.1 = value,
            (Some(_), None) => entries.retain(|(each, _)| each != key),
            (None, Some(value)) => entries.push(((*key).to_owned(), value)),
            (None, None) => {}
        }
        return;
    }
    if found.is_none() {
        if value.is_none() {
            return;
        }
        entries.push(((*key).to_owned(), Item::Map(Vec::new())));
    }
    let at = found.unwrap_or(entries.len() - 1);
    let Some((_, inner)) = entries.get_mut(at) else { return };
    put_in(inner, rest, value);
    if matches!(inner, Item::Map(inner) if inner.is_empty()) {
        entries.remove(at);
    }
}

fn put_in(item: &mut Item, steps: &[Step<'_>], value: Option<Item>) {
    match (steps.split_first(), item) {
        (Some((Step::Index(index), rest)), Item::List(items)) => {
            match (items.get_mut(*index), value) {
                (Some(inner), Some(value)) if rest.is_empty() => *inner = value,
                (Some(_), None) if rest.is_empty() => {
                    items.remove(*index);
                }
                (Some(inner), value) => put_in(inner, rest, value),
                (None, _) => {}
            }
        }
        (Some((Step::Key(_), _)), Item::Map(entries)) => put(entries, steps, value),
        (Some((Step::Key(_), _)), other) => {
            let mut entries = Vec::new();
            put(&mut entries, steps, value);
            *other = Item::Map(entries);
        }
        _ => {}
    }
}

/// Where a key stands among its siblings in the table.
fn rank(prefix: &str, key: &str) -> usize {
    let exact = format!("{prefix}{key}");
    let inner = format!("{exact}.");
    fields()
        .position(|field| field.path == exact || field.path.starts_with(&inner))
        .unwrap_or(usize::MAX)
}

/// Where a map is written.
#[derive(Clone, Copy)]
struct At<'a> {
    /// The path before its keys.
    prefix: &'a str,
    depth: usize,
    /// Whether it stands in an environment, whose paths start anew.
    environment: bool,
}

fn write_map(entries: &[(String, Item)], at: At<'_>, out: &mut String) {
    let At { prefix, depth, environment } = at;
    let write_text = if environment { environments::write_text } else { write_text };
    let mut ordered: Vec<&(String, Item)> = entries.iter().collect();
    if fields().all(|field| {
        !(matches!(
            field.accepts,
            Accepts::Map | Accepts::Annotations | Accepts::Rules | Accepts::Environments
        ) && prefix.trim_end_matches('.') == field.path)
    }) {
        ordered.sort_by_key(|(key, _)| rank(prefix, key));
    }
    for (key, value) in ordered {
        let indent = "  ".repeat(depth);
        let name = yaml::write_scalar(key);
        let path = format!("{prefix}{key}");
        match value {
            Item::Text(text) if prefix == "environments." && text.is_empty() => {
                out.push_str(&format!("{indent}{name}: {{}}\n"));
            }
            Item::Text(text) if is_block(text) => {
                out.push_str(&format!("{indent}{name}: |\n"));
                for line in text.lines() {
                    let gap = if line.is_empty() { "" } else { "  " };
                    let indent = if line.is_empty() { "" } else { &indent };
                    out.push_str(&format!("{indent}{gap}{line}\n"));
                }
            }
            Item::Text(text) => {
                let written = write_text(&path, text);
                out.push_str(&format!("{indent}{name}: {written}\n"));
            }
            Item::List(items) if items.iter().all(|item| matches!(item, Item::Text(_))) => {
                let words: Vec<String> = items
                    .iter()
                    .map(|item| {
                        if let Item::Text(text) = item {
                            self::write_text(&path, text)
                        } else {
                            String::new()
                        }
                    })
                    .collect();
                if words.iter().map(String::len).sum::<usize>() < 70 {
                    out.push_str(&format!("{indent}{name}: [{}]\n", words.join(", ")));
                } else {
                    out.push_str(&format!("{indent}{name}:\n"));
                    for word in words {
                        out.push_str(&format!("{indent}  - {word}\n"));
                    }
                }
            }
            Item::List(items) => {
                out.push_str(&format!("{indent}{name}:\n"));
                for item in items {
                    let prefix = format!("{path}[].");
                    write_group(item, At { prefix: &prefix, depth: depth + 1, environment }, out);
                }
            }
            Item::Map(inner) if inner.is_empty() => {
                out.push_str(&format!("{indent}{name}: {{}}\n"));
            }
            Item::Map(inner) => {
                out.push_str(&format!("{indent}{name}:\n"));
                let (depth, prefix) = (depth + 1, format!("{path}."));
                let at = match prefix.strip_prefix("environments.") {
                    Some(name) if !name.is_empty() => At { prefix: "", depth, environment: true },
                    _ => At { prefix: &prefix, depth, environment },
                };
                write_map(inner, at, out);
            }
        }
    }
}

fn write_group(item: &Item, at: At<'_>, out: &mut String) {
    let At { depth, .. } = at;
    let indent = "  ".repeat(depth);
    match item {
        Item::Map(entries) if !entries.is_empty() => {
            let mut inner = String::new();
            write_map(entries, At { depth: depth + 1, ..at }, &mut inner);
            let skip = indent.len() + 2;
            out.push_str(&format!("{indent}- {}", inner.get(skip..).unwrap_or_default()));
        }
        Item::Map(_) => out.push_str(&format!("{indent}- {{}}\n")),
        Item::Text(text) => out.push_str(&format!("{indent}- {}\n", yaml::write_scalar(text))),
        Item::List(items) => {
            out.push_str(&format!("{indent}-\n"));
            for inner in items {
                write_group(inner, At { depth: depth + 1, ..at }, out);
            }
        }
    }
}

/// Whether a text stands best on lines of its own, as it is: such a block gives every reader the same text.
fn is_block(text: &str) -> bool {
    let is_plain = |line: &str| {
        !line.ends_with([' ', '\t']) && line.chars().all(|c| !c.is_control() && c != '\u{feff}')
    };
    text.lines().count() > 1
        && text.ends_with('\n')
        && !text.ends_with("\n\n")
        && !text.starts_with([' ', '\t', '\n', '#'])
        && text.split('\n').all(is_plain)
}

/// Numbers and truth values stand bare where the field takes them, everything else as a string.
fn write_text(path: &str, text: &str) -> String {
    let bare = fields().find(|field| field.path == path).is_some_and(|field| match field.accepts {
        Accepts::Int { .. } | Accepts::Version(Program::Node) => {
            !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
        }
        // A list on one line is written as it is.
        Accepts::Arguments => field::arguments::arguments(text).is_some() && !text.contains('\n'),
        Accepts::Bool => matches!(text, "true" | "false"),
        _ => false,
    });
    if bare { text.to_owned() } else { yaml::write_scalar(text).into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_written_and_read_back() {
        let mut draft = Draft::from_text("image: a/b\napp: shop\n");
        draft.set_text("web.replicas", "3");
        draft.set_texts("hosts", &["shop.example.com".into()]);
        draft.set_rows("env", &[("Z".into(), "yes".into()), ("A".into(), "a\tb".into())]);
        draft.add_group("workers", "mail");
        draft.set_text("workers[0].concurrency", "ten");
        let text = draft.to_text();
        assert_eq!(
            text,
            "app: shop\nimage: a/b\nhosts: [shop.example.com]\nweb:\n  replicas: 3\nenv:\n  Z: \"yes\"\n  A: \"a\\tb\"\nworkers:\n  - name: mail\n    concurrency: ten\n"
        );
        let again = Draft::from_text(&text);
        assert_eq!(again.text("workers[0].concurrency"), "ten");
        assert_eq!(again.to_text(), text);
    }

    #[test]
    fn clearing_the_last_field_of_a_section_clears_the_section() {
        let mut draft = Draft::from_text("app: shop\nweb: {replicas: 3}\n");
        draft.set_text("web.replicas", "");
        assert_eq!(draft.to_text(), "app: shop\n");
    }
}
