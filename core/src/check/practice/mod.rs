//! What is accepted and works, against good practice or security. Each rule looks at
//! one pod, one object, or what the folder says about a pod, which [`relations`] gathers once.

mod budget_size;
mod command_without_shell;
mod cpu_request;
mod cron_deadline;
mod cron_overlap;
mod default_account;
mod default_namespace;
mod deprecated_api;
mod eviction_policy;
mod exposed_service;
mod external_ip;
mod finder;
mod host;
mod image;
mod impatient_liveness;
mod ingress_tls;
mod job_ttl;
mod memory_limit;
mod network_isolation;
mod nginx_snippet;
mod old_account_field;
mod pod;
mod port;
mod rbac;
mod readiness_probe;
mod relations;
mod replicas;
mod revision_history;
mod secret_newline;
mod security;
mod update_strategy;
mod writable_root;

#[cfg(test)]
mod tests;

use super::Options;
use super::context::entries;
use super::index::Index;
use super::object::Object;
use crate::diagnostic::{Diagnostic, gather};
use finder::Finder;
use relations::Relations;

gather! {
    budget_size,
    command_without_shell,
    cpu_request,
    cron_deadline,
    cron_overlap,
    default_account,
    default_namespace,
    deprecated_api,
    eviction_policy,
    exposed_service,
    external_ip,
    host,
    image,
    impatient_liveness,
    ingress_tls,
    job_ttl,
    memory_limit,
    network_isolation,
    nginx_snippet,
    old_account_field,
    port,
    rbac,
    readiness_probe,
    replicas,
    revision_history,
    secret_newline,
    security,
    update_strategy,
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
            "Role" | "ClusterRole" => rbac::role(&mut finder, object),
            "RoleBinding" | "ClusterRoleBinding" => rbac::binding(&mut finder, object),
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
        host::check(&mut finder, pod);
        image::check(&mut finder, pod);
        impatient_liveness::check(&mut finder, pod);
        memory_limit::check(&mut finder, pod, &relations);
        network_isolation::check(&mut finder, pod, &relations);
        old_account_field::check(&mut finder, pod);
        port::check(&mut finder, pod);
        readiness_probe::check(&mut finder, pod, &relations);
        replicas::check(&mut finder, pod, &relations);
        security::check(&mut finder, pod, index, options.kubernetes);
        writable_root::check(&mut finder, pod);
    }
}

/// The annotations of an object.
fn annotations(object: &Object) -> impl Iterator<Item = (&str, &str)> {
    let metadata = object.root.get("metadata");
    let all = metadata.map_or(&[][..], |metadata| entries(metadata, "annotations"));
    all.iter().map(|entry| (entry.key.as_str(), entry.value.text().unwrap_or_default()))
}
