//! Who deploys, and when.

use super::{Section, field, section};
use crate::field::Default::{Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const DELIVERY: Section = section(
    "delivery",
    "Delivery",
    "Releases by CI or by git, without a person at a terminal.",
    &[
        field(
            "delivery.ci",
            "Continuous delivery",
            "Writes a CI workflow that deploys each commit of the branch, and once a week builds on a new base image. With several environments it deploys the first; a person starts the others.",
            Accepts::Choice(Ci::CHOICES),
            Value("none"),
            Guide::Delivery,
        ),
        field(
            "delivery.branch",
            "Branch",
            "The branch whose commits are released.",
            Accepts::Text,
            Value("main"),
            Guide::Delivery,
        ),
        field(
            "delivery.tests",
            "Tests",
            "The file whose tests a release waits for: in .github/workflows, with `workflow_call` among its events, or in .gitlab, with jobs of the stage `test`.",
            Accepts::Text,
            Nothing,
            Guide::Delivery,
        ),
        field(
            "delivery.submodules",
            "Git submodules",
            "The workflow checks out submodules too; those of other repositories need a login for them.",
            Accepts::Bool,
            Value("false"),
            Guide::Delivery,
        ),
        field(
            "delivery.gitops",
            "GitOps",
            "Argo CD or Flux in the cluster follows the git repository and applies releases, instead of deploy.sh.",
            Accepts::Choice(GitOps::CHOICES),
            Value("none"),
            Guide::Delivery,
        ),
        field(
            "delivery.repository",
            "Git repository",
            "Where Argo CD or Flux finds the app's repository.",
            Accepts::Repository,
            Nothing,
            Guide::Delivery,
        ),
    ],
);

choices! {
    /// Whose workflow is written.
    pub enum Ci {
        /// Nobody's.
        None = "none", "none";
        /// GitHub Actions.
        Github = "github", "GitHub Actions";
        /// GitLab CI.
        Gitlab = "gitlab", "GitLab CI";
    }
}

choices! {
    /// What follows the git repository.
    pub enum GitOps {
        /// Nothing: deploy.sh deploys.
        None = "none", "none";
        /// Argo CD, an Application.
        ArgoCd = "argocd", "Argo CD, one cluster";
        /// Argo CD, an ApplicationSet for several clusters.
        ArgoCdFleet = "argocd_fleet", "Argo CD, several clusters";
        /// Flux.
        Flux = "flux", "Flux";
    }
}
