//! What manifests are checked for.

use super::outside::Outside;
use crate::facts::Kubernetes;

/// What to check for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The version whose API server judges.
    pub kubernetes: Kubernetes,
    /// What is known to be in the cluster: see [`outside`](super::outside()).
    pub outside: Vec<Outside>,
}
