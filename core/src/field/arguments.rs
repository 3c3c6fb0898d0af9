//! Arguments of a job: a list of values as YAML or JSON writes it on one line.

use super::wrong::{Wrong, wrong};
use crate::value::{Key, Value};
use crate::yaml::{self, Content, Node, Scalar};

/// How deep values may stand in each other, so that whoever walks them comes to an end.
const DEEPEST: usize = 8;

/// The values of a text such as `[1, "a b", {full: true}]`; none where it is no list of such values.
pub(crate) fn arguments(text: &str) -> Option<Vec<Value>> {
    let (documents, problems) = yaml::read(text);
    let [document] = documents.as_slice() else { return None };
    match of(document.root.as_ref()?).ok()? {
        Value::List(values) if problems.is_empty() => Some(values),
        _ => None,
    }
}

/// A node as a value of a job's arguments.
///
/// # Errors
/// Says what no job can be given.
pub(crate) fn of(node: &Node) -> Result<Value, &'static str> {
    value(node, DEEPEST)
}

fn value(node: &Node, left: usize) -> Result<Value, &'static str> {
    let Some(left) = left.checked_sub(1) else { return Err("holds lists in lists, too deep") };
    match &node.content {
        Content::List(items) => {
            let items: Result<_, _> = items.iter().map(|item| value(item, left)).collect();
            items.map(Value::List)
        }
        Content::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|entry| Ok((Key::Owned(entry.key.to_string()), value(&entry.value, left)?)));
            pairs.collect::<Result<_, _>>().map(Value::Map)
        }
        Content::Scalar { .. } => match yaml::resolve(node) {
            Some(Scalar::Null) | None => Ok(Value::Null),
            Some(Scalar::Bool(truth)) => Ok(Value::Bool(truth)),
            Some(Scalar::Int(number)) => i64::try_from(number)
                .map(Value::Int)
                .map_err(|_| "holds a number that is too large"),
            Some(Scalar::Float(_)) => Err("holds a number that is not whole"),
            Some(Scalar::Text(text)) if text.contains('\0') => Err("holds a NUL character"),
            Some(Scalar::Text(text)) => Ok(Value::Text(text.to_owned())),
        },
    }
}

/// The same values on one line, as every reader of YAML reads them.
pub(crate) fn written(value: &Value) -> String {
    let several = |items: Vec<String>| items.join(", ");
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => yaml::quoted(text),
        Value::List(items) => format!("[{}]", several(items.iter().map(written).collect())),
        Value::Map(entries) => {
            let pair =
                |(key, value): &(Key, Value)| format!("{}: {}", yaml::quoted(key), written(value));
            format!("{{{}}}", several(entries.iter().map(pair).collect()))
        }
    }
}

/// The same as Ruby writes it.
pub(crate) fn in_ruby(value: &Value) -> String {
    let several = |items: Vec<String>| items.join(", ");
    match value {
        Value::Null => "nil".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => ruby_text(text),
        Value::List(items) => format!("[{}]", several(items.iter().map(in_ruby).collect())),
        Value::Map(entries) => {
            let pair =
                |(key, value): &(Key, Value)| format!("{} => {}", ruby_text(key), in_ruby(value));
            format!("{{{}}}", several(entries.iter().map(pair).collect()))
        }
    }
}

/// A text in double quotes, in which nothing is filled in.
fn ruby_text(text: &str) -> String {
    let mut out = String::from("\"");
    for each in text.chars() {
        match each {
            '"' | '\\' | '#' => out.extend(['\\', each]),
            _ if each.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(each))),
            _ => out.push(each),
        }
    }
    out.push('"');
    out
}

pub(super) fn check(text: &str) -> Result<(), Wrong> {
    if text.len() > 4000 {
        return wrong(
            "is longer than 4,000 characters",
            "let the job read the rest from the database",
        );
    }
    match arguments(text) {
        Some(_) => Ok(()),
        None => wrong(
            "is not a list of arguments",
            "write texts, whole numbers, truth values, lists and maps in brackets, such as [1, \"full\"]",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_keep_their_types_through_yaml_and_ruby() {
        for (text, again, ruby) in [
            ("[1, a b]", "[1, \"a b\"]", "[1, \"a b\"]"),
            ("['1', true, ~]", "[\"1\", true, null]", "[\"1\", true, nil]"),
            (
                "[{mode: full, ids: [1, -2]}]",
                "[{\"mode\": \"full\", \"ids\": [1, -2]}]",
                "[{\"mode\" => \"full\", \"ids\" => [1, -2]}]",
            ),
            ("[\"a#{b}\\\"\\n\"]", "[\"a#{b}\\\"\\n\"]", "[\"a\\#{b}\\\"\\u{a}\"]"),
            ("[]", "[]", "[]"),
        ] {
            let values = Value::List(arguments(text).unwrap());
            assert_eq!(written(&values), again, "{text}");
            assert_eq!(in_ruby(&values), ruby, "{text}");
            assert_eq!(Value::List(arguments(again).unwrap()), values, "{text}");
        }
        for wrong in ["", "1", "{a: 1}", "[1.5]", "[1", "[[[[[[[[[1]]]]]]]]]", "[1]\n---\n[2]"] {
            assert_eq!(arguments(wrong), None, "{wrong}");
        }
    }
}
