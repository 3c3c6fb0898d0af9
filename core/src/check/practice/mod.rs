//! What is accepted and works, against good practice or security. Each rule looks at
//! one pod, one object, or what the folder says about a pod, which [`relations`] gathers once.

mod account;
mod api;
mod budget;
mod exposure;
mod finder;
mod host;
mod image;
mod job;
mod namespace;
mod network;
mod pod;
mod port;
mod rbac;
mod relations;
mod replicas;
mod resources;
mod rollout;
mod root;
mod security;

#[cfg(test)]
mod tests;

use super::Options;
use super::index::Index;
use crate::diagnostic::{Diagnostic, folders};
use finder::Finder;
use relations::Relations;

folders! {
    command_without_shell,
    impatient_liveness,
    readiness_probe,
    secret_newline;
    account, api, budget, exposure, host, image, job, namespace, network, port, rbac, replicas, resources, rollout, root, security
}

/// Judges the folder by practice.
pub(super) fn check(index: &Index<'_>, options: &Options, found: &mut Vec<Diagnostic>) {
    let relations = Relations::new(index);
    let mut finder = Finder::new(found);
    for object in index.objects {
        api::check(&mut finder, object, options.kubernetes);
        namespace::check(&mut finder, object);
        match object.kind.as_str() {
            "CronJob" => job::cron_job(&mut finder, object),
            "DaemonSet" | "Deployment" | "StatefulSet" => rollout::check(&mut finder, object),
            "Ingress" => exposure::ingress(&mut finder, object),
            "Job" => job::job(&mut finder, object),
            "PodDisruptionBudget" => budget::check(&mut finder, object),
            "Role" | "ClusterRole" => rbac::role(&mut finder, object),
            "RoleBinding" | "ClusterRoleBinding" => rbac::binding(&mut finder, object),
            "Secret" => secret_newline::check(&mut finder, object),
            "Service" => exposure::service(&mut finder, object),
            _ => {}
        }
    }
    for pod in &index.pods {
        account::check(&mut finder, pod, index);
        command_without_shell::check(&mut finder, pod);
        host::check(&mut finder, pod);
        image::check(&mut finder, pod);
        network::check(&mut finder, pod, &relations);
        port::check(&mut finder, pod);
        readiness_probe::check(&mut finder, pod, &relations);
        impatient_liveness::check(&mut finder, pod);
        replicas::check(&mut finder, pod, &relations);
        resources::check(&mut finder, pod, &relations);
        root::check(&mut finder, pod);
        security::check(&mut finder, pod, index, options.kubernetes);
    }
}
