//! Which findings are listed, and in what order.

use super::Checker;
use linkspan_core::diagnostic::{Diagnostic, Severity};
use std::cmp::Reverse;

/// So many findings are drawn at first, and more at each wish.
pub(crate) const DRAWN: usize = 200;

/// What a finding has to be to be listed; nothing lists all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// So bad.
    pub(crate) severity: Option<Severity>,
    /// Of this rule.
    pub(crate) rule: Option<String>,
    /// In this file.
    pub(crate) file: Option<String>,
}

impl Filter {
    fn takes(&self, each: &Diagnostic) -> bool {
        self.severity.is_none_or(|severity| each.severity == severity)
            && self.rule.as_ref().is_none_or(|rule| each.rule.name == rule)
            && self.file.as_ref().is_none_or(|file| each.file == *file)
    }
}

impl Checker {
    /// Indexes of the findings that are listed: the worst first, then by file and place.
    pub(crate) fn listed(&self) -> Vec<usize> {
        let all = self.found.all();
        let listed = all.iter().enumerate().filter(|(_, each)| self.filter.takes(each));
        let mut listed: Vec<(usize, Severity)> =
            listed.map(|(index, each)| (index, each.severity)).collect();
        listed.sort_by_key(|(index, severity)| (Reverse(*severity), *index));
        listed.into_iter().map(|(index, _)| index).collect()
    }
}
