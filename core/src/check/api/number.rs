//! Numbers and percentages.

use super::super::context::{Context, as_int, given, int};
use crate::check::api::shared::RANGE;
use crate::check::names::NAME;
use crate::yaml::rules::MISSING_FIELD;
use crate::yaml::{Node, Scalar, resolve};

/// A number that must not be negative.
pub(super) fn not_negative(context: &mut Context<'_>, node: &Node, keys: &[&str]) {
    for key in keys {
        between(context, node, key, 0, i128::from(i64::MAX));
    }
}

/// A number within bounds, both included.
pub(super) fn between(context: &mut Context<'_>, node: &Node, key: &str, low: i128, high: i128) {
    let (Some(number), Some(value)) = (int(node, key), given(node, key)) else { return };
    if (low..=high).contains(&number) {
        return;
    }
    let message = format!("`{key}` cannot be {number}");
    let help = if high >= i128::from(i32::MAX) {
        format!("write {low} or more")
    } else {
        format!("write a number from {low} to {high}")
    };
    context.report(&RANGE, value, key, message, help);
}

/// A count or a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Share {
    /// So many.
    Count(i128),
    /// So much of a hundred.
    Percent(i128),
}

impl Share {
    /// Whether it is nothing.
    pub(super) const fn is_zero(self) -> bool {
        matches!(self, Self::Count(0) | Self::Percent(0))
    }
}

/// Reads and judges a field such as `maxSurge`: a whole number, or `25%`.
pub(super) fn share(
    context: &mut Context<'_>,
    node: &Node,
    key: &str,
    limit: Limit,
) -> Option<Share> {
    let value = given(node, key)?;
    let share = match resolve(value)? {
        Scalar::Int(number) => Some(Share::Count(number)),
        Scalar::Text(text) => text
            .strip_suffix('%')
            .filter(|digits| !digits.is_empty() && digits.bytes().all(|each| each.is_ascii_digit()))
            .and_then(|digits| digits.parse().ok())
            .map(Share::Percent),
        Scalar::Null | Scalar::Bool(_) | Scalar::Float(_) => return None,
    };
    let text = value.text().unwrap_or_default();
    match share {
        Some(Share::Count(number)) if number < 0 => {
            let message = format!("`{key}` cannot be {number}");
            context.report(&RANGE, value, key, message, "write 0 or more, or a percentage");
            share
        }
        Some(Share::Percent(percent)) if percent > 100 && limit == Limit::Hundred => {
            let message = format!("`{key}` cannot be {text}");
            context.report(&RANGE, value, key, message, "write at most 100%");
            None
        }
        None => {
            let message = format!("`{text}` is neither a number nor a percentage");
            context.report(&RANGE, value, key, message, "write it as `1` or `25%`");
            None
        }
        found => found,
    }
}

/// How far a percentage may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Up to 100%.
    Hundred,
    /// Without limit.
    None,
}

/// A port by number or name; `0` is missing.
pub(super) fn port(context: &mut Context<'_>, node: &Node, key: &str) {
    let Some(value) = given(node, key) else {
        let message = format!("`{key}` is missing");
        context.report(&MISSING_FIELD, node, key, message, format!("add `{key}`"));
        return;
    };
    match as_int(value) {
        Some(number) if !(1..=65535).contains(&number) => {
            let message = format!("`{key}` cannot be {number}");
            context.report(&RANGE, value, key, message, "write a number from 1 to 65535");
        }
        Some(_) => {}
        None => {
            let text = value.text().unwrap_or_default();
            if let Some(help) = super::super::names::port_name(text) {
                let message = format!("`{text}` cannot be the name of a port");
                context.report(&NAME, value, key, message, help);
            }
        }
    }
}
