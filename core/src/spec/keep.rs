//! A path more in `keep`, written into the text of a spec as a person would.

use super::read;
use crate::yaml::{self, Content, Node, Style};

/// The field.
const KEY: &str = "keep";

/// The text with this path in `keep` too; none where nobody can tell where it belongs. Everything else, comments
/// included, stays as it is.
#[must_use]
pub fn with_kept(text: &str, path: &str) -> Option<String> {
    let before = read(text).spec.keep;
    if before.iter().any(|each| each == path) {
        return Some(text.to_owned());
    }
    let new = written(text, path)?;
    let after = read(&new).spec.keep;
    let (last, others) = after.split_last()?;
    (last == path && others == before).then_some(new)
}

fn written(text: &str, path: &str) -> Option<String> {
    let (documents, _) = yaml::read(text);
    let root = documents.iter().find_map(|document| document.root.as_ref());
    let list = root.and_then(|root| root.get(KEY));
    let Some(list) = list.filter(|list| !list.is_null()) else {
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        return Some(format!("{text}{end}{KEY}:\n  - {path}\n"));
    };
    match &list.content {
        Content::Scalar { style: Style::Plain, .. } => {
            let (start, end) = (offset(text, list.start())?, offset(text, list.end())?);
            let (head, tail) = (text.get(..start)?, text.get(end..)?);
            Some(format!("{head}[{}, {path}]{tail}", text.get(start..end)?))
        }
        Content::List(items) => in_list(text, list, items, path),
        Content::Scalar { .. } | Content::Map(_) => None,
    }
}

fn in_list(text: &str, list: &Node, items: &[Node], path: &str) -> Option<String> {
    let start = offset(text, list.start())?;
    if text.get(start..)?.starts_with('[') {
        let from = items.last().map_or(Some(start), |last| offset(text, last.end()))?;
        let end = from + text.get(from..)?.find(']')?;
        let (head, tail) = (text.get(..end)?, text.get(end..)?);
        let comma = if items.is_empty() { "" } else { ", " };
        return Some(format!("{}{comma}{path}{tail}", head.trim_end().trim_end_matches(',')));
    }
    let last = items.last()?;
    let at = offset(text, last.start())?;
    let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let indent =
        text.get(line..at)?.strip_suffix("- ").filter(|indent| indent.trim().is_empty())?;
    let end = offset(text, last.end())?;
    let end = text.get(end..)?.find('\n').map_or(text.len(), |more| end + more);
    let (head, tail) = (text.get(..end)?, text.get(end..)?);
    Some(format!("{head}\n{indent}- {path}{tail}"))
}

/// Where a place is in the text, in bytes.
fn offset(text: &str, place: crate::diagnostic::Place) -> Option<usize> {
    let mut start = 0;
    for _ in 1..place.line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    let line = text.get(start..)?;
    let column = line
        .char_indices()
        .map(|(at, _)| at)
        .chain([line.len()])
        .nth(place.column.saturating_sub(1))?;
    Some(start + column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_added_and_all_else_stays() {
        let head = "# Ours.\napp: shop # the shop\nimage: a/b\n";
        for (before, after) in [
            ("", "keep:\n  - Dockerfile\n"),
            ("keep: [a] # mine\nhosts: []\n", "keep: [a, Dockerfile] # mine\nhosts: []\n"),
            ("keep: []\n", "keep: [Dockerfile]\n"),
            ("keep: [a,\n  b, ]\n", "keep: [a,\n  b, Dockerfile]\n"),
            ("keep: deploy.sh\n", "keep: [deploy.sh, Dockerfile]\n"),
            ("keep:\n- a # one\nhosts: []\n", "keep:\n- a # one\n- Dockerfile\nhosts: []\n"),
            ("keep:\n    - a\n    - b", "keep:\n    - a\n    - b\n    - Dockerfile"),
            ("keep: [Dockerfile]\n", "keep: [Dockerfile]\n"),
        ] {
            let found = with_kept(&format!("{head}{before}"), "Dockerfile");
            assert_eq!(found, Some(format!("{head}{after}")), "{before:?}");
        }
        for odd in [
            "keep:\n",
            "{app: shop, image: a/b}\n",
            "- a\n",
            "app: a\nkeep: {a: b}\n",
            "app: a\n...\n",
        ] {
            let found = with_kept(odd, "Dockerfile");
            assert!(found.is_none_or(|text| read(&text).spec.keep == ["Dockerfile"]), "{odd:?}");
        }
    }
}
