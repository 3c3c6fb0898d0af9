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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    match plan.delivery.ci.value {
        Ci::None => {}
        Ci::Github => put(bundle, ".github/workflows/deploy.yml", Mode::Plain, github::write(plan)),
        Ci::Gitlab => put(bundle, ".gitlab-ci.yml", Mode::Plain, gitlab::write(plan)),
    }
}

/// The script that makes a release: with GitOps, the one that writes its revision into git.
const fn script(plan: &Plan) -> &'static str {
    match plan.delivery.gitops.value {
        GitOps::None => "./deploy.sh",
        GitOps::ArgoCd | GitOps::ArgoCdFleet | GitOps::Flux => "./release.sh",
    }
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
