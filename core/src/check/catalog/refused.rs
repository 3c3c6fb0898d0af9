//! What the API server rejects.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
