//! The variables of a container, with those that ConfigMaps and Secrets give it.

use super::context::{filled, given, items};
use super::index::{Index, Pod, SecretKey, any_of};
use super::object::Object;
use crate::yaml::Node;
use std::collections::BTreeMap;

/// One variable.
#[derive(Clone, Copy)]
pub(super) struct Variable<'a> {
    /// Its value, where a manifest holds it; `$(NAME)` in it is not worked out.
    pub(super) value: Option<&'a str>,
    /// The value's node where it has one, else that of the reference.
    pub(super) node: &'a Node,
    /// Its place among the container's own; none where a whole ConfigMap or Secret gives it.
    pub(super) at: Option<usize>,
}

enum Source<'a> {
    Map(&'a Object),
    Secret(&'a str),
}

/// All variables of a container. What it costs does not grow with the ConfigMaps that it names.
pub(super) struct Environment<'s, 'a> {
    index: &'s Index<'a>,
    namespace: &'a str,
    own: BTreeMap<&'a str, Variable<'a>>,
    sources: Vec<(&'a str, &'a Node, Source<'a>)>,
    /// Whether every source of them is known, so that what is not here is not set by Kubernetes.
    pub(super) is_whole: bool,
}

impl<'s, 'a> Environment<'s, 'a> {
    /// Reads them. What `env` names wins over `envFrom`, and the later one over the earlier.
    pub(super) fn of(container: &'a Node, pod: &Pod<'a>, index: &'s Index<'a>) -> Self {
        let namespace = pod.object.namespace.as_str();
        let mut all =
            Self { index, namespace, own: BTreeMap::new(), sources: Vec::new(), is_whole: true };
        for source in items(container, "envFrom") {
            all.take(source);
        }
        for (at, each) in items(container, "env").iter().enumerate() {
            let Some(name) = filled(each, "name") else { continue };
            let (value, node) = match given(each, "value") {
                Some(node) => (node.text(), node),
                None => from_map(each, namespace, index).unwrap_or((None, each)),
            };
            all.own.insert(name, Variable { value, node, at: Some(at) });
        }
        all
    }

    fn take(&mut self, source: &'a Node) {
        let prefix = filled(source, "prefix").unwrap_or_default();
        let name = |kind: &str| source.get(kind).and_then(|each| filled(each, "name"));
        if let Some(name) = name("configMapRef") {
            match self.index.find("ConfigMap", self.namespace, name) {
                Some(map) => self.sources.push((prefix, source, Source::Map(map))),
                None => self.is_whole = false,
            }
        }
        if let Some(name) = name("secretRef") {
            let mut keys = self.index.secret_keys(self.namespace, name).peekable();
            self.is_whole &= keys.peek().is_some() && !any_of(keys, Option::is_none);
            self.sources.push((prefix, source, Source::Secret(name)));
        }
    }

    /// A variable by its name.
    pub(super) fn get(&self, name: &str) -> Option<Variable<'a>> {
        self.own.get(name).copied().or_else(|| {
            self.sources.iter().rev().find_map(|(prefix, node, source)| {
                let key = name.strip_prefix(prefix)?;
                match source {
                    Source::Map(map) => {
                        let node = self.index.config_value(map, key)?;
                        Some(Variable { value: node.text(), node, at: None })
                    }
                    Source::Secret(secret) => {
                        let known = self.index.secret_key(self.namespace, secret, key);
                        let variable = Variable { value: None, node, at: None };
                        (known == SecretKey::Fine).then_some(variable)
                    }
                }
            })
        })
    }

    /// Whether it is set, to whatever.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether nothing sets it.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.is_whole && !self.has(name)
    }

    /// The value of a variable, where a manifest holds it.
    pub(super) fn value(&self, name: &str) -> Option<&'a str> {
        self.get(name)?.value
    }

    /// A value that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.value(name)?.trim().parse().ok()
    }

    /// The variables that the container itself names.
    pub(super) fn own(&self) -> impl Iterator<Item = (&'a str, Variable<'a>)> {
        self.own.iter().map(|(name, variable)| (*name, *variable))
    }
}

fn from_map<'a>(
    each: &'a Node,
    namespace: &str,
    index: &Index<'a>,
) -> Option<(Option<&'a str>, &'a Node)> {
    let reference = each.at(&["valueFrom", "configMapKeyRef"])?;
    let map = index.find("ConfigMap", namespace, filled(reference, "name")?)?;
    let node = index.config_value(map, filled(reference, "key")?)?;
    Some((node.text(), node))
}
