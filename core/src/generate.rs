//! The whole line in one call, for page and terminal alike.

use crate::bundle::Bundle;
use crate::diagnostic::Report;
use crate::plan::{self, Plan};
use crate::spec::{self, Spec};
use crate::{files, resource};

/// What a spec gives. Always everything: what was wrong in the spec took its default and stands in
/// the report.
#[derive(Clone, Debug)]
pub struct Generated {
    /// What could be understood of the text.
    pub spec: Spec,
    /// Every decision.
    pub plan: Plan,
    /// The files.
    pub bundle: Bundle,
    /// What is wrong or worth knowing; with an error in it the bundle is for looking at only.
    pub report: Report,
}

/// From the text of `linkspan.yml` to the bundle. The text itself is one of the files.
#[must_use]
pub fn generate(text: &str) -> Generated {
    let mut read = spec::read(text);
    let plan = plan::resolve(&read.spec);
    let mut report = Report { diagnostics: std::mem::take(&mut read.diagnostics) };
    let conflicts = plan::check(&plan);
    report.diagnostics.extend(conflicts.into_iter().map(|each| read.locate(each)));
    report.sort();
    let mut bundle = Bundle { app: plan.app.value.clone(), ..Bundle::default() };
    resource::add(&plan, &mut bundle);
    files::add(&plan, text, &mut bundle);
    Generated { spec: read.spec, plan, bundle, report }
}
