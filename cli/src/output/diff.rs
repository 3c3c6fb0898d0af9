//! What would change in a file.

use crate::paint::{self, plain};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// Lines that writing would add and remove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Diff {
    pub(crate) added: usize,
    pub(crate) removed: usize,
}

/// Hostile files could make an exact answer take forever; after this a rougher one will do.
const PATIENCE: Duration = Duration::from_millis(500);

impl Diff {
    pub(crate) fn of(old: &[u8], new: &[u8]) -> Self {
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.as_ref(), new.as_ref());
        let mut count = Self::default();
        for change in diff.iter_all_changes() {
            match change.tag() {
                ChangeTag::Insert => count.added += 1,
                ChangeTag::Delete => count.removed += 1,
                ChangeTag::Equal => {}
            }
        }
        count
    }
}

/// A change as `patch` reads it, painted, safe for a terminal.
pub(crate) fn unified(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let path = plain::inline(path);
    let mut text = paint::bold(&format!("--- {path}\n+++ {path}"));
    text.push('\n');
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        text.push_str(&format!("{}\n", paint::dim(&hunk.header().to_string())));
        for change in hunk.iter_changes() {
            let line = plain::line(change.value().trim_end_matches(['\n', '\r']));
            match change.tag() {
                ChangeTag::Insert => text.push_str(&paint::green(&format!("+{line}"))),
                ChangeTag::Delete => text.push_str(&paint::red(&format!("-{line}"))),
                ChangeTag::Equal => text.push_str(&format!(" {line}")),
            }
            text.push('\n');
        }
    }
    text
}

/// The change as `diff -u` shows it, safe for a terminal.
pub(crate) fn shown(path: &str, old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.as_ref(), new.as_ref());
    let mut text = paint::bold(&format!("{}: on disk (-), from the spec (+)", plain::inline(path)));
    text.push('\n');
    for hunk in diff.unified_diff().context_radius(2).iter_hunks() {
        for change in hunk.iter_changes() {
            let line = plain::inline(change.value().trim_end_matches(['\n', '\r']));
            match change.tag() {
                ChangeTag::Insert => text.push_str(&paint::green(&format!("+{line}"))),
                ChangeTag::Delete => text.push_str(&paint::red(&format!("-{line}"))),
                ChangeTag::Equal => text.push_str(&format!(" {line}")),
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}
