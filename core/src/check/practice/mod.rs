//! What is accepted and works, against good practice or security. Each rule looks at
//! one pod, one object, or what the folder says about a pod, which [`relations`] gathers once.

mod budget_size;
mod cluster_admin;
mod command_without_shell;
mod cpu_request;
mod cron_deadline;
mod cron_overlap;
mod default_account;
mod default_namespace;
mod deprecated_api;
mod disruption_budget;
mod docker_socket;
mod eviction_policy;
mod exposed_service;
mod external_ip;
mod finder;
mod host;
mod image;
mod image_tag;
mod impatient_liveness;
mod ingress_tls;
mod job_ttl;
mod memory_limit;
mod network_isolation;
mod nginx_snippet;
mod old_account_field;
mod pod;
mod pod_creation;
mod pod_entry;
mod pod_security_baseline;
mod pod_security_enforced;
mod pod_security_restricted;
mod port;
mod privileged_port;
mod pull_policy;
mod rbac;
mod readiness_probe;
mod relations;
mod replicas;
mod revision_history;
mod right_escalation;
mod secret_access;
mod secret_newline;
mod security;
mod sensitive_mount;
mod shared_subject;
mod single_replica;
mod ssh_port;
mod topology_spread;
mod update_strategy;
mod wildcard_right;
mod writable_root;

#[cfg(test)]
mod tests;

use super::index::Index;
use super::object::Object;
use super::options::Options;
use crate::diagnostic::{Diagnostic, gather};
use finder::Finder;
use relations::Relations;
use replicas::Replicas;

gather! {
    budget_size,
    cluster_admin,
    command_without_shell,
    cpu_request,
    cron_deadline,
    cron_overlap,
    default_account,
    default_namespace,
    deprecated_api,
    disruption_budget,
    docker_socket,
    eviction_policy,
    exposed_service,
    external_ip,
    image_tag,
    impatient_liveness,
    ingress_tls,
    job_ttl,
    memory_limit,
    network_isolation,
    nginx_snippet,
    old_account_field,
    pod_creation,
    pod_entry,
    pod_security_baseline,
    pod_security_enforced,
    pod_security_restricted,
    privileged_port,
    pull_policy,
    readiness_probe,
    revision_history,
    right_escalation,
    secret_access,
    secret_newline,
    sensitive_mount,
    shared_subject,
    single_replica,
    ssh_port,
    topology_spread,
    update_strategy,
    wildcard_right,
    writable_root,
}

/// Judges the folder by practice.
pub(super) fn check(index: &Index<'_>, options: &Options, found: &mut Vec<Diagnostic>) {
    let relations = Relations::new(index);
    let mut finder = Finder::new(found);
    for object in index.objects {
        default_namespace::check(&mut finder, object);
        deprecated_api::check(&mut finder, object, options.kubernetes);
        match object.kind.as_str() {
            "CronJob" => {
                cron_deadline::check(&mut finder, object);
                cron_overlap::check(&mut finder, object);
            }
            "DaemonSet" | "Deployment" | "StatefulSet" => {
                revision_history::check(&mut finder, object);
                update_strategy::check(&mut finder, object);
            }
            "Ingress" => {
                ingress_tls::check(&mut finder, object);
                nginx_snippet::check(&mut finder, object);
            }
            "Job" => job_ttl::check(&mut finder, object),
            "PodDisruptionBudget" => {
                budget_size::check(&mut finder, object);
                eviction_policy::check(&mut finder, object);
            }
            "Role" | "ClusterRole" => role(&mut finder, object),
            "RoleBinding" | "ClusterRoleBinding" => {
                cluster_admin::check(&mut finder, object);
                shared_subject::check(&mut finder, object);
            }
            "Secret" => secret_newline::check(&mut finder, object),
            "Service" => {
                exposed_service::check(&mut finder, object);
                external_ip::check(&mut finder, object);
            }
            _ => {}
        }
    }
    for pod in &index.pods {
        command_without_shell::check(&mut finder, pod);
        cpu_request::check(&mut finder, pod, &relations);
        default_account::check(&mut finder, pod, index);
        docker_socket::check(&mut finder, pod);
        image_tag::check(&mut finder, pod);
        impatient_liveness::check(&mut finder, pod);
        memory_limit::check(&mut finder, pod, &relations);
        network_isolation::check(&mut finder, pod, &relations);
        old_account_field::check(&mut finder, pod);
        privileged_port::check(&mut finder, pod);
        pull_policy::check(&mut finder, pod);
        readiness_probe::check(&mut finder, pod, &relations);
        sensitive_mount::check(&mut finder, pod);
        ssh_port::check(&mut finder, pod);
        writable_root::check(&mut finder, pod);
        if let Some(replicas) = Replicas::of(pod, &relations) {
            disruption_budget::check(&mut finder, &replicas, &relations);
            single_replica::check(&mut finder, &replicas);
            topology_spread::check(&mut finder, &replicas);
        }
        let judged = security::judge(pod, index, options.kubernetes);
        pod_security_baseline::check(&mut finder, &judged);
        pod_security_enforced::check(&mut finder, &judged);
        pod_security_restricted::check(&mut finder, &judged);
    }
}

/// Rights that lead to more rights, or to all secrets.
fn role(finder: &mut Finder<'_>, object: &Object) {
    for rights in rbac::rights(object) {
        // It holds all others.
        if wildcard_right::check(finder, object, &rights) {
            continue;
        }
        pod_creation::check(finder, object, &rights);
        pod_entry::check(finder, object, &rights);
        right_escalation::check(finder, object, &rights);
        secret_access::check(finder, object, &rights);
    }
}
