//! A rule: what a finding is a case of.

use super::{Severity, Tier};
use serde::{Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;

/// A rule of the checker. Each stands beside the code that finds it, declared by `rules!`.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name, such as `unknown-field`.
    pub name: &'static str,
    /// The tier of its findings.
    pub tier: Tier,
    /// The severity of its findings, unless one says otherwise or settings do.
    pub severity: Severity,
    /// One lower-case sentence: what is wrong where this is found.
    pub says: &'static str,
    /// Why it matters: what happens to a person who leaves it.
    pub why: &'static str,
    /// What other tools call it, such as `kube-score/pod-probes` or `kube-linter/latest-tag`.
    pub aliases: &'static [&'static str],
    /// What else is to be known of its findings.
    pub marks: &'static [Mark],
    /// Only `rules!` writes it, so that a rule outside of every list does not compile.
    #[doc(hidden)]
    pub listed: Listed,
}

/// That a rule stands in the list of its file.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Listed(pub(crate) ());

/// What is to be known of the findings of a rule, wherever they are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// They speak of what is written, so they hold in a document that breaks off too.
    Certain,
    /// They speak of what cannot even be read: the API server reads before it judges.
    Reading,
    /// They speak of the schema of a kind.
    Schema,
    /// The API server looks for it only where the schema is kept.
    AfterSchema,
    /// A kustomization may set right what they find.
    Completed,
    /// They stand in no line that a comment could be written to.
    NoLine,
    /// They follow from files of the app: a comment in `linkspan.yml` speaks of them only to whoever has those.
    OfApp,
}

impl Rule {
    /// Whether it has a mark.
    #[must_use]
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

impl PartialEq<str> for Rule {
    fn eq(&self, name: &str) -> bool {
        self.name == name
    }
}

impl PartialOrd for Rule {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rule {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name.cmp(other.name)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// Declares the rule of a folder, whose example stands beside it as `good.yml` and `bad.diff`; see [`rules!`].
macro_rules! rule {
    ($($rule:tt)+) => { $crate::diagnostic::declare! { beside, $($rule)+ } };
}

/// Declares the rules of a file, whose examples stand in `examples/NAME/`, and lists them as `RULES` and
/// `EXAMPLES`. A list that no room takes up does not compile, neither does a rule that is written by hand.
macro_rules! rules {
    ($($rules:tt)+) => { $crate::diagnostic::declare! { below, $($rules)+ } };
}

/// A text that explains, in programs that explain: the others are smaller without it.
pub(crate) const fn explains(text: &'static str) -> &'static str {
    if cfg!(feature = "texts") { text } else { "" }
}

/// What [`rule!`] and [`rules!`] have in common.
macro_rules! declare {
    ($place:ident, $(
        $vis:vis const $constant:ident: Rule = Rule {
            name: $name:literal,
            tier: $tier:ident,
            severity: $severity:ident,
            says: $says:expr,
            why: $why:expr,
            $(aliases: [$($alias:expr),* $(,)?],)?
            $(marks: [$($mark:ident),* $(,)?],)?
            $(files: $files:tt,)?
            $(example: $none:ident,)?
        };
    )+) => {
        $(
            #[doc = $says]
            $vis const $constant: $crate::diagnostic::Rule = $crate::diagnostic::Rule {
                name: $name,
                tier: $crate::diagnostic::Tier::$tier,
                severity: $crate::diagnostic::Severity::$severity,
                says: $crate::diagnostic::explains($says),
                why: $crate::diagnostic::explains($why),
                aliases: &[$($($alias),*)?],
                marks: &[$($($crate::diagnostic::Mark::$mark),*)?],
                listed: $crate::diagnostic::Listed(()),
            };
        )+

        #[doc = "The rules of this file."]
        #[deny(dead_code, reason = "a rule that is in no list cannot be explained")]
        pub(crate) const RULES: &[&$crate::diagnostic::Rule] = &[$(&$constant),+];

        #[doc = "The examples of these rules, apart from them, so that a program can leave them out."]
        #[deny(dead_code, reason = "an example that is in no list is not tested")]
        pub(crate) const EXAMPLES: &[$crate::diagnostic::Named] = &[$(
            ($name, $crate::diagnostic::example!($place, $name, $($files)? $($none)?)),
        )+];
    };
}

/// The example of a rule: manifests, other files, or none where only a file or a cluster can show it.
macro_rules! example {
    ($place:ident, $name:literal, none) => { None };
    ($place:ident, $name:literal, $([$($file:literal),+])?) => {
        Some($crate::diagnostic::Example {
            good: $crate::diagnostic::good!($place, $name, $($($file)+)?),
            edit: $crate::diagnostic::text!($place, $name, "bad.diff"),
        })
    };
}

/// The good example as one text.
macro_rules! good {
    ($place:ident, $name:literal,) => { $crate::diagnostic::text!($place, $name, "good.yml") };
    ($place:ident, $name:literal, $($file:literal)+) => {
        concat!($("# file: ", $file, "\n", $crate::diagnostic::text!($place, $name, $file)),+)
    };
}

/// A file of an example.
macro_rules! text {
    (beside, $name:literal, $file:literal) => {
        include_str!($file)
    };
    (below, $name:literal, $file:literal) => {
        include_str!(concat!("examples/", $name, "/", $file))
    };
}

/// Lists the rules and the examples of a room by the files that declare them.
macro_rules! gather {
    ($($($file:ident)::+),+ $(,)?) => {
        #[doc = "The rules of this room, by file."]
        pub(crate) const ALL: &[&[&$crate::diagnostic::Rule]] = &[$($($file)::+::RULES),+];

        #[doc = "The examples of this room, by file."]
        pub(crate) const ALL_EXAMPLES: &[&[$crate::diagnostic::Named]] =
            &[$($($file)::+::EXAMPLES),+];
    };
}

pub(crate) use {declare, example, gather, good, rule, rules, text};
