//! Paths as keys: inside an environment `web.replicas: 1` says the same as `web: {replicas: 1}`, and
//! `workers[mail].replicas: 1` the same as `workers: [{name: mail, replicas: 1}]`.

use crate::yaml::{Content, Entry, Node, Style, Text};

/// Entries with plain keys, in the order written.
pub(super) fn unfold(entries: &[Entry]) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for entry in entries {
        match steps(&entry.key) {
            Some(steps) => put(&mut out, &steps, entry),
            None => out.push(entry.clone()),
        }
    }
    out
}

enum Step<'a> {
    Key(&'a str),
    Name(&'a str),
}

/// The steps of a path; none for a plain key.
fn steps(key: &str) -> Option<Vec<Step<'_>>> {
    if !key.contains('.') {
        return None;
    }
    let mut steps = Vec::new();
    for part in key.split('.') {
        match part.split_once('[').and_then(|(list, name)| Some((list, name.strip_suffix(']')?))) {
            Some((list, name)) => steps.extend([Step::Key(list), Step::Name(name)]),
            None => steps.push(Step::Key(part)),
        }
    }
    Some(steps)
}

fn put(entries: &mut Vec<Entry>, steps: &[Step<'_>], written: &Entry) {
    let Some((Step::Key(key), rest)) = steps.split_first() else { return };
    if rest.is_empty() {
        entries.push(Entry::new(Text::from(*key), written.key_start(), written.value.clone()));
        return;
    }
    let as_list = matches!(rest.first(), Some(Step::Name(_)));
    let fits = |entry: &Entry| match &entry.value.content {
        Content::Map(_) => !as_list,
        Content::List(_) => as_list,
        Content::Scalar { .. } => false,
    };
    let at = entries.iter().position(|entry| entry.key == *key && fits(entry));
    let at = at.unwrap_or_else(|| {
        let content = if as_list { Content::List(Vec::new()) } else { Content::Map(Vec::new()) };
        let value = Node::new(written.key_start(), written.key_start(), content);
        entries.push(Entry::new(Text::from(*key), written.key_start(), value));
        entries.len() - 1
    });
    let Some(entry) = entries.get_mut(at) else { return };
    match (&mut entry.value.content, rest) {
        (Content::Map(inner), rest) => put(inner, rest, written),
        (Content::List(groups), [Step::Name(name), rest @ ..]) => {
            let at = group(groups, name, written);
            if let Some(Node { content: Content::Map(inner), .. }) = groups.get_mut(at) {
                put(inner, rest, written);
            }
        }
        _ => {}
    }
}

/// The index of the group with this name, which is made where there is none.
fn group(groups: &mut Vec<Node>, name: &str, written: &Entry) -> usize {
    let named = |node: &Node| node.get("name").and_then(Node::text) == Some(name);
    groups.iter().position(named).unwrap_or_else(|| {
        let start = written.key_start();
        let (text, tag) = (Text::from(name), Some(Box::new(Text::from("str"))));
        let content = Content::Scalar { text, style: Style::Plain, tag };
        let value = Node::new(start, start, content);
        let name = Entry::new(Text::from("name"), start, value);
        groups.push(Node::new(start, start, Content::Map(vec![name])));
        groups.len() - 1
    })
}
