//! Images that a node keeps longer than they are meant.

use crate::check::context::given;
use crate::check::index::Pod;
use crate::check::practice::finder::Finder;
use crate::check::practice::image::images;
use crate::diagnostic::rule;

rule! {
    pub(in crate::check) const PULL_POLICY: Rule = Rule {
        name: "pull-policy",
        tier: Risky,
        severity: Hint,
        says: "the pull policy does not fit the image",
        why: "A node that pulled this tag last month still runs last month's image.",
    };
}

/// A pull policy that does not go with the image.
pub(super) fn check(finder: &mut Finder<'_>, pod: &Pod<'_>) {
    for image in images(pod) {
        let Some(policy) = given(image.container.node, "imagePullPolicy") else { continue };
        let moving = image.is_moving();
        let message = match policy.text() {
            Some("Never") => "the image has to be on the node already: nothing pulls it".to_owned(),
            Some("IfNotPresent") if moving => {
                format!("a node that has an old `{}` keeps it", image.name)
            }
            _ => continue,
        };
        let help = if moving { "name a tag that never changes" } else { "write `IfNotPresent`" };
        let at = (policy, image.container.path("imagePullPolicy"));
        finder.report(&PULL_POLICY, pod.object, at, message, help);
    }
}
