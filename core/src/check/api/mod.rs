//! What the API server asks beyond the schema. A rule belongs to a definition of the schema table
//! and is applied wherever the walk meets one: a container in a Pod or in the template of a
//! CronJob is judged by the same function.

mod annotation;
mod budget;
mod container;
mod data;
mod deprecated;
mod dns;
mod environment;
mod failure;
mod field;
mod gateway;
mod hpa;
mod ingress;
mod job;
mod mount;
mod network;
mod number;
mod overlap;
mod persistent;
mod pod;
mod probe;
mod projection;
mod quota;
mod rbac;
mod resources;
mod restart;
mod route;
mod schedule;
mod scheduling;
mod security;
mod selector;
mod service;
pub(super) mod shared;
mod source;
mod storage;
mod volume;
mod windows;
mod workload;

pub(super) use data::decode;

use super::context::Context;
use crate::diagnostic::gather;
use crate::yaml::Node;

gather! {
    budget, container, data, deprecated, dns, environment, gateway, hpa, ingress, job, mount, network, overlap, pod, probe, quota, rbac, resources, scheduling, security, selector, service, shared, storage, windows, workload
}

/// Judges a node of one definition; the path of the context leads to it.
pub(super) type Judge = fn(&mut Context<'_>, &Node);

const DEFINITIONS: &[(&str, Judge)] = &[
    ("apps.v1.DaemonSetSpec", workload::daemon_set),
    ("apps.v1.DeploymentSpec", workload::deployment),
    ("apps.v1.ReplicaSetSpec", workload::replica_set),
    ("apps.v1.StatefulSetSpec", workload::stateful_set),
    ("autoscaling.v1.HorizontalPodAutoscalerSpec", hpa::spec),
    ("autoscaling.v2.HPAScalingPolicy", hpa::policy),
    ("autoscaling.v2.HPAScalingRules", hpa::scaling),
    ("autoscaling.v2.HorizontalPodAutoscalerSpec", hpa::spec),
    ("autoscaling.v2.MetricSpec", hpa::metric),
    ("batch.v1.CronJobSpec", job::cron_job),
    ("batch.v1.JobSpec", job::job),
    ("batch.v1.JobTemplateSpec", job::template),
    ("coordination.v1.LeaseSpec", quota::lease),
    ("core.v1.AppArmorProfile", security::app_armor),
    ("core.v1.ConfigMap", data::config_map),
    ("core.v1.ConfigMapEnvSource", environment::source_name),
    ("core.v1.ConfigMapKeySelector", environment::key_selector),
    ("core.v1.Container", container::container),
    ("core.v1.ContainerPort", container::port),
    ("core.v1.EndpointSubset", quota::endpoints),
    ("core.v1.EphemeralContainer", container::ephemeral),
    ("core.v1.EnvFromSource", environment::from),
    ("core.v1.EnvVar", environment::variable),
    ("core.v1.EnvVarSource", environment::value_from),
    ("core.v1.FileKeySelector", environment::file_key),
    ("core.v1.HostAlias", dns::alias),
    ("core.v1.KeyToPath", source::key_to_path),
    ("core.v1.LifecycleHandler", probe::lifecycle),
    ("core.v1.LimitRangeSpec", quota::limits),
    ("core.v1.NamespaceSpec", quota::namespace),
    ("core.v1.NodeSelectorTerm", scheduling::node_term),
    ("core.v1.PersistentVolume", deprecated::of_object),
    ("core.v1.PersistentVolumeClaim", storage::of_claim),
    ("core.v1.PersistentVolumeClaimSpec", storage::claim),
    ("core.v1.PersistentVolumeClaimTemplate", storage::of_template),
    ("core.v1.PersistentVolumeSpec", persistent::spec),
    ("core.v1.Pod", pod::pod),
    ("core.v1.PodAffinityTerm", scheduling::affinity_term),
    ("core.v1.PodDNSConfig", dns::config),
    ("core.v1.PodSecurityContext", security::pod),
    ("core.v1.PodSpec", pod::spec),
    ("core.v1.PodTemplateSpec", pod::template),
    ("core.v1.PreferredSchedulingTerm", scheduling::weight),
    ("core.v1.Probe", probe::probe),
    ("core.v1.ReplicationControllerSpec", workload::controller),
    ("core.v1.ResourceQuotaSpec", quota::spec),
    ("core.v1.ResourceRequirements", resources::container),
    ("core.v1.SeccompProfile", security::seccomp),
    ("core.v1.Secret", data::secret),
    ("core.v1.SecretEnvSource", environment::source_name),
    ("core.v1.SecretKeySelector", environment::key_selector),
    ("core.v1.SecurityContext", security::container),
    ("core.v1.Service", service::service),
    ("core.v1.ServiceAccount", deprecated::of_object),
    ("core.v1.ServiceSpec", service::spec),
    ("core.v1.Toleration", scheduling::toleration),
    ("core.v1.TopologySpreadConstraint", scheduling::spread),
    ("core.v1.Volume", volume::volume),
    ("core.v1.WeightedPodAffinityTerm", scheduling::weight),
    ("core.v1.WindowsSecurityContextOptions", windows::options),
    ("gateway.Addresses", gateway::address),
    ("gateway.BackendRef", route::backend),
    ("gateway.BackendRefs", route::backend),
    ("gateway.Cors", route::cors),
    ("gateway.Filters", route::filter),
    ("gateway.Fraction", route::fraction),
    ("gateway.GRPCRouteSpec", route::grpc),
    ("gateway.GatewaySpec", gateway::spec),
    ("gateway.HTTPRouteBackendRefs", route::backend),
    ("gateway.HTTPRouteFilters", route::filter),
    ("gateway.HTTPRoutePath", route::path),
    ("gateway.HTTPRouteRules", route::rule),
    ("gateway.HTTPRouteSpec", route::http),
    ("gateway.Infrastructure", gateway::infrastructure),
    ("gateway.Method", route::method),
    ("gateway.Path", route::new_path),
    ("gateway.RequestMirror", route::mirror),
    ("gateway.Rules", route::grpc_rule),
    ("gateway.Timeouts", route::timeouts),
    ("gateway.Tls", gateway::tls),
    ("meta.v1.LabelSelector", selector::selector),
    ("meta.v1.LabelSelectorRequirement", selector::requirement),
    ("networking.v1.HTTPIngressPath", ingress::path),
    ("networking.v1.IPBlock", network::block),
    ("networking.v1.Ingress", ingress::ingress),
    ("networking.v1.IngressBackend", ingress::backend),
    ("networking.v1.IngressClassSpec", ingress::class),
    ("networking.v1.IngressRule", ingress::rule),
    ("networking.v1.IngressSpec", ingress::spec),
    ("networking.v1.IngressTLS", ingress::tls),
    ("networking.v1.NetworkPolicyPeer", network::peer),
    ("networking.v1.NetworkPolicyPort", network::port),
    ("networking.v1.NetworkPolicySpec", network::spec),
    ("policy.v1.PodDisruptionBudgetSpec", budget::spec),
    ("rbac.v1.ClusterRole", rbac::cluster_role),
    ("rbac.v1.ClusterRoleBinding", rbac::cluster_role_binding),
    ("rbac.v1.Role", rbac::role),
    ("rbac.v1.RoleBinding", rbac::role_binding),
    ("scheduling.v1.PriorityClass", quota::priority),
    ("storage.v1.StorageClass", persistent::class),
];

/// The names of the definitions that have a rule.
#[cfg(test)]
pub(super) const NAMES: [&str; DEFINITIONS.len()] = {
    let mut names = [""; DEFINITIONS.len()];
    let mut at = 0;
    while at < DEFINITIONS.len() {
        names[at] = DEFINITIONS[at].0;
        at += 1;
    }
    names
};

/// The rule of a definition.
pub(super) fn of(name: &str) -> Option<Judge> {
    DEFINITIONS.iter().find(|(owner, _)| *owner == name).map(|(_, rule)| *rule)
}
