//! What is accepted and works, against good practice or security.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
