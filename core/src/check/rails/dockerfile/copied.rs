//! What goes into an image that the whole folder is copied into, and what `.dockerignore` keeps out.

use crate::check::rails::dockerfile::Image;
use crate::check::shell::Word;

/// The key of the credentials.
pub(in crate::check::rails) const KEY: &str = "config/master.key";

/// Where the whole folder is copied from the machine.
pub(in crate::check::rails) fn whole<'i>(image: &'i Image<'_>) -> Option<&'i Word> {
    let instructions = image.stages.iter().flat_map(|stage| &stage.instructions);
    let copies = instructions.filter(|each| matches!(each.keyword.as_str(), "COPY" | "ADD"));
    copies.filter(|each| each.reads_context()).find_map(|each| {
        let mut words = each.plain();
        words.next().filter(|word| matches!(word.text.trim_matches(['[', ',']), "." | "./"))
    })
}

/// Whether the last pattern that fits a path leaves it out.
pub(in crate::check::rails) fn keeps_out(text: &str, path: &str) -> bool {
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
