//! What a task does on a machine: it runs programs with a limit and with their last words when they fail, gets tools from
//! Debian and Go without a change to the system, keeps them whole or not at all in one folder, and tells a person about it.
//! It knows nothing of what it is used for.

pub mod apt;
pub mod go_module;
pub mod go_tool;
pub mod process;
pub mod project;
pub mod say;
pub mod tool;
pub mod tree;
pub mod version;
