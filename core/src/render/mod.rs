//! Objects to readable text: key order, YAML, comments; and what a preview needs of a text:
//! highlight tokens and the lines that changed.

mod diff;
mod highlight;
mod notes;
mod order;
mod yaml;

pub use diff::{changed_lines, removed_count};
pub use highlight::{Token, highlight};
pub(crate) use notes::{Items, Notes, Part, Reasons, words};
pub(crate) use yaml::{join, manifest};
