//! What is found in files that are judged together.

use super::dockerfile;
use super::kind::is_kustomization;
use super::specs::{Specs, is_spec};
use super::tool::Tools;
use crate::check::{Options, Source, companion, examine, is_private};
use crate::diagnostic::Report;
use crate::facts::Kubernetes;

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

/// Judges all files together. Without a version, that of the specs judges, and that of an environment its folder. What
/// specs say about the cluster and about rules holds for the manifests.
#[must_use]
pub fn judge(files: &[Source<'_>], specs: &Specs, version: Option<Kubernetes>) -> Judged {
    let (mut manifests, mut companions) = (Vec::new(), Vec::new());
    let kustomizations = files.iter().filter(|file| is_kustomization(file.path)).copied();
    let tools = Tools::new(files.iter().map(|file| file.path), kustomizations);
    for file in files.iter().filter(|file| tools.of(file.path).is_none()) {
        if is_companion(file.path) {
            companions.push(*file);
        } else if !specs.paths.contains(file.path) {
            manifests.push(*file);
        }
    }
    let usual = version.unwrap_or_else(|| specs.usual());
    let of = |path: &str| version.unwrap_or_else(|| specs.version_of(path).unwrap_or(usual));
    let options = Options {
        outside: specs.outside.clone(),
        rails: specs.rails,
        target: dockerfile::target(specs),
        ..Options::default()
    };
    let (mut report, objects) = by_version(&manifests, &companions, &options, of);
    tools.settle(&mut report);
    report.diagnostics.extend(dockerfile::differences(files, specs));
    specs.settings.apply(&mut report);
    report.extend(specs.report.clone());
    report.sort();
    Judged { report, objects, kubernetes: usual }
}

/// The manifests among some files.
#[must_use]
pub fn manifests<'a>(files: &[Source<'a>]) -> Vec<Source<'a>> {
    let all = files.iter().copied();
    all.filter(|file| !is_companion(file.path) && !is_kustomization(file.path) && !is_spec(file))
        .collect()
}

/// Whether a file is judged with manifests and is none.
#[must_use]
pub fn is_companion(path: &str) -> bool {
    companion(path).is_some() || is_private(path)
}

/// Judges manifests, each by the version of its path, and says how many objects there are. Environments of other versions
/// run in other clusters, so they are judged apart. `companions` say how the app is built and deployed: they are judged with
/// each, for they may speak of all of them, and by the version of no path where there are no manifests. The findings are
/// in no order, and what is found twice stands there twice.
fn by_version(
    manifests: &[Source<'_>],
    companions: &[Source<'_>],
    options: &Options,
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
        let options = Options { kubernetes, ..options.clone() };
        let (found, count) = examine(&sources, &options);
        report.extend(found);
        objects += count;
    }
    (report, objects)
}
