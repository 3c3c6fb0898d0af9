//! Which image runs.

use super::super::context::{given, text};
use super::super::index::Pod;
use super::finder::Finder;
use super::pod::{Part, containers};
use crate::diagnostic::rules;

rules! {
    pub(crate) const IMAGE_TAG: Rule = Rule {
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
    pub(crate) const PULL_POLICY: Rule = Rule {
        name: "pull-policy",
        tier: Risky,
        severity: Hint,
        says: "the pull policy does not fit the image",
        why: "A node that pulled this tag last month still runs last month's image.",
    };
}

/// A tag that moves, and a pull policy that does not go with it.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for container in containers(pod).filter(|container| container.part != Part::Ephemeral) {
        let Some(node) = given(container.node, "image") else { continue };
        let Some(image) = node.text().filter(|text| !text.is_empty()) else { continue };
        // What a template will fill in is not known.
        if image.contains(['$', '{', '<']) {
            continue;
        }
        let moving = is_moving(image);
        if moving {
            let message =
                format!("which version of `{image}` runs is decided by the day it is pulled");
            let help = "name a tag that never changes, such as a version or the revision in git, or a digest";
            finder.report(&IMAGE_TAG, pod.object, (node, container.path("image")), message, help);
        }
        let Some(policy) = given(container.node, "imagePullPolicy") else { continue };
        let message = match policy.text() {
            Some("Never") => "the image has to be on the node already: nothing pulls it".to_owned(),
            Some("IfNotPresent") if moving => {
                format!(
                    "a node that has an old `{}` keeps it",
                    text(container.node, "image").unwrap_or_default()
                )
            }
            _ => continue,
        };
        let help = if moving { "name a tag that never changes" } else { "write `IfNotPresent`" };
        let path = container.path("imagePullPolicy");
        finder.report(&PULL_POLICY, pod.object, (policy, path), message, help);
    }
}

/// Whether an image has no tag and no digest, or the tag `latest`.
fn is_moving(image: &str) -> bool {
    if image.contains('@') {
        return false;
    }
    let name = image.rsplit_once('/').map_or(image, |(_, name)| name);
    name.split_once(':').is_none_or(|(_, tag)| tag == "latest" || tag.is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_moving;

    #[test]
    fn tags_are_told_from_ports() {
        for image in ["nginx", "nginx:latest", "registry:5000/nginx", "a/b/c:latest", "nginx:"] {
            assert!(is_moving(image), "{image}");
        }
        for image in ["nginx:1", "registry:5000/nginx:1", "nginx@sha256:0", "nginx:latest@sha256:0"]
        {
            assert!(!is_moving(image), "{image}");
        }
    }
}
