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
            let plain =
                Content::Scalar { text: text.to_owned().into(), style: Style::Plain, tag: None };
            let plain = Node::new(node.start(), node.end(), plain);
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

/// Binary units in any case, and as Kubernetes writes them.
const BINARY: [(&str, &str); 12] = [
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
    ("ei", "Ei"),
    ("eib", "Ei"),
];

/// Decimal units in the case of the SI. In lower case they may be meant as binary ones, as Docker
/// reads them, so `512mb` is left to a person.
const DECIMAL: [(&str, &str); 6] =
    [("kB", "k"), ("KB", "k"), ("MB", "M"), ("GB", "G"), ("TB", "T"), ("PB", "P")];

/// An amount with a space or with another spelling of its unit.
pub(super) fn quantity(node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    let text = node.text()?;
    let digits = text.trim_start_matches(|each: char| each.is_ascii_digit() || each == '.');
    let (number, unit) = text.split_at_checked(text.len() - digits.len())?;
    let bare = unit.trim();
    let binary = BINARY.iter().find(|(written, _)| bare.eq_ignore_ascii_case(written));
    let decimal = || DECIMAL.iter().find(|(written, _)| bare == *written);
    let unit = binary.or_else(decimal).map_or(bare, |(_, unit)| *unit);
    let mended = format!("{number}{unit}");
    super::super::quantity::Quantity::parse(&mended)?;
    one(format!("write `{mended}`"), edit::reword(node, &mended, lines))
}
