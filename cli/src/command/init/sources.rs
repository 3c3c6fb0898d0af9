//! `linkspan init --from`: files of other tools, named one by one or by their folder.

use super::files;
use crate::error::{CliError, shown};
use linkspan_core::internal::detect::{App, Tool, source};
use std::fs;
use std::path::{Path, PathBuf};

/// The most files of a folder.
const MOST: usize = 2_000;

/// Folders deeper than this are not entered.
const DEEPEST: usize = 8;

/// Adds a file, or all files of a folder that a tool would read.
pub(super) fn add(folder: &Path, path: &Path, app: &mut App) -> Result<(), CliError> {
    let failed = |cause| CliError::Read { path: path.to_owned(), cause };
    if !fs::metadata(path).map_err(failed)?.is_dir() {
        let text = files::text(path).unwrap_or_default();
        let name = name(folder, path);
        return match source(&name, &text) {
            Some(Tool::Spec) => Err(CliError::Usage(
                format!("`{}` is a linkspan.yml already", shown(path)),
                "check it with `linkspan check`, and generate from it".to_owned(),
            )),
            Some(_) => {
                app.add_source(name, text);
                Ok(())
            }
            None => Err(unknown(path)),
        };
    }
    let mut all = Vec::new();
    descend(path, 0, &mut all);
    let mut known = 0;
    for path in all {
        let Some(text) = files::text(&path) else { continue };
        let name = name(folder, &path);
        if source(&name, &text).is_some_and(|tool| tool != Tool::Spec) {
            app.add_source(name, text);
            known += 1;
        }
    }
    if known == 0 { Err(unknown(path)) } else { Ok(()) }
}

fn unknown(path: &Path) -> CliError {
    CliError::Usage(
        format!("`{}` is no file of a tool that linkspan takes over", shown(path)),
        format!("it takes over {}", Tool::ALL.map(Tool::name).join(", ")),
    )
}

/// Its path below the app's folder, or as it was typed.
fn name(folder: &Path, path: &Path) -> String {
    let below = || {
        let (folder, path) = (fs::canonicalize(folder).ok()?, fs::canonicalize(path).ok()?);
        path.strip_prefix(folder).ok().map(Path::to_owned)
    };
    let path = below().unwrap_or_else(|| path.to_owned());
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/").replace("//", "/")
}

fn descend(folder: &Path, depth: usize, all: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<fs::DirEntry> = entries.filter_map(Result::ok).take(MOST).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth < DEEPEST {
            descend(&path, depth + 1, all);
        } else if !is_folder && is_text(&path) && path.is_file() && all.len() < MOST {
            all.push(path);
        }
    }
}

/// Files of a folder that can be manifests or belong to a tool, by their names.
fn is_text(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let end = name.rsplit('.').next().unwrap_or_default();
    matches!(end, "yml" | "yaml" | "json" | "erb")
        || matches!(name.as_str(), "Procfile" | "Cuberfile" | "kuby.rb")
}
