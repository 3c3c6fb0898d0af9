//! The spec of a command that needs one.

use super::{name, read};
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::{self, Sources};
use crate::terminal;
use linkspan_core::diagnostic::Report;
use linkspan_core::internal::secret::conceal;
use linkspan_core::spec::FILE;
use linkspan_core::{Generated, OwnManifests, decide, generate_with};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The spec that is read when none is named.
pub(crate) const DEFAULT: &str = FILE;

/// A spec and all that follows from it.
pub(crate) struct Loaded {
    /// As given.
    pub(crate) path: PathBuf,
    /// Its text, or what can be shown of it.
    pub(crate) text: String,
    /// With findings under the name as given.
    pub(crate) generated: Generated,
}

/// Reads and resolves a spec.
pub(crate) fn load(path: &Path) -> Result<Loaded, CliError> {
    let shown = name(path);
    let text = match read(path, &shown) {
        Ok(text) => text,
        Err(CliError::Read { cause, .. }) if cause.kind() == io::ErrorKind::NotFound => {
            return Err(CliError::NoSpec(path.to_owned()));
        }
        Err(error) => return Err(error),
    };
    let (text, odd) = match text {
        Ok(text) => (text, None),
        Err(left) => (left.shown.clone(), left.finding()),
    };
    let mut generated = judge(&text, path, &shown);
    if let Some(odd) = odd {
        generated.report = Report { diagnostics: vec![odd], ..Report::default() };
    }
    let texts = Sources::from([(shown, text.clone())]);
    generated.report = conceal(&generated.report, &texts).report;
    Ok(Loaded { path: path.to_owned(), text, generated })
}

/// Resolves a text; findings carry the given name.
fn judge(text: &str, path: &Path, name: &str) -> Generated {
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut generated = generate_with(text, &own_manifests(text, folder));
    for diagnostic in &mut generated.report.diagnostics {
        if diagnostic.file == FILE {
            name.clone_into(&mut diagnostic.file);
        }
    }
    for each in &mut generated.report.suppressed {
        name.clone_into(&mut each.diagnostic.file);
    }
    generated
}

/// The texts that `manifests` names, from the folder of the spec. What cannot be read is missing.
fn own_manifests(text: &str, folder: &Path) -> OwnManifests {
    let decided = decide(text);
    let mut files = BTreeMap::new();
    for path in decided.plans().iter().flat_map(|plan| &plan.manifests) {
        let name = path.value.trim_start_matches("./").trim_end_matches('/');
        let place = folder.join(name);
        if !place.is_dir() {
            take(&place, name, &mut files);
            continue;
        }
        for entry in fs::read_dir(&place).into_iter().flatten().flatten() {
            let file = entry.file_name().to_string_lossy().into_owned();
            if file.ends_with(".yml") || file.ends_with(".yaml") {
                take(&entry.path(), &format!("{name}/{file}"), &mut files);
            }
        }
    }
    OwnManifests::Seen(files)
}

fn take(place: &Path, name: &str, files: &mut BTreeMap<String, String>) {
    if let Ok(Ok(text)) = read(place, name) {
        files.insert(name.to_owned(), text);
    }
}

impl Loaded {
    /// Adds what is told of files that are the user's for good and are not in this folder, and says whether there are such.
    pub(crate) fn look_for_kept(&mut self, folder: &Path) -> bool {
        let is_there = |path: &str| folder.join(path).exists();
        let mut missing = self.generated.missing_kept(&self.text, is_there);
        for each in &mut missing {
            each.file = name(&self.path);
        }
        let any = !missing.is_empty();
        self.generated.report.diagnostics.extend(missing);
        self.generated.report.sort();
        any
    }

    /// Says everything that is wrong or worth knowing; with errors it cannot go on, and the
    /// `consequence` stands at the end.
    pub(crate) fn tell(&self, consequence: &str) -> Option<Exit> {
        let report = &self.generated.report;
        if report.diagnostics.is_empty() {
            return None;
        }
        let name = name(&self.path);
        let sources = Sources::from([(name.clone(), self.text.clone())]);
        terminal::talk(&paint::report(report, &sources));
        if !report.has_errors() {
            return None;
        }
        let (counts, name) = (paint::counts(report), paint::plain::inline(&name));
        terminal::talk(&format!("{counts} in {name}: {consequence}\n"));
        Some(Exit::Found)
    }
}
