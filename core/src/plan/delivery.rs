//! Who deploys.

use super::{Ci, Decided, GitOps, Plan};

/// Releases without a person at a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whose workflow.
    pub ci: Decided<Ci>,
    /// The branch that is released.
    pub branch: Decided<String>,
    /// Whether the workflow checks out submodules.
    pub submodules: Decided<bool>,
    /// File of the tests that a release waits for; empty for none.
    pub tests: Decided<String>,
    /// What follows the git repository.
    pub gitops: Decided<GitOps>,
    /// Its address.
    pub repository: Decided<String>,
}

impl Plan {
    /// The program that puts the image onto the nodes in place of a push to a registry, which nothing would pull from.
    #[must_use]
    pub fn loads_image(&self) -> Option<&'static str> {
        let delivery = &self.delivery;
        let by_hand = delivery.ci.value == Ci::None && delivery.gitops.value == GitOps::None;
        let is_here = by_hand && !self.private.value && !self.build.is_published();
        self.provider.value.loads.filter(|_| is_here)
    }
}
