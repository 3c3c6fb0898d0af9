//! Migrations in an image: in every pod that starts from it, or while it is built.

use crate::check::rails::dockerfile::Image;
use crate::check::rails::migration::task;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const IMAGE_MIGRATES: Rule = Rule {
        name: "image-migrates",
        tier: Rails,
        severity: Warning,
        says: "an image changes the schema when it is built or started",
        why: "Every pod that starts migrates, several at the same time, and a rollback to an older image meets a newer schema.",
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    for keyword in ["ENTRYPOINT", "CMD"] {
        let Some(instruction) = image.last(keyword) else { continue };
        for word in instruction.words() {
            let Some(task) = task(&word.text) else { continue };
            let message = format!("`{task}` runs in every pod that starts from this image");
            let help = "start the server only, and migrate in a Job, once for each release";
            image.report(word, Diagnostic::new(&IMAGE_MIGRATES, message).help(help), found);
        }
    }
    let instructions = image.stages.iter().flat_map(|stage| &stage.instructions);
    for run in instructions.filter(|each| each.keyword == "RUN") {
        for word in run.words() {
            let Some(task) = task(&word.text) else { continue };
            let message = format!(
                "`{task}` runs while the image is built, where there is no database of production"
            );
            let help = "migrate in a Job, once for each release";
            image.report(word, Diagnostic::new(&IMAGE_MIGRATES, message).help(help), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn an_image_only_starts_the_server() {
        docker(
            "FROM ruby:3.4\nUSER 1000\nENTRYPOINT [\"sh\", \"-c\", \"bin/rails db:prepare\"]\n",
            &["image-migrates 3:25"],
        );
    }
}
