//! YAML with places: read into a tree that remembers where each node stands, and the rules by
//! which kubectl's reader turns a plain scalar into a value.

mod node;
mod read;
mod scalar;
mod write;

pub use node::{Content, Entry, Node, Style};
pub use read::{Document, MAX_BYTES, MAX_DEPTH, MAX_NODES, Problem, read};
pub use scalar::{Scalar, resolve, truth};
pub use write::{quoted, scalar as write_scalar};
