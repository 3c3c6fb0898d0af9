//! A base image without a version.

use crate::check::rails::dockerfile::Image;
use crate::check::rails::process::split;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const LATEST_BASE: Rule = Rule {
        name: "latest-base",
        tier: Rails,
        severity: Warning,
        says: "the image is built on one without a version",
        why: "A build next week is another app: another Ruby, other libraries, and nobody changed a line.",
        aliases: ["hadolint/DL3006", "hadolint/DL3007"],
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    for stage in &image.stages {
        let Some(base) = stage.base.as_ref().filter(|base| !image.is_stage(base)) else { continue };
        let name = image.filled(&base.text);
        if name == "scratch" || name.contains('$') {
            continue;
        }
        let (_, tag) = split(&name);
        if tag.is_empty() || tag == "latest" {
            let message = "the base image changes without notice: it has no version";
            let help = "name one, such as `ruby:3.4-slim`";
            image.report(base, Diagnostic::new(&LATEST_BASE, message).help(help), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn a_base_image_has_a_version() {
        docker("FROM ruby:3.4\nUSER 1000\n", &[]);
        docker("FROM ruby\nUSER 1000\n", &["latest-base 1:6"]);
        docker("FROM registry:5000/ruby\nUSER 1000\n", &["latest-base 1:6"]);
        docker("FROM ruby@sha256:ab\nUSER 1000\n", &[]);
        docker("ARG V=3.4\nFROM ruby:$V AS base\nFROM base\nUSER 1000\n", &[]);
    }
}
