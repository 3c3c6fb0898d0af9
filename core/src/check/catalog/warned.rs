//! What the API server accepts with a warning.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
