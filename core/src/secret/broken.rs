//! Documents that cannot be read: what they hide is told line by line, and rather too much than too little.

use super::file::is_plain_name;
use crate::diagnostic::Place;
use std::ops::Range;

/// What has to be hidden in the documents that hold one of these places.
pub(super) fn ranges(text: &str, faults: &[Place]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut first) = (0, 1);
    let mut line = 0;
    let mut at = 0;
    for part in text.split_inclusive('\n') {
        line += 1;
        if part.starts_with("---") && at > 0 {
            document(text, start..at, first..line, faults, &mut out);
            (start, first) = (at, line);
        }
        at += part.len();
    }
    document(text, start..at, first..line + 1, faults, &mut out);
    out
}

fn document(
    text: &str,
    bytes: Range<usize>,
    lines: Range<usize>,
    faults: &[Place],
    out: &mut Vec<Range<usize>>,
) {
    if !faults.iter().any(|fault| lines.contains(&fault.line)) {
        return;
    }
    let Some(own) = text.get(bytes.clone()) else { return };
    if is_secret(own) {
        values(own, bytes.start, out);
    } else {
        names(own, bytes.start, out);
    }
}

/// Whether a text has `kind: Secret` or `stringData` anywhere, however it is quoted.
fn is_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    if lower.contains("stringdata") {
        return true;
    }
    lower.match_indices("kind").any(|(at, word)| {
        let rest = lower.get(at + word.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches(['"', '\'', ' ', '\t']);
        let rest =
            rest.strip_prefix(':').unwrap_or(rest).trim_start_matches(['"', '\'', ' ', '\t']);
        let rest = rest.strip_prefix("secret");
        rest.is_some_and(|rest| !rest.starts_with(|each: char| each.is_ascii_alphanumeric()))
    })
}

/// Every line behind its key; a line without one whole.
fn values(text: &str, start: usize, out: &mut Vec<Range<usize>>) {
    let mut at = start;
    for line in text.split_inclusive('\n') {
        let end = at + line.trim_end().len();
        let begin = at + key(line).unwrap_or(0);
        if begin < end && !line.starts_with("---") {
            out.push(begin..end);
        }
        at += line.len();
    }
}

/// The bytes of a line that a key and its colon take; of `kind` and `apiVersion` their values too.
fn key(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start_matches([' ', '\t', '-']).len();
    let rest = line.get(indent..)?;
    let (name, value) = rest.split_once(':')?;
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./\"'".contains(&byte);
    if name.is_empty() || name.len() > 120 || !name.trim_end().bytes().all(word) {
        return None;
    }
    if !value.is_empty() && !value.starts_with([' ', '\t', '\n', '\r']) {
        return None;
    }
    match name.trim_end() {
        "kind" | "apiVersion" if !value.contains(['{', ',', '"']) => Some(line.len()),
        _ => Some(indent + name.len() + 1),
    }
}

/// What stands below `secrets` of a spec and is no name.
fn names(text: &str, start: usize, out: &mut Vec<Range<usize>>) {
    let mut at = start;
    let mut below: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let rest = line.trim();
        if below.is_some_and(|outer| !rest.is_empty() && indent <= outer && !rest.starts_with('-'))
        {
            below = None;
        }
        let mut from = 0;
        if rest.starts_with("secrets:") {
            below = Some(indent);
            from = indent + "secrets:".len();
        }
        if below.is_some() {
            words(line, from, at, out);
        }
        at += line.len();
    }
}

fn words(line: &str, from: usize, at: usize, out: &mut Vec<Range<usize>>) {
    let is_end = |each: char| each.is_whitespace() || "[]{},\"'".contains(each);
    let mut begin = from;
    for part in line.get(from..).unwrap_or_default().split_inclusive(is_end) {
        let word = part.trim_end_matches(is_end);
        let name = word.trim_end_matches(':');
        if !matches!(name, "" | "-") && !is_plain_name(name) {
            out.push(at + begin..at + begin + word.len());
        }
        begin += part.len();
    }
}
