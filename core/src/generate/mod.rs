//! The whole line in one call, for page and terminal alike.

mod environments;

use crate::bundle::Bundle;
use crate::check;
use crate::diagnostic::{Diagnostic, Report};
use crate::plan::conflicts::image::{kept_missing, unknown_kept};
use crate::plan::{self, Difference, Plan};
use crate::resource::OwnManifests;
use crate::spec::{self, Spec};
use crate::{files, resource};

/// What a spec gives. Always everything: what was wrong in the spec took its default and stands in
/// the report.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What could be understood of the text.
    pub spec: Spec,
    /// Every decision; where there are environments, of what they have in common.
    pub plan: Plan,
    /// Every decision of each environment, in the order written; none where the spec names none.
    pub environments: Vec<Plan>,
    /// What differs between them.
    pub differences: Vec<Difference>,
    /// The files.
    pub bundle: Bundle,
    /// What is wrong or worth knowing; with an error in it the bundle is for looking at only.
    pub report: Report,
}

impl Generated {
    /// The plan of each environment, or the only one.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        if self.environments.is_empty() {
            std::slice::from_ref(&self.plan)
        } else {
            &self.environments
        }
    }
}

/// From the text of `linkspan.yml` to the bundle. The text itself is one of the files. Manifests of the user's own are left
/// out, because nobody looked for them.
#[must_use]
pub fn generate(text: &str) -> Generated {
    generate_with(text, &OwnManifests::Unseen)
}

/// The same with the manifests of the user's own, which the bundle takes in; [`decide`] says which files those are.
#[must_use]
pub fn generate_with(text: &str, own: &OwnManifests) -> Generated {
    let mut read = spec::read(text);
    let plan = plan::resolve(&read.spec);
    let environments: Vec<Plan> = read.environments.iter().map(plan::resolve_environment).collect();
    let diagnostics = std::mem::take(&mut read.diagnostics);
    let mut report = Report { diagnostics, ..Report::default() };
    let mut bundle = Bundle { app: plan.app.value.clone(), ..Bundle::default() };
    let (mut conflicts, differences) = if environments.is_empty() {
        let mut conflicts = plan::check(&plan);
        conflicts.extend(resource::add(&plan, own, &mut bundle));
        files::add(&plan, text, &mut bundle);
        (conflicts, Vec::new())
    } else {
        let differences = plan::differences(&read, &plan, &environments);
        let mut conflicts = plan::check_environments(&read.environments, &environments);
        conflicts.extend(environments::add(
            &read.environments,
            &environments,
            &differences,
            (text, own),
            &mut bundle,
        ));
        (conflicts, differences)
    };
    conflicts.extend(keep(&plan, &mut bundle));
    settle(&read, text, conflicts, &mut report);
    Generated { spec: read.spec, plan, environments, differences, bundle, report }
}

/// Takes the files out that are the user's for good, and tells of paths that are none of the bundle.
fn keep(plan: &Plan, bundle: &mut Bundle) -> Vec<Diagnostic> {
    let mut unknown = Vec::new();
    for path in &plan.keep {
        let name = path.value.trim_start_matches("./");
        // The spec is the user's anyway.
        if name == spec::FILE || bundle.kept.contains_key(name) {
            continue;
        }
        match bundle.files.remove(name) {
            Some(file) => drop(bundle.kept.insert(name.to_owned(), file)),
            None => unknown.push(path),
        }
    }
    let names = || bundle.files.keys().chain(bundle.kept.keys()).map(String::as_str);
    unknown.into_iter().map(|path| unknown_kept(path, names())).collect()
}

impl Generated {
    /// What is told of files that are the user's for good and are not there. `text` is the spec's own.
    #[must_use]
    pub fn missing_kept(&self, text: &str, is_there: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
        let read = spec::read(text);
        let is_missing = |path: &&plan::Decided<String>| {
            let name = path.value.trim_start_matches("./");
            self.bundle.kept.contains_key(name) && !is_there(name)
        };
        let missing = self.plan.keep.iter().filter(is_missing);
        let mut report = Report::default();
        report.diagnostics.extend(missing.map(|path| read.locate(kept_missing(path))));
        check::Settings::of(&read.spec).apply_to_spec(&mut report);
        report.diagnostics
    }
}

/// The same without the bundle, for whoever wants to know what a spec says and not what it gives. What only
/// files can show, that one image would not do for all environments, is not found.
#[must_use]
pub fn decide(text: &str) -> Generated {
    let mut read = spec::read(text);
    let plan = plan::resolve(&read.spec);
    let environments: Vec<Plan> = read.environments.iter().map(plan::resolve_environment).collect();
    let diagnostics = std::mem::take(&mut read.diagnostics);
    let mut report = Report { diagnostics, ..Report::default() };
    let conflicts = if environments.is_empty() {
        plan::check(&plan)
    } else {
        plan::check_environments(&read.environments, &environments)
    };
    settle(&read, text, conflicts, &mut report);
    let (differences, bundle) = (Vec::new(), Bundle::default());
    Generated { spec: read.spec, plan, environments, differences, bundle, report }
}

/// Adds what is in conflict, with its place and its fix, and does what comments and settings say.
fn settle(read: &spec::Read, text: &str, conflicts: Vec<Diagnostic>, report: &mut Report) {
    let settings = check::settings::problems(&read.spec);
    let all = conflicts.into_iter().chain(settings);
    report.diagnostics.extend(all.map(|each| read.locate(each)));
    check::fix::attach_to_spec(text, &mut report.diagnostics);
    report.sort();
    let own = [check::Source { path: spec::FILE, text }];
    check::comment::apply(&own, check::comment::Limit::NoErrors, report);
    check::Settings::of(&read.spec).apply_to_spec(report);
}

#[cfg(test)]
mod apps;
#[cfg(test)]
mod databases;
#[cfg(test)]
mod dockerfile;
#[cfg(test)]
mod door;
#[cfg(test)]
mod image;
#[cfg(test)]
mod manifests;
#[cfg(test)]
mod processes;
#[cfg(test)]
mod stores;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod written;
