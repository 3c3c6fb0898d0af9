//! What the image runs, and what runs while it is built.

use super::super::{migration, signal};
use super::Image;
use super::read::Stage;
use crate::diagnostic::{Diagnostic, rules};

rules! {
    pub(crate) const ASSETS_WITHOUT_KEY: Rule = Rule {
        name: "assets-without-key",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile compiles assets without a secret key",
        why: "Rails starts to compile them, and asks for SECRET_KEY_BASE, which no build should have; since 7.1 a dummy will do.",
        files: ["Dockerfile", ".dockerignore"],
    };
    pub(crate) const IMAGE_MIGRATES: Rule = Rule {
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
            let Some(task) = migration::task(&word.text) else { continue };
            let message = format!("`{task}` runs in every pod that starts from this image");
            let help = "start the server only, and migrate in a Job, once for each release";
            image.report(word, Diagnostic::new(&IMAGE_MIGRATES, message).help(help), found);
        }
        if !instruction.is_exec()
            && let Some(diagnostic) = signal::judge(&instruction.text)
            && let Some(word) = instruction.words().next()
        {
            let diagnostic =
                diagnostic.help("write it as a list: `CMD [\"bundle\", \"exec\", \"puma\"]`");
            found.push(diagnostic.file(image.path).at(word.place, word.width));
        }
    }
    // A key in the stage itself or in those before it will do, whatever they are for.
    let mut has_key = false;
    for stage in &image.stages {
        has_key |= ["SECRET_KEY_BASE", "SECRET_KEY_BASE_DUMMY"].iter().any(|key| stage.sets(key));
        build(image, has_key, stage, found);
    }
}

fn build(image: &Image<'_>, has_key: bool, stage: &Stage, found: &mut Vec<Diagnostic>) {
    for run in stage.instructions.iter().filter(|each| each.keyword == "RUN") {
        for word in run.words() {
            if let Some(task) = migration::task(&word.text) {
                let message = format!(
                    "`{task}` runs while the image is built, where there is no database of production"
                );
                let help = "migrate in a Job, once for each release";
                image.report(word, Diagnostic::new(&IMAGE_MIGRATES, message).help(help), found);
            }
        }
        let Some(word) = run.words().find(|word| word.text == "assets:precompile") else {
            continue;
        };
        let is_given = run.text.contains("SECRET_KEY_BASE")
            || run.text.contains("RAILS_MASTER_KEY")
            || run.text.contains("type=secret");
        if !has_key && !is_given {
            let message =
                "Rails asks for the secret key while it compiles assets, and the build has none";
            let help =
                "write `SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile` (Rails 7.1 and newer)";
            image.report(word, Diagnostic::new(&ASSETS_WITHOUT_KEY, message).help(help), found);
        }
    }
}
