//! What looks like a secret: one table of shapes and one of names, for all that must not show one.

mod broken;
mod file;
mod find;
mod name;
mod report;
mod shape;
#[cfg(test)]
mod tests;

pub use find::{is_value, looks_secret, shape, spans};
pub use name::is_secret_name;
pub use report::{Concealed, conceal};
pub use shape::{SHAPES, Shape};

/// A text with an asterisk for each character of each secret in it, so that columns stay.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for range in spans(text) {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.extend(text.get(range.clone()).unwrap_or_default().chars().map(mask));
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// A file with an asterisk for each character that must not be shown: what a Secret holds, and what looks like a
/// secret anywhere. Lines and columns stay.
#[must_use]
pub fn masked_file(path: &str, text: &str) -> String {
    file::Hidden::of(path, text).masked(text)
}

/// Whether a file, a spec among them, holds anything that must not be shown, kept or sent along.
#[must_use]
pub fn shows(path: &str, text: &str) -> bool {
    !file::Hidden::of(path, text).ranges.is_empty()
}

/// Line ends and spaces stay, so that lines stay lines.
pub(crate) const fn mask(each: char) -> char {
    match each {
        '\n' | '\r' | '\t' | ' ' => each,
        _ => '*',
    }
}
