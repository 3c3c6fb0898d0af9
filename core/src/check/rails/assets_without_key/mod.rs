//! Assets that are compiled without a secret key.

use crate::check::rails::dockerfile::Image;
use crate::check::rails::dockerfile::read::Stage;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const ASSETS_WITHOUT_KEY: Rule = Rule {
        name: "assets-without-key",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile compiles assets without a secret key",
        why: "Rails starts to compile them, and asks for SECRET_KEY_BASE, which no build should have; since 7.1 a dummy will do.",
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    // A key in the stage itself or in those before it will do, whatever they are for.
    let mut has_key = false;
    for stage in &image.stages {
        has_key |= ["SECRET_KEY_BASE", "SECRET_KEY_BASE_DUMMY"].iter().any(|key| stage.sets(key));
        if !has_key {
            build(image, stage, found);
        }
    }
}

fn build(image: &Image<'_>, stage: &Stage, found: &mut Vec<Diagnostic>) {
    for run in stage.instructions.iter().filter(|each| each.keyword == "RUN") {
        let Some(word) = run.words().find(|word| word.text == "assets:precompile") else {
            continue;
        };
        let is_given = run.text.contains("SECRET_KEY_BASE")
            || run.text.contains("RAILS_MASTER_KEY")
            || run.text.contains("type=secret");
        if !is_given {
            let message =
                "Rails asks for the secret key while it compiles assets, and the build has none";
            let help =
                "write `SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile` (Rails 7.1 and newer)";
            image.report(word, Diagnostic::new(&ASSETS_WITHOUT_KEY, message).help(help), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn a_dummy_key_will_do() {
        docker(
            "FROM ruby:3.4\nRUN bin/rails assets:precompile\nUSER 1000\n",
            &["assets-without-key 2:15"],
        );
        docker(
            "FROM ruby:3.4\nENV SECRET_KEY_BASE_DUMMY=1\nRUN bin/rails assets:precompile\nUSER 1000\n",
            &[],
        );
    }
}
