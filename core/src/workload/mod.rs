//! The kinds that run pods: what each means, and the one way to its pods, in YAML with places and in JSON alike.

use crate::yaml::Node;
use serde_json::Value;

/// A kind that runs pods, or the pod itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Its kind.
    pub kind: &'static str,
    /// The API that it is in, as of every version that we know.
    pub api: &'static str,
    /// Where its pods are described.
    pub pod: Pods,
    /// What becomes of its pods.
    pub run: Run,
    /// Whether it stays until somebody deletes it, and is written by people: no run, and nothing that another makes.
    pub is_deployed: bool,
    /// Whether `spec.replicas` says how many pods there are, and autoscalers write it.
    pub is_scaled: bool,
    /// Whether it finds its pods by `spec.selector`, which people write.
    pub selects: bool,
    /// The pods that are ready, in its status.
    pub ready: &'static str,
}

/// What becomes of the pods of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// They run until they are replaced, and a change of the template replaces them step by step.
    RolledOut,
    /// They run until somebody ends them.
    Always,
    /// They run to an end.
    ToAnEnd,
}

/// Where the pods of an object are described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pods {
    /// It is one.
    Itself,
    /// In its template.
    Template,
    /// In the template of the Jobs that it makes.
    OfJobs,
}

/// A controller of apps that is written by people and rolls out.
const ROLLED_OUT: Workload = Workload {
    kind: "",
    api: "apps/v1",
    pod: Pods::Template,
    run: Run::RolledOut,
    is_deployed: true,
    is_scaled: true,
    selects: true,
    ready: "/status/readyReplicas",
};

/// Every one, in the order in which they are applied: what others may need first.
pub const ALL: [Workload; 8] = [
    Workload { kind: "StatefulSet", ..ROLLED_OUT },
    Workload { kind: "Deployment", ..ROLLED_OUT },
    Workload { kind: "DaemonSet", is_scaled: false, ready: "/status/numberReady", ..ROLLED_OUT },
    Workload { kind: "ReplicaSet", run: Run::Always, is_deployed: false, ..ROLLED_OUT },
    Workload {
        kind: "ReplicationController",
        api: "v1",
        run: Run::Always,
        is_deployed: false,
        selects: false,
        ..ROLLED_OUT
    },
    Workload {
        kind: "Job",
        api: "batch/v1",
        run: Run::ToAnEnd,
        is_deployed: false,
        is_scaled: false,
        selects: false,
        ready: "/status/ready",
        ..ROLLED_OUT
    },
    Workload {
        kind: "CronJob",
        api: "batch/v1",
        pod: Pods::OfJobs,
        run: Run::ToAnEnd,
        is_scaled: false,
        selects: false,
        ready: "",
        ..ROLLED_OUT
    },
    Workload {
        kind: "Pod",
        api: "v1",
        pod: Pods::Itself,
        run: Run::Always,
        is_deployed: false,
        is_scaled: false,
        selects: false,
        ready: "",
    },
];

/// What a kind means, if it runs pods.
#[must_use]
pub fn workload(kind: &str) -> Option<&'static Workload> {
    ALL.iter().find(|each| each.kind == kind)
}

/// Whether `spec.replicas` of a kind says how many pods there are.
#[must_use]
pub fn is_scaled(kind: &str) -> bool {
    workload(kind).is_some_and(|workload| workload.is_scaled)
}

impl Workload {
    /// The group of its API; empty for the core group.
    #[must_use]
    pub fn group(&self) -> &'static str {
        self.api.split_once('/').map_or("", |(group, _)| group)
    }

    /// Whether a change replaces its pods step by step, so that a release waits for the new ones.
    #[must_use]
    pub fn is_rolled_out(&self) -> bool {
        self.run == Run::RolledOut
    }

    /// Whether its pods end by themselves.
    #[must_use]
    pub fn ends(&self) -> bool {
        self.run == Run::ToAnEnd
    }
}

impl Pods {
    /// The keys from the object to what is as a pod: it has metadata and a spec.
    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Itself => &[],
            Self::Template => &["spec", "template"],
            Self::OfJobs => &["spec", "jobTemplate", "spec", "template"],
        }
    }

    /// The way from the object to the metadata of its pods, as findings write it.
    #[must_use]
    pub const fn metadata_path(self) -> &'static str {
        match self {
            Self::Itself => "metadata",
            Self::Template => "spec.template.metadata",
            Self::OfJobs => "spec.jobTemplate.spec.template.metadata",
        }
    }

    /// The way from the object to the spec of its pods, as findings write it.
    #[must_use]
    pub const fn spec_path(self) -> &'static str {
        match self {
            Self::Itself => "spec",
            Self::Template => "spec.template.spec",
            Self::OfJobs => "spec.jobTemplate.spec.template.spec",
        }
    }

    /// The pointer to what decides about the pods, all of it: for a CronJob the template of its Jobs.
    #[must_use]
    pub const fn made_at(self) -> &'static str {
        match self {
            Self::Itself => "",
            Self::Template => "/spec/template",
            Self::OfJobs => "/spec/jobTemplate",
        }
    }

    /// The pod, or the template of pods, in an object that was read with places.
    #[must_use]
    pub fn of_node(self, object: &Node) -> Option<&Node> {
        object.at(self.keys())
    }

    /// The same in an object of the cluster.
    #[must_use]
    pub fn of_value(self, object: &Value) -> Option<&Value> {
        self.keys().iter().try_fold(object, |value, key| value.get(key))
    }
}

/// Where the pods of an object are described. Kinds that are not known, such as those of other projects, have them where
/// most have them.
#[must_use]
pub fn pods_of(object: &Value) -> Pods {
    let kind = object.get("kind").and_then(Value::as_str).unwrap_or_default();
    workload(kind).map_or(Pods::Template, |workload| workload.pod)
}

/// The pod, or the template of pods, in an object of the cluster; nothing for what runs none.
#[must_use]
pub fn template(object: &Value) -> Option<&Value> {
    pods_of(object).of_value(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;
    use serde_json::json;

    #[test]
    fn the_ways_to_a_pod_are_the_same() {
        for pods in [Pods::Itself, Pods::Template, Pods::OfJobs] {
            let keys = pods.keys();
            let to = |last: &str| [keys, &[last]].concat().join(".");
            assert_eq!(pods.spec_path(), to("spec"));
            assert_eq!(pods.metadata_path(), to("metadata"));
            let whole = format!("/{}", keys.join("/"));
            assert!(whole.starts_with(pods.made_at()), "{whole}");
        }
    }

    #[test]
    fn every_kind_has_its_pods() {
        for (kind, object) in [
            ("Pod", json!({"metadata": {}, "spec": {"x": 1}})),
            ("Deployment", json!({"spec": {"template": {"spec": {"x": 1}}}})),
            ("StatefulSet", json!({"spec": {"template": {"spec": {"x": 1}}}})),
            ("Job", json!({"spec": {"template": {"spec": {"x": 1}}}})),
            (
                "CronJob",
                json!({"spec": {"jobTemplate": {"spec": {"template": {"spec": {"x": 1}}}}}}),
            ),
            ("Rollout", json!({"spec": {"template": {"spec": {"x": 1}}}})),
        ] {
            let mut value = object.clone();
            value["kind"] = kind.into();
            assert_eq!(template(&value).unwrap()["spec"], json!({"x": 1}), "{kind}");
            let (documents, _) = yaml::read(&value.to_string());
            let root = documents.first().and_then(|each| each.root.as_ref()).unwrap();
            let node = pods_of(&value).of_node(root).unwrap();
            assert_eq!(node.at(&["spec", "x"]).and_then(Node::text), Some("1"), "{kind}");
        }
        assert_eq!(template(&json!({"kind": "ConfigMap", "data": {}})), None);
    }
}
