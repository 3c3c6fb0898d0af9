//! A value and where it came from.

use crate::field::{self, Default, Guide};
use std::sync::Arc;

/// Who decided a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The spec says so.
    Set,
    /// The field's default.
    Default,
    /// Worked out from other fields.
    Derived,
    /// Always so: no field changes it.
    Fixed,
}

impl Origin {
    /// As shown beside a line.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Set => "set by you",
            Self::Default => "default",
            Self::Derived => "worked out",
            Self::Fixed => "always so",
        }
    }
}

/// Why a line stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Who decided.
    pub origin: Origin,
    /// Path of the spec's field; empty where no field has a say.
    pub field: String,
    /// One or two sentences.
    pub why: String,
    /// The guide's section.
    pub guide: Guide,
}

impl Reason {
    /// A reason that no field changes.
    #[must_use]
    pub fn fixed(guide: Guide, why: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { origin: Origin::Fixed, field: String::new(), why: why.into(), guide })
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided<T> {
    /// What was decided.
    pub value: T,
    /// Path of the field that decides it.
    pub field: String,
    /// Who decided.
    pub origin: Origin,
}

impl<T> Decided<T> {
    /// Set by the spec at this field.
    #[must_use]
    pub fn set(field: impl Into<String>, value: T) -> Self {
        Self { value, field: field.into(), origin: Origin::Set }
    }

    /// Worked out from others.
    #[must_use]
    pub fn derived(field: impl Into<String>, value: T) -> Self {
        Self { value, field: field.into(), origin: Origin::Derived }
    }

    /// The same decision about another form of the value.
    #[must_use]
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Decided<U> {
        Decided { value: change(self.value), field: self.field, origin: self.origin }
    }

    /// The reason, from the field's own help.
    #[must_use]
    pub fn reason(&self) -> Arc<Reason> {
        self.because("")
    }

    /// The reason, led by a sentence of its own.
    #[must_use]
    pub fn because(&self, sentence: &str) -> Arc<Reason> {
        let field = field::find(&self.field);
        let mut why = String::from(sentence);
        if let Some(field) = field {
            if !why.is_empty() {
                why.push(' ');
            }
            why.push_str(field.help);
            if let (Origin::Derived, Default::Derived(how)) = (self.origin, field.default) {
                why.push_str(" Worked out: ");
                why.push_str(how);
                why.push('.');
            }
        }
        let guide = field.map_or(Guide::Cluster, |field| field.guide);
        Arc::new(Reason { origin: self.origin, field: self.field.clone(), why, guide })
    }
}
