//! A good example of a rule, and the one edit that makes the bad one.

/// Manifests (several documents are fine), or the text of a `linkspan.yml`. Other files, such as a Dockerfile,
/// stand below a line with their name.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Has no finding of the rule.
    pub good: &'static str,
    /// What makes the bad one of it, as a diff of one part: lines that begin with `-` go, lines that begin
    /// with `+` come, the others say where.
    pub edit: &'static str,
}

/// The name of a rule, and its example; none where only a file or a cluster can show it.
pub(crate) type Named = (&'static str, Option<Example>);

impl Example {
    /// Has a finding of the rule.
    #[must_use]
    pub fn bad(&self) -> String {
        edited(self.good, self.edit).unwrap_or_default()
    }

    /// Whether it is the text of a `linkspan.yml`.
    #[must_use]
    pub fn is_spec(&self) -> bool {
        self.good.starts_with("app:")
    }
}

/// A text after an edit; none where the edit fits nowhere or in two places.
fn edited(text: &str, edit: &str) -> Option<String> {
    let side = |other: char| -> Vec<&str> {
        let lines = edit.lines().filter(|line| !line.starts_with(other));
        lines.map(|line| line.get(1..).unwrap_or_default()).collect()
    };
    let (old, new) = (side('+'), side('-'));
    let lines: Vec<&str> = text.split('\n').collect();
    let mut places =
        (0..lines.len()).filter(|at| lines.get(*at..at + old.len()) == Some(old.as_slice()));
    let at = places.next().filter(|_| places.next().is_none() && !old.is_empty())?;
    let (before, after) = (lines.get(..at)?, lines.get(at + old.len()..)?);
    Some([before, new.as_slice(), after].concat().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_fits_in_one_place() {
        for (text, edit, expect) in [
            ("a\nb\nc\n", "-b\n", Some("a\nc\n")),
            ("a\nb\nc\n", " b\n+x\n", Some("a\nb\nx\nc\n")),
            ("a\nb\nc\n", "-a\n+x\n b\n", Some("x\nb\nc\n")),
            ("a\n\n", "-a\n+b\n\n", Some("b\n\n")),
            ("a\nb\na\n", "-a\n", None),
            ("a\n", "-b\n", None),
            ("a\n", "+b\n", None),
        ] {
            assert_eq!(edited(text, edit).as_deref(), expect, "{text:?} {edit:?}");
        }
    }
}
