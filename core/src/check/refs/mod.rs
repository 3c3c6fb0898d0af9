//! References across objects. What is not in the folder may still be in the cluster: a warning.
//! What is in the folder and lacks the part that is named: an error.

mod budget;
mod certificate;
mod config;
mod deploy_script;
mod gateway;
mod host;
mod ingress;
mod monitor;
mod namespace;
mod overlap;
mod pod;
mod policy;
mod port;
mod postgres;
mod quota;
mod rbac;
mod replicas;
mod rollout;
mod route;
mod scale;
mod secret;
mod selector;
mod service;
mod spread;
mod stateful_set;

pub(super) use replicas::Sizes;
pub(super) use rollout::claim;

use super::context::{Context, Spot};
use super::index::Index;
use super::object::Object;
use super::{Options, Source};
use crate::diagnostic::{Diagnostic, gather, rules};
use crate::field::nearest;
use crate::yaml::Node;

gather! {
    self, budget, config, deploy_script, gateway, monitor, namespace, overlap, policy, port, quota, rollout, route, scale, secret, selector, service, spread, stateful_set
}

rules! {
    pub(crate) const MISSING_REFERENCE: Rule = Rule {
        name: "missing-reference",
        tier: Broken,
        severity: Warning,
        says: "an object that is named is not in the folder",
        why: "Unless the cluster has it already, pods wait for it for ever or the route leads nowhere.",
        aliases: ["kube-linter/non-existent-service-account", "kube-linter/dangling-ingress"],
    };
}

/// Names that are looked through for one that a person may have meant.
const NEAR: usize = 200;

/// Judges every reference of the folder.
pub(super) fn check(
    index: &Index<'_>,
    sizes: &Sizes<'_>,
    companions: &[Source<'_>],
    options: &Options,
    found: &mut Vec<Diagnostic>,
) {
    let version = options.kubernetes;
    let mut missing = secret::Missing::default();
    for pod in &index.pods {
        let mut context = Context::new(pod.object, version, found);
        context.path.field(pod.path);
        pod::check(&mut context, pod, index, &mut missing);
    }
    for object in index.objects {
        let mut context = Context::new(object, version, found);
        match object.kind.as_str() {
            "Service" => service::check(&mut context, object, index),
            "PodDisruptionBudget" => budget::check(&mut context, object, index, sizes),
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
            "StatefulSet" => stateful_set::check(&mut context, object, index, sizes),
            "PersistentVolumeClaim" => config::claim(&mut context, object, index),
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
        rollout::check(&mut context, object, index, sizes);
    }
    budget::twice(index, version, found);
    scale::twice(index, version, found);
    overlap::check(index, version, found);
    namespace::check(index, version, found);
    quota::check(index, sizes, version, found);
    deploy_script::check(index, companions, found);
}

/// The items of a list somewhere below a node.
fn list<'n>(node: &'n Node, path: &[&str]) -> &'n [Node] {
    node.at(path).map_or(&[][..], Node::items)
}

/// Reports an object that is neither here nor known elsewhere; says whether it is there.
fn expect(
    context: &mut Context<'_>,
    index: &Index<'_>,
    [kind, namespace, name]: [&str; 3],
    node: &Node,
    path: &str,
) -> bool {
    if name.is_empty() || index.has(kind, namespace, name) {
        return true;
    }
    let message = format!("there is no {kind} `{name}` in this folder");
    let help = missing(index, kind, name);
    let diagnostic = Diagnostic::new(&MISSING_REFERENCE, message).help(help);
    context.push(diagnostic, Spot::from(node), path);
    false
}

/// What to do about an object that is not here.
fn missing(index: &Index<'_>, kind: &str, name: &str) -> String {
    let names = index.of_kind(kind).take(NEAR).map(|each| each.name.as_str());
    match nearest(name, names) {
        Some(near) => format!(
            "did you mean `{near}`? or make sure that the cluster has a {kind} of this name"
        ),
        None => format!(
            "add it, mend the name, or make sure that the cluster has a {kind} of this name"
        ),
    }
}

/// The object with this kind, namespace and name, or a warning that it is not here.
fn lookup<'i>(
    context: &mut Context<'_>,
    index: &Index<'i>,
    [kind, namespace, name]: [&str; 3],
    node: &Node,
    path: &str,
) -> Option<&'i Object> {
    expect(context, index, [kind, namespace, name], node, path);
    index.find(kind, namespace, name)
}
