//! Files to objects as kubectl would send them, each remembering where it stands.

use super::id::Id;
use super::order::{Stage, stage};
use crate::check::Source;
use crate::diagnostic::Place;
use crate::yaml::{self, Content, Entry, Node, Scalar};
use serde_json::{Map, Number, Value};

/// An object of a bundle.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The file it stands in, as findings name it.
    pub file: String,
    /// The step that it belongs to.
    pub stage: Stage,
    /// As it is sent to the API server.
    pub object: Value,
    /// With places.
    pub(super) root: Node,
}

impl Manifest {
    /// Which object it is.
    #[must_use]
    pub fn id(&self) -> Id {
        Id::of(&self.object)
    }

    /// Where a field stands, and its width: `spec.containers[0].image`, with or without a dot before
    /// it, or `containers[name="web"]` as server-side apply writes it. Where the field is not in the
    /// file, the nearest one around it.
    #[must_use]
    pub fn place(&self, path: &str) -> (Place, usize) {
        let mut best = (self.root.start(), 1);
        // The server judges the list that it made of the field.
        let path = path.trim_start_matches('.');
        let path = if path.starts_with("spec.clusterIPs") { "spec.clusterIP" } else { path };
        let (mut node, mut rest) = (&self.root, path);
        loop {
            rest = rest.strip_prefix('.').unwrap_or(rest);
            if rest.is_empty() {
                return best;
            }
            let Some((next, place, tail)) = step(node, rest) else { return best };
            (node, best, rest) = (next, place, tail);
        }
    }
}

/// One step along a path: the node, its place, and the rest of the path.
fn step<'n, 'p>(node: &'n Node, rest: &'p str) -> Option<(&'n Node, (Place, usize), &'p str)> {
    if let Some(inside) = rest.strip_prefix('[') {
        let (key, tail) = inside.split_once(']')?;
        let found = match &node.content {
            Content::List(items) => match key.parse::<usize>() {
                Ok(index) => items.get(index),
                Err(_) => items.iter().find(|item| is_keyed(item, key)),
            },
            Content::Map(_) => node.get(key.trim_matches('"')),
            Content::Scalar { .. } => None,
        }?;
        return Some((found, (found.start(), found.width()), tail));
    }
    // A key can hold dots of its own: the longest one that fits.
    let fits = |entry: &&Entry| {
        rest.strip_prefix(entry.key.as_str())
            .is_some_and(|tail| tail.is_empty() || tail.starts_with(['.', '[']))
    };
    let entry = node.entries().iter().filter(fits).max_by_key(|entry| entry.key.len())?;
    let tail = rest.get(entry.key.len()..).unwrap_or_default();
    let place = match &entry.value.content {
        Content::Scalar { .. } if !entry.value.is_null() => {
            (entry.value.start(), entry.value.width())
        }
        Content::Scalar { .. } | Content::List(_) | Content::Map(_) => {
            (entry.key_start(), entry.key.chars().count())
        }
    };
    Some((&entry.value, place, tail))
}

/// Whether an item has all of `name="web",port=80`.
fn is_keyed(item: &Node, keys: &str) -> bool {
    keys.split(',').all(|each| {
        each.split_once('=').is_some_and(|(key, value)| {
            item.get(key).and_then(Node::text) == Some(value.trim_matches('"'))
        })
    })
}

/// Every object of the files. What is no object is passed over: the checker has told it.
pub(super) fn manifests(sources: &[Source<'_>]) -> Vec<Manifest> {
    let mut all = Vec::new();
    for source in sources {
        let (documents, _) = yaml::read_manifests(source.text);
        let whole = documents.into_iter().filter(|document| !document.is_cut);
        for root in whole.filter_map(|document| document.root) {
            accept(source.path, root, &mut all);
        }
    }
    all
}

fn accept(file: &str, root: Node, all: &mut Vec<Manifest>) {
    let word = |key: &str| root.get(key).and_then(Node::text).is_some_and(|text| !text.is_empty());
    if !word("apiVersion") || !word("kind") {
        return;
    }
    let is_list = root.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"));
    if let Some(items) = root.get("items").filter(|_| is_list) {
        for item in items.items() {
            accept(file, item.clone(), all);
        }
        return;
    }
    let object = value(&root);
    all.push(Manifest { file: file.to_owned(), stage: stage(file, &object), object, root });
}

/// The value that kubectl's reader makes of a node.
fn value(node: &Node) -> Value {
    match &node.content {
        Content::List(items) => Value::Array(items.iter().map(value).collect()),
        Content::Map(entries) => Value::Object(entries_of(entries)),
        Content::Scalar { text, .. } => match yaml::resolve(node) {
            Some(Scalar::Bool(truth)) => Value::Bool(truth),
            Some(Scalar::Int(number)) => whole(number).map_or(Value::Null, Value::Number),
            Some(Scalar::Float(number)) => {
                Number::from_f64(number).map_or(Value::Null, Value::Number)
            }
            Some(Scalar::Text(text)) => Value::String(text.to_owned()),
            Some(Scalar::Null) => Value::Null,
            None => Value::String(text.to_string()),
        },
    }
}

fn whole(number: i128) -> Option<Number> {
    let small = i64::try_from(number).ok().map(Number::from);
    small.or_else(|| u64::try_from(number).ok().map(Number::from))
}

/// A later key wins over an earlier one.
fn entries_of(entries: &[Entry]) -> Map<String, Value> {
    entries.iter().map(|entry| (entry.key.to_string(), value(&entry.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const WEB: &str = "\
# The web pods.
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app.kubernetes.io/name: shop
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: proxy
          image: a
        - name: web
          image: b
";

    fn read(text: &str) -> Vec<Manifest> {
        manifests(&[Source { path: "web.yml", text }])
    }

    #[test]
    fn fields_are_found_whoever_writes_their_path() {
        let manifests = read(WEB);
        for (path, line, column) in [
            ("", 2, 1),
            ("spec.replicas", 9, 13),
            (".spec.replicas", 9, 13),
            ("spec.template.spec.containers[1].image", 16, 18),
            (".spec.template.spec.containers[name=\"web\"].image", 16, 18),
            ("spec.template.spec.containers[7].image", 12, 7),
            ("spec.template.spec.containers[0].ports[0]", 13, 11),
            ("metadata.labels[app.kubernetes.io/name]", 7, 29),
            (".metadata.labels.app.kubernetes.io/name", 7, 29),
            ("metadata.labels", 6, 3),
            ("status", 2, 1),
            ("spec.clusterIPs[0]", 8, 1),
            ("spec.selector", 8, 1),
        ] {
            assert_eq!(manifests[0].place(path).0, Place { line, column }, "{path}");
        }
    }

    #[test]
    fn values_are_those_that_kubectl_sends() {
        let text = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: &data
  a: \"yes\"
  b: 007
  c: text
  d: !!str 12
---
just: a note
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Service, metadata: {name: s}, spec: {ports: [{port: 80}], x: 1.5, y: ~}}
";
        let all = read(text);
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].object["data"], json!({"a": "yes", "b": 7, "c": "text", "d": "12"}));
        assert_eq!(all[1].object["spec"], json!({"ports": [{"port": 80}], "x": 1.5, "true": null}));
        assert_eq!(all[1].id().to_string(), "Service s");
    }

    #[test]
    fn merge_keys_lose_against_later_keys() {
        let text = "\
apiVersion: v1
kind: ConfigMap
base: &base {a: 1, b: 2}
data:
  <<: *base
  b: 3
";
        assert_eq!(read(text)[0].object["data"], json!({"a": 1, "b": 3}));
    }
}
