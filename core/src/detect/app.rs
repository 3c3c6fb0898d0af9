//! What is handed in: the texts of some named files of an app, and the names of those that are there.

use std::collections::{BTreeMap, BTreeSet};

/// The most bytes of a file that is read; of a longer one only the name counts.
pub const MAX_FILE: usize = 1024 * 1024;

/// The most bytes of all files together.
pub const MAX_ALL: usize = 16 * 1024 * 1024;

/// The most names of files that are looked at.
pub const MAX_PATHS: usize = 50_000;

/// The most names of files that lie in the app's own folder and are not looked for by their names.
pub const MAX_BESIDE: usize = 5_000;

/// An app as it was handed in. Paths start below its folder, with `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct App {
    folder: String,
    texts: BTreeMap<String, String>,
    paths: BTreeSet<String>,
    skipped: BTreeSet<String>,
    beside: usize,
    /// Files that somebody named, to be read whatever they are called.
    sources: BTreeSet<String>,
    bytes: usize,
}

impl App {
    /// An app in a folder of this name; nothing where the name is not known.
    #[must_use]
    pub fn new(folder: impl Into<String>) -> Self {
        Self { folder: folder.into(), ..Self::default() }
    }

    /// Adds a file that is there and not read.
    pub fn add_path(&mut self, path: impl Into<String>) {
        let path = path.into();
        if super::wanted(&path) == Some(super::Wanted::Beside) {
            self.beside += 1;
            if self.beside > MAX_BESIDE {
                return;
            }
        }
        if self.paths.len() < MAX_PATHS {
            self.paths.insert(path);
        }
    }

    /// Adds a file with its text. What is too large, and what holds secrets, counts as a name only.
    pub fn add_text(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        // What is read is known however many others there are.
        self.paths.insert(path.clone());
        if super::wanted(&path) == Some(super::Wanted::Text) {
            self.keep(path, text);
        }
    }

    /// Adds a file of another tool that somebody named, whatever it is called: one that holds secrets counts as a name
    /// only.
    pub fn add_source(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let (path, text) = (path.into(), text.into());
        self.add_path(path.clone());
        if !super::wanted::is_private(&path) {
            self.sources.insert(path.clone());
            self.keep(path, text);
        }
    }

    fn keep(&mut self, path: String, text: String) {
        if text.len() > MAX_FILE || self.bytes + text.len() > MAX_ALL {
            self.skipped.insert(path);
            return;
        }
        self.bytes += text.len();
        let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
        let text = super::import::kept(&path, text);
        self.texts.insert(path, text);
    }

    /// The same without the texts of some files: those that follow from its spec say nothing of the app.
    #[must_use]
    pub fn without(&self, is_made: impl Fn(&str) -> bool) -> Self {
        let mut app = self.clone();
        app.texts.retain(|path, _| !is_made(path));
        app
    }

    /// The name of its folder.
    #[must_use]
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The text of a file, if it was read.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Whether somebody named a file as one of another tool.
    #[must_use]
    pub fn is_source(&self, path: &str) -> bool {
        self.sources.contains(path)
    }

    /// Whether a file is there, read or not.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether anything lies in a folder, given with its `/`.
    #[must_use]
    pub fn has_folder(&self, folder: &str) -> bool {
        let after = self.paths.range(folder.to_owned()..).next();
        after.is_some_and(|path| path.starts_with(folder))
    }

    /// Whether more files lie in the app's own folder than are kept, so that nobody knows which are not there.
    #[must_use]
    pub fn is_crowded(&self) -> bool {
        self.beside > MAX_BESIDE || self.paths.len() >= MAX_PATHS
    }

    /// Every name, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Every file that was read, in order.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Files that are wanted and were too large to be read.
    pub fn skipped(&self) -> impl Iterator<Item = &str> {
        self.skipped.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_large_or_secret_is_a_name() {
        let mut app = App::new("shop");
        app.add_text("Gemfile", "gem \"rails\"\n");
        app.add_text("Gemfile.lock", "x".repeat(MAX_FILE + 1));
        app.add_text(".env", "A=b\n");
        app.add_text("config/master.key", "0123\n");
        assert_eq!(app.texts().map(|(path, _)| path).collect::<Vec<_>>(), ["Gemfile"]);
        assert_eq!(app.skipped().collect::<Vec<_>>(), ["Gemfile.lock"]);
        assert!(app.has(".env") && app.has("config/master.key"));
        assert!(app.has_folder("config/") && !app.has_folder("conf/"));
    }
}
