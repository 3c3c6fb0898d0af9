//! What an earlier bundle left in the cluster.

use super::id::Id;
use super::json;
use crate::facts::{is_cluster_wide, keeps_data};
use crate::plan::LABEL_OWN;
use crate::workload;
use serde_json::Value;
use std::collections::BTreeSet;

/// Of what points at an app.
const ROUTES: [(&str, &str); 11] = [
    ("monitoring.coreos.com", "PodMonitor"),
    ("monitoring.coreos.com", "ServiceMonitor"),
    ("monitoring.coreos.com", "Probe"),
    ("monitoring.coreos.com", "PrometheusRule"),
    ("keda.sh", "ScaledObject"),
    ("keda.sh", "TriggerAuthentication"),
    ("autoscaling", "HorizontalPodAutoscaler"),
    ("policy", "PodDisruptionBudget"),
    ("gateway.networking.k8s.io", "HTTPRoute"),
    ("gateway.networking.k8s.io", "Gateway"),
    ("networking.k8s.io", "Ingress"),
];

/// Of what its pods need.
const NEEDED: [(&str, &str); 6] = [
    ("", "Service"),
    ("networking.k8s.io", "NetworkPolicy"),
    ("rbac.authorization.k8s.io", "RoleBinding"),
    ("rbac.authorization.k8s.io", "Role"),
    ("", "ServiceAccount"),
    ("", "ConfigMap"),
];

/// Group and kind of what may be deleted when it is no longer in the bundle, in this order. Nothing that holds data
/// or a secret, and no Job: those end by themselves, and their logs are wanted.
pub fn pruned() -> impl Iterator<Item = (&'static str, &'static str)> {
    let workloads = workload::ALL.iter().rev().filter(|each| each.is_deployed);
    let workloads = workloads.map(|each| (each.group(), each.kind));
    ROUTES.into_iter().chain(workloads).chain(NEEDED)
}

/// Group and kind of what releases took along, beside [`pruned`], as the lists among these objects name them.
#[must_use]
pub fn own_kinds(live: &[Value], app: &str) -> Vec<(String, String)> {
    let lists = live
        .iter()
        .filter(|object| json::is_ours(object, app) && json::label(object, LABEL_OWN) == "kinds");
    let rows = lists.filter_map(|list| list.get("data")?.as_object()).flatten();
    let mut kinds: Vec<(String, String)> = rows
        .map(|(key, _)| {
            let (kind, group) = key.split_once('.').unwrap_or((key, ""));
            (group.to_owned(), kind.to_owned())
        })
        .filter(|(group, kind)| {
            !keeps_data(kind)
                && !is_cluster_wide(kind)
                && !pruned().any(|each| each == (group.as_str(), kind.as_str()))
        })
        .collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

/// Whether a person wrote it and a release took it along.
fn is_own(object: &Value) -> bool {
    json::label(object, LABEL_OWN) == "true" && !keeps_data(json::kind(object))
}

/// The objects of an app that can go: made by Linkspan for it, of a kind that is safe to delete, not
/// in the bundle, and not needed by what still runs or can be gone back to.
///
/// `live` are objects of [`pruned`] kinds; `users` are all ReplicaSets, pods, Jobs and other
/// workloads of the namespace, whoever made them.
#[must_use]
pub fn left_over(app: &str, live: &[Value], kept: &[Id], users: &[Value]) -> Vec<Id> {
    let mut used = Used::default();
    users.iter().for_each(|user| used.collect(user));
    let mut found: Vec<(usize, Id)> = live
        .iter()
        .filter(|object| json::is_ours(object, app) && !is_owned(object) && !is_leaving(object))
        .filter(|object| !used.has(object) && !deletes_its_data(object))
        .map(|object| (Id::of(object), is_own(object)))
        .filter(|(id, _)| !kept.iter().any(|each| each.is_same(id)))
        .filter_map(|(id, is_own)| {
            let at = pruned().position(|(group, kind)| group == id.group() && kind == id.kind);
            // Nobody knows what one of another kind is needed by: as with routes, it points at others.
            at.or(is_own.then_some(0)).map(|at| (at, id))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

/// Made by a controller, which decides about it.
fn is_owned(object: &Value) -> bool {
    !json::list(object, "/metadata/ownerReferences").is_empty()
}

fn is_leaving(object: &Value) -> bool {
    object.pointer("/metadata/deletionTimestamp").is_some()
}

/// A StatefulSet that takes its volumes along.
fn deletes_its_data(object: &Value) -> bool {
    json::text(object, "/spec/persistentVolumeClaimRetentionPolicy/whenDeleted") == "Delete"
}

/// Names that workloads refer to.
#[derive(Default)]
struct Used {
    maps: BTreeSet<String>,
    accounts: BTreeSet<String>,
}

impl Used {
    fn has(&self, object: &Value) -> bool {
        let name = json::name(object);
        match json::kind(object) {
            "ConfigMap" => self.maps.contains(name),
            "ServiceAccount" => self.accounts.contains(name),
            _ => false,
        }
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            Value::Object(entries) => {
                for (key, value) in entries {
                    match (key.as_str(), value) {
                        ("configMapRef" | "configMapKeyRef" | "configMap", Value::Object(_)) => {
                            self.maps.insert(json::text(value, "/name").to_owned());
                        }
                        ("serviceAccountName", Value::String(name)) => {
                            self.accounts.insert(name.clone());
                        }
                        _ => self.collect(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(api: &str, kind: &str, name: &str) -> Value {
        json!({"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop",
            "labels": {"app.kubernetes.io/managed-by": "linkspan",
                "app.kubernetes.io/instance": "shop"}}})
    }

    fn with(mut object: Value, pointer: &str, key: &str, value: Value) -> Value {
        object.pointer_mut(pointer).unwrap()[key] = value;
        object
    }

    #[test]
    fn only_what_nobody_needs_goes() {
        let map = |name| object("v1", "ConfigMap", name);
        let pod = json!({"spec": {"serviceAccountName": "shop",
            "containers": [{"envFrom": [{"configMapRef": {"name": "env-used"}}]}],
            "volumes": [{"configMap": {"name": "mounted"}},
                {"projected": {"sources": [{"configMap": {"name": "projected"}}]}}]}});
        let set = json!({"spec": {"template": pod}});
        let kept = [Id::of(&object("networking.k8s.io/v1beta1", "Ingress", "web"))];
        let labels = "/metadata/labels";
        for (live, goes) in [
            (map("env-old"), true),
            (map("env-used"), false),
            (map("mounted"), false),
            (map("projected"), false),
            (object("networking.k8s.io/v1", "Ingress", "web"), false),
            (object("networking.k8s.io/v1", "Ingress", "old"), true),
            (object("apps/v1", "Deployment", "sidekiq"), true),
            (object("v1", "ServiceAccount", "shop"), false),
            (object("v1", "ServiceAccount", "old"), true),
            (object("v1", "PersistentVolumeClaim", "files"), false),
            (object("v1", "Secret", "s"), false),
            (object("v1", "Namespace", "shop"), false),
            (object("batch/v1", "Job", "shop-migrate-r1"), false),
            (object("discovery.k8s.io/v1", "EndpointSlice", "web"), false),
            (object("coordination.k8s.io/v1", "Lease", "shop-deploy"), false),
            (with(map("a"), labels, "app.kubernetes.io/managed-by", json!("Helm")), false),
            (with(map("a"), labels, "app.kubernetes.io/instance", json!("blog")), false),
            (with(map("a"), "/metadata", "ownerReferences", json!([{"uid": "1"}])), false),
            (with(map("a"), "/metadata", "deletionTimestamp", json!("x")), false),
            (object("apps/v1", "StatefulSet", "redis"), true),
            (
                with(
                    object("apps/v1", "StatefulSet", "redis"),
                    "",
                    "spec",
                    json!({"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete"}}),
                ),
                false,
            ),
        ] {
            let found =
                left_over("shop", std::slice::from_ref(&live), &kept, std::slice::from_ref(&set));
            assert_eq!(!found.is_empty(), goes, "{live}");
        }
    }

    #[test]
    fn what_points_at_others_goes_first() {
        let live = [
            object("v1", "ConfigMap", "a"),
            object("apps/v1", "Deployment", "b"),
            object("networking.k8s.io/v1", "Ingress", "c"),
        ];
        let found: Vec<String> =
            left_over("shop", &live, &[], &[]).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["Ingress c", "Deployment b", "ConfigMap a"]);
    }

    #[test]
    fn what_was_taken_along_goes_with_its_list() {
        let labels = "/metadata/labels";
        let own = |kind, name| with(object("v1", kind, name), labels, LABEL_OWN, json!("true"));
        let mut list = with(object("v1", "ConfigMap", "l"), labels, LABEL_OWN, json!("kinds"));
        list["data"] = json!({"Widget.example.com": "widgets.example.com", "ConfigMap": "configmaps",
            "Secret": "secrets", "ClusterRole.rbac.authorization.k8s.io": "x"});
        let kinds = own_kinds(std::slice::from_ref(&list), "shop");
        assert_eq!(kinds, [("example.com".to_owned(), "Widget".to_owned())]);
        let mut widget = own("Widget", "w");
        widget["apiVersion"] = json!("example.com/v1");
        let live = [list, widget, own("Secret", "s"), own("ConfigMap", "kept")];
        let kept = [Id::of(&own("ConfigMap", "kept"))];
        let found: Vec<String> =
            left_over("shop", &live, &kept, &[]).iter().map(ToString::to_string).collect();
        assert_eq!(found, ["Widget w", "ConfigMap l"]);
    }
}
