//! In which order a bundle is applied.

use super::migrated::is_after;
use super::revision::is_unreleased;
use super::{json, manifest::Manifest};
use crate::workload::{self, workload};
use serde_json::Value;

/// The steps of a release, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The namespace, without which nothing else can be tried.
    Namespace,
    /// What a release needs: accounts, settings, volumes, services, data stores.
    Base,
    /// The migration: nothing after it happens unless it succeeds.
    Gate,
    /// What runs the release's image.
    Release,
    /// What points at the release: routes, budgets, scaling, monitoring.
    Routes,
    /// Steps of the migration that wait until the new pods serve.
    After,
    /// What a person starts: consoles, tasks, and what is set up once a cluster. Never applied.
    OnDemand,
}

/// The folder of what runs once or on demand.
const JOBS: &str = "jobs";
/// The folder of what is set up once a cluster.
const LOGGING: &str = "logging";
/// The folder of the workflow's user, whom an administrator makes.
const ACCESS: &str = "access";

/// The step that an object belongs to, by its file and by what it is before a revision is written
/// into it.
pub(super) fn stage(file: &str, object: &Value) -> Stage {
    let folder = file.rsplit('/').nth(1).unwrap_or_default();
    if folder == JOBS {
        let is_gate = json::kind(object) == "Job" && json::component(object) == "migrate";
        return if !is_gate {
            Stage::OnDemand
        } else if is_after(object) {
            Stage::After
        } else {
            Stage::Gate
        };
    }
    if folder == LOGGING || folder == ACCESS {
        return Stage::OnDemand;
    }
    match json::kind(object) {
        "Namespace" => Stage::Namespace,
        // A data store does not wait for the migration: the migration needs it.
        kind if workload(kind).is_some() => {
            if is_unreleased(object) {
                Stage::Release
            } else {
                Stage::Base
            }
        }
        "Ingress"
        | "HTTPRoute"
        | "GRPCRoute"
        | "Gateway"
        | "HorizontalPodAutoscaler"
        | "PodDisruptionBudget"
        | "ScaledObject"
        | "PodMonitor"
        | "ServiceMonitor"
        | "Probe"
        | "PrometheusRule" => Stage::Routes,
        _ => Stage::Base,
    }
}

/// Within a step: what others refer to comes first. Kinds that we do not know come after what they
/// may need and before what may need them.
fn rank(object: &Value) -> usize {
    const FIRST: &[&str] = &[
        "PriorityClass",
        "StorageClass",
        "CustomResourceDefinition",
        "ResourceQuota",
        "LimitRange",
        "ServiceAccount",
        "Role",
        "ClusterRole",
        "RoleBinding",
        "ClusterRoleBinding",
        "NetworkPolicy",
        "ConfigMap",
        "Secret",
        "PersistentVolume",
        "PersistentVolumeClaim",
    ];
    const LAST: &[&str] = &[
        "Gateway",
        "Ingress",
        "HTTPRoute",
        "GRPCRoute",
        "PodDisruptionBudget",
        "HorizontalPodAutoscaler",
    ];
    let kind = json::kind(object);
    let workloads = workload::ALL.iter().map(|each| each.kind);
    let known = FIRST.iter().copied().chain(["", "Service"]);
    let mut known = known.chain(workloads).chain(LAST.iter().copied());
    known.position(|each| each == kind).unwrap_or(FIRST.len())
}

/// Sorts objects by step, then by kind; those of one kind stay as they stood.
pub(super) fn sort(manifests: &mut [Manifest]) {
    manifests.sort_by_cached_key(|each| (each.stage, rank(&each.object), each.file.clone()));
}

#[cfg(test)]
mod tests {
    use super::super::manifest::manifests;
    use super::*;
    use crate::check::Source;

    fn order(files: &[(&str, &str, &str)]) -> Vec<(Stage, String)> {
        let texts: Vec<(String, String)> = files
            .iter()
            .map(|(file, kind, image)| {
                let text = format!(
                    "apiVersion: v1\nkind: {kind}\nmetadata:\n  name: x\n  labels:\n    app.kubernetes.io/component: {}\nspec:\n  image: {image}\n",
                    file.rsplit('/').next().unwrap().trim_end_matches(".yml")
                );
                ((*file).to_owned(), text)
            })
            .collect();
        let sources: Vec<Source<'_>> =
            texts.iter().map(|(path, text)| Source { path, text }).collect();
        let mut all = manifests(&sources);
        sort(&mut all);
        all.iter().map(|each| (each.stage, each.id().kind)).collect()
    }

    #[test]
    fn what_is_needed_comes_first() {
        let found = order(&[
            ("config/kube/web-budget.yml", "PodDisruptionBudget", ""),
            ("config/kube/jobs/migrate.yml", "Job", "a:unreleased"),
            ("config/kube/jobs/task.yml", "Job", "a:unreleased"),
            ("config/kube/jobs/console.yml", "Pod", "a:unreleased"),
            ("config/kube/release/web.yml", "Deployment", "a:unreleased"),
            ("config/kube/release/nightly.yml", "CronJob", "a:unreleased"),
            ("config/kube/redis.yml", "StatefulSet", "valkey:8"),
            ("config/kube/ingress.yml", "Ingress", ""),
            ("config/kube/web-service.yml", "Service", ""),
            ("config/kube/secrets.yml", "ExternalSecret", ""),
            ("config/kube/env.yml", "ConfigMap", ""),
            ("config/kube/service-account.yml", "ServiceAccount", ""),
            ("config/kube/namespace.yml", "Namespace", ""),
        ]);
        let words: Vec<String> =
            found.iter().map(|(stage, kind)| format!("{stage:?} {kind}")).collect();
        assert_eq!(
            words,
            [
                "Namespace Namespace",
                "Base ServiceAccount",
                "Base ConfigMap",
                "Base ExternalSecret",
                "Base Service",
                "Base StatefulSet",
                "Gate Job",
                "Release Deployment",
                "Release CronJob",
                "Routes Ingress",
                "Routes PodDisruptionBudget",
                "OnDemand Job",
                "OnDemand Pod",
            ]
        );
    }
}
