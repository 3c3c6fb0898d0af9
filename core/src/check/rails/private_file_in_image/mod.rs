//! Files that open something, such as a kubeconfig, and go into an image with the whole folder.

use crate::check::companion::build_context;
use crate::check::private::is_private;
use crate::check::rails::dockerfile::Image;
use crate::check::rails::dockerfile::copied::{KEY, keeps_out, whole};
use crate::check::source::Source;
use crate::diagnostic::{Diagnostic, in_backticks, rule};

rule! {
    pub(in crate::check) const PRIVATE_FILE_IN_IMAGE: Rule = Rule {
        name: "private-file-in-image",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile copies the whole folder, with a kubeconfig, a key, a login or a dump in it",
        why: "Whoever can pull the image can read the file: a kubeconfig opens the cluster, a dump holds the customers. Layers keep it even where a later line deletes it.",
        files: ["Dockerfile", ".dockerignore", "kubeconfig.yml"],
    };
}

/// So many names are told.
const TOLD: usize = 3;

/// Files beside the app that would go into the image and are nobody's business who pulls it.
pub(super) fn check(image: &Image<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    let Some(word) = whole(image) else { return };
    let (base, ignore) = build_context(companions, image.path);
    let ignore = ignore.map_or("", |source| source.text);
    let inner = companions.iter().filter(|source| is_private(source.path));
    let mut names: Vec<&str> = inner
        .filter_map(|source| source.path.strip_prefix(base))
        // The rule about the master key tells of it.
        .filter(|path| *path != KEY && !keeps_out(ignore, path))
        .collect();
    names.sort_unstable();
    let Some(first) = names.first() else { return };
    let more = match names.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message = format!(
        "`{}`{more} would go into the image, for everybody who can pull it",
        in_backticks(first)
    );
    let lines: Vec<String> =
        names.iter().take(TOLD).map(|name| format!("`/{}`", in_backticks(name))).collect();
    let rest = if names.len() > TOLD { " and so on" } else { "" };
    let help = format!(
        "move it out of the app's folder, or add {}{rest} to `.dockerignore`; change what an image has held",
        lines.join(", ")
    );
    image.report(word, Diagnostic::new(&PRIVATE_FILE_IN_IMAGE, message).help(help), found);
}
