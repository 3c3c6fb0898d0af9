//! From the paths of `linkspan check` to what is judged.

use super::encrypted::{self, Encrypted};
use super::file::{self, Text};
use super::kind::{self, Kind};
use super::{above, archive, name, spec, walk};
use crate::error::{self, CliError};
use crate::paint::Sources;
use linkspan_core::check::catalog::file::UNREADABLE;
use linkspan_core::check::{Outside, Settings, Source, companion, is_private, outside};
use linkspan_core::diagnostic::{Diagnostic, Suppressed};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::judge::{Tool, Tools};
use linkspan_core::plan::Plan;
use linkspan_core::{Generated, decide};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// What was found at the paths.
#[derive(Default)]
pub(crate) struct Judged {
    /// Every text that was judged, by its name in findings.
    pub(crate) texts: Sources,
    /// Names of those that are manifests.
    pub(crate) manifests: BTreeSet<String>,
    /// Names of those that say how the app is built and deployed.
    pub(crate) companions: BTreeSet<String>,
    /// What the specs say is in the cluster already.
    pub(crate) outside: Vec<Outside>,
    /// Findings that are known already: of specs, and of files that cannot be read.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What comments and settings of specs took out of their findings.
    pub(crate) suppressed: Vec<Suppressed>,
    /// What the first spec says about the rules; where none is judged, the spec above.
    pub(crate) settings: Settings,
    /// The spec above the paths, where none is judged.
    pub(crate) above: Option<Above>,
    /// Where the files are that can be written, by their names.
    pub(crate) files: BTreeMap<String, PathBuf>,
    /// Names of those that are specs.
    specs: BTreeSet<String>,
    /// The version that the first spec names.
    pub(crate) kubernetes: Option<Kubernetes>,
    /// The environments of the first spec, each with its version.
    pub(crate) environments: Vec<(String, Kubernetes)>,
    /// Files beside the app that no image may hold; that they are there is enough.
    private: BTreeSet<String>,
    /// What Helm and Kustomize make manifests of.
    pub(crate) tools: Tools,
    /// How many files were left to Kustomize.
    pub(crate) patches: usize,
    /// Every path that was met, for what files say about others.
    met: BTreeSet<String>,
    /// Texts of kustomization files.
    kustomizations: Sources,
    /// Secrets that have to be decrypted, by the first spec.
    pub(super) wanted: Vec<Encrypted>,
    /// The environments whose pods name their image by its digest; an empty name where the bundle has only one.
    pinned: Vec<String>,
    /// Texts that sops has encrypted, by their names.
    pub(super) encrypted: BTreeMap<String, String>,
    /// Canonical paths, so that a file named twice is judged once.
    seen: BTreeSet<PathBuf>,
    /// Specs above the paths that were read, so that each is read once for all the files below it.
    surrounding: BTreeSet<PathBuf>,
}

/// A spec that is not judged, for it lies above what is.
#[derive(Clone)]
pub(crate) struct Above {
    /// As seen from the working folder.
    pub(crate) name: String,
    /// The version that it names.
    pub(crate) kubernetes: Kubernetes,
    /// What it says about the rules.
    settings: Settings,
}

/// Where a Rails app of ours keeps its manifests.
pub(crate) const KUBE: &str = "config/kube/";

/// What is judged with the manifests of an app, besides them.
const COMPANIONS: [&str; 5] =
    [".dockerignore", "Containerfile", "Dockerfile", "bin/docker-entrypoint", "deploy.sh"];

/// Where files lie that no image may hold: the app's folder and some in it.
const PRIVATE: [&str; 7] = ["", ".aws", ".docker", ".kube", "config", "config/credentials", "db"];

/// Which files of a folder are judged.
#[derive(Clone, Copy)]
enum Rule {
    /// Every YAML file.
    All,
    /// Those with Kubernetes objects.
    Objects,
}

/// Reads everything.
pub(crate) fn gather(paths: &[PathBuf]) -> Result<Judged, CliError> {
    let mut judged = Judged::default();
    for path in paths {
        if path.as_os_str() == "-" {
            judged.stdin()?;
        } else if path.is_dir() {
            judged.folder(path);
        } else if archive::is_archive(path) {
            judged.archive(path)?;
        } else {
            judged.file(path)?;
        }
    }
    judged.leave();
    let left = judged.patches + judged.tools.charts.len();
    if judged.texts.is_empty() && judged.diagnostics.is_empty() && left == 0 {
        let all: Vec<String> =
            paths.iter().map(|path| format!("`{}`", error::shown(path))).collect();
        return Err(CliError::NoManifests(all.join(", ")));
    }
    if judged.specs.is_empty() {
        judged.settings =
            judged.above.as_ref().map(|above| above.settings.clone()).unwrap_or_default();
    } else {
        judged.above = None;
    }
    Ok(judged)
}

impl Judged {
    /// The manifests, as the core reads them.
    pub(crate) fn sources(&self) -> Vec<Source<'_>> {
        self.manifests
            .iter()
            .filter_map(|name| Some(Source { path: name, text: self.texts.get(name)? }))
            .collect()
    }

    /// Leaves what is for Helm and Kustomize to them.
    fn leave(&mut self) {
        let kustomizations = self.kustomizations.iter();
        let kustomizations = kustomizations.map(|(path, text)| Source { path, text });
        let tools = Tools::new(self.met.iter().map(String::as_str), kustomizations);
        let names: Vec<String> =
            self.texts.keys().filter(|name| tools.of(name).is_some()).cloned().collect();
        for name in names {
            self.patches += usize::from(tools.of(&name) == Some(Tool::Kustomize));
            self.texts.remove(&name);
            self.manifests.remove(&name);
            self.files.remove(&name);
            self.diagnostics.retain(|each| each.file != name);
        }
        self.tools = tools;
    }

    /// What stands around a file that was named says what it is for.
    fn neighbours(&mut self, path: &Path) {
        for folder in path.ancestors().skip(1).take(8) {
            let chart = folder.join("Chart.yaml");
            if chart.is_file() {
                self.met.insert(name(&chart));
            }
        }
        let Some(folder) = path.parent() else { return };
        for inner in ["kustomization.yaml", "kustomization.yml"] {
            let path = folder.join(inner);
            if path.is_file() {
                self.kustomization(&path);
            }
        }
    }

    fn kustomization(&mut self, path: &Path) {
        let shown = name(path);
        let text = File::open(path).and_then(file::bytes).map(|bytes| file::text(bytes, &shown));
        if let Ok(Text::Read(text)) = text {
            self.kustomizations.insert(shown, text);
        }
    }

    /// Whether the pods of this environment name their image by its digest.
    pub(crate) fn pins(&self, environment: Option<&str>) -> bool {
        self.pinned.iter().any(|each| each == environment.unwrap_or_default())
    }

    /// Whether a text is a spec.
    pub(crate) fn is_spec(&self, name: &str) -> bool {
        self.specs.contains(name)
    }

    /// The same paths with other texts: what is known about specs is found out anew.
    pub(crate) fn with_texts(&self, texts: &Sources) -> Self {
        let known = |file: &str| !self.specs.contains(file);
        let mut next = Self {
            manifests: self.manifests.clone(),
            companions: self.companions.clone(),
            outside: self.outside.clone(),
            files: self.files.clone(),
            settings: if self.above.is_some() {
                self.settings.clone()
            } else {
                Settings::default()
            },
            above: self.above.clone(),
            tools: self.tools.clone(),
            private: self.private.clone(),
            diagnostics: self
                .diagnostics
                .iter()
                .filter(|each| known(&each.file))
                .cloned()
                .collect(),
            ..Self::default()
        };
        for (shown, text) in texts {
            if !known(shown) {
                next.spec(shown, text);
            }
            next.texts.insert(shown.clone(), text.clone());
        }
        next
    }

    /// The files that say how the app is built and deployed.
    pub(crate) fn companions(&self) -> Vec<Source<'_>> {
        let companions = self
            .companions
            .iter()
            .filter_map(|name| Some(Source { path: name, text: self.texts.get(name)? }));
        companions.chain(self.private.iter().map(|path| Source { path, text: "" })).collect()
    }

    fn stdin(&mut self) -> Result<(), CliError> {
        let shown = "<stdin>";
        let bytes = file::bytes(io::stdin().lock())
            .map_err(|cause| CliError::Read { path: shown.into(), cause })?;
        self.named(shown, file::text(bytes, shown));
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<(), CliError> {
        if self.is_new(path) {
            self.surroundings(path);
            self.neighbours(path);
            let shown = name(path);
            let text = file::read(path, &shown)?;
            self.files.insert(shown.clone(), path.to_owned());
            self.named(&shown, text);
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) {
        let spec = folder.join(super::DEFAULT);
        let kube = folder.join(KUBE);
        if spec.is_file() {
            self.found(spec.clone(), Rule::All);
        } else {
            self.surroundings(folder);
        }
        if spec.is_file() || kube.is_dir() || folder.join("Gemfile").is_file() {
            for path in
                COMPANIONS.map(|inner| folder.join(inner)).iter().filter(|path| path.is_file())
            {
                self.companion(path);
            }
            for inner in PRIVATE {
                self.private(&folder.join(inner));
            }
        }
        let (root, rule) = if kube.is_dir() {
            (kube, Rule::All)
        } else if spec.is_file() || folder.join("Gemfile").is_file() {
            (folder.to_owned(), Rule::Objects)
        } else {
            (folder.to_owned(), Rule::All)
        };
        let (mut files, mut failures) = (Vec::new(), Vec::new());
        walk::walk(&root, &mut |path| files.push(path), &mut |path, error| {
            failures.push((path, error));
        });
        for path in files {
            self.found(path, rule);
        }
        for (path, _) in failures {
            self.unreadable(&name(&path), "the folder cannot be read");
        }
    }

    /// A file met on the way.
    fn found(&mut self, path: PathBuf, rule: Rule) {
        let shown = name(&path);
        let rule = if kind::is_json(&shown) { Rule::Objects } else { rule };
        if kind::is_encrypted(&shown) {
            let text =
                File::open(&path).and_then(file::bytes).map(|bytes| file::text(bytes, &shown));
            if let Ok(Text::Read(text)) = text {
                self.encrypted.insert(shown, text);
            }
            return;
        }
        if kind::is_kustomization(&shown) {
            return self.kustomization(&path);
        }
        let known = kind::is_yaml(&shown) || kind::is_json(&shown);
        if !known || !self.is_new(&path) {
            return;
        }
        self.met.insert(shown.clone());
        match File::open(&path).and_then(file::bytes) {
            Ok(bytes) => {
                self.sift(&shown, file::text(bytes, &shown), rule);
                self.files.insert(shown, path);
            }
            Err(_) => self.unreadable(&shown, "the file cannot be read"),
        }
    }

    /// A file beside the manifests; one that is no text is none of ours to judge.
    fn companion(&mut self, path: &Path) {
        let shown = name(path);
        let text = File::open(path).and_then(file::bytes).map(|bytes| file::text(bytes, &shown));
        if let (true, Ok(text @ Text::Read(_))) = (self.is_new(path), text) {
            self.named(&shown, text);
        }
    }

    /// Names of files in a folder that no image may hold; none of them is read.
    fn private(&mut self, folder: &Path) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            let path = entry.path();
            if is_private(&name(&path)) && path.is_file() {
                self.private.insert(name(&path));
            }
        }
    }

    fn archive(&mut self, path: &Path) -> Result<(), CliError> {
        let base = name(path);
        let files = archive::open(path)?;
        let is_bundle = files.keys().any(|inner| inner.starts_with(KUBE));
        for (inner, bytes) in files {
            if kind::is_encrypted(&inner) {
                if let Text::Read(text) = file::text(bytes, &inner) {
                    self.encrypted.insert(format!("{base}/{inner}"), text);
                }
                continue;
            }
            let shown = format!("{base}/{inner}");
            self.met.insert(shown.clone());
            if kind::is_kustomization(&inner) {
                if let Text::Read(text) = file::text(bytes, &shown) {
                    self.kustomizations.insert(shown, text);
                }
                continue;
            }
            let judged = !is_bundle || kind::is_spec_name(&inner) || inner.starts_with(KUBE);
            let beside = COMPANIONS.contains(&inner.as_str());
            if beside || judged && (kind::is_yaml(&inner) || kind::is_json(&inner)) {
                self.named(&shown, file::text(bytes, &shown));
            }
        }
        Ok(())
    }

    fn sift(&mut self, shown: &str, text: Text, rule: Rule) {
        let take = match (rule, &text) {
            (Rule::All, _) => true,
            (Rule::Objects, Text::Read(text)) => kind::kind(shown, text) == Kind::Manifests,
            (Rule::Objects, Text::Odd(..)) => false,
        };
        if take {
            self.named(shown, text);
        }
    }

    fn named(&mut self, shown: &str, text: Text) {
        let text = match text {
            Text::Read(text) => text,
            Text::Odd(diagnostic, text) => {
                self.texts.insert(shown.to_owned(), text);
                return self.diagnostics.push(diagnostic);
            }
        };
        if companion(shown).is_some() {
            self.companions.insert(shown.to_owned());
        } else if kind::kind(shown, &text) == Kind::Spec {
            self.spec(shown, &text);
        } else {
            self.manifests.insert(shown.to_owned());
        }
        self.texts.insert(shown.to_owned(), text);
    }

    fn spec(&mut self, shown: &str, text: &str) {
        let generated = spec::judge(text, shown);
        self.specs.insert(shown.to_owned());
        self.knows(&generated);
        self.diagnostics.extend(generated.report.diagnostics.iter().cloned());
        self.suppressed.extend(generated.report.suppressed.iter().cloned());
        if self.kubernetes.is_none() {
            self.kubernetes = Some(generated.plan.kubernetes.value);
            self.settings = Settings::of(&generated.spec);
            self.wanted = encrypted::of(&generated);
            self.pinned = pinned(&generated);
            let named = |plan: Plan| Some((plan.environment?, plan.kubernetes.value));
            self.environments = generated.environments.into_iter().filter_map(named).collect();
        }
    }

    /// What a spec says is in the cluster. Of several environments, what they have in common is nobody's.
    fn knows(&mut self, generated: &Generated) {
        self.outside.extend(generated.plans().iter().flat_map(outside));
    }

    /// The spec of the app that a path lies in: it is not judged, but says what its manifests refer to, and what findings
    /// of a rule count as.
    fn surroundings(&mut self, path: &Path) {
        let Some(found) = above::find(path).filter(|spec| !self.seen.contains(spec)) else {
            return;
        };
        if !self.surrounding.insert(found.clone()) {
            return;
        }
        let Ok(Text::Read(text)) = file::read(&found, super::DEFAULT) else { return };
        let generated = decide(&text);
        self.knows(&generated);
        self.above.get_or_insert_with(|| Above {
            name: above::name(&found),
            kubernetes: generated.plan.kubernetes.value,
            settings: Settings::of(&generated.spec),
        });
    }

    fn unreadable(&mut self, shown: &str, message: &str) {
        let help = "give yourself the right to read it, or name the files to check";
        self.diagnostics.push(Diagnostic::new(&UNREADABLE, message).help(help).file(shown));
    }

    fn is_new(&mut self, path: &Path) -> bool {
        path.canonicalize().map_or(true, |canonical| self.seen.insert(canonical))
    }
}

fn pinned(generated: &Generated) -> Vec<String> {
    let all = generated.plans().iter().filter(|plan| plan.pin_image.value);
    all.map(|plan| plan.environment.clone().unwrap_or_default()).collect()
}
