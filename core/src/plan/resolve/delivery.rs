//! Who deploys.

use super::{choice, flag, text};
use crate::plan::Delivery;
use crate::spec::Spec;

pub(super) fn delivery(spec: &Spec) -> Delivery {
    let delivery = &spec.delivery;
    Delivery {
        ci: choice(delivery.ci.as_ref(), "delivery.ci"),
        branch: text(delivery.branch.as_ref(), "delivery.branch", ""),
        submodules: flag(delivery.submodules, "delivery.submodules"),
        tests: text(delivery.tests.as_ref(), "delivery.tests", ""),
        gitops: choice(delivery.gitops.as_ref(), "delivery.gitops"),
        repository: text(delivery.repository.as_ref(), "delivery.repository", ""),
    }
}
