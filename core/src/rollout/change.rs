//! What applying would do to one object.

use super::difference::{Difference, differences};
use super::id::Id;
use serde::Serialize;
use serde_json::Value;

/// What happens to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Op {
    /// It is made.
    Create,
    /// Some of its fields change.
    Change,
    /// It is a Job that is started.
    Run,
    /// It is no longer in the bundle.
    Delete,
    /// Nothing.
    Same,
}

/// What happens to an object, and why one can know.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What happens.
    pub op: Op,
    /// To which object.
    #[serde(flatten)]
    pub id: Id,
    /// The fields that change; empty unless some do. Of settings that come in the place of others, those that differ.
    pub fields: Vec<Difference>,
}

/// Where pods name the ConfigMap of their settings.
pub const SETTINGS: &str = "configMapRef.name";

/// Compares a live object with what the API server would make of it.
#[must_use]
pub fn change(live: Option<&Value>, wanted: &Value) -> Change {
    let id = Id::of(wanted);
    let Some(live) = live else {
        let op = if id.kind == "Job" { Op::Run } else { Op::Create };
        return Change { op, id, fields: Vec::new() };
    };
    let fields = differences(live, wanted);
    let op = if fields.is_empty() { Op::Same } else { Op::Change };
    Change { op, id, fields }
}

impl Change {
    /// An object that goes.
    #[must_use]
    pub fn delete(id: Id) -> Self {
        Self { op: Op::Delete, id, fields: Vec::new() }
    }

    /// The ConfigMap in whose place this one comes. The name of settings follows from what they hold, so settings that
    /// change are a new object, and what names them says of which it was.
    #[must_use]
    pub fn replaces(&self, all: &[Self]) -> Option<Id> {
        if self.op != Op::Create || self.id.kind != "ConfigMap" {
            return None;
        }
        let names = all
            .iter()
            .filter(|each| each.id.namespace == self.id.namespace)
            .flat_map(|each| &each.fields)
            .filter(|field| field.path.ends_with(SETTINGS));
        let mut before = names
            .filter(|field| field.to.as_ref().and_then(Value::as_str) == Some(&self.id.name))
            .filter_map(|field| field.from.as_ref()?.as_str());
        before.next().map(|name| Id { name: name.to_owned(), ..self.id.clone() })
    }

    /// Tells which of its settings differ from those of the ConfigMap in whose place it comes.
    pub fn settings(&mut self, before: &Value, wanted: &Value) {
        let mut fields = differences(before, wanted);
        fields.retain(|field| field.path.starts_with("data."));
        self.fields = fields;
    }

    /// Whether anything happens.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.op != Op::Same
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_object_is_made_changed_or_left() {
        let map = |value: &str| {
            json!({"apiVersion": "v1", "kind": "ConfigMap",
            "metadata": {"name": "a"}, "data": {"A": value}})
        };
        let job = json!({"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "m"}});
        for (live, wanted, expect) in [
            (None, map("1"), Op::Create),
            (None, job.clone(), Op::Run),
            (Some(map("1")), map("2"), Op::Change),
            (Some(map("1")), map("1"), Op::Same),
            (Some(job.clone()), job, Op::Same),
        ] {
            assert_eq!(change(live.as_ref(), &wanted).op, expect, "{wanted}");
        }
    }

    #[test]
    fn settings_that_change_are_told_by_name() {
        let map = |name: &str, data: Value| {
            json!({"apiVersion": "v1", "kind": "ConfigMap",
                "metadata": {"name": name, "namespace": "shop"}, "data": data})
        };
        let web = |settings: &str| {
            json!({"apiVersion": "apps/v1", "kind": "Deployment",
                "metadata": {"name": "web", "namespace": "shop"},
                "spec": {"envFrom": [{"configMapRef": {"name": settings}}]}})
        };
        let (old, new) = (
            map("env-1", json!({"A": "1", "B": "1", "C": "1"})),
            map("env-2", json!({"A": "1", "B": "2", "D": "1"})),
        );
        let pods = change(Some(&web("env-1")), &web("env-2"));
        let mut made = change(None, &new);
        let before = made.replaces(&[made.clone(), pods.clone()]);
        assert_eq!(before, Some(Id::of(&old)));
        made.settings(&old, &new);
        let told: Vec<&str> = made.fields.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(told, ["data.B", "data.C", "data.D"]);
        assert_eq!(change(None, &map("other", json!({}))).replaces(&[pods]), None);
    }
}
