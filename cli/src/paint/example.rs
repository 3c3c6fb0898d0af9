//! A text with findings below their lines.

use super::{dim, plain, red};
use linkspan_core::diagnostic::Diagnostic;

/// Every line of a text, indented, each finding under what it is about.
pub(crate) fn example(text: &str, found: &[Diagnostic]) -> String {
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        out.push_str(&format!("  {}\n", plain::line(line)));
        for each in found.iter().filter(|each| each.place.line == index + 1) {
            let before = " ".repeat(each.place.column.saturating_sub(1));
            let mark = red(&"^".repeat(each.width));
            let said = dim(&plain::inline(&each.message));
            out.push_str(&format!("  {before}{mark} {said}\n"));
        }
    }
    out
}
