//! What the image starts from, and who runs it.

use super::Image;
use crate::diagnostic::{Diagnostic, Severity};

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
            image.report(base, "latest-base", Severity::Warning, message, help, found);
        }
    }
    user(image, found);
}

fn user(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    let user = image.user();
    if let Some(user) = user.as_ref().filter(|user| user.is_root) {
        let message = "the image runs as root";
        let help = "end with `USER 1000:1000` and a user of that number";
        image.report(user.word, "root-image", Severity::Warning, message, help, found);
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
        image.report(base, "root-image", Severity::Warning, message, help, found);
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
        image.report(word, "low-port", Severity::Warning, message, help, found);
    }
}
