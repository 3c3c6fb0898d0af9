//! Which lines of which files differ between two views.

use linkspan_core::bundle::{Bundle, File};
use linkspan_core::internal::render;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How a file changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileChange {
    /// For each line, whether it is new or different.
    pub(crate) lines: Rc<[bool]>,
    /// How many are.
    pub(crate) count: usize,
    /// Whether the file was not there before.
    pub(crate) new: bool,
}

/// The files that changed. Compared by identity.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// By path.
    pub(crate) files: BTreeMap<String, FileChange>,
}

impl PartialEq for Changes {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Changes {
    /// Compares two bundles.
    pub(crate) fn between(old: &Bundle, new: &Bundle) -> Self {
        let mut files = BTreeMap::new();
        for (path, file) in &new.files {
            match old.files.get(path) {
                None => {
                    let lines: Rc<[bool]> = vec![true; file.lines.len()].into();
                    let count = lines.len();
                    files.insert(path.clone(), FileChange { lines, count, new: true });
                }
                Some(before) if same(before, file) => {}
                Some(before) => {
                    let lines = render::changed_lines(&texts(before), &texts(file));
                    let count = lines.iter().filter(|changed| **changed).count();
                    let change = FileChange { lines: lines.into(), count, new: false };
                    files.insert(path.clone(), change);
                }
            }
        }
        Self { files }
    }
}

fn same(old: &File, new: &File) -> bool {
    old.lines.len() == new.lines.len()
        && old.lines.iter().zip(&new.lines).all(|(old, new)| old.text == new.text)
}

/// The texts of a file's lines.
fn texts(file: &File) -> Vec<&str> {
    file.lines.iter().map(|line| &*line.text).collect()
}
