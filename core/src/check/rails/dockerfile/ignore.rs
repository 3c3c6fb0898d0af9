//! Whether `.dockerignore` keeps the master key, and what else opens something, out of an image that the whole folder is
//! copied into.

use super::super::super::Source;
use super::super::super::companion::{Companion, folder, of_kind};
use super::super::super::private::is_private;
use super::super::super::shell::Word;
use super::Image;
use crate::diagnostic::{Diagnostic, in_backticks, rules};

rules! {
    pub(crate) const KEY_IN_IMAGE: Rule = Rule {
        name: "key-in-image",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile copies the whole folder, and nothing keeps the master key out",
        why: "Whoever can pull the image can open the credentials of the app.",
        files: ["Dockerfile", ".dockerignore"],
    };
    pub(crate) const PRIVATE_FILE_IN_IMAGE: Rule = Rule {
        name: "private-file-in-image",
        tier: Rails,
        severity: Warning,
        says: "a Dockerfile copies the whole folder, and a kubeconfig, a key, a login or a dump in it",
        why: "Whoever can pull the image can read the file: a kubeconfig opens the cluster, a dump holds the customers. Layers keep it even where a later line deletes it.",
        files: ["Dockerfile", ".dockerignore", "kubeconfig.yml"],
    };
}

const KEY: &str = "config/master.key";

pub(super) fn check(image: &Image<'_>, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    let Some(word) = whole(image) else { return };
    private(image, word, companions, found);
    let base = folder(image.path);
    let mut beside = of_kind(companions, Companion::DockerIgnore);
    let message = match beside.find(|source| folder(source.path) == base) {
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

/// So many names are told.
const TOLD: usize = 3;

/// Files beside the app that would go into the image and are nobody's business who pulls it.
fn private(image: &Image<'_>, word: &Word, companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    let base = folder(image.path);
    let mut ignores = of_kind(companions, Companion::DockerIgnore);
    let ignore =
        ignores.find(|source| folder(source.path) == base).map_or("", |source| source.text);
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

/// Where the whole folder is copied from the machine.
fn whole<'i>(image: &'i Image<'_>) -> Option<&'i Word> {
    let instructions = image.stages.iter().flat_map(|stage| &stage.instructions);
    let copies = instructions.filter(|each| matches!(each.keyword.as_str(), "COPY" | "ADD"));
    copies.filter(|each| !each.words().any(|word| word.text.starts_with("--from="))).find_map(
        |each| {
            let mut words = each.plain();
            words.next().filter(|word| matches!(word.text.trim_matches(['[', ',']), "." | "./"))
        },
    )
}

/// Whether the last pattern that fits a path leaves it out.
fn keeps_out(text: &str, path: &str) -> bool {
    let mut is_out = false;
    for line in
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        let (pattern, out) = match line.strip_prefix('!') {
            Some(pattern) => (pattern, false),
            None => (line, true),
        };
        let pattern = pattern.trim_start_matches("./").trim_matches('/');
        let mut parts: Vec<&str> = pattern.split('/').collect();
        // Two of them in a row mean no more than one.
        parts.dedup_by(|one, other| *one == "**" && *other == "**");
        let path: Vec<&str> = path.split('/').collect();
        // A folder that is left out takes what is in it along.
        let fits =
            (1..=path.len()).any(|end| path.get(..end).is_some_and(|path| fits(&parts, path)));
        if fits {
            is_out = out;
        }
    }
    is_out
}

fn fits(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            fits(rest, path) || path.split_first().is_some_and(|(_, path)| fits(pattern, path))
        }
        (Some((part, rest)), Some((name, path))) => wild(part, name) && fits(rest, path),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// Whether a name fits a pattern. What stands between stars is taken as early as it comes: a later place would
/// leave less for what follows.
fn wild(pattern: &str, name: &str) -> bool {
    let mut pieces: Vec<&str> = pattern.split('*').collect();
    let last = if pieces.len() > 1 { pieces.pop() } else { None };
    let mut rest = name;
    for (at, piece) in pieces.into_iter().enumerate() {
        let found =
            if at == 0 { rest.strip_prefix(piece) } else { rest.split_once(piece).map(|it| it.1) };
        let Some(after) = found else { return false };
        rest = after;
    }
    last.map_or(rest.is_empty(), |last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_those_of_docker() {
        for (text, expect) in [
            ("config/master.key", true),
            ("/config/*.key\n", true),
            ("**/*.key", true),
            ("config", true),
            ("config/", true),
            ("*\n!config", false),
            ("config/*.key\n!config/master.key", false),
            ("*.key", false),
            ("**/**/*.key", true),
            ("*/*a*e*.*y", true),
            ("*/*a*e*.*z", false),
            ("config/m*r.key", true),
            ("config/mas*ster.key", false),
            ("# config/master.key", false),
            ("", false),
        ] {
            assert_eq!(keeps_out(text, KEY), expect, "{text}");
        }
    }
}
