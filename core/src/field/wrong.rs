//! What is said of a text that does not fit its field.

/// Why a text does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong, after "`web.cpu` ": "is not an amount of CPU".
    pub message: String,
    /// What to write instead.
    pub help: String,
}

pub(super) fn wrong(message: impl Into<String>, help: impl Into<String>) -> Result<(), Wrong> {
    Err(Wrong { message: message.into(), help: help.into() })
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit())
}
