//! What can happen in the checker.

use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake::{Answer, Gathered};
use std::rc::Rc;

/// The pane of the checker that a small screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sheet {
    /// The text.
    #[default]
    Text,
    /// The findings.
    Findings,
    /// The files.
    Files,
}

impl Sheet {
    /// The value of `data-pane`.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Findings => "findings",
            Self::Files => "texts",
        }
    }
}

/// Where somebody is at work, and so where the focus stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// In the text.
    Text,
    /// In the list of findings.
    List,
}

/// What can happen in the checker.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Checking {
    /// The shown file was typed into.
    Type(String),
    /// Files from a dialog, a drop or a long paste are added.
    Take(Rc<Gathered>),
    /// The bundle of the generator takes the place of all files.
    Bundle,
    /// Manifests with faults take the place of all files.
    Example,
    /// One more, empty file.
    Add,
    /// The shown file is taken out.
    Remove,
    /// All files are taken out.
    Clear,
    /// A file is shown.
    Show(String),
    /// This version judges.
    Version(Kubernetes),
    /// The texts were judged.
    Found(Rc<Answer>),
    /// They cannot be judged.
    Broken,
    /// They are judged once more.
    Again,
    /// Nobody typed for a while: the next edit is a step of its own.
    Settle,
    /// The finding with this index is shown in the text.
    Finding(usize),
    /// The caret stands on this line, from 1.
    Caret(usize),
    /// The explanation of the rule of this finding is opened or closed.
    Explain(usize),
    /// The finding with this index is fixed.
    Fix(usize, From),
    /// The chosen finding is fixed.
    FixHere,
    /// Everything is fixed that has a fix.
    FixAll,
    /// Another pane of a small screen.
    Sheet(Sheet),
}
