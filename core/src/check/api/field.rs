//! Fields that several definitions have.

use super::number::between;
use crate::check::api::shared::{RANGE, VOLUME};
use crate::check::context::{Context, as_int, filled, given, int};
use crate::check::schema::missing::missing;
use crate::yaml::Node;

/// Fields that have to be filled.
pub(super) fn needed(context: &mut Context<'_>, node: &Node, keys: &[&str]) {
    for key in keys {
        if filled(node, key).is_none() {
            missing(context, key, node);
        }
    }
}

/// The rights of a file.
pub(super) fn mode(context: &mut Context<'_>, node: &Node, key: &str) {
    let Some(spot) = given(node, key) else { return };
    if as_int(spot).is_some_and(|number| !(0..=0o777).contains(&number)) {
        let message = format!("`{key}` cannot be {}", spot.text().unwrap_or_default());
        let help = "write it in octal with a 0 before it, such as `0644`; 0777 is the highest";
        context.report(&RANGE, spot, key, message, help);
    }
}

/// A path that stays where it is; reported at `place`.
pub(super) fn within(context: &mut Context<'_>, node: &Node, key: &str, place: &str) {
    let (Some(path), Some(spot)) = (filled(node, key), node.get(key)) else { return };
    if path.starts_with('/') || path.split('/').any(|part| part == "..") {
        let message = format!("`{path}` does not stay within the volume");
        let help = "write a relative path without `..`";
        context.report(&VOLUME, spot, place, message, help);
    }
}

/// A path of a file that is written: names that begin with `..` are the kubelet's own.
pub(super) fn written(context: &mut Context<'_>, node: &Node, key: &str, place: &str) {
    within(context, node, key, place);
    let (Some(path), Some(spot)) = (filled(node, key), node.get(key)) else { return };
    if path.starts_with("..") && path != ".." && !path.starts_with("../") {
        let message = format!("`{path}` cannot be a file here");
        context.report(&VOLUME, spot, place, message, "write a path that does not begin with `..`");
    }
}

/// A user of files, as of 1.37.
pub(super) fn user(context: &mut Context<'_>, node: &Node, key: &str) {
    if int(node, key).is_some() {
        between(context, node, key, 0, i128::from(i32::MAX));
    }
}
