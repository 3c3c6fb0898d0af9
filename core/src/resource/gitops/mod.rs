//! What follows the git repository: objects of Argo CD or Flux, and the kustomizations that they build.

mod argocd;
mod flux;
mod kustomization;

use super::{BASE, JOBS, RELEASE};
use crate::bundle::Bundle;
use crate::plan::{GitOps, Plan};

/// Applied once, by a person: they live in the namespace of Argo CD or Flux.
const FOLDER: &str = "config/gitops";

/// After all other manifests, which it names.
pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    match plan.delivery.gitops.value {
        GitOps::None => {}
        GitOps::ArgoCd => {
            kustomization::whole(plan, bundle);
            argocd::application(plan, bundle);
        }
        GitOps::ArgoCdFleet => {
            kustomization::whole(plan, bundle);
            argocd::application_set(plan, bundle);
        }
        GitOps::Flux => {
            kustomization::in_two(plan, bundle);
            flux::add(plan, bundle);
        }
    }
}
