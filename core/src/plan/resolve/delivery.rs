//! Who deploys.

use super::text;
use crate::plan::{Ci, Delivery, GitOps};
use crate::spec::Spec;

pub(super) fn delivery(spec: &Spec) -> Delivery {
    let delivery = &spec.delivery;
    Delivery {
        ci: text(delivery.ci.as_ref(), "delivery.ci", "").map(|word| match word.as_str() {
            "github" => Ci::Github,
            "gitlab" => Ci::Gitlab,
            _ => Ci::None,
        }),
        branch: text(delivery.branch.as_ref(), "delivery.branch", ""),
        tests: text(delivery.tests.as_ref(), "delivery.tests", ""),
        gitops: text(delivery.gitops.as_ref(), "delivery.gitops", "").map(|word| {
            match word.as_str() {
                "argocd" => GitOps::ArgoCd,
                "argocd_fleet" => GitOps::ArgoCdFleet,
                "flux" => GitOps::Flux,
                _ => GitOps::None,
            }
        }),
        repository: text(delivery.repository.as_ref(), "delivery.repository", ""),
    }
}
