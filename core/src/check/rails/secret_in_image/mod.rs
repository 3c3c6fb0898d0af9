//! Secrets that stay in the image or in its history.

use crate::check::rails::dockerfile::Image;
use crate::check::rails::dockerfile::read::Instruction;
use crate::check::shell::Word;
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::secret::{is_secret_name, looks_secret};

rule! {
    pub(in crate::check) const SECRET_IN_IMAGE: Rule = Rule {
        name: "secret-in-image",
        tier: Rails,
        severity: Warning,
        says: "a secret stays in the image or its history",
        why: "Whoever can pull the image can read it, however many layers are laid over it.",
        files: ["Dockerfile", ".dockerignore"],
    };
}

const HELP: &str = "give it to the one command that needs it: `RUN --mount=type=secret,id=...`";

pub(super) fn check(image: &Image<'_>, found: &mut Vec<Diagnostic>) {
    for stage in &image.stages {
        for instruction in &stage.instructions {
            match instruction.keyword.as_str() {
                "ARG" => argument(image, instruction, found),
                "ENV" => variable(image, instruction, found),
                "COPY" | "ADD" => copy(image, instruction, found),
                _ => {}
            }
        }
    }
}

/// Arguments of a build can be read in the history of the image.
fn argument(image: &Image<'_>, instruction: &Instruction, found: &mut Vec<Diagnostic>) {
    for word in instruction.words() {
        let (name, value) = word.text.split_once('=').unwrap_or((&word.text, ""));
        if is_secret_name(name) || looks_secret(name, value) {
            let message = format!(
                "whoever has the image can read the build argument `{name}` in its history"
            );
            image.report(word, Diagnostic::new(&SECRET_IN_IMAGE, message).help(HELP), found);
        }
    }
}

fn variable(image: &Image<'_>, instruction: &Instruction, found: &mut Vec<Diagnostic>) {
    let words: Vec<_> = instruction.words().collect();
    // `ENV NAME value` is the old way to write one.
    if let [first, second, ..] = words.as_slice()
        && !first.text.contains('=')
    {
        if looks_secret(&first.text, &second.text) {
            tell(image, &first.text, first, found);
        }
        return;
    }
    for word in words {
        let Some((name, value)) = word.text.split_once('=') else { continue };
        if looks_secret(name, value) {
            tell(image, name, word, found);
        }
    }
}

fn tell(image: &Image<'_>, name: &str, word: &Word, found: &mut Vec<Diagnostic>) {
    let message = format!("`{name}` stays in the image, for everybody who has it");
    image.report(word, Diagnostic::new(&SECRET_IN_IMAGE, message).help(HELP), found);
}

/// Keys by their names. What another stage holds is no file of the repository.
fn copy(image: &Image<'_>, instruction: &Instruction, found: &mut Vec<Diagnostic>) {
    if instruction.words().any(|word| word.text.starts_with("--from=")) {
        return;
    }
    let words: Vec<_> = instruction.plain().collect();
    let Some((_, sources)) = words.split_last() else { return };
    for word in sources {
        let text = word.text.trim_matches(['[', ']', ',', '"']);
        let name = text.rsplit('/').next().unwrap_or(text);
        let is_key = name == "master.key"
            || name == ".env"
            || name.starts_with(".env.") && !name.ends_with(".example")
            || text.contains("credentials/") && name.ends_with(".key");
        if is_key {
            let message = format!(
                "`{name}` stays in the image, and opens the app's secrets to everybody who has it"
            );
            let help = "leave it out, and set RAILS_MASTER_KEY from a Secret when the app runs";
            image.report(
                word,
                Diagnostic::new(&SECRET_IN_IMAGE, message).help(help).severity(Severity::Error),
                found,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::docker;

    #[test]
    fn no_layer_holds_a_secret() {
        docker("FROM ruby:3.4\nARG RAILS_MASTER_KEY\nUSER 1000\n", &["secret-in-image 2:5"]);
        docker(
            "FROM ruby:3.4\nENV A=b \\\n  SMTP_PASSWORD=x\nUSER 1000\n",
            &["secret-in-image 3:3"],
        );
        docker("FROM ruby:3.4\nENV SMTP_PASSWORD x\nUSER 1000\n", &["secret-in-image 2:5"]);
        docker(
            "FROM ruby:3.4\nCOPY config/master.key config/\nUSER 1000\n",
            &["secret-in-image 2:6"],
        );
    }
}
