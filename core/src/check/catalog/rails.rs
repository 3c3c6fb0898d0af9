//! What is right for Kubernetes and wrong for Rails.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
