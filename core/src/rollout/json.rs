//! Reading an object of the API server. What is missing or of another type reads as nothing: a newer
//! server may say less or more than we know.

use crate::plan::{LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY};
use serde_json::Value;

/// The text at a JSON pointer; empty where there is none.
pub(super) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The whole number at a pointer; 0 where there is none.
pub(super) fn int(value: &Value, pointer: &str) -> i64 {
    value.pointer(pointer).and_then(Value::as_i64).unwrap_or_default()
}

/// Whether `true` stands at a pointer.
pub(super) fn is_true(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer).and_then(Value::as_bool) == Some(true)
}

/// The list at a pointer; empty where there is none.
pub(super) fn list<'a>(value: &'a Value, pointer: &str) -> &'a [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// An object's kind.
pub(super) fn kind(object: &Value) -> &str {
    text(object, "/kind")
}

/// An object's name.
pub(super) fn name(object: &Value) -> &str {
    text(object, "/metadata/name")
}

/// `Pod shop-web-1`: how a sentence names an object.
pub(super) fn called(object: &Value) -> String {
    format!("{} {}", kind(object), name(object))
}

/// A label.
pub(super) fn label<'a>(object: &'a Value, key: &str) -> &'a str {
    let labels = object.pointer("/metadata/labels");
    labels.and_then(|all| all.get(key)).and_then(Value::as_str).unwrap_or_default()
}

/// The part of the app: `web`, `migrate`, a worker's name.
pub(super) fn component(object: &Value) -> &str {
    label(object, LABEL_COMPONENT)
}

/// Whether Linkspan made an object for this app.
pub(super) fn is_ours(object: &Value, app: &str) -> bool {
    label(object, LABEL_MANAGED_BY) == super::MANAGER && label(object, LABEL_INSTANCE) == app
}

/// An annotation.
pub(super) fn annotation<'a>(object: &'a Value, key: &str) -> &'a str {
    let all = object.pointer("/metadata/annotations");
    all.and_then(|all| all.get(key)).and_then(Value::as_str).unwrap_or_default()
}

/// Whether an object with this uid made another one.
pub(super) fn is_owned_by(object: &Value, owner: &Value) -> bool {
    let uid = text(owner, "/metadata/uid");
    !uid.is_empty()
        && list(object, "/metadata/ownerReferences").iter().any(|each| text(each, "/uid") == uid)
}

/// A condition of the status.
pub(super) fn condition<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    list(object, "/status/conditions").iter().find(|each| text(each, "/type") == name)
}

/// A condition that holds.
pub(super) fn holds<'a>(object: &'a Value, name: &str) -> Option<&'a Value> {
    condition(object, name).filter(|each| text(each, "/status") == "True")
}

/// Whether the controller has looked at the newest version.
pub(super) fn is_observed(object: &Value) -> bool {
    int(object, "/status/observedGeneration") >= int(object, "/metadata/generation")
}

/// The name of a part, such as a container.
pub(super) fn name_of(part: &Value) -> &str {
    text(part, "/name")
}
