//! `release.sh`: builds the image and writes its revision into git, from where the cluster takes it.

use super::shell_quoted;
use super::text::Text;
use crate::field::Guide;
use crate::plan::{GitOps, Plan};

/// The part that is the same for every app.
const BODY: &str = include_str!("release.sh.txt");

pub(super) fn write(plan: &Plan) -> Text {
    let delivery = &plan.delivery;
    let mut text = Text::new(Guide::Delivery, "A release is a commit that names its revision.");
    text.because(delivery.gitops.reason());
    text.push("#!/usr/bin/env bash\n# Releases the current git revision: builds and pushes its image, and commits the revision to\n# the kustomizations that the cluster follows. Needs bash, git and docker.\nset -euo pipefail\n");
    text.because(plan.image.reason());
    text.push(format!("image={}", shell_quoted(&plan.image.value)));
    text.because(delivery.branch.reason());
    text.push(format!("branch={}", shell_quoted(&delivery.branch.value)));
    text.because(delivery.gitops.reason());
    let more = match delivery.gitops.value {
        GitOps::Flux => " config/kube/release/Kustomization",
        GitOps::None | GitOps::ArgoCd | GitOps::ArgoCdFleet => "",
    };
    text.push(format!("files=(config/kube/Kustomization{more})\n"));
    text.fixed(Guide::Delivery, "The same for every app: read it once.");
    text.push(BODY.trim_end());
    text
}
