//! Typed objects to [`Value`].
//!
//! serde_json has such a serializer too. This one keeps no error texts: the time library under the
//! Kubernetes types brings more than 100 KB of them, and the page would have to carry them for a
//! conversion that cannot fail.

use super::unused::is_unused;
use super::{Key, Value};
use serde::ser::{self, Impossible, Serialize};
use std::fmt;

/// The value of an object; [`Value::Null`] for what has none, such as a map with keys that are no text.
#[must_use]
pub(crate) fn to_value<T: Serialize + ?Sized>(object: &T) -> Value {
    object.serialize(Serializer).unwrap_or(Value::Null)
}

/// Why there is no value; nobody asks.
#[derive(Debug)]
pub(super) struct NoValue;

impl fmt::Display for NoValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this has no value")
    }
}

impl std::error::Error for NoValue {}

impl ser::Error for NoValue {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Made = Result<Value, NoValue>;

struct Serializer;

macro_rules! whole {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, number: $kind) -> Made {
            i64::try_from(number).map(Value::Int).map_err(|_| NoValue)
        })*
    };
}

impl ser::Serializer for Serializer {
    type Ok = Value;
    type Error = NoValue;
    type SerializeSeq = List;
    type SerializeTuple = Impossible<Value, NoValue>;
    type SerializeTupleStruct = Impossible<Value, NoValue>;
    type SerializeTupleVariant = Impossible<Value, NoValue>;
    type SerializeMap = Map;
    type SerializeStruct = Map;
    type SerializeStructVariant = Impossible<Value, NoValue>;

    whole!(serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);

    fn serialize_bool(self, value: bool) -> Made {
        Ok(Value::Bool(value))
    }

    fn serialize_f32(self, _: f32) -> Made {
        Err(NoValue)
    }

    fn serialize_f64(self, _: f64) -> Made {
        Err(NoValue)
    }

    fn serialize_char(self, value: char) -> Made {
        Ok(Value::Text(value.to_string()))
    }

    fn serialize_str(self, text: &str) -> Made {
        Ok(Value::Text(text.to_owned()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Made {
        Err(NoValue)
    }

    fn serialize_none(self) -> Made {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Made {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Made {
        Err(NoValue)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, NoValue> {
        Ok(List(Vec::new()))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, NoValue> {
        Err(NoValue)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, NoValue> {
        Err(NoValue)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoValue> {
        Err(NoValue)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Map, NoValue> {
        Ok(Map { entries: Vec::new(), key: String::new() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Map, NoValue> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoValue> {
        Err(NoValue)
    }
}

struct List(Vec<Value>);

impl ser::SerializeSeq for List {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        self.0.push(value.serialize(Serializer)?);
        Ok(())
    }

    fn end(self) -> Made {
        Ok(Value::List(self.0))
    }
}

struct Map {
    entries: Vec<(Key, Value)>,
    key: String,
}

impl ser::SerializeMap for Map {
    type Ok = Value;
    type Error = NoValue;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoValue> {
        match key.serialize(Serializer)? {
            Value::Text(text) => self.key = text,
            _ => return Err(NoValue),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoValue> {
        let value = value.serialize(Serializer)?;
        self.entries.push((Key::Owned(std::mem::take(&mut self.key)), value));
        Ok(())
    }

    fn end(self) -> Made {
        Ok(Value::Map(self.entries))
    }
}

impl ser::SerializeStruct for Map {
    type Ok = Value;
    type Error = NoValue;

    #[inline(always)]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NoValue> {
        if is_of_the_server(key, value) || is_unused(key) { Ok(()) } else { self.field(key, value) }
    }

    fn end(self) -> Made {
        Ok(Value::Map(self.entries))
    }
}

impl Map {
    fn field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), NoValue> {
        let value = value.serialize(Serializer)?;
        self.entries.push((Key::Borrowed(key), value));
        Ok(())
    }
}

/// Whether only the API server sets this: times, managed fields and an object's status. (A condition's
/// status is a text.) Decided by constants, so what would write them is not even in the page.
#[inline(always)]
fn is_of_the_server<T: ?Sized>(key: &str, value: &T) -> bool {
    match key {
        "creationTimestamp"
        | "deletionGracePeriodSeconds"
        | "deletionTimestamp"
        | "generation"
        | "managedFields"
        | "resourceVersion"
        | "selfLink"
        | "uid" => true,
        "status" => size_of_val(value) != size_of::<String>(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use k8s_openapi::api::core::v1::{Service, ServicePort, ServiceSpec};

    #[test]
    fn objects_become_values() {
        let port = ServicePort { port: 80, ..ServicePort::default() };
        let spec = ServiceSpec { ports: Some(vec![port]), ..ServiceSpec::default() };
        let value = to_value(&Service { spec: Some(spec), ..Service::default() });
        assert_eq!(value.get("kind"), Some(&Value::Text("Service".into())));
        let ports = value.get("spec").and_then(|spec| spec.get("ports")).unwrap();
        assert_eq!(ports.items()[0].get("port"), Some(&Value::Int(80)));
    }

    #[test]
    fn what_the_server_sets_is_left_out_and_a_text_called_status_is_not() {
        use k8s_openapi::api::apps::v1::{Deployment, DeploymentStatus};
        use k8s_openapi::api::batch::v1::PodFailurePolicyOnPodConditionsPattern;
        let status = DeploymentStatus { replicas: Some(3), ..DeploymentStatus::default() };
        let value = to_value(&Deployment { status: Some(status), ..Deployment::default() });
        assert_eq!(value.get("status"), None);
        let status = String::from("True");
        let type_ = String::from("DisruptionTarget");
        let value = to_value(&PodFailurePolicyOnPodConditionsPattern { status, type_ });
        assert_eq!(value.get("status"), Some(&Value::Text("True".into())));
    }
}
