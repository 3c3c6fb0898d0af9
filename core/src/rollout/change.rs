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
    /// The fields that change; empty unless some do.
    pub fields: Vec<Difference>,
}

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
}
