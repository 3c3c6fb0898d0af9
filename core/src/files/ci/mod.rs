//! Workflows that deploy each commit.

mod github;
mod gitlab;

use super::put;
use crate::bundle::{Bundle, Mode};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Ci, GitOps, Plan};
use crate::yaml::write_scalar;
use std::borrow::Cow;

/// GitHub's workflow.
const GITHUB: &str = ".github/workflows/deploy.yml";
/// GitLab's.
const GITLAB: &str = ".gitlab-ci.yml";

/// One workflow for the only plan, or for all environments.
pub(super) fn add(plans: &[Plan], bundle: &mut Bundle) {
    let Some(plan) = plans.first() else { return };
    // The commit that names another version is the release.
    if gitops(plan) && plan.build.is_published() {
        return;
    }
    let names: Vec<&str> = plans.iter().filter_map(|plan| plan.environment.as_deref()).collect();
    match plan.delivery.ci.value {
        Ci::None => {}
        Ci::Github => put(bundle, GITHUB, Mode::Plain, github::write(plan, &names)),
        Ci::Gitlab => put(bundle, GITLAB, Mode::Plain, gitlab::write(plan, &names)),
    }
}

/// The script that makes a release: with GitOps, the one that writes its revision into git.
const fn script(plan: &Plan) -> &'static str {
    if gitops(plan) { "./release.sh" } else { "./deploy.sh" }
}

/// Whether a job needs docker: to build, or to ask a registry for a digest.
pub(super) fn uses_docker(plan: &Plan) -> bool {
    !plan.build.is_published() || plan.pin_image.value
}

/// Whether a release is a commit.
const fn gitops(plan: &Plan) -> bool {
    match plan.delivery.gitops.value {
        GitOps::None => false,
        GitOps::ArgoCd | GitOps::ArgoCdFleet | GitOps::Flux => true,
    }
}

/// Whether the job of an environment tells the others which image it is, by its digest.
const fn hands_digest_on(plan: &Plan, environment: Option<&str>) -> bool {
    plan.pin_image.value && environment.is_some() && !gitops(plan)
}

/// The layers of the last build, kept beside the images.
fn cache(plan: &Plan) -> String {
    format!("{}:cache", plan.image.value)
}

/// A text as YAML that the service does not take for one of its expressions.
fn plain<'a>(text: &'a str, mark: &str, instead: &str) -> Cow<'a, str> {
    if text.contains(mark) {
        Cow::Owned(crate::yaml::quoted(&text.replace(mark, instead)))
    } else {
        write_scalar(text)
    }
}

/// Why the weekly build needs a name of its own.
fn weekly(text: &mut Text) {
    text.fixed(
        Guide::Security,
        "The same revision on a base image of today, with its security fixes. Without kept layers, and under a tag of its own: nodes that have the old image would not pull again.",
    );
}
