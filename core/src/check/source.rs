//! A file as it is handed over.

/// A file: its path with `/` between folders, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// As it shall stand in findings.
    pub path: &'a str,
    /// YAML of one or more documents, or JSON; or one of the files that [`companion`](super::companion()) names,
    /// or nothing of one that [`is_private`](super::is_private()): that it is there is enough.
    pub text: &'a str,
}
