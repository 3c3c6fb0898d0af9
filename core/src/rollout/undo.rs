//! Back to what served before.

use super::json;
use super::release::running_revision;
use crate::workload::{pods_of, workload};
use serde_json::Value;

/// The pods of a workload before a release touched it.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    /// Their template; for a CronJob the template of its Jobs.
    pub template: Value,
    /// The revision that they ran, where it is known.
    pub revision: Option<String>,
    /// Whether any of them served; waiting for them to serve again makes sense then only.
    pub served: bool,
}

/// Remembers a live workload. For a Deployment it is the ReplicaSet whose pods serve: after a release
/// that was cut off, the Deployment's own template may be the one that never worked.
#[must_use]
pub fn before(live: &Value, replica_sets: &[Value]) -> Option<Before> {
    let serving = |set: &&Value| json::int(set, "/status/availableReplicas") > 0;
    let number = |set: &Value| {
        json::annotation(set, "deployment.kubernetes.io/revision").parse::<u64>().unwrap_or(0)
    };
    let set = replica_sets
        .iter()
        .filter(|set| json::is_owned_by(set, live))
        .filter(serving)
        .max_by_key(|set| (json::int(set, "/status/availableReplicas"), number(set)));
    let (source, served) = match (json::kind(live), set) {
        ("Deployment", Some(set)) => (set, true),
        ("Deployment", None) => (live, false),
        (kind, _) => (
            live,
            workload(kind).is_none_or(|it| !it.is_rolled_out() || json::int(live, it.ready) > 0),
        ),
    };
    let mut template = source.pointer(template_at(live))?.clone();
    // The ReplicaSet's own mark: with it the Deployment would make another ReplicaSet.
    if let Some(Value::Object(labels)) = template.pointer_mut("/metadata/labels") {
        labels.remove("pod-template-hash");
    }
    if let Some(Value::Object(metadata)) = template.pointer_mut("/metadata") {
        metadata.remove("creationTimestamp");
    }
    let mut shown = live.clone();
    if let Some(place) = shown.pointer_mut(template_at(live)) {
        place.clone_from(&template);
    }
    Some(Before { revision: running_revision(&shown), template, served })
}

impl Before {
    /// The object that brings them back: as the bundle has it, with the pods from before. Applied by
    /// the same field manager, so that every field stays the bundle's.
    #[must_use]
    pub fn put_back(&self, wanted: &Value) -> Value {
        let mut object = wanted.clone();
        if let Some(place) = object.pointer_mut(template_at(wanted)) {
            place.clone_from(&self.template);
        }
        object
    }

    /// Whether the pods of an object are others than these.
    #[must_use]
    pub fn differs(&self, live: &Value) -> bool {
        let mut template = live.pointer(template_at(live)).cloned().unwrap_or_default();
        if let Some(Value::Object(metadata)) = template.pointer_mut("/metadata") {
            metadata.remove("creationTimestamp");
        }
        template != self.template
    }
}

fn template_at(object: &Value) -> &'static str {
    pods_of(object).made_at()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template(image: &str, hash: Option<&str>) -> Value {
        let mut labels = json!({"app": "web"});
        if let Some(hash) = hash {
            labels["pod-template-hash"] = hash.into();
        }
        json!({"metadata": {"labels": labels, "creationTimestamp": null},
            "spec": {"containers": [{"name": "web", "image": image}]}})
    }

    fn set(number: &str, image: &str, available: i64) -> Value {
        json!({"kind": "ReplicaSet",
            "metadata": {"ownerReferences": [{"uid": "d"}],
                "annotations": {"deployment.kubernetes.io/revision": number}},
            "spec": {"template": template(image, Some("h"))},
            "status": {"availableReplicas": available}})
    }

    #[test]
    fn a_deployment_goes_back_to_the_pods_that_serve() {
        let live = json!({"kind": "Deployment", "metadata": {"uid": "d"},
            "spec": {"template": template("shop:r3", None)}});
        for (sets, revision, served) in [
            (vec![], "r3", false),
            (vec![set("3", "shop:r3", 2)], "r3", true),
            (vec![set("2", "shop:r2", 2), set("3", "shop:r3", 0)], "r2", true),
            (vec![set("9", "shop:r9", 1), set("10", "shop:r10", 1)], "r10", true),
            (vec![json!({"metadata": {}, "status": {"availableReplicas": 5}})], "r3", false),
        ] {
            let before = before(&live, &sets).unwrap();
            assert_eq!((before.revision.as_deref(), before.served), (Some(revision), served));
            assert_eq!(before.template, {
                let mut plain = template(&format!("shop:{revision}"), None);
                plain["metadata"].as_object_mut().unwrap().remove("creationTimestamp");
                plain
            });
            assert_eq!(before.differs(&live), revision != "r3");
        }
    }

    #[test]
    fn all_but_the_pods_stays_the_bundles() {
        let before = Before { template: template("shop:r1", None), revision: None, served: true };
        let wanted = json!({"kind": "Deployment", "spec": {"replicas": 3,
            "template": template("shop:r2", None)}});
        let back = before.put_back(&wanted);
        assert_eq!(back["spec"]["replicas"], 3);
        assert_eq!(back["spec"]["template"], template("shop:r1", None));
    }
}
