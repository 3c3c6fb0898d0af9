//! Fields that have to be there.

use crate::check::context::{Context, Spot};
use crate::yaml::Node;
use crate::yaml::rules::MISSING_FIELD;

/// Reports a field that has to be there.
pub(in crate::check) fn missing(context: &mut Context<'_>, name: &str, node: &Node) {
    let spot = match node.entries().iter().find(|entry| entry.key == name) {
        Some(entry) => Spot::from(entry),
        None => Spot { place: node.start(), width: 1 },
    };
    let field = name.rsplit('.').next().unwrap_or(name);
    context.report(
        &MISSING_FIELD,
        spot,
        name,
        format!("`{field}` is missing"),
        format!("add `{field}` here"),
    );
}
