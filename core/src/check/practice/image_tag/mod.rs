//! Images whose tag moves.

use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::image::images;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const IMAGE_TAG: Rule = Rule {
        name: "image-tag",
        tier: Risky,
        severity: Warning,
        says: "an image has no tag, or `latest`",
        why: "Two pods of one Deployment can run different versions, and a rollback does nothing, because the tag has moved.",
        aliases: [
            "kube-linter/latest-tag",
            "kube-score/container-image-tag",
            "polaris/tagNotSpecified",
            "checkov/CKV_K8S_14",
        ],
    };
}

/// A tag that moves.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for image in images(pod).filter(|image| image.is_moving()) {
        let message =
            format!("which version of `{}` runs is decided by the day it is pulled", image.name);
        let help =
            "name a tag that never changes, such as a version or the revision in git, or a digest";
        let at = (image.node, image.container.path("image"));
        finder.report(&IMAGE_TAG, pod.object, at, message, help);
    }
}
