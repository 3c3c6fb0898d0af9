//! References across objects. What is not in the folder may still be in the cluster: a warning.
//! What is in the folder and lacks the part that is named: an error.
//!
//! A folder a rule, with its example and its tests. The files beside them follow the references of a kind, and
//! call the rules that may be broken on the way.

mod autoscaler_request;
mod backend_port;
mod blocked_drain;
mod certificate;
mod claim;
mod config;
mod fixed_replicas;
mod gateway;
mod governing_service;
mod host;
mod ingress;
mod missing_key;
mod missing_listener;
mod missing_namespace;
mod missing_reference;
mod missing_secret;
mod missing_target;
mod monitor;
mod monitor_port;
mod overlapping_selectors;
mod pod;
mod policy;
mod policy_port;
mod port;
mod postgres;
mod probe_port;
mod quota;
mod quota_request;
mod rbac;
mod reference_grant;
mod replicas;
mod route;
mod scale;
mod script_name;
mod secret;
mod selects_nothing;
mod service;
mod share;
mod small_quota;
mod spread_selector;
mod stuck_rollout;
mod target_port;
mod trigger_variable;
mod two_autoscalers;
mod two_budgets;
mod unattached_route;

pub(super) use claim::exclusive_claim;
pub(super) use replicas::Sizes;

use super::context::Context;
use super::index::Index;
use super::options::Options;
use super::source::Source;
use crate::diagnostic::{Diagnostic, gather};

gather! {
    autoscaler_request,
    backend_port,
    blocked_drain,
    fixed_replicas,
    governing_service,
    missing_key,
    missing_listener,
    missing_namespace,
    missing_reference,
    missing_secret,
    missing_target,
    monitor_port,
    overlapping_selectors,
    policy_port,
    probe_port,
    quota_request,
    reference_grant,
    script_name,
    selects_nothing,
    small_quota,
    spread_selector,
    stuck_rollout,
    target_port,
    trigger_variable,
    two_autoscalers,
    two_budgets,
    unattached_route,
}

/// Judges every reference of the folder.
pub(super) fn check(
    index: &Index<'_>,
    sizes: &Sizes<'_>,
    companions: &[Source<'_>],
    options: &Options,
    found: &mut Vec<Diagnostic>,
) {
    let version = options.kubernetes;
    let mut missing = missing_secret::Missing::default();
    for pod in &index.pods {
        let mut context = Context::new(pod.object, version, found);
        context.path.field(pod.path);
        pod::check(&mut context, pod, index, &mut missing);
    }
    for object in index.objects {
        let mut context = Context::new(object, version, found);
        match object.kind.as_str() {
            "Service" => service::check(&mut context, object, index),
            "PodDisruptionBudget" => {
                let selector = object.root.at(&["spec", "selector"]);
                selects_nothing::of_pods(&mut context, object, selector, "spec.selector", index);
                blocked_drain::check(&mut context, object, index, sizes);
            }
            "NetworkPolicy" => policy::check(&mut context, object, index),
            "HorizontalPodAutoscaler" => scale::autoscaler(&mut context, object, index),
            "ScaledObject" => scale::scaled_object(&mut context, object, index),
            "TriggerAuthentication" | "ClusterTriggerAuthentication" => {
                scale::authentication(&mut context, object, index, &mut missing);
            }
            "Ingress" => ingress::check(&mut context, object, index, &mut missing),
            "Gateway" => gateway::check(&mut context, object, index, &mut missing),
            "HTTPRoute" | "GRPCRoute" => route::check(&mut context, object, index),
            "RoleBinding" | "ClusterRoleBinding" => rbac::check(&mut context, object, index),
            "ServiceAccount" => pod::account(&mut context, object, index, &mut missing),
            "StatefulSet" => {
                claim::templates(&mut context, object, index);
                governing_service::check(&mut context, object, index, sizes);
            }
            "PersistentVolumeClaim" => claim::check(&mut context, object, index),
            "ServiceMonitor" | "PodMonitor" => monitor::check(&mut context, object, index),
            "Certificate" | "Issuer" | "ClusterIssuer" => {
                certificate::check(&mut context, object, index, &mut missing);
            }
            "ExternalSecret" => secret::store(&mut context, object, index),
            "Cluster" | "Pooler" | "Database" | "ScheduledBackup" => {
                postgres::check(&mut context, object, index, &mut missing);
            }
            "ConfigMap" => host::config_map(&mut context, object, index),
            _ => {}
        }
        stuck_rollout::check(&mut context, object, index, sizes);
    }
    two_budgets::check(index, version, found);
    two_autoscalers::check(index, version, found);
    overlapping_selectors::check(index, version, found);
    missing_namespace::check(index, version, found);
    quota::check(index, sizes, version, found);
    script_name::check(index, companions, found);
}
