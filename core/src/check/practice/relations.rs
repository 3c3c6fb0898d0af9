//! What the folder says about each pod: which Service leads to it, which budget guards it, which
//! policy isolates it, what scales it. Gathered once, so that no rule searches.

use super::super::context::{bool, entries, filled, given, int, items, text};
use super::super::index::{Bits, Index, Key, Pod, key, selected_by};
use super::super::object::Object;
use crate::yaml::Node;
use std::collections::{BTreeMap, BTreeSet};

/// The relations of all pods of a folder.
pub(super) struct Relations<'a> {
    served: BTreeMap<Key, &'a Object>,
    guarded: BTreeSet<Key>,
    isolated: BTreeSet<Key>,
    /// The fewest pods that an autoscaler keeps.
    scaled: BTreeMap<Key, i128>,
    policed: BTreeSet<&'a str>,
    /// Namespace and resource, with what a LimitRange gives a container that asks for nothing.
    defaults: BTreeSet<(&'a str, &'static str, &'a str)>,
}

impl<'a> Relations<'a> {
    /// Reads the folder once.
    pub(super) fn new(index: &Index<'a>) -> Self {
        let mut all = Self {
            served: BTreeMap::new(),
            guarded: BTreeSet::new(),
            isolated: BTreeSet::new(),
            scaled: BTreeMap::new(),
            policed: BTreeSet::new(),
            defaults: BTreeSet::new(),
        };
        // Many objects can select the same pods: each pod is taken up once.
        let (mut served, mut guarded, mut isolated) =
            (Bits::default(), Bits::default(), Bits::default());
        for object in index.objects {
            let Some(spec) = object.root.get("spec") else { continue };
            let kind = object.kind.as_str();
            match kind {
                "Service" if text(spec, "type") != Some("ExternalName") => {
                    let labels = selected_by(spec, "selector");
                    // One that tells of pods before they are ready is for the pods themselves.
                    let early = bool(spec, "publishNotReadyAddresses") == Some(true);
                    if early || labels.is_empty() {
                        continue;
                    }
                    let pods = fresh(index, object, &labels, &[], &mut served);
                    all.served.extend(pods.map(|pod| (pod, object)));
                }
                "PodDisruptionBudget" | "NetworkPolicy" => {
                    let field = if kind == "NetworkPolicy" { "podSelector" } else { "selector" };
                    let selector = given(spec, field);
                    let labels = selector.map_or(Vec::new(), |it| selected_by(it, "matchLabels"));
                    let expressions = selector.map_or(&[][..], |it| items(it, "matchExpressions"));
                    if kind == "NetworkPolicy" {
                        all.policed.insert(object.namespace.as_str());
                    }
                    if kind == "NetworkPolicy" {
                        all.isolated.extend(fresh(
                            index,
                            object,
                            &labels,
                            expressions,
                            &mut isolated,
                        ));
                    } else {
                        let pods = fresh(index, object, &labels, expressions, &mut guarded);
                        all.guarded.extend(pods);
                    }
                }
                "HorizontalPodAutoscaler" | "ScaledObject" => all.scaler(index, object, spec),
                "LimitRange" => all.limit_range(object, spec),
                _ => {}
            }
        }
        all
    }

    fn scaler(&mut self, index: &Index<'a>, object: &Object, spec: &Node) {
        let Some(target) = given(spec, "scaleTargetRef") else { return };
        let Some(name) = filled(target, "name") else { return };
        let kind = filled(target, "kind").unwrap_or("Deployment");
        let field = if object.kind == "ScaledObject" { "minReplicaCount" } else { "minReplicas" };
        let default = i128::from(object.kind != "ScaledObject");
        let least = int(spec, field).unwrap_or(default);
        if let Some(workload) = index.find(kind, &object.namespace, name) {
            self.scaled.entry(key(workload)).or_insert(least);
        }
    }

    fn limit_range(&mut self, object: &'a Object, spec: &'a Node) {
        for limit in items(spec, "limits") {
            if text(limit, "type") != Some("Container") {
                continue;
            }
            for field in ["default", "defaultRequest"] {
                for entry in entries(limit, field) {
                    self.defaults.insert((object.namespace.as_str(), field, entry.key.as_str()));
                }
            }
        }
    }

    /// A Service that leads to the pod.
    pub(super) fn service(&self, pod: &Pod<'_>) -> Option<&'a Object> {
        self.served.get(&key(pod.object)).copied()
    }

    /// Whether a disruption budget guards the pod.
    pub(super) fn has_budget(&self, pod: &Pod<'_>) -> bool {
        self.guarded.contains(&key(pod.object))
    }

    /// The fewest pods that the autoscaler of a workload keeps, where it has one.
    pub(super) fn least(&self, object: &Object) -> Option<i128> {
        self.scaled.get(&key(object)).copied()
    }

    /// Whether its namespace has network policies and none of them selects the pod.
    pub(super) fn is_left_open(&self, pod: &Pod<'_>) -> bool {
        self.policed.contains(pod.object.namespace.as_str())
            && !self.isolated.contains(&key(pod.object))
    }

    /// Whether a LimitRange gives containers of the namespace such a limit (`default`) or such a
    /// request (`defaultRequest`).
    pub(super) fn gives(&self, pod: &Pod<'_>, field: &'static str, resource: &str) -> bool {
        self.defaults.contains(&(pod.object.namespace.as_str(), field, resource))
    }
}

/// The pods that an object selects and none before it did.
fn fresh(
    index: &Index<'_>,
    object: &Object,
    labels: &[(&str, &str)],
    expressions: &[Node],
    taken: &mut Bits,
) -> impl Iterator<Item = Key> {
    let mut pods = index.pod_labels.set(&object.namespace, labels, expressions);
    pods.remove(taken);
    taken.add(&pods);
    pods.numbers().filter_map(|at| index.pods.get(at)).map(|pod| key(pod.object))
}
