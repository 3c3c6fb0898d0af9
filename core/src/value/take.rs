//! Values into fields. What does not fit is left at its default: whoever made the value judged it.

use super::Value;
use std::collections::BTreeMap;

/// A type that a value can become.
pub(crate) trait Take: Default {
    /// Reads the value; the default where it does not fit.
    fn take(value: Value) -> Self;
}

impl<T: Take> Take for Option<T> {
    fn take(value: Value) -> Self {
        match value {
            Value::Null => None,
            other => Some(T::take(other)),
        }
    }
}

impl<T: Take> Take for Vec<T> {
    fn take(value: Value) -> Self {
        match value {
            Value::List(items) => items.into_iter().map(T::take).collect(),
            _ => Self::new(),
        }
    }
}

impl Take for String {
    fn take(value: Value) -> Self {
        match value {
            Value::Text(text) => text,
            _ => Self::new(),
        }
    }
}

impl Take for i64 {
    fn take(value: Value) -> Self {
        match value {
            Value::Int(number) => number,
            _ => 0,
        }
    }
}

impl Take for bool {
    fn take(value: Value) -> Self {
        matches!(value, Value::Bool(true))
    }
}

impl Take for BTreeMap<String, String> {
    fn take(value: Value) -> Self {
        let mut all = Self::new();
        if let Value::Map(entries) = value {
            for (key, value) in entries {
                all.insert(key.into_owned(), String::take(value));
            }
        }
        all
    }
}
