//! A master key that goes into an image with the whole folder.

use crate::check::companion::build_context;
use crate::check::rails::dockerfile::Image;
use crate::check::rails::dockerfile::copied::{KEY, keeps_out, whole};
use crate::check::source::Source;
use crate::diagnostic::{Diagnostic, rule};

rule! {
    pub(in crate::check) const KEY_IN_IMAGE: Rule = Rule {
        name: "key-in-image",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile copies the whole folder, and nothing keeps the master key out",
        why: "Whoever can pull the image can open the credentials of the app.",
        files: ["Dockerfile", ".dockerignore"],
    };
}

pub(super) fn check(image: &Image<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    let Some(word) = whole(image) else { return };
    let message = match build_context(companions, image.path).1 {
        Some(source) if keeps_out(source.text, KEY) => return,
        Some(_) => {
            "the whole folder is copied, and `.dockerignore` lets `config/master.key` into the image"
        }
        None => {
            "the whole folder is copied, and no `.dockerignore` stands beside this file to keep `config/master.key` out"
        }
    };
    let help = "add `/config/*.key` and `/.env*` to `.dockerignore`";
    image.report(word, Diagnostic::new(&KEY_IN_IMAGE, message).help(help), found);
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::rules;

    #[test]
    fn the_master_key_is_kept_out() {
        for (text, expect) in [
            ("FROM ruby:3.4\nCOPY . .\nUSER 1000\n", &["key-in-image 2:6"][..]),
            ("FROM ruby:3.4\nCOPY --from=x . .\nUSER 1000\n", &[]),
        ] {
            assert_eq!(rules(&[("a/Dockerfile", text)]), expect, "{text}");
        }
    }
}
