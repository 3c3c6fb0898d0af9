//! Which fields of an object differ.

use super::json;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Such as `spec.template.spec.containers[0].image`.
    pub path: String,
    /// The same for people, with the names of items in place of their numbers, such as
    /// `spec.template.spec.containers[web].env[STRIPE_KEY]`.
    pub label: String,
    /// What it is; nothing where it is not set, or where it is a secret.
    pub from: Option<Value>,
    /// What it becomes; nothing where it is removed, or where it is a secret.
    pub to: Option<Value>,
}

/// What the API server alone writes.
const SERVERS: &[&str] =
    &["managedFields", "resourceVersion", "generation", "uid", "creationTimestamp", "selfLink"];

/// The fields in which a live object differs from what it becomes.
pub(super) fn differences(live: &Value, wanted: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(&At::default(), Some(&bare(live)), Some(&bare(wanted)), &mut found);
    if json::kind(wanted) == "Secret" || json::kind(live) == "Secret" {
        for each in &mut found {
            let is_value = ["data", "stringData"].iter().any(|at| each.path.starts_with(at));
            if is_value {
                (each.from, each.to) = (None, None);
            }
        }
    }
    found
}

fn bare(object: &Value) -> Value {
    let mut object = object.clone();
    if let Value::Object(map) = &mut object {
        map.remove("status");
        if let Some(Value::Object(metadata)) = map.get_mut("metadata") {
            for key in SERVERS {
                metadata.remove(*key);
            }
        }
    }
    object
}

/// A place in an object: by numbers, and by names.
#[derive(Default)]
struct At {
    path: String,
    label: String,
}

impl At {
    fn key(&self, key: &str) -> Self {
        let inner = |outer: &str| match (outer, key.contains(['.', '/'])) {
            ("", _) => key.to_owned(),
            (_, true) => format!("{outer}[{key}]"),
            (_, false) => format!("{outer}.{key}"),
        };
        Self { path: inner(&self.path), label: inner(&self.label) }
    }

    fn item(&self, index: usize, name: Option<&str>) -> Self {
        let label = name.map_or_else(|| index.to_string(), str::to_owned);
        let (path, label) = (format!("{}[{index}]", self.path), format!("{}[{label}]", self.label));
        Self { path, label }
    }
}

fn compare(at: &At, from: Option<&Value>, to: Option<&Value>, found: &mut Vec<Difference>) {
    match (from, to) {
        (Some(a), Some(b)) if a == b => {}
        (Some(Value::Object(a)), Some(Value::Object(b))) => maps(at, a, b, found),
        (Some(Value::Array(a)), Some(Value::Array(b))) => lists(at, a, b, found),
        _ => found.push(Difference {
            path: at.path.clone(),
            label: at.label.clone(),
            from: from.cloned(),
            to: to.cloned(),
        }),
    }
}

fn maps(at: &At, a: &Map<String, Value>, b: &Map<String, Value>, found: &mut Vec<Difference>) {
    let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    for key in keys {
        compare(&at.key(key), a.get(key), b.get(key), found);
    }
}

fn lists(at: &At, a: &[Value], b: &[Value], found: &mut Vec<Difference>) {
    if let (Some(old), Some(new)) = (names(a), names(b)) {
        for (index, item) in b.iter().enumerate() {
            let name = new.get(index).copied();
            let same = name.and_then(|name| old.iter().position(|each| *each == name));
            let before = same.and_then(|same| a.get(same));
            compare(&at.item(index, name), before, Some(item), found);
        }
        for (index, item) in a.iter().enumerate() {
            if let Some(name) = old.get(index).filter(|name| !new.contains(name)) {
                compare(&at.item(index, Some(name)), Some(item), None, found);
            }
        }
        return;
    }
    for index in 0..a.len().max(b.len()) {
        compare(&at.item(index, None), a.get(index), b.get(index), found);
    }
}

/// The names of items that each have one of their own.
fn names(items: &[Value]) -> Option<Vec<&str>> {
    let names: Vec<&str> =
        items.iter().map(|item| item.get("name")?.as_str()).collect::<Option<_>>()?;
    let distinct: BTreeSet<&&str> = names.iter().collect();
    (distinct.len() == names.len()).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fields_that_differ_are_named_as_the_checker_names_them() {
        let web = |image: &str| json!({"name": "web", "image": image});
        for (live, wanted, expect) in [
            (json!({"a": 1}), json!({"a": 1}), vec![]),
            (
                json!({"spec": {"replicas": 1}}),
                json!({"spec": {"replicas": 2}}),
                vec!["spec.replicas"],
            ),
            (json!({"spec": {}}), json!({"spec": {"paused": true}}), vec!["spec.paused"]),
            (
                json!({"metadata": {"labels": {"app.kubernetes.io/name": "a"}}}),
                json!({"metadata": {"labels": {}}}),
                vec!["metadata.labels[app.kubernetes.io/name]"],
            ),
            (
                json!({"metadata": {"uid": "1", "resourceVersion": "2", "generation": 1,
                    "managedFields": []}, "status": {"replicas": 1}}),
                json!({"metadata": {"uid": "1", "resourceVersion": "3", "generation": 2}}),
                vec![],
            ),
            (
                json!({"containers": [web("a"), {"name": "proxy"}]}),
                json!({"containers": [{"name": "first"}, web("b")]}),
                vec!["containers[0]", "containers[1].image", "containers[1]"],
            ),
            (
                json!({"args": ["a", "b"]}),
                json!({"args": ["a", "c", "d"]}),
                vec!["args[1]", "args[2]"],
            ),
        ] {
            let found: Vec<String> =
                differences(&live, &wanted).into_iter().map(|each| each.path).collect();
            assert_eq!(found, expect, "{live} {wanted}");
        }
    }

    #[test]
    fn a_secret_shows_names_alone() {
        let secret =
            |value: &str| json!({"kind": "Secret", "data": {"KEY": value}, "type": "Opaque"});
        let found = differences(&secret("b2xk"), &secret("bmV3"));
        let key = || "data.KEY".to_owned();
        assert_eq!(found, [Difference { path: key(), label: key(), from: None, to: None }]);
        let made = differences(&json!({}), &secret("bmV3"));
        assert!(!serde_json::to_string(&made).unwrap().contains("bmV3"), "{made:?}");
    }

    #[test]
    fn people_read_the_names_of_items() {
        let web = |env: Value| json!({"containers": [{"name": "web", "env": env, "args": ["a"]}]});
        let (a, b) = (json!({"name": "A", "value": "1"}), json!({"name": "B", "value": "1"}));
        let mut longer = web(json!([b, a]));
        longer["containers"][0]["args"][0] = "b".into();
        let found = differences(&web(json!([a])), &longer);
        let told: Vec<_> = found.iter().map(|each| (&*each.path, &*each.label)).collect();
        assert_eq!(
            told,
            [
                ("containers[0].args[0]", "containers[web].args[0]"),
                ("containers[0].env[0]", "containers[web].env[B]")
            ]
        );
    }
}
