//! Fields that take one of a few words: the enum, its words and what the form calls them are one list, so that a word
//! that nobody thought of does not compile where it is matched.

use super::Choice;

/// The words of a field, as an enum.
pub trait Choices: Copy + Eq + 'static {
    /// The first of them.
    const FIRST: Self;
    /// Every one, in the order of the form.
    const ALL: &'static [Self];
    /// Their words and labels, in the same order.
    const CHOICES: &'static [Choice];

    /// As written in the spec.
    fn word(self) -> &'static str;

    /// The one that is written so.
    #[must_use]
    fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|each| each.word() == word)
    }
}

/// Declares such an enum: each variant with its word in the spec and its label in the form.
macro_rules! choices {
    (
        $(#[$about:meta])*
        pub enum $name:ident {
            $(#[$first_doc:meta])* $first:ident = $first_word:literal, $first_label:literal;
            $($(#[$doc:meta])* $variant:ident = $word:literal, $label:literal;)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(#[$first_doc])* $first,
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// As written in the spec.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                }
            }
        }

        impl $crate::field::Choices for $name {
            const FIRST: Self = Self::$first;
            const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];
            const CHOICES: &'static [$crate::field::Choice] = &[
                $crate::field::Choice { value: $first_word, label: $first_label },
                $($crate::field::Choice { value: $word, label: $label },)*
            ];

            fn word(self) -> &'static str {
                Self::word(self)
            }
        }
    };
}

pub(super) use choices;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::{self, Accepts, Default};

    #[test]
    fn a_word_is_read_as_it_is_written() {
        for each in field::LogStore::ALL {
            assert_eq!(field::LogStore::read(each.word()), Some(*each));
        }
        assert_eq!(field::LogStore::read("paper"), None);
        let words: Vec<&str> = field::Via::CHOICES.iter().map(|choice| choice.value).collect();
        assert_eq!(words, ["gateway", "ingress", "load_balancer", "none"]);
    }

    #[test]
    fn a_default_is_one_of_the_words() {
        for field in field::fields() {
            if let (Accepts::Choice(choices), Default::Value(word)) = (field.accepts, field.default)
            {
                assert!(choices.iter().any(|choice| choice.value == word), "{}", field.path);
            }
        }
    }
}
