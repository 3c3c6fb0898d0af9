//! What Linkspan says about an input: one value, painted by the terminal, the page and JSON alike.

mod example;
mod fix;
mod json;
mod remedy;
mod rule;
mod shorten;

pub use example::Example;
pub(crate) use example::Named;
pub(crate) use fix::Lines;
pub use fix::{Edit, Fix, apply};
pub use json::to_json;
pub(crate) use remedy::{Remedy, is_only_one};
pub use rule::{Listed, Mark, Rule};
pub(crate) use rule::{declare, example, explains, gather, good, rule, rules, text};
pub(crate) use shorten::{in_backticks, shorten};

use serde::Serialize;

/// How much a finding matters. The exit code of `linkspan check` follows the worst one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Hint,
    /// Works, but not as well as it could.
    Warning,
    /// Does not work, or would be refused.
    Error,
}

impl Severity {
    /// Every severity, worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Hint];

    /// The word a person reads.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What kind of fault a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// The API server (or, for `linkspan.yml`, Linkspan) would reject the input.
    Refused,
    /// The API server would accept it and print a warning.
    Warned,
    /// Accepted, but it cannot work: a reference that leads nowhere, a selector that matches nothing.
    Broken,
    /// Accepted and working, but against good practice or security.
    Risky,
    /// Right for Kubernetes, wrong for Rails.
    Rails,
}

impl Tier {
    /// Every tier, worst first.
    pub const ALL: [Self; 5] =
        [Self::Refused, Self::Warned, Self::Broken, Self::Risky, Self::Rails];

    /// The word a person reads.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Warned => "warned",
            Self::Broken => "broken",
            Self::Risky => "risky",
            Self::Rails => "rails",
        }
    }

    /// What it means, in one lower-case sentence.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Refused => "the API server (or, for `linkspan.yml`, Linkspan) rejects it",
            Self::Warned => "the API server takes it and prints a warning",
            Self::Broken => "it is accepted and cannot work",
            Self::Risky => "it is accepted and works, against good practice or security",
            Self::Rails => "it is right for Kubernetes and wrong for Rails",
        }
    }
}

/// A place in a text: both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// Line, from 1. 0 means that the place is not known.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Another place that a finding follows from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Path of the file, `/` between folders.
    pub file: String,
    /// Where in it; line 0 where that it is there, or is not, is what counts.
    #[serde(flatten)]
    pub place: Place,
    /// What stands there, in one lower-case sentence.
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// What it is a case of; its name in JSON.
    pub rule: &'static Rule,
    /// What kind of fault it is.
    pub tier: Tier,
    /// How much it matters.
    pub severity: Severity,
    /// Path of the file as it was given, `/` between folders.
    pub file: String,
    /// Where the faulty node starts.
    #[serde(flatten)]
    pub place: Place,
    /// Width of the faulty text in characters on its first line; at least 1. Only for painting.
    #[serde(skip)]
    pub width: usize,
    /// Field path in Kubernetes' syntax, such as `spec.template.spec.containers[0].image`.
    pub path: String,
    /// One lower-case sentence that says what is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Another place that it follows from, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Related>,
    /// A change that ends it, where one is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// The same as the code that finds it knows it, until the fix is made of it.
    #[serde(skip)]
    pub(crate) remedy: Option<Remedy>,
}

impl Diagnostic {
    /// A case of a rule, with its tier and severity, and without a place yet; set the rest with the methods below.
    #[must_use]
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            tier: rule.tier,
            severity: rule.severity,
            file: String::new(),
            place: Place::default(),
            width: 1,
            path: String::new(),
            message: message.into(),
            help: String::new(),
            related: None,
            fix: None,
            remedy: None,
        }
    }

    /// Matters more or less than other findings of its rule.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Is another kind of fault than other findings of its rule.
    #[must_use]
    pub fn tier(mut self, tier: Tier) -> Self {
        self.tier = tier;
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Names another place that it follows from.
    #[must_use]
    pub fn related(mut self, related: Related) -> Self {
        self.related = Some(related);
        self
    }

    /// Says what ends it, where something does for certain.
    #[must_use]
    pub(crate) fn remedy(mut self, remedy: impl Into<Option<Remedy>>) -> Self {
        self.remedy = remedy.into();
        self
    }

    /// Names the field.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// Names the file.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Names the place.
    #[must_use]
    pub fn at(mut self, place: Place, width: usize) -> Self {
        self.place = place;
        self.width = width.max(1);
        self
    }
}

/// Who said that a finding does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Allowed {
    /// A comment in the file.
    Comment,
    /// `check.rules` of a `linkspan.yml`.
    Settings,
}

/// A finding that does not count, because somebody said so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// The finding.
    #[serde(flatten)]
    pub diagnostic: Diagnostic,
    /// Who said so.
    pub by: Allowed,
    /// Why; empty where settings say so.
    pub reason: String,
}

/// All findings of one run, worst first within a file, files in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that do not count.
    pub suppressed: Vec<Suppressed>,
}

impl Report {
    /// Whether anything of severity error was found.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|each| each.severity == severity).count()
    }

    /// The worst severity that was found.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.diagnostics.iter().map(|each| each.severity).max()
    }

    /// Takes over the findings of another run.
    pub fn extend(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
        self.suppressed.extend(other.suppressed);
    }

    /// Orders by file, then place, then severity and rule, and drops exact repeats.
    pub fn sort(&mut self) {
        self.diagnostics.sort_by(order);
        self.diagnostics.dedup();
        self.suppressed.sort_by(|a, b| order(&a.diagnostic, &b.diagnostic));
        self.suppressed.dedup();
    }
}

fn order(a: &Diagnostic, b: &Diagnostic) -> std::cmp::Ordering {
    (&a.file, a.place, b.severity, a.rule, &a.message)
        .cmp(&(&b.file, b.place, a.severity, b.rule, &b.message))
}
