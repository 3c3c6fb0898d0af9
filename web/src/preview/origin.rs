//! Who said what decides a line.

use linkspan_core::plan::{Origin, Reason};
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// The spec, and as it came.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Source {
    /// As it is.
    pub(crate) draft: Rc<Draft>,
    /// As it came.
    pub(crate) base: Rc<Draft>,
    /// Where it came from, if not from the person who looks at it.
    pub(crate) from: Option<From>,
}

/// Where a spec came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A preset.
    Preset,
    /// A link.
    Link,
}

impl Source {
    /// What is said of a reason: only what a person set is set by them.
    pub(super) fn words(&self, reason: &Reason) -> &'static str {
        let set = |draft: &Draft| draft.item(&reason.field).cloned();
        let is_given = reason.origin == Origin::Set
            && set(&self.draft).is_some_and(|item| set(&self.base) == Some(item));
        match self.from.filter(|_| is_given) {
            Some(From::Preset) => "set in the preset",
            Some(From::Link) => "set in the link",
            None => reason.origin.words(),
        }
    }
}
