//! The respects in which specs differ.

use linkspan_core::field::{Accepts, fields};
use serde_yaml::{Mapping, Value};
use std::collections::BTreeMap;

/// One field of the spec. The first value is to say nothing.
pub struct Axis {
    /// The field, of the first group where it is one of a list's.
    pub name: String,
    /// What it is set to.
    pub values: Vec<Value>,
    /// The list whose groups have this field: without a group there is nothing to say.
    pub within: Option<usize>,
}

impl Axis {
    /// What a value is called: its text, or the JSON of what is more than a text.
    #[must_use]
    pub fn called(&self, value: usize) -> String {
        match self.values.get(value) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => serde_json::to_string(other).unwrap_or_default(),
        }
    }
}

/// Every field of the spec: the choices that the field table lists, and the values in `sweep/values.yml` of the others.
///
/// # Panics
/// When a field has no value to be set to, or a value has no field.
#[must_use]
pub fn axes() -> Vec<Axis> {
    let mut more: BTreeMap<String, Vec<Value>> = super::list("values.yml");
    let mut axes: Vec<Axis> = Vec::new();
    for field in fields() {
        let mut values = vec![Value::Null];
        match field.accepts {
            Accepts::Choice(choices) => {
                values.extend(choices.iter().map(|choice| Value::from(choice.value)));
            }
            Accepts::Bool => values.extend([true, false].map(Value::from)),
            _ => values.extend(more.remove(field.path).unwrap_or_default()),
        }
        assert!(values.len() > 1, "sweep/values.yml has no value for `{}`", field.path);
        let list = field.path.split_once("[]").map(|(list, _)| list);
        let within = list.and_then(|list| axes.iter().position(|axis| axis.name == list));
        assert_eq!(within.is_some(), list.is_some(), "{}", field.path);
        axes.push(Axis { name: field.path.replace("[]", "[0]"), values, within });
    }
    assert!(more.is_empty(), "sweep/values.yml has no fields {:?}", more.keys());
    axes
}

/// The spec that says these values, a number for each axis.
#[must_use]
pub fn text(axes: &[Axis], row: impl Iterator<Item = usize>) -> String {
    let mut spec = Mapping::new();
    spec.insert("app".into(), "shop".into());
    spec.insert("image".into(), "registry.example.com/acme/shop".into());
    for (axis, value) in axes.iter().zip(row).filter(|(_, value)| *value > 0) {
        put(&mut spec, &axis.name, axis.values[value].clone());
    }
    // A patch names an object by the app.
    let app = spec.get("app").cloned().unwrap_or_default();
    for patch in spec.get_mut("patches").and_then(Value::as_sequence_mut).into_iter().flatten() {
        put(patch.as_mapping_mut().unwrap(), "name", app.clone());
    }
    serde_yaml::to_string(&spec).unwrap_or_default()
}

/// Sets what stands at a path such as `workers[0].kind`.
fn put(at: &mut Mapping, path: &str, value: Value) {
    let Some((first, rest)) = path.split_once('.') else {
        at.insert(path.into(), value);
        return;
    };
    let inner = match first.strip_suffix("[0]") {
        Some(list) => at.get_mut(list).and_then(|list| list.get_mut(0)),
        None => Some(at.entry(first.into()).or_insert_with(|| Mapping::new().into())),
    };
    if let Some(inner) = inner.and_then(Value::as_mapping_mut) {
        put(inner, rest, value);
    }
}
