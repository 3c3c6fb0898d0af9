//! The files of the bundle: as a tree where there is room, as a list to choose from where not.

mod choose;
mod folder;
mod tree;

pub(crate) use choose::choose;
pub(crate) use tree::Tree;

use crate::state::FileChange;

/// What stands beside a file that changed: a sign and a number.
fn sign(change: &FileChange) -> String {
    match (change.new, change.count) {
        (true, _) => String::from("new"),
        (false, 0) => String::from("−"),
        (false, count) => format!("~{count}"),
    }
}

/// The same in words.
fn words(change: &FileChange) -> String {
    match (change.new, change.count) {
        (true, _) => String::from("new file"),
        (false, 0) => String::from("lines removed"),
        (false, count) => format!("{} changed", crate::prose::counted(count, "line")),
    }
}
