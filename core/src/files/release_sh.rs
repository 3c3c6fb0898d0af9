//! `release.sh`: builds the image and writes its revision into git, from where the cluster takes it.

use super::text::Text;
use super::{build, shell_quoted};
use crate::field::Guide;
use crate::plan::{GitOps, Plan};
use std::borrow::Cow;

/// The part that is the same for every app.
pub(super) const BODY: &str = include_str!("release.sh.txt");
/// Its end, for one place or for several.
const ONE: &str = include_str!("release_sh/one.sh.txt");
const ENVIRONMENTS: &str = include_str!("release_sh/environments.sh.txt");

/// For the only plan, or for all environments; none where nothing follows git.
pub(super) fn write(plans: &[Plan]) -> Option<Text> {
    let plan = plans.first()?;
    let delivery = &plan.delivery;
    // A version that is published is in git as soon as the spec names it.
    if plan.build.is_published() {
        return None;
    }
    let more = match delivery.gitops.value {
        GitOps::None => return None,
        GitOps::ArgoCd | GitOps::ArgoCdFleet => "",
        GitOps::Flux => " release/Kustomization",
    };
    let names: Vec<String> =
        plans.iter().filter_map(|plan| plan.environment.as_deref()).map(shell_quoted).collect();
    let mut text = Text::new(Guide::Delivery, "A release is a commit that names its revision.");
    text.because(delivery.gitops.reason());
    let about = match names.first() {
        None => {
            "# Releases the current git revision: builds and pushes its image, and commits the revision to\n# the kustomizations that the cluster follows. Needs bash, git and docker.".to_owned()
        }
        Some(_) => {
            "# Releases to one environment: to the first the current git revision, whose image is built and\n# pushed, to the others what the first runs. The revision is committed to the kustomizations that\n# the cluster follows. Needs bash and git, for the first docker too.".to_owned()
        }
    };
    text.push(format!("#!/usr/bin/env bash\n{about}\nset -euo pipefail\n"));
    text.because(plan.image.reason());
    text.push(format!("image={}", shell_quoted(&plan.image.value)));
    build::assign(plan, &mut text);
    text.because(delivery.branch.reason());
    text.push(format!("branch={}", shell_quoted(&delivery.branch.value)));
    if !names.is_empty() {
        text.fixed(Guide::Delivery, "In the order in which a release goes through them.");
        text.push(format!("environments=({})", names.join(" ")));
    }
    text.because(delivery.gitops.reason());
    text.push(format!("files=(Kustomization{more})\n"));
    text.fixed(Guide::Delivery, "The same for every app: read it once.");
    text.push(build::adapted(plan, Cow::Borrowed(BODY.trim_end()))).push("");
    text.push(if names.is_empty() { ONE } else { ENVIRONMENTS }.trim_end());
    Some(text)
}
