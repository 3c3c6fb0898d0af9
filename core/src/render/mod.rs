//! Objects to readable text: key order, YAML, comments; and what a preview needs of a text:
//! highlight tokens and the lines that changed.

mod order;
mod yaml;

pub use yaml::{Notes, manifest};
