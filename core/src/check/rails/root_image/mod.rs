//! An image that runs as root.

use crate::check::rails::dockerfile::Image;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const ROOT_IMAGE: Rule = Rule {
        name: "root-image",
        tier: Rails,
        severity: Warning,
        says: "an image runs as root",
        why: "Whoever breaks into the app owns the container, and is a step nearer to the node; a namespace with the restricted standard refuses the pod.",
        aliases: ["hadolint/DL3002"],
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    let user = image.user();
    if let Some(user) = user.as_ref().filter(|user| user.is_root) {
        let message = "the image runs as root";
        let help = "end with `USER 1000:1000` and a user of that number";
        image.report(user.word, Diagnostic::new(&ROOT_IMAGE, message).help(help), found);
        return;
    }
    let Some(stage) = image.stages.last() else { return };
    let Some(base) = &stage.base else { return };
    if user.is_none() {
        let first = image.first().and_then(|stage| stage.base.as_ref());
        if first.is_some_and(|first| first.text.contains("nonroot")) {
            return;
        }
        let message = "nothing says who runs the image, so it is root";
        let help = "make a user and end with `USER 1000:1000`";
        image.report(base, Diagnostic::new(&ROOT_IMAGE, message).help(help), found);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn somebody_else_runs_the_image() {
        docker("FROM ruby:3.4 AS base\nUSER 1000\nFROM base\n", &[]);
        docker("FROM ruby:3.4\nUSER 1000\nUSER root\n", &["root-image 3:6"]);
        docker("FROM ruby:3.4\n", &["root-image 1:6"]);
        docker("FROM gcr.io/distroless/base:nonroot\n", &[]);
    }
}
