//! From the paths of a command to what is judged: what the core wants is read, and it decides.

use super::walk::{Met, walk};
use super::{above, file, name};
use crate::error::{self, CliError};
use crate::paint::Sources;
use linkspan_core::check::{Companion, Source, companion};
use linkspan_core::diagnostic::Report;
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake::{
    Content, Gathered, Given, Layout, Left, Specs, Unreadable, Wanted, Why, found_in_bundles,
    gather as choose, judge, own_dockerfile,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// What was found at the paths.
#[derive(Clone)]
pub(crate) struct Input {
    /// Which files are judged, and which were left.
    pub(crate) files: Gathered,
    /// What the specs among them say.
    pub(crate) specs: Specs,
    /// Where the files are that can be written, by their names.
    pub(crate) paths: BTreeMap<String, PathBuf>,
    /// The environment that is meant.
    pub(super) environment: Option<String>,
}

/// Reads everything.
pub(crate) fn gather(paths: &[PathBuf]) -> Result<Input, CliError> {
    let mut reading = Reading::default();
    for path in paths {
        if path.as_os_str() == "-" {
            reading.stdin()?;
        } else if path.is_dir() {
            reading.folder(path);
        } else {
            reading.file(path)?;
        }
    }
    let files = choose(reading.given);
    for Left { path, why, .. } in &files.left {
        if let Why::Archive(error) = why {
            return Err(unopened(path, &error.to_string()));
        }
    }
    // What holds no objects, and what stands encrypted, is not what somebody asks for.
    let is_told =
        |left: &Left| left.finding().is_some() || matches!(left.why, Why::Helm | Why::Kustomize);
    if files.texts.is_empty() && !files.left.iter().any(is_told) {
        let all: Vec<String> =
            paths.iter().map(|path| format!("`{}`", error::shown(path))).collect();
        return Err(CliError::NoManifests(all.join(", ")));
    }
    let mut specs = Specs::read(&files.sources(), &files.above);
    specs.know(&files.sources(), &files.apps);
    let mut input = Input { files, specs, paths: reading.paths, environment: None };
    input.add_dockerfile();
    Ok(input)
}

fn unopened(path: &str, error: &str) -> CliError {
    let (what, help) = error.rsplit_once(": ").unwrap_or((error, ""));
    CliError::Usage(
        format!("cannot open `{}`: {what}", error::shown(Path::new(path))),
        help.to_owned(),
    )
}

impl Input {
    /// Reads the Dockerfile that the first spec names, wherever it lies in the app.
    fn add_dockerfile(&mut self) {
        let (Some(plan), Some(first)) = (self.specs.plans.first(), &self.specs.first) else {
            return;
        };
        let Some(own) = own_dockerfile(plan) else { return };
        let is_one = companion(own) == Some(Companion::Dockerfile);
        let Some(path) = self.paths.get(first).map(|spec| spec.with_file_name(own)) else { return };
        let ignore = path.with_added_extension("dockerignore");
        for path in [path, ignore].into_iter().filter(|path| is_one && path.is_file()) {
            let shown = name(&path);
            if !self.files.texts.contains_key(&shown)
                && let Ok(Ok(text)) = file::read(&path, &shown)
            {
                self.files.texts.insert(shown.clone(), text);
                self.paths.insert(shown, path);
            }
        }
    }

    /// Every text that a finding can point into, or what can be shown of it.
    pub(crate) fn texts(&self) -> Cow<'_, Sources> {
        let mut all = Cow::Borrowed(&self.files.texts);
        for (within, app) in &self.files.apps {
            for (path, text) in app.texts() {
                let name = format!("{within}{path}");
                if !self.files.texts.contains_key(&name) {
                    all.to_mut().insert(name, text.to_owned());
                }
            }
        }
        let left = self.files.left.iter().filter(|left| !left.shown.is_empty());
        for each in left {
            all.to_mut().insert(each.path.clone(), each.shown.clone());
        }
        all
    }

    /// How many files were judged, or should have been.
    pub(crate) fn count(&self) -> usize {
        let is_odd = |left: &&Left| matches!(left.why, Why::TooLarge | Why::NotText(..));
        self.files.texts.len() + self.files.left.iter().filter(is_odd).count()
    }

    /// What is found in all files together, by the version of each or by this one.
    pub(crate) fn report(&self, version: Option<Kubernetes>) -> Report {
        self.judged(&self.files.sources(), version)
    }

    /// The same for some of the files.
    pub(crate) fn judged(&self, files: &[Source<'_>], version: Option<Kubernetes>) -> Report {
        let mut report = judge(files, &self.specs, version).report;
        report.diagnostics.extend(found_in_bundles(&self.files.sources()));
        report.diagnostics.extend(self.files.left.iter().filter_map(Left::finding));
        report.sort();
        report
    }

    /// The same files with other texts: what specs say is found out anew.
    pub(crate) fn with_texts(&self, texts: &Sources) -> Self {
        let files = Gathered { texts: texts.clone(), ..self.files.clone() };
        let mut specs = Specs::read(&files.sources(), &files.above);
        specs.know(&files.sources(), &files.apps);
        Self { files, specs, paths: self.paths.clone(), environment: None }
    }
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    given: Vec<Given>,
    paths: BTreeMap<String, PathBuf>,
    /// Canonical paths, so that a file named twice is judged once.
    seen: BTreeSet<PathBuf>,
    /// Specs above the paths that were read, so that each is read once for all the files below it.
    surrounding: BTreeSet<PathBuf>,
}

impl Reading {
    fn stdin(&mut self) -> Result<(), CliError> {
        let shown = "<stdin>";
        let bytes = file::bytes(io::stdin().lock())
            .map_err(|cause| CliError::Read { path: shown.into(), cause })?;
        self.given.push(Given::file(shown, bytes));
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), CliError> {
        if self.is_new(path) {
            self.surroundings(path);
            self.neighbours(path);
            let shown = name(path);
            self.given.push(Given::file(&*shown, file::named(path)?));
            self.paths.insert(shown, path.to_owned());
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) {
        let has = |inner: &str| {
            let path = folder.join(inner);
            if inner.ends_with('/') { path.is_dir() } else { path.is_file() }
        };
        let layout = Layout::of(has);
        if !has(super::DEFAULT) {
            self.surroundings(folder);
        }
        // As the names of files in it begin.
        let within = name(&folder.join("-")).trim_end_matches('-').to_owned();
        let mut files = BTreeMap::new();
        walk(folder, layout, &mut |inner, met| {
            let content = match met {
                Met::Closed => Content::Unreadable(Unreadable::Folder),
                Met::File(_, Wanted::Name) => Content::Name,
                Met::File(path, Wanted::Text) if !self.is_new(&path) => return,
                Met::File(path, Wanted::Text) => {
                    let read = File::open(&path).and_then(file::bytes);
                    self.paths.insert(name(&path), path);
                    read.map_or(Content::Unreadable(Unreadable::File), Content::Bytes)
                }
            };
            files.insert(inner, content);
        });
        self.given.push(Given::Folder { within, layout, files });
    }

    /// What stands around a file that was named says what it is for.
    fn neighbours(&mut self, path: &Path) {
        let charts = path.ancestors().skip(1).take(8).map(|folder| folder.join("Chart.yaml"));
        for chart in charts.filter(|chart| chart.is_file()) {
            self.given.push(Given::Around { name: name(&chart), text: String::new() });
        }
        let Some(folder) = path.parent() else { return };
        let own = [path.with_added_extension("dockerignore"), folder.join(".dockerignore")];
        let is_image = companion(&name(path)) == Some(Companion::Dockerfile);
        let ignore = own.into_iter().filter(|_| is_image);
        let kustomize = ["kustomization.yaml", "kustomization.yml"].map(|inner| folder.join(inner));
        for beside in ignore.chain(kustomize) {
            let shown = name(&beside);
            if beside.is_file()
                && !self.paths.contains_key(&shown)
                && let Ok(Ok(text)) = file::read(&beside, &shown)
            {
                self.given.push(Given::Around { name: shown, text });
            }
        }
    }

    /// The spec of the app that a path lies in.
    fn surroundings(&mut self, path: &Path) {
        let Some(found) = above::find(path).filter(|spec| !self.seen.contains(spec)) else {
            return;
        };
        if self.surrounding.insert(found.clone())
            && let Ok(Ok(text)) = file::read(&found, super::DEFAULT)
        {
            self.given.push(Given::Above { name: above::name(&found), text });
        }
    }

    fn is_new(&mut self, path: &Path) -> bool {
        path.canonicalize().map_or(true, |canonical| self.seen.insert(canonical))
    }
}
