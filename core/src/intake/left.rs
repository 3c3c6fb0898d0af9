//! Why a file is not judged, and what that counts as.

use crate::archive::ArchiveError;
use crate::check::catalog::file::{NOT_UTF8, TOO_LARGE, UNREADABLE};
use crate::diagnostic::{Diagnostic, Place, Rule};
use crate::yaml::{MAX_BYTES, SPLIT};

/// Why a file is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Larger than what is read.
    TooLarge,
    /// Not UTF-8.
    NotText(Place, Encoding),
    /// The system does not let it be read.
    Unreadable(Unreadable),
    /// Encrypted by sops.
    Encrypted,
    /// Read by Kustomize, by no API server.
    Kustomize,
    /// A Helm chart.
    Helm,
    /// A file among others that holds no Kubernetes objects.
    NoObjects,
    /// An archive that cannot be opened.
    Archive(ArchiveError),
}

/// What a file that is no text in UTF-8 is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-16, as some editors of Windows write it.
    Utf16,
    /// Something else, or no text at all.
    Other,
}

/// What cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// A file.
    File,
    /// A folder, and so whatever is in it.
    Folder,
}

/// A file that is not judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: Why,
    /// What of it can be shown beside a finding; empty where nothing can.
    pub shown: String,
}

impl Why {
    /// One lower-case sentence.
    #[must_use]
    pub fn message_and_help(&self) -> String {
        let fixed = match self {
            Self::TooLarge | Self::NotText(..) | Self::Unreadable(_) => {
                return format!("{}: {}", self.message(), self.help());
            }
            Self::Archive(error) => return error.to_string(),
            Self::Encrypted => "sops has encrypted it",
            Self::Kustomize => "it is for Kustomize: check what Kustomize writes",
            Self::Helm => "it is a Helm chart: check what `helm template` writes",
            Self::NoObjects => "it holds no Kubernetes objects",
        };
        fixed.to_owned()
    }

    fn message(&self) -> String {
        match self {
            Self::TooLarge => format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024),
            Self::NotText(_, Encoding::Utf16) => {
                "the file is text in UTF-16, not in UTF-8".to_owned()
            }
            Self::NotText(_, Encoding::Other) => "the file is not text in UTF-8".to_owned(),
            Self::Unreadable(Unreadable::File) => "the file cannot be read".to_owned(),
            Self::Unreadable(Unreadable::Folder) => "the folder cannot be read".to_owned(),
            _ => String::new(),
        }
    }

    const fn help(&self) -> &'static str {
        match self {
            Self::TooLarge => SPLIT,
            Self::NotText(..) => "save it as UTF-8",
            Self::Unreadable(_) => "give yourself the right to read it, or name the files to check",
            _ => "",
        }
    }

    /// The rule that says so, where nobody would miss the file otherwise.
    const fn rule(&self) -> Option<&'static Rule> {
        match self {
            Self::TooLarge => Some(&TOO_LARGE),
            Self::NotText(..) => Some(&NOT_UTF8),
            Self::Unreadable(_) => Some(&UNREADABLE),
            Self::Encrypted | Self::Kustomize | Self::Helm | Self::NoObjects | Self::Archive(_) => {
                None
            }
        }
    }
}

impl Left {
    /// One of which nothing can be shown.
    pub(super) fn new(path: impl Into<String>, why: Why) -> Self {
        Self { path: path.into(), why, shown: String::new() }
    }

    /// The finding about a file that should have been judged and cannot be.
    #[must_use]
    pub fn finding(&self) -> Option<Diagnostic> {
        let found = Diagnostic::new(self.why.rule()?, self.why.message());
        let found = found.help(self.why.help()).file(&*self.path);
        Some(match &self.why {
            Why::NotText(place, _) => found.at(*place, 1),
            _ => found,
        })
    }
}

/// The text of a file.
///
/// # Errors
/// When it is too large, or no text in UTF-8.
pub fn text(path: &str, bytes: Vec<u8>) -> Result<String, Left> {
    if bytes.len() > MAX_BYTES {
        return Err(Left::new(path, Why::TooLarge));
    }
    let (bytes, good) = match String::from_utf8(bytes) {
        Ok(text) => match text.find('\0') {
            None => return Ok(text),
            Some(at) => (text.into_bytes(), at),
        },
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            (error.into_bytes(), good)
        }
    };
    // Without its mark, UTF-16 of plain English has a NUL in each character.
    let is_utf16 = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..])
        || matches!(bytes.as_slice(), [0, other, ..] | [other, 0, ..] if *other != 0);
    let before = String::from_utf8_lossy(bytes.get(..good).unwrap_or_default());
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let encoding = if is_utf16 { Encoding::Utf16 } else { Encoding::Other };
    let why = Why::NotText(Place { line, column }, encoding);
    let shown = String::from_utf8_lossy(&bytes).into_owned();
    Err(Left { path: path.to_owned(), why, shown })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_told_at_its_place() {
        for (bytes, expect) in [
            (&b"a: 1\nb: \xe4\n"[..], (2, 4, Encoding::Other)),
            (b"a: 1\nb: \0\n", (2, 4, Encoding::Other)),
            (b"\xff\xfea\0:\0", (1, 1, Encoding::Utf16)),
            (b"a\0:\0", (1, 2, Encoding::Utf16)),
        ] {
            let left = text("a.yml", bytes.to_vec()).unwrap_err();
            let (line, column, encoding) = expect;
            assert_eq!(left.why, Why::NotText(Place { line, column }, encoding), "{bytes:?}");
            let found = left.finding().unwrap();
            assert_eq!((found.rule.name, found.place), ("not-utf8", Place { line, column }));
        }
        assert_eq!(text("a.yml", "ä: 1\n".into()), Ok("ä: 1\n".to_owned()));
        let large = text("a.yml", vec![b' '; MAX_BYTES + 1]).unwrap_err();
        assert_eq!(large.finding().unwrap().rule.name, "too-large");
    }
}
