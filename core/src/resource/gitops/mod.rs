//! What follows the git repository: objects of Argo CD or Flux, and the kustomizations that they build.

mod argocd;
mod flux;
mod kustomization;

use super::{BASE, JOBS, RELEASE};
use crate::plan::{GitOps, Plan};
use crate::resource::Objects;
use serde::Serialize;

/// An object of Argo CD or Flux.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<T> {
    api_version: &'static str,
    kind: &'static str,
    metadata: Metadata,
    spec: T,
}

#[derive(Serialize)]
struct Metadata {
    name: String,
    /// Empty for the one that kubectl uses.
    #[serde(skip_serializing_if = "str::is_empty")]
    namespace: &'static str,
}

/// Applied once, by a person: they live in the namespace of Argo CD or Flux.
const FOLDER: &str = "config/gitops";

/// After all other manifests, which it names.
pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    match plan.delivery.gitops.value {
        GitOps::None => {}
        GitOps::ArgoCd | GitOps::ArgoCdFleet => {
            kustomization::whole(plan, bundle);
            if plan.environment.is_none() {
                argocd::add(plan, bundle);
            }
        }
        GitOps::Flux => {
            kustomization::in_two(plan, bundle);
            flux::add(plan, bundle);
        }
    }
}

/// One object of Argo CD makes an Application of each environment; Flux has a folder for each, as it follows
/// from inside the cluster that it changes.
pub(super) fn add_environments(plans: &[Plan], bundle: &mut Objects<'_>) {
    match plans.first().map(|plan| plan.delivery.gitops.value) {
        Some(GitOps::ArgoCd | GitOps::ArgoCdFleet) => argocd::add_environments(plans, bundle),
        Some(GitOps::None | GitOps::Flux) | None => {}
    }
}
