//! What manifests are checked for.

use super::outside::Outside;
use crate::facts::{Kubernetes, Rails};

/// What to check for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The version whose API server judges.
    pub kubernetes: Kubernetes,
    /// What is known to be in the cluster: see [`outside`](super::outside()).
    pub outside: Vec<Outside>,
    /// The app's version of Rails, where a spec says it.
    pub rails: Option<Rails>,
    /// The Dockerfile of which the pods' image is one stage, and the name of that stage, where a spec says it.
    pub target: Option<(String, String)>,
}
