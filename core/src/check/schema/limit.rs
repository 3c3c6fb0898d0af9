//! Limits of texts, numbers, lists and maps in custom kinds.

use super::super::context::{Context, as_int};
use super::rule::{DUPLICATE_ENTRY, TOO_MANY};
use super::shape::Shape;
use super::table::{Limited, Type};
use crate::check::api::shared::{CHOICE, RANGE};
use crate::check::names::NAME;
use crate::diagnostic::rules;
use crate::yaml::{Content, Node};
use std::collections::BTreeSet;

rules! {
    pub(crate) const LENGTH: Rule = Rule {
        name: "length",
        tier: Refused,
        severity: Error,
        says: "a text is longer or shorter than its field takes",
        why: "The definition of the kind sets the limit, and the server rejects the object.",
        marks: [Schema],
    };
}

/// Judges a value by its limits; its type has been judged.
pub(super) fn check(context: &mut Context<'_>, limited: &Limited, node: &Node) {
    if node.is_null() {
        return;
    }
    match (&limited.holds, &node.content) {
        (Type::Text(_), Content::Scalar { text, .. }) => of_text(context, limited, text, node),
        (Type::Int32 | Type::Int64, Content::Scalar { .. }) => of_number(context, limited, node),
        (Type::List(_), Content::List(items)) => {
            of_count(context, limited, items.len(), node);
            unique(context, limited, items);
        }
        (Type::Map(_), Content::Map(entries)) => of_count(context, limited, entries.len(), node),
        _ => {}
    }
}

fn of_text(context: &mut Context<'_>, limited: &Limited, text: &str, node: &Node) {
    let length = text.chars().count();
    let counted = i128::try_from(length).unwrap_or(i128::MAX);
    if counted > limited.high {
        let message = format!("this has {length} characters; {} are the limit", limited.high);
        context.report(&LENGTH, node, "", message, "shorten it");
    } else if counted < limited.low {
        let message = "this cannot be empty";
        context.report(&RANGE, node, "", message, "write something, or remove the field");
    }
    if let Some(shape) = limited.shape.filter(|shape| !shape.fits(text)) {
        let message = format!("`{text}` does not have the form that is asked for here");
        context.report(&NAME, node, "", message, shape.help());
    }
}

fn of_number(context: &mut Context<'_>, limited: &Limited, node: &Node) {
    let Some(number) = as_int(node) else { return };
    if !(limited.low..=limited.high).contains(&number) {
        let message = format!("this cannot be {number}");
        let help = match limited.high {
            i128::MAX => format!("write {} or more", limited.low),
            high => format!("write a number from {} to {high}", limited.low),
        };
        context.report(&RANGE, node, "", message, help);
    }
    if limited.shape == Some(Shape::Redirect) && !matches!(number, 301 | 302 | 303 | 307 | 308) {
        let message = format!("{number} is no status of a redirect");
        context.report(&CHOICE, node, "", message, "write 301, 302, 303, 307 or 308");
    }
}

fn of_count(context: &mut Context<'_>, limited: &Limited, count: usize, node: &Node) {
    let counted = i128::try_from(count).unwrap_or(i128::MAX);
    if counted > limited.high {
        let message = format!("there are {count}; {} are the limit", limited.high);
        context.report(&TOO_MANY, node, "", message, "remove some");
    } else if counted < limited.low {
        let message = format!("at least {} has to stand here", limited.low);
        context.report(&RANGE, node, "", message, "add one, or remove the field");
    }
}

fn unique(context: &mut Context<'_>, limited: &Limited, items: &[Node]) {
    let Some(keys) = &limited.unique else { return };
    let mut seen = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let key: Vec<Option<&str>> = if keys.is_empty() {
            item.text().map(Some).into_iter().collect()
        } else {
            keys.iter().map(|key| item.get(key).and_then(Node::text)).collect()
        };
        if !key.is_empty() && !seen.insert(key) {
            let message = "another item of this list is the same";
            context.report(&DUPLICATE_ENTRY, item, &format!("[{at}]"), message, "keep one of them");
        }
    }
}
