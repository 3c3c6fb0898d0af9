//! What is accepted and cannot work.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
