//! Files as a person hands them over, specs and manifests together: which of them are judged, and
//! what is found in them.

mod kind;
mod take;
#[cfg(test)]
mod tests;
mod tool;
mod wire;

pub use kind::{Kind, is_encrypted, is_json, is_kustomization, is_spec_name, is_yaml, kind};
pub use take::{Left, Taken, Why, of_bundle, take};
pub use tool::{Tool, Tools};
pub use wire::{Answer, Changes, Wish, answer, pack, read, request, unpack};

use crate::check::{
    Options, Outside, Settings, Source, catalog, companion, examine, is_private, outside,
};
use crate::decide;
use crate::diagnostic::Report;
use crate::facts::Kubernetes;
use crate::spec::FILE;
use std::collections::BTreeMap;

/// Where a bundle keeps its manifests.
const KUBE: &str = "config/kube/";

/// Manifests with faults of every kind, to show what is found: a name and a text.
pub const EXAMPLE: (&str, &str) = ("example.yml", include_str!("example.yml"));

/// What was judged, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The findings, by file.
    pub report: Report,
    /// How many Kubernetes objects there are.
    pub objects: usize,
    /// The version that judged, unless an environment of a spec names another.
    pub kubernetes: Kubernetes,
}

/// How many rules judge manifests.
#[must_use]
pub fn rule_count() -> usize {
    catalog::rules().filter(|rule| !catalog::is_of_spec(rule.name)).count()
}

/// Judges all files together. Without a version, that of the spec among them judges, and that of an environment
/// its folder. What a spec says about the cluster and about rules holds for the manifests.
#[must_use]
pub fn judge(files: &[Source<'_>], version: Option<Kubernetes>) -> Judged {
    let mut known = Known::default();
    let mut report = Report::default();
    let (mut manifests, mut companions) = (Vec::new(), Vec::new());
    let kustomizations = files.iter().filter(|file| is_kustomization(file.path)).copied();
    let tools = Tools::new(files.iter().map(|file| file.path), kustomizations);
    for file in files {
        if tools.of(file.path).is_some() {
            continue;
        }
        if companion(file.path).is_some() || is_private(file.path) {
            companions.push(*file);
        } else if kind(file.path, file.text) == Kind::Spec {
            report.extend(known.spec(file));
        } else {
            manifests.push(*file);
        }
    }
    let usual = version.or(known.kubernetes).unwrap_or_default();
    let of = |path: &str| version.unwrap_or_else(|| known.version_of(path).unwrap_or(usual));
    let (mut all, objects) = by_version(&manifests, &companions, &known.outside, of);
    tools.settle(&mut all);
    known.settings.apply(&mut all);
    report.extend(all);
    report.sort();
    Judged { report, objects, kubernetes: usual }
}

/// Judges manifests, each by the version of its path, and says how many objects there are. Environments of other versions
/// run in other clusters, so they are judged apart. `companions` say how the app is built and deployed: they are judged with
/// each, for they may speak of all of them, and by the version of no path where there are no manifests. The findings are
/// in no order, and what is found twice stands there twice.
#[must_use]
pub fn by_version(
    manifests: &[Source<'_>],
    companions: &[Source<'_>],
    outside: &[Outside],
    version: impl Fn(&str) -> Kubernetes,
) -> (Report, usize) {
    let (mut report, mut objects) = (Report::default(), 0);
    for kubernetes in Kubernetes::ALL {
        let own = manifests.iter().filter(|source| version(source.path) == kubernetes);
        let mut sources: Vec<Source<'_>> = own.copied().collect();
        let is_alone = manifests.is_empty() && version("") == kubernetes;
        if sources.is_empty() && !is_alone {
            continue;
        }
        sources.extend(companions);
        let options = Options { kubernetes, outside: outside.to_vec() };
        let (found, count) = examine(&sources, &options);
        report.extend(found);
        objects += count;
    }
    (report, objects)
}

/// What specs say about the manifests beside them.
#[derive(Default)]
struct Known {
    kubernetes: Option<Kubernetes>,
    outside: Vec<Outside>,
    settings: Settings,
    /// The folder of each environment, with its version.
    environments: Vec<(String, Kubernetes)>,
}

impl Known {
    /// Reads a spec and gives what is found in it; the first one decides about rules and version.
    fn spec(&mut self, file: &Source<'_>) -> Report {
        let mut decided = decide(file.text);
        self.outside.extend(decided.plans().iter().flat_map(outside));
        if self.kubernetes.is_none() {
            self.kubernetes = Some(decided.plan.kubernetes.value);
            self.settings = Settings::of(&decided.spec);
            let plans = decided.environments.iter();
            let folder = |name: &String| format!("{KUBE}{name}/");
            self.environments = plans
                .filter_map(|plan| {
                    Some((plan.environment.as_ref().map(folder)?, plan.kubernetes.value))
                })
                .collect();
        }
        let report = &mut decided.report;
        for each in report.diagnostics.iter_mut().filter(|each| each.file == FILE) {
            file.path.clone_into(&mut each.file);
        }
        for each in &mut report.suppressed {
            file.path.clone_into(&mut each.diagnostic.file);
        }
        decided.report
    }

    fn version_of(&self, path: &str) -> Option<Kubernetes> {
        let mut all = self.environments.iter();
        all.find(|(folder, _)| path.contains(folder)).map(|(_, version)| *version)
    }
}

/// Texts by name as the checker takes them.
pub fn sources<T: AsRef<str>>(texts: &BTreeMap<String, T>) -> Vec<Source<'_>> {
    texts.iter().map(|(path, text)| Source { path, text: text.as_ref() }).collect()
}
