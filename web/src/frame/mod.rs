//! What stands around form and files: header, menus, problems, notices.

mod bottom;
mod header;
mod keys;
mod menu;
mod notice;
mod problems;

pub(crate) use bottom::Bottom;
pub(crate) use header::Header;
pub(crate) use keys::{DIALOG, Keys};
pub(crate) use notice::Telling;
pub(crate) use problems::Problems;
