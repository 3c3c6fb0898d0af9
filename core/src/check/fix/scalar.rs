//! Values of a wrong type, case or unit.

use super::edit;
use crate::diagnostic::{Diagnostic, Fix, Lines};
use crate::yaml::{Content, Node, Scalar, Style, resolve};

fn one(says: String, edit: Option<crate::diagnostic::Edit>) -> Option<Fix> {
    edit.map(|edit| Fix { says, edits: vec![edit] })
}

/// A number or truth value where text stands, or the other way round.
pub(super) fn wrong_type(each: &Diagnostic, node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    let text = node.text()?;
    match each.help.as_str() {
        "put it in quotes" => one(format!("put `{text}` in quotes"), edit::quote(node, lines)),
        "write it without quotes" => {
            let plain = Content::Scalar { text: text.to_owned(), style: Style::Plain, tag: None };
            let plain = Node { content: plain, ..node.clone() };
            let fits = match resolve(&plain)? {
                // `yes` in quotes may be meant as text.
                Scalar::Bool(_) => {
                    matches!(text, "true" | "false") && each.message.contains("`true`")
                }
                Scalar::Int(_) => each.message.contains("number"),
                Scalar::Null | Scalar::Float(_) | Scalar::Text(_) => false,
            };
            if !fits {
                return None;
            }
            one(format!("write `{text}` without quotes"), edit::unquote(node, lines))
        }
        _ => None,
    }
}

/// A word in another case than that of the one that is meant; the help names it or all choices.
pub(super) fn case(each: &Diagnostic, node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    let text = node.text()?;
    let mut same = each
        .help
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.eq_ignore_ascii_case(text) && *word != text);
    let meant = same.next()?;
    let single = same.next().is_none();
    single.then(|| one(format!("write `{meant}`"), edit::reword(node, meant, lines))).flatten()
}

/// Units as people write them, and as Kubernetes does. `M` and `m` are both units and never taken
/// for each other.
const UNITS: [(&str, &str); 18] = [
    ("ki", "Ki"),
    ("kib", "Ki"),
    ("mi", "Mi"),
    ("mib", "Mi"),
    ("gi", "Gi"),
    ("gib", "Gi"),
    ("ti", "Ti"),
    ("tib", "Ti"),
    ("pi", "Pi"),
    ("pib", "Pi"),
    ("kb", "k"),
    ("mb", "M"),
    ("gb", "G"),
    ("tb", "T"),
    ("pb", "P"),
    ("g", "G"),
    ("t", "T"),
    ("p", "P"),
];

/// An amount with a space or with another spelling of its unit.
pub(super) fn quantity(node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    let text = node.text()?;
    let digits = text.trim_start_matches(|each: char| each.is_ascii_digit() || each == '.');
    let (number, unit) = text.split_at_checked(text.len() - digits.len())?;
    let bare = unit.trim();
    let unit = UNITS
        .iter()
        .find(|(written, _)| bare.eq_ignore_ascii_case(written))
        .map_or(bare, |(_, unit)| *unit);
    let mended = format!("{number}{unit}");
    super::super::quantity::Quantity::parse(&mended)?;
    one(format!("write `{mended}`"), edit::reword(node, &mended, lines))
}
