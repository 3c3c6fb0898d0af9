//! A file that a Dockerfile copies, and the folder does not have.

use crate::check::app::known::Known;
use crate::diagnostic::{Diagnostic, Place, Related, rule};

rule! {
    pub(in crate::check) const COPIED_FILE_MISSING: Rule = Rule {
        name: "copied-file-missing",
        tier: Rails,
        severity: Error,
        says: "the app's Dockerfile copies a file that the folder does not have",
        why: "The build of the image stops there.",
        marks: [OfApp],
        files: ["linkspan.yml", "Gemfile", ".node-version", "Dockerfile", ".dockerignore"],
    };
}

pub(in crate::check::app) fn check(known: &Known<'_>, found: &mut Vec<Diagnostic>) {
    if known.is_published() {
        return;
    }
    for (file, spot) in &known.says.lacks {
        let message = format!("{} copies `{file}`, which is not in the folder", spot.shown());
        let help = "commit the file, or copy what is there";
        let place = Place { line: spot.line, column: 1 };
        let beside = "the image is built by this file".to_owned();
        let related = Related { file: spot.file.clone(), place, message: beside };
        let finding = Diagnostic::new(&COPIED_FILE_MISSING, message).help(help).path("build");
        found.push(finding.related(related));
    }
}
