//! What the image starts from, and who runs it.

use super::Image;
use crate::diagnostic::{Diagnostic, rules};

rules! {
    pub(crate) const LATEST_BASE: Rule = Rule {
        name: "latest-base",
        tier: Rails,
        severity: Warning,
        says: "the image is built on one without a version",
        why: "A build next week is another app: another Ruby, other libraries, and nobody changed a line.",
        aliases: ["hadolint/DL3006", "hadolint/DL3007"],
        files: ["Dockerfile", ".dockerignore"],
    };
    pub(crate) const LOW_PORT: Rule = Rule {
        name: "low-port",
        tier: Rails,
        severity: Warning,
        says: "an image listens on a port below 1024 as another user than root",
        why: "With older container runtimes the process may not open the port, and ends at once.",
        files: ["Dockerfile", ".dockerignore"],
    };
    pub(crate) const ROOT_IMAGE: Rule = Rule {
        name: "root-image",
        tier: Rails,
        severity: Warning,
        says: "an image runs as root",
        why: "Who breaks into the app owns the container, and is a step nearer to the node; a namespace with the restricted standard refuses the pod.",
        aliases: ["hadolint/DL3002"],
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
        let (_, tag) = super::super::process::split(&name);
        if tag.is_empty() || tag == "latest" {
            let message = "the base image changes without notice: it has no version";
            let help = "name one, such as `ruby:3.4-slim`";
            image.report(base, Diagnostic::new(&LATEST_BASE, message).help(help), found);
        }
    }
    user(image, found);
}

fn user(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
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
        return;
    }
    let exposed = image.last("EXPOSE");
    let low = exposed.and_then(|expose| {
        expose.words().find(|word| {
            let number = word.text.split('/').next().and_then(|number| number.parse::<u16>().ok());
            number.is_some_and(|number| number < 1024)
        })
    });
    if let Some(word) = low {
        let message = format!(
            "the image listens on {}, which not every container runtime lets another user than root do",
            word.text
        );
        let help = "listen on a port from 1024 on (Thruster: `HTTP_PORT`), and expose that";
        image.report(word, Diagnostic::new(&LOW_PORT, message).help(help), found);
    }
}
