//! What stands around form and files: header, menus, problems, notices.

mod bottom;
mod header;
mod keys;
mod menu;
mod notice;
mod problems;

pub(crate) use bottom::bottom;
pub(crate) use header::header;
pub(crate) use keys::{DIALOG, keys};
pub(crate) use notice::telling;
pub(crate) use problems::problems;
