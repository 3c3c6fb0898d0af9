//! What is where in the folder, so that rules across objects need not search.

use super::context::{entries, items, text};
use super::object::Object;
use crate::yaml::Node;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// A pod or the template of one.
pub(super) struct Pod<'a> {
    /// The object that holds it.
    pub(super) object: &'a Object,
    /// The pod's spec.
    pub(super) spec: &'a Node,
    /// The way from the object's root to the spec.
    pub(super) path: &'static str,
    labels: BTreeMap<&'a str, &'a str>,
}

/// Pods by key and value of a label. One without key and value is a label that every pod has.
type Labelled<'a> = BTreeMap<(&'a str, &'a str), Vec<usize>>;

/// The objects of a folder by kind and name, and the pods by label.
pub(super) struct Index<'a> {
    /// Every object.
    pub(super) objects: &'a [Object],
    /// Every pod.
    pub(super) pods: Vec<Pod<'a>>,
    names: BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, &'a Object>>,
    spaces: BTreeMap<&'a str, Labelled<'a>>,
    /// The pods of all namespaces, put together when somebody asks for them.
    everywhere: OnceCell<Labelled<'a>>,
}

impl<'a> Index<'a> {
    /// Reads the folder once.
    pub(super) fn new(objects: &'a [Object]) -> Self {
        let mut names: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        let mut pods = Vec::new();
        let mut spaces: BTreeMap<&str, Labelled<'_>> = BTreeMap::new();
        for object in objects {
            names
                .entry((object.kind.as_str(), object.name.as_str()))
                .or_default()
                .insert(object.namespace.as_str(), object);
            if let Some(pod) = pod(object) {
                enter(spaces.entry(&object.namespace).or_default(), pods.len(), &pod);
                pods.push(pod);
            }
        }
        Self { objects, pods, names, spaces, everywhere: OnceCell::new() }
    }

    /// An object as another one names it. A missing namespace fits every namespace: it is given
    /// when the folder is applied.
    pub(super) fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&'a Object> {
        let spaces = self.names.get(&(kind, name))?;
        let exact = spaces.get(namespace).or_else(|| spaces.get(""));
        exact.or_else(|| spaces.values().next().filter(|_| namespace.is_empty())).copied()
    }

    fn everywhere(&self) -> &Labelled<'a> {
        self.everywhere.get_or_init(|| {
            let mut all = Labelled::new();
            self.pods.iter().enumerate().for_each(|(at, pod)| enter(&mut all, at, pod));
            all
        })
    }

    /// The pods that a label selector matches, in order.
    pub(super) fn selected<'s>(
        &'s self,
        namespace: &'s str,
        labels: &'s [(&'s str, &'s str)],
        expressions: &'s [Node],
    ) -> impl Iterator<Item = &'s Pod<'a>> + 's {
        let shortest = move |space: &'s Labelled<'a>| {
            let list = |key, value| space.get(&(key, value)).map_or(&[][..], Vec::as_slice);
            let lists = labels.iter().map(|(key, value)| list(*key, *value));
            lists.min_by_key(|list| list.len()).unwrap_or_else(|| list("", ""))
        };
        // A missing namespace fits every other.
        let spaces = if namespace.is_empty() {
            [Some(self.everywhere()), None]
        } else {
            [self.spaces.get(namespace), self.spaces.get("")]
        };
        let candidates = spaces.into_iter().flatten().flat_map(shortest).copied();
        candidates.filter_map(|at| self.pods.get(at)).filter(move |pod| {
            labels.iter().all(|(key, value)| pod.labels.get(key) == Some(value))
                && expressions.iter().all(|expression| fits(expression, &pod.labels))
        })
    }
}

fn enter<'a>(labelled: &mut Labelled<'a>, at: usize, pod: &Pod<'a>) {
    labelled.entry(("", "")).or_default().push(at);
    for (key, value) in &pod.labels {
        labelled.entry((key, value)).or_default().push(at);
    }
}

/// Keys and values of a map of labels.
pub(super) fn pairs<'n>(node: &'n Node, field: &str) -> Vec<(&'n str, &'n str)> {
    entries(node, field)
        .iter()
        .filter_map(|entry| Some((entry.key.as_str(), entry.value.text()?)))
        .collect()
}

/// Whether labels meet one expression of a selector.
pub(super) fn fits(expression: &Node, labels: &BTreeMap<&str, &str>) -> bool {
    let Some(key) = text(expression, "key") else { return true };
    let value = labels.get(key).copied();
    let listed = || {
        let values = items(expression, "values");
        value.is_some_and(|value| values.iter().any(|each| each.text() == Some(value)))
    };
    match text(expression, "operator") {
        Some("In") => listed(),
        Some("NotIn") => !listed(),
        Some("Exists") => value.is_some(),
        Some("DoesNotExist") => value.is_none(),
        Some(_) | None => true,
    }
}

fn pod(object: &Object) -> Option<Pod<'_>> {
    let (meta, spec, path): (&[&str], &[&str], _) = match object.kind.as_str() {
        "Pod" => (&["metadata"], &["spec"], "spec"),
        "CronJob" => (
            &["spec", "jobTemplate", "spec", "template", "metadata"],
            &["spec", "jobTemplate", "spec", "template", "spec"],
            "spec.jobTemplate.spec.template.spec",
        ),
        "Deployment"
        | "StatefulSet"
        | "DaemonSet"
        | "ReplicaSet"
        | "Job"
        | "ReplicationController" => {
            (&["spec", "template", "metadata"], &["spec", "template", "spec"], "spec.template.spec")
        }
        _ => return None,
    };
    let spec = object.root.at(spec)?;
    let labels = object.root.at(meta).map(|meta| pairs(meta, "labels")).unwrap_or_default();
    Some(Pod { object, spec, path, labels: labels.into_iter().collect() })
}
