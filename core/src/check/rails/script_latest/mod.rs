//! Images that a script calls `latest`.

use crate::check::rails::script::Script;
use crate::check::shell::Word;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const SCRIPT_LATEST: Rule = Rule {
        name: "script-latest",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh calls an image `latest`",
        why: "Nobody can tell which code runs, and a rollback starts the same image again.",
        files: ["deploy.sh"],
    };
}

pub(super) fn check(script: &Script<'_>, found: &mut Vec<Diagnostic>) {
    for command in &script.commands {
        let tool = command.word(0);
        let image = |word: &&Word| {
            let text = word.text.rsplit('=').next().unwrap_or_default();
            text.ends_with(":latest")
                && matches!(tool, "docker" | "podman" | "kubectl" | "buildah" | "nerdctl")
        };
        if let Some(word) = command.words.iter().find(image) {
            let message = "`latest` is another image each time: nobody can tell what runs, and nothing can be rolled back";
            let help = "name the image by the git revision: `$(git rev-parse --short=12 HEAD)`";
            script.report(word, Diagnostic::new(&SCRIPT_LATEST, message).help(help), found);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::script;

    #[test]
    fn images_have_a_tag() {
        script("docker push shop:latest", &["script-latest 3:13"]);
    }
}
