//! What the commands read: specs, folders, archives, standard input.

mod above;
mod encrypted;
mod environment;
mod file;
mod gather;
mod spec;
mod walk;

pub(crate) use file::read;
pub(crate) use gather::{Input, gather};
pub(crate) use linkspan_core::internal::intake::KUBE;
pub(crate) use spec::{DEFAULT, Loaded, load};

use std::path::Path;

/// A path as it stands in findings: `/` between folders, no leading `./`.
pub(crate) fn name(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text =
        if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    let mut rest = text.as_str();
    while let Some(shorter) = rest.strip_prefix("./") {
        rest = shorter.trim_start_matches('/');
    }
    if rest.is_empty() { text } else { rest.to_owned() }
}
