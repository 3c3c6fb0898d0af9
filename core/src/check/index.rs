//! What is where in the folder, so that rules across objects need not search.

mod bits;
mod controlled;
mod labels;
mod made;
mod spaces;

pub(super) use bits::Bits;
pub(super) use labels::{ByLabel, Labels};
pub(super) use made::Keys;

use super::context::{entries, items, text};
use super::object::Object;
use super::outside::Outside;
use crate::workload::{Pods, workload};
use crate::yaml::Node;
use spaces::Spaces;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// A pod or the template of one.
pub(super) struct Pod<'a> {
    /// The object that holds it.
    pub(super) object: &'a Object,
    /// The pod's spec.
    pub(super) spec: &'a Node,
    /// Where the object has it.
    pub(super) pods: Pods,
    /// The way from the object's root to the spec.
    pub(super) path: &'static str,
    /// The pod's labels, those that its controller gives among them.
    pub(super) labels: Labels<'a>,
    /// Numbers that stand in variables and commands of the pod, gathered when one is asked for.
    mentioned: OnceCell<BTreeSet<&'a str>>,
}

/// Of things that one name or one selector can mean so many are looked at, so that what a folder costs does
/// not grow with the square of its size. Of more, nobody says that none fits.
pub(super) const MANY: usize = 100;

/// Whether one of some things fits, or there are too many to tell.
pub(super) fn any_of<T>(
    mut things: impl Iterator<Item = T>,
    mut fits: impl FnMut(T) -> bool,
) -> bool {
    let mut left = MANY;
    things.any(|thing| {
        left = left.saturating_sub(1);
        left == 0 || fits(thing)
    })
}

impl<'a> Pod<'a> {
    /// One of an object.
    pub(super) const fn new(
        object: &'a Object,
        spec: &'a Node,
        pods: Pods,
        labels: Labels<'a>,
    ) -> Self {
        Self { object, spec, pods, path: pods.spec_path(), labels, mentioned: OnceCell::new() }
    }

    /// Its containers, those that run beside the others from its start included.
    pub(super) fn containers(&self) -> impl Iterator<Item = &'a Node> + use<'a> {
        items(self.spec, "containers").iter().chain(items(self.spec, "initContainers"))
    }

    /// Whether a number stands by itself in a variable or in a command.
    pub(super) fn mentions(&self, number: &str) -> bool {
        let gather = || {
            let values = |container: &'a Node| {
                let values = items(container, "env").iter().filter_map(|each| text(each, "value"));
                let words = ["command", "args"].into_iter();
                let words = words.flat_map(|field| items(container, field)).filter_map(Node::text);
                values.chain(words)
            };
            let texts = self.containers().flat_map(values);
            texts
                .flat_map(|text| text.split(|each: char| !each.is_ascii_digit()))
                .filter(|number| !number.is_empty())
                .collect()
        };
        self.mentioned.get_or_init(gather).contains(number)
    }
}

/// What is known of a key of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SecretKey {
    /// It is there, or nothing says that it is not.
    Fine,
    /// The Secret has other keys.
    Missing,
    /// No such Secret is known.
    NoSecret,
}

/// Kinds of objects that can be there without a manifest; Secrets are counted apart.
const KNOWN: [&str; 8] = [
    "Service",
    "PersistentVolumeClaim",
    "ClusterIssuer",
    "Gateway",
    "PriorityClass",
    "StorageClass",
    "ClusterSecretStore",
    "SecretStore",
];

/// An object by its place in memory: names can stand twice.
pub(super) type Key = *const Object;

/// The key of an object.
pub(super) fn key(object: &Object) -> Key {
    std::ptr::from_ref(object)
}

/// The objects of a folder by kind and name, and what has labels by its labels.
pub(super) struct Index<'a> {
    /// Every object.
    pub(super) objects: &'a [Object],
    /// Every pod.
    pub(super) pods: Vec<Pod<'a>>,
    /// The labels of the pods, in the same order.
    pub(super) pod_labels: ByLabel<'a>,
    /// Every Service.
    pub(super) services: Vec<&'a Object>,
    /// Their labels, in the same order.
    pub(super) service_labels: ByLabel<'a>,
    /// By kind, then by name.
    names: BTreeMap<&'a str, BTreeMap<&'a str, Spaces<&'a str, &'a Object>>>,
    namespaces: BTreeSet<&'a str>,
    /// What the ports of Services and of containers say, by object, field and text.
    ports: BTreeSet<(Key, &'static str, &'a str)>,
    kinds: BTreeMap<&'a str, Spaces<&'a str, &'a Object>>,
    /// Those that are in the folder, are made of something in it, or are known to be in the cluster.
    secrets: BTreeMap<String, Spaces<String, Keys>>,
    /// Values of ConfigMaps by namespace and name, then by key.
    config: BTreeMap<(&'a str, &'a str), BTreeMap<&'a str, &'a Node>>,
    /// Kind and name of what is made or stands outside.
    others: BTreeMap<(&'static str, String), Spaces<String, ()>>,
}

impl<'a> Index<'a> {
    /// Reads the folder once.
    pub(super) fn new(objects: &'a [Object], outside: &[Outside]) -> Self {
        let mut index = Self {
            objects,
            pods: Vec::new(),
            pod_labels: ByLabel::default(),
            services: Vec::new(),
            service_labels: ByLabel::default(),
            names: BTreeMap::new(),
            namespaces: BTreeSet::new(),
            ports: BTreeSet::new(),
            kinds: BTreeMap::new(),
            secrets: BTreeMap::new(),
            config: BTreeMap::new(),
            others: BTreeMap::new(),
        };
        for object in objects {
            let (kind, name) = (object.kind.as_str(), object.name.as_str());
            let names = index.names.entry(kind).or_default();
            names.entry(name).or_default().add(&object.namespace, object);
            index.kinds.entry(kind).or_default().add(&object.namespace, object);
            index.namespaces.insert(&object.namespace);
            if object.kind == "Namespace" {
                index.namespaces.insert(&object.name);
            }
            if let Some(pod) = pod(object) {
                index.pod_labels.add(&object.namespace, pod.labels.clone());
                for each in pod.containers().flat_map(|container| items(container, "ports")) {
                    index.port(object, each, ["name", "containerPort"]);
                }
                index.pods.push(pod);
            }
            match object.kind.as_str() {
                "Service" => {
                    let labels = object.root.get("metadata").map(|meta| pairs(meta, "labels"));
                    index.services.push(object);
                    for each in object.root.get("spec").map_or(&[][..], |spec| items(spec, "ports"))
                    {
                        index.port(object, each, ["name", "port"]);
                    }
                    let labels = labels.unwrap_or_default().into_iter().collect();
                    index.service_labels.add(&object.namespace, labels);
                }
                "Secret" => index.secret(&object.name, &object.namespace, secret_keys(object)),
                "ConfigMap" => {
                    let values = index.config.entry((&object.namespace, name)).or_default();
                    let parts = ["data", "binaryData"].into_iter();
                    let all = parts.flat_map(|part| entries(&object.root, part));
                    values.extend(all.map(|entry| (entry.key.as_str(), &entry.value)));
                }
                _ => {}
            }
            for made in made::of(object) {
                index.known(made.kind, &object.namespace, &made.name, made.keys);
            }
        }
        for each in outside {
            index.known(each.kind, &each.namespace, &each.name, each.keys.clone());
        }
        index
    }

    fn port(&mut self, object: &'a Object, port: &'a Node, fields: [&'static str; 2]) {
        for field in fields {
            let said = text(port, field).map(|text| (key(object), field, text));
            self.ports.extend(said);
        }
    }

    fn secret(&mut self, name: &str, namespace: &str, keys: Keys) {
        self.secrets.entry(name.to_owned()).or_default().add(namespace.to_owned(), keys);
    }

    fn known(&mut self, kind: &'static str, namespace: &str, name: &str, keys: Keys) {
        if kind == "Secret" {
            self.secret(name, namespace, keys);
        } else {
            let spaces = self.others.entry((kind, name.to_owned())).or_default();
            spaces.add(namespace.to_owned(), ());
        }
    }

    /// An object as another one names it. A missing namespace fits every namespace: it is given
    /// when the folder is applied.
    pub(super) fn find(&self, kind: &str, namespace: &str, name: &str) -> Option<&'a Object> {
        self.all(kind, namespace, name).next()
    }

    /// The objects that a name can mean: more than one where the folder has several environments.
    pub(super) fn all<'s>(
        &'s self,
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        let found = self
            .names
            .get(kind)
            .and_then(|names| names.get(name))
            .map(|spaces| spaces.meeting(namespace));
        found.into_iter().flatten().copied()
    }

    /// A namespace that has an object of this kind and name.
    pub(super) fn namespace_of(&self, kind: &str, name: &str) -> Option<&str> {
        self.names.get(kind)?.get(name)?.namespaces().next()
    }

    /// A namespace that has a Secret of this name.
    pub(super) fn namespace_of_secret(&self, name: &str) -> Option<&str> {
        self.secrets.get(name)?.namespaces().next()
    }

    /// The objects of a kind.
    pub(super) fn of_kind<'s>(
        &'s self,
        kind: &str,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        self.of_kind_in(kind, "")
    }

    /// The objects of a kind that can be in a namespace.
    pub(super) fn of_kind_in<'s>(
        &'s self,
        kind: &str,
        namespace: &str,
    ) -> impl Iterator<Item = &'a Object> + use<'s, 'a> {
        let found = self.kinds.get(kind).map(|spaces| spaces.meeting(namespace));
        found.into_iter().flatten().copied()
    }

    /// Whether an object of the folder is in a namespace, or is that namespace.
    pub(super) fn has_namespace(&self, name: &str) -> bool {
        self.namespaces.contains(name)
    }

    /// Whether an object is in the folder, is made of one that is, or is known to be elsewhere.
    pub(super) fn has(&self, kind: &str, namespace: &str, name: &str) -> bool {
        if self.find(kind, namespace, name).is_some() {
            return true;
        }
        let Some(kind) = KNOWN.into_iter().find(|each| *each == kind) else { return false };
        let spaces = self.others.get(&(kind, name.to_owned()));
        spaces.is_some_and(|spaces| spaces.meeting(namespace).next().is_some())
    }

    /// The value of a key of a ConfigMap.
    pub(super) fn config_value(&self, map: &'a Object, key: &str) -> Option<&'a Node> {
        self.config.get(&(map.namespace.as_str(), map.name.as_str()))?.get(key).copied()
    }

    /// Whether a port of a Service, or of a container of a workload, says this in a field: `name`, and
    /// `port` or `containerPort`.
    pub(super) fn has_port(&self, object: &Object, field: &'static str, text: &str) -> bool {
        self.ports.contains(&(key(object), field, text))
    }

    /// What is known of a key of a Secret.
    pub(super) fn secret_key(&self, namespace: &str, name: &str, key: &str) -> SecretKey {
        let mut all = self.secret_keys(namespace, name).peekable();
        if all.peek().is_none() {
            return SecretKey::NoSecret;
        }
        let has = |keys: &Keys| keys.as_ref().is_none_or(|keys| keys.contains(key));
        if any_of(all, has) { SecretKey::Fine } else { SecretKey::Missing }
    }

    /// The keys of the Secrets that a name can mean.
    pub(super) fn secret_keys<'s>(
        &'s self,
        namespace: &str,
        name: &str,
    ) -> impl Iterator<Item = &'s Keys> + use<'s, 'a> {
        let found = self.secrets.get(name).map(|spaces| spaces.meeting(namespace));
        found.into_iter().flatten()
    }

    /// The names of the Secrets that are known.
    pub(super) fn secret_names(&self) -> impl Iterator<Item = &str> {
        self.secrets.keys().map(String::as_str)
    }

    /// The pods that a label selector matches, in order.
    pub(super) fn selected<'s>(
        &'s self,
        namespace: &'s str,
        labels: &'s [(&'s str, &'s str)],
        expressions: &'s [Node],
    ) -> impl Iterator<Item = &'s Pod<'a>> + 's {
        let found = self.pod_labels.select(namespace, labels, expressions);
        found.filter_map(|at| self.pods.get(at))
    }
}

/// Whether two namespaces can be the same: a missing one can be any.
pub(super) fn meets(one: &str, other: &str) -> bool {
    one == other || one.is_empty() || other.is_empty()
}

/// Keys and values of a map of labels.
pub(super) fn pairs<'n>(node: &'n Node, field: &str) -> Vec<(&'n str, &'n str)> {
    entries(node, field)
        .iter()
        .filter_map(|entry| Some((entry.key.as_str(), entry.value.text()?)))
        .collect()
}

/// The labels that pods are selected by: those that controllers number or make up stand for all of their kind.
pub(super) fn selected_by<'n>(node: &'n Node, field: &str) -> Vec<(&'n str, &'n str)> {
    let all = pairs(node, field).into_iter();
    all.map(|(key, value)| (key, controlled::sought(key, value))).collect()
}

/// Whether labels meet one expression of a selector.
pub(super) fn fits(expression: &Node, labels: &BTreeMap<&str, &str>) -> bool {
    let Some(key) = text(expression, "key") else { return true };
    let value = labels.get(key).copied();
    let listed = || {
        let values = items(expression, "values");
        let has = |text: &str| value == Some(controlled::sought(key, text));
        value.is_some() && values.iter().any(|each| each.text().is_some_and(has))
    };
    match text(expression, "operator") {
        Some("In") => listed(),
        // Of pods that a controller numbers, some are not listed.
        Some("NotIn") => !listed() || controlled::is(key),
        Some("Exists") => value.is_some(),
        Some("DoesNotExist") => value.is_none(),
        Some(_) | None => true,
    }
}

/// The keys of a Secret, unless the API server fills it.
fn secret_keys(object: &Object) -> Keys {
    if text(&object.root, "type") == Some("kubernetes.io/service-account-token") {
        return None;
    }
    let data = ["data", "stringData"].into_iter().flat_map(|part| entries(&object.root, part));
    Some(data.map(|entry| entry.key.to_string()).collect())
}

/// The pods of an object, if it runs some.
pub(super) fn pod(object: &Object) -> Option<Pod<'_>> {
    let pods = workload(&object.kind)?.pod;
    let template = pods.of_node(&object.root)?;
    let spec = template.get("spec")?;
    let labels = template.get("metadata").map(|meta| selected_by(meta, "labels"));
    let labels = labels.unwrap_or_default();
    let mut all: Labels<'_> = controlled::labels(object).into_iter().collect();
    all.extend(labels);
    Some(Pod::new(object, spec, pods, all))
}
