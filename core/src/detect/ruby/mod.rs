//! Ruby as text: what a file says for certain, and nothing else. Nothing is run; what is worked out when the file runs is
//! not known.

mod code;
mod token;
mod value;

pub(super) use code::Code;
pub(super) use token::{Kind, tokens};
pub(super) use value::{Known, value};
