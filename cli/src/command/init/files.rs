//! The files of an app that are read, and the names of those that are only there.

use linkspan_core::internal::detect::{App, MAX_FILE, MAX_PATHS, Wanted, enters, wanted};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

/// Folders deeper than this are not entered.
const DEEPEST: usize = 8;

/// Opens what is wanted of a folder and nothing else.
pub(super) fn app(folder: &Path) -> io::Result<App> {
    let whole = fs::canonicalize(folder)?;
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut app = App::new(name.unwrap_or_default());
    let mut left = MAX_PATHS;
    descend(folder, "", 0, &mut left, &mut app)?;
    Ok(app)
}

/// Symbolic links are read where they lead to a file, and never entered.
fn descend(
    folder: &Path,
    below: &str,
    depth: usize,
    left: &mut usize,
    app: &mut App,
) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(_) if depth > 0 => return Ok(()),
        Err(cause) => return Err(cause),
    };
    // What is read counts however many others are there; of those that are names only, so many are kept.
    let mut kept: Vec<(String, fs::DirEntry, bool)> = Vec::new();
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let inner = if below.is_empty() { name.into_owned() } else { format!("{below}/{name}") };
        let Ok(kind) = entry.file_type() else { continue };
        let is_kept = match (kind.is_dir(), wanted(&inner)) {
            (true, _) => depth < DEEPEST && enters(&inner),
            (false, Some(Wanted::Text)) => true,
            (false, Some(Wanted::Name)) if *left > 0 => {
                *left -= 1;
                true
            }
            (false, Some(Wanted::Beside)) => {
                app.add_path(inner);
                continue;
            }
            (false, _) => false,
        };
        if is_kept {
            kept.push((inner, entry, kind.is_dir()));
        }
    }
    kept.sort_by(|one, other| one.0.cmp(&other.0));
    for (inner, entry, is_folder) in kept {
        if is_folder {
            descend(&entry.path(), &inner, depth + 1, left, app)?;
            continue;
        }
        match wanted(&inner) {
            Some(Wanted::Text) if entry.path().is_file() => match text(&entry.path()) {
                Some(text) => app.add_text(inner, text),
                None => app.add_path(inner),
            },
            Some(_) => app.add_path(inner),
            None => {}
        }
    }
    Ok(())
}

/// The text of a file; of one that is too large a little more than is taken, so that it is told.
pub(super) fn text(path: &Path) -> Option<String> {
    let most = u64::try_from(MAX_FILE).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
