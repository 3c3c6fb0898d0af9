//! The bundle: an ordered map of path to lines, each line with its reason. Preview, archive,
//! directory and apply all start here.

mod path;

pub use path::is_path;

use crate::plan::Reason;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its text, without the line end.
    pub text: Cow<'static, str>,
    /// The field path of the object that it writes; empty in files that are not manifests.
    pub path: String,
    /// Why it is there.
    pub reason: Arc<Reason>,
}

/// Whether a file is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// 0644
    Plain,
    /// 0755
    Script,
}

impl Mode {
    /// Unix permission bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Self::Plain => 0o644,
            Self::Script => 0o755,
        }
    }
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Whether it is run.
    pub mode: Mode,
    /// Its lines; each ends with a line feed when written.
    pub lines: Vec<Line>,
}

impl File {
    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text =
            String::with_capacity(self.lines.iter().map(|line| line.text.len() + 1).sum());
        for line in &self.lines {
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }
}

/// All files of an app, by path with `/` between folders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// The app's name; archives keep their files in a folder of this name.
    pub app: String,
    /// The files.
    pub files: BTreeMap<String, File>,
    /// What would stand in files that are the user's for good; nothing writes them.
    pub kept: BTreeMap<String, File>,
}

impl Bundle {
    /// What Linkspan has for a path, whether it is written or not.
    #[must_use]
    pub fn made(&self, path: &str) -> Option<&File> {
        self.files.get(path).or_else(|| self.kept.get(path))
    }
}
