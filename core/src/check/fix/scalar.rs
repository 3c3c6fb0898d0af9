//! Scalars that need quotes, none, or another text.

use super::edit;
use crate::diagnostic::{Edit, Fix, Lines};
use crate::yaml::Node;

fn one(says: String, edit: Edit) -> Fix {
    Fix { says, edits: vec![edit] }
}

/// Puts quotes around a scalar.
pub(super) fn quote(node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    Some(one(format!("put `{}` in quotes", node.text()?), edit::quote(node, lines)?))
}

/// Takes the quotes of a scalar away.
pub(super) fn unquote(node: &Node, lines: &Lines<'_>) -> Option<Fix> {
    Some(one(format!("write `{}` without quotes", node.text()?), edit::unquote(node, lines)?))
}

/// Writes another text.
pub(super) fn write(node: &Node, text: &str, lines: &Lines<'_>) -> Option<Fix> {
    Some(one(format!("write `{text}`"), edit::reword(node, text, lines)?))
}
