//! The lines on which a path stands, found by a walk of its own through the tree.

use linkspan_core::internal::yaml::{Node, read};
use std::collections::BTreeSet;

/// The lines where a finding at this path may stand: that of the key, or of the value's beginning.
/// Where the field is missing, any line from the beginning to the end of what lacks it.
pub(super) fn lines(text: &str, path: &str) -> BTreeSet<usize> {
    let (documents, _) = read(text);
    let mut lines = BTreeSet::new();
    for root in documents.iter().filter_map(|document| document.root.as_ref()) {
        walk(root, path, root.start().line, &mut lines);
    }
    lines
}

/// A key may stand twice: then both are walked.
fn walk(node: &Node, path: &str, line: usize, lines: &mut BTreeSet<usize>) {
    if path.is_empty() {
        lines.extend([line, node.start().line]);
        return;
    }
    let before = lines.len();
    if let Some((index, rest)) = index(path)
        && let Some(item) = node.items().get(index)
    {
        walk(item, rest, item.start().line, lines);
    }
    for entry in node.entries() {
        let bracketed = format!("[{}]", entry.key);
        let rest = path
            .strip_prefix(entry.key.as_str())
            .filter(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            .or_else(|| path.strip_prefix(bracketed.as_str()));
        if let Some(rest) = rest {
            let rest = rest.strip_prefix('.').unwrap_or(rest);
            walk(&entry.value, rest, entry.key_start().line, lines);
        }
    }
    if lines.len() == before {
        lines.extend(line..=node.end().line);
    }
}

fn index(path: &str) -> Option<(usize, &str)> {
    let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
    Some((index.parse().ok()?, rest.strip_prefix('.').unwrap_or(rest)))
}

#[test]
fn lines_are_those_of_keys_and_values() {
    let text = "a:\n  - b.c: 1\n    d:\n      e: 2\n    g: 3\n  - f\n";
    let at = |path| lines(text, path).into_iter().collect::<Vec<_>>();
    assert_eq!(at("a"), [1, 2]);
    assert_eq!(at("a[0].b.c"), [2]);
    assert_eq!(at("a[0][b.c]"), [2]);
    assert_eq!(at("a[0].d"), [3, 4]);
    assert_eq!(at("a[1]"), [6]);
    assert_eq!(at("a[0].d.missing"), [3, 4]);
}
