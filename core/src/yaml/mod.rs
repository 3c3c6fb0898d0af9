//! YAML with places: read into a tree that remembers where each node stands, and the rules by
//! which kubectl's reader turns a plain scalar into a value.

mod advice;
mod cursor;
mod dialect;
mod kubectl;
mod limits;
mod node;
mod parts;
mod problem;
mod read;
pub(crate) mod rules;
mod scalar;
mod scan;
mod short;
mod text;
mod tree;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use kubectl::bytes_of;
pub use limits::{MAX_BROKEN, MAX_BYTES, MAX_DEPTH, MAX_ENTRIES, MAX_NODES};
pub use node::{Content, Entry, Node, Style};
pub use problem::{Problem, SPLIT};
pub use read::{Document, read, read_manifests};
pub use scalar::{Scalar, is_surely_text, resolve, truth};
pub use text::Text;
pub(crate) use text::head;
pub use write::{quoted, scalar as write_scalar};
