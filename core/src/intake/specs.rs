//! What specs say about the manifests beside them.

use super::kind::{Kind, kind};
use super::layout::KUBE;
use crate::check::{Outside, Settings, Source, companion, is_private, outside};
use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Kubernetes, Rails};
use crate::plan::Plan;
use crate::spec::FILE;
use crate::{Generated, decide, generate};
use std::collections::BTreeSet;

/// What the specs among some files say. The first one decides about rules and versions: the one that is nearest to the
/// top, then by path.
#[derive(Clone, Debug, Default)]
pub struct Specs {
    /// Their paths.
    pub paths: BTreeSet<String>,
    /// The path of the first one.
    pub first: Option<String>,
    /// What is found in them.
    pub report: Report,
    /// What all of them say is in the cluster already.
    pub outside: Vec<Outside>,
    /// What the first one says about the rules; where there is none, the spec above.
    pub settings: Settings,
    /// The version that the first one names.
    pub kubernetes: Option<Kubernetes>,
    /// The version of Rails of the first one; where there is none, of the spec above.
    pub rails: Option<Rails>,
    /// Every decision of the first one, for each of its environments where it has some.
    pub plans: Vec<Plan>,
    /// Files of the app that were compared with it.
    pub known: BTreeSet<String>,
    /// The first spec above, where no other is among the files.
    pub above: Option<Above>,
}

/// A spec that is not judged, for it lies above what is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    /// As it is told.
    pub name: String,
    /// The version that it names.
    pub kubernetes: Kubernetes,
}

impl Specs {
    /// Reads the specs among some files, and those above, by name and text.
    #[must_use]
    pub fn read(files: &[Source<'_>], above: &[(String, String)]) -> Self {
        let mut specs = Self::default();
        for (name, text) in above {
            specs.above(name, text);
        }
        let mut all: Vec<&Source<'_>> = files.iter().filter(|file| is_spec(file)).collect();
        all.sort_by_key(|file| (file.path.matches('/').count(), file.path));
        for file in all {
            specs.spec(file);
        }
        specs
    }

    fn above(&mut self, name: &str, text: &str) {
        let decided = decide(text);
        self.outside.extend(decided.plans().iter().flat_map(outside));
        if self.above.is_none() {
            let kubernetes = decided.plan.kubernetes.value;
            self.above = Some(Above { name: name.to_owned(), kubernetes });
            self.settings = Settings::of(&decided.spec);
            self.rails = decided.plan.build.facts();
        }
    }

    fn spec(&mut self, file: &Source<'_>) {
        let decided = decide(file.text);
        self.outside.extend(decided.plans().iter().flat_map(outside));
        if self.paths.is_empty() {
            self.above = None;
            self.first = Some(file.path.to_owned());
            self.kubernetes = Some(decided.plan.kubernetes.value);
            self.settings = Settings::of(&decided.spec);
            self.rails = decided.plan.build.facts();
            self.plans = decided.plans().to_vec();
        }
        self.paths.insert(file.path.to_owned());
        self.report.extend(named(decided, file.path));
    }

    /// The environments of the first spec, each with its version.
    pub fn environments(&self) -> impl Iterator<Item = (&str, Kubernetes)> {
        self.plans
            .iter()
            .filter_map(|plan| Some((plan.environment.as_deref()?, plan.kubernetes.value)))
    }

    /// The version that judges a file, if it is that of an environment.
    #[must_use]
    pub fn version_of(&self, path: &str) -> Option<Kubernetes> {
        let mut all = self.environments();
        all.find(|(name, _)| path.contains(&folder_of(name))).map(|(_, version)| version)
    }

    /// The version that judges what belongs to no environment.
    #[must_use]
    pub fn usual(&self) -> Kubernetes {
        let above = self.above.as_ref().map(|above| above.kubernetes);
        self.kubernetes.or(above).unwrap_or_default()
    }
}

/// Where the manifests of an environment stand.
#[must_use]
pub fn folder_of(environment: &str) -> String {
    format!("{KUBE}{environment}/")
}

/// Whether a file is a spec, under whatever name.
pub(super) fn is_spec(file: &Source<'_>) -> bool {
    companion(file.path).is_none()
        && !is_private(file.path)
        && kind(file.path, file.text) == Kind::Spec
}

/// The findings of a spec under the name of its file.
fn named(generated: Generated, path: &str) -> Report {
    let mut report = generated.report;
    for each in report.diagnostics.iter_mut().filter(|each| each.file == FILE) {
        path.clone_into(&mut each.file);
    }
    for each in &mut report.suppressed {
        path.clone_into(&mut each.diagnostic.file);
    }
    report
}

/// What only the files that specs ask for can show: that one image would not do for all environments. Apart from the
/// rest, for whoever judges without making bundles.
#[must_use]
pub fn found_in_bundles(files: &[Source<'_>]) -> Vec<Diagnostic> {
    let shows = |text: &str| text.contains("environments") || text.contains("keep");
    let specs = files.iter().filter(|file| shows(file.text) && is_spec(file));
    let found = specs.flat_map(|file| {
        let known = named(decide(file.text), file.path).diagnostics;
        let all = named(generate(file.text), file.path).diagnostics.into_iter();
        all.filter(move |each| !known.contains(each))
    });
    found.collect()
}
