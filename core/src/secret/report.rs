//! Findings as they may be printed: with no value of a secret in what they say and in the lines that they point to.

use super::file::Hidden;
use super::find::spans;
use super::{mask, masked};
use crate::diagnostic::{Diagnostic, Edit, Lines, Report, in_backticks};
use std::collections::{BTreeMap, BTreeSet};

/// A report, and the texts that its findings point into, both fit to be shown.
#[derive(Clone, Debug, Default)]
pub struct Concealed {
    /// The findings. A fix that would show a secret has no edits.
    pub report: Report,
    /// The texts by file, of those files alone that have findings: as many characters on each line as before.
    pub texts: BTreeMap<String, String>,
}

/// Hides what a Secret holds, and what looks like a secret anywhere, in findings and in the texts that they point
/// into. Widths and columns stay.
#[must_use]
pub fn conceal(report: &Report, texts: &BTreeMap<String, String>) -> Concealed {
    let suppressed = report.suppressed.iter().map(|each| &each.diagnostic);
    let names: BTreeSet<&str> =
        report.diagnostics.iter().chain(suppressed).flat_map(files_of).collect();
    let mut files = BTreeMap::new();
    for name in names {
        if let Some(text) = texts.get(name) {
            files.insert(name, File::new(name, text));
        }
    }
    let empty = File::default();
    let of = |each: &Diagnostic| files.get(each.file.as_str()).unwrap_or(&empty);
    let mut out = Concealed { report: report.clone(), texts: BTreeMap::new() };
    for each in &mut out.report.diagnostics {
        of(each).conceal(each);
    }
    for each in &mut out.report.suppressed {
        of(&each.diagnostic).conceal(&mut each.diagnostic);
        each.reason = masked(&each.reason);
    }
    out.texts = files.into_iter().map(|(name, file)| (name.to_owned(), file.masked)).collect();
    out
}

/// The files that a finding points into.
fn files_of(each: &Diagnostic) -> impl Iterator<Item = &str> {
    let related = each.related.as_ref().map(|related| related.file.as_str());
    std::iter::once(each.file.as_str()).chain(related)
}

/// So many bytes in a row of a secret are taken for a part of it.
const WINDOW: usize = 8;

/// A file with findings.
#[derive(Default)]
struct File<'a> {
    masked: String,
    hidden: Hidden,
    lines: Option<Lines<'a>>,
    /// Values as a message would show them.
    values: BTreeSet<String>,
    /// Parts of values, in order.
    parts: Vec<[u8; WINDOW]>,
}

impl<'a> File<'a> {
    fn new(name: &str, text: &'a str) -> Self {
        let hidden = Hidden::of(name, text);
        let masked = hidden.masked(text);
        let values: BTreeSet<String> =
            hidden.values.iter().map(|value| in_backticks(value.trim())).collect();
        let windows = values.iter().flat_map(|value| value.as_bytes().windows(WINDOW));
        let mut parts: Vec<[u8; WINDOW]> =
            windows.filter_map(|window| window.try_into().ok()).collect();
        parts.sort_unstable();
        parts.dedup();
        Self { masked, hidden, lines: Some(Lines::new(text)), values, parts }
    }

    fn conceal(&self, each: &mut Diagnostic) {
        let offset = |place| self.lines.as_ref().and_then(|lines| lines.offset(place));
        let is_inside = offset(each.place).is_some_and(|byte| self.hidden.has(byte));
        each.message = self.said(&each.message, is_inside);
        each.help = self.said(&each.help, is_inside);
        each.path = masked(&each.path);
        if let Some(related) = &mut each.related {
            related.message = self.said(&related.message, is_inside);
        }
        let Some(fix) = &mut each.fix else { return };
        fix.says = self.said(&fix.says, is_inside);
        let shows = |edit: &Edit| {
            offset(edit.start).is_some_and(|byte| self.hidden.has(byte))
                || !spans(&edit.text).is_empty()
                || self.is_part(edit.text.trim(), is_inside)
        };
        if fix.edits.iter().any(shows) {
            fix.edits.clear();
        }
    }

    /// A sentence: the user's text stands in backticks.
    fn said(&self, text: &str, is_inside: bool) -> String {
        let mut out = String::with_capacity(text.len());
        for (at, part) in text.split('`').enumerate() {
            if at > 0 {
                out.push('`');
            }
            if at % 2 == 1 && self.is_part(part, is_inside) {
                out.extend(part.chars().map(mask));
            } else {
                out.push_str(&masked(part));
            }
        }
        out
    }

    /// Whether a text is a secret of this file or a part of one, and does not stand in it openly as well.
    fn is_part(&self, text: &str, is_inside: bool) -> bool {
        let text = text.trim_end_matches('…').trim_matches(['"', '\'']);
        if text.is_empty() || self.values.is_empty() {
            return false;
        }
        let mut windows = text.as_bytes().windows(WINDOW);
        let fits = self.values.contains(text)
            || windows.any(|window| {
                self.parts.binary_search_by(|part| part.as_slice().cmp(window)).is_ok()
            });
        fits && (is_inside || !self.masked.contains(text))
    }
}
