//! Values into fields. What does not fit is left at its default: whoever made the value judged it.

use super::Value;
use std::collections::BTreeMap;

/// A type that a value can become.
pub(crate) trait FromValue: Default {
    /// Reads the value; the default where it does not fit.
    fn from_value(value: Value) -> Self;
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Null => None,
            other => Some(T::from_value(other)),
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: Value) -> Self {
        match value {
            Value::List(items) => items.into_iter().map(T::from_value).collect(),
            _ => Self::new(),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Text(text) => text,
            _ => Self::new(),
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: Value) -> Self {
        match value {
            Value::Int(number) => number,
            _ => 0,
        }
    }
}

impl FromValue for bool {
    fn from_value(value: Value) -> Self {
        matches!(value, Value::Bool(true))
    }
}

impl FromValue for BTreeMap<String, String> {
    fn from_value(value: Value) -> Self {
        let mut all = Self::new();
        if let Value::Map(entries) = value {
            for (key, value) in entries {
                all.insert(key.into_owned(), String::from_value(value));
            }
        }
        all
    }
}
