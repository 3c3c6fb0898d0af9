//! What ends a finding for certain, as the code that makes the finding knows it.

use std::borrow::Cow;

/// A change at the place of a finding. Edits are made of it where the text is at hand, and only if what stands
/// there is what the reader said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// Another name for the key that stands there.
    Rename {
        /// As it was read.
        from: Cow<'static, str>,
        /// As it has to be.
        to: Cow<'static, str>,
    },
    /// Away with the entry whose key stands there, if one before it says the same.
    RemoveRepeated,
    /// Away with the entry whose value stands there.
    Remove,
    /// Quotes around the plain scalar that stands there.
    Quote,
    /// No quotes around the scalar that stands there.
    Unquote,
    /// Another text for the scalar that stands there, in the quotes that it has.
    Write(Cow<'static, str>),
    /// A field at the head of the map that starts there.
    Add {
        /// Its name.
        key: &'static str,
        /// Its value, as it is written.
        value: &'static str,
    },
}

impl Remedy {
    /// Another name for a key.
    pub(crate) fn rename(from: &str, to: &'static str) -> Self {
        Self::Rename { from: from.to_owned().into(), to: to.into() }
    }

    /// Another text for a scalar.
    pub(crate) fn write(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Write(text.into())
    }

    /// The right name for a key, if it is most likely misspelt for this one and for no other that may stand there.
    pub(crate) fn misspelt<'n>(
        typed: &str,
        name: &'static str,
        others: impl Iterator<Item = &'n str>,
    ) -> Option<Self> {
        is_only_one(typed, name, others).then(|| Self::rename(typed, name))
    }

    /// The one of these words that differs from a text in case only.
    pub(crate) fn in_case(
        text: &str,
        words: impl IntoIterator<Item = &'static str>,
    ) -> Option<Self> {
        let mut same =
            words.into_iter().filter(|word| word.eq_ignore_ascii_case(text) && *word != text);
        let meant = same.next()?;
        same.next().is_none().then(|| Self::write(meant))
    }
}

/// Whether a word was most likely misspelt for this name and for no other.
pub(crate) fn is_only_one<'n>(
    typed: &str,
    name: &str,
    others: impl Iterator<Item = &'n str>,
) -> bool {
    let typed = typed.to_lowercase();
    let far = |name: &str| strsim::osa_distance(&typed, &name.to_lowercase());
    let distance = far(name);
    let count = typed.chars().count();
    // Of three letters, two are another word.
    let near = distance <= 2 && distance * 2 < count;
    // Each letter more or less is a step.
    let mut others =
        others.filter(|other| *other != name && other.chars().count().abs_diff(count) <= distance);
    near && others.all(|other| far(other) > distance)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_only_can_have_been_meant() {
        for (typed, name, expect) in [
            ("replcas", "replicas", true),
            ("Replicas", "replicas", true),
            ("image", "images", true),
            ("rep", "replicas", false),
            // As far from `portNames` as from `portName`.
            ("portNamex", "portName", false),
        ] {
            let others = ["replicas", "images", "portName", "portNames"];
            let remedy = Remedy::misspelt(typed, name, others.into_iter());
            assert_eq!(remedy, expect.then(|| Remedy::rename(typed, name)), "{typed}");
        }
        for (text, words, expect) in [
            ("tcp", &["TCP", "UDP"][..], Some("TCP")),
            ("TCP", &["TCP", "UDP"], None),
            ("tpc", &["TCP", "UDP"], None),
            ("any", &["Any", "ANY"], None),
            ("", &[""], None),
        ] {
            let remedy = Remedy::in_case(text, words.iter().copied());
            assert_eq!(remedy, expect.map(Remedy::write), "{text}");
        }
    }
}
