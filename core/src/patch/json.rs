//! JSON patches (RFC 6902), with paths as JSON pointers (RFC 6901).

use super::{Change, Fault, Step};
use crate::value::{Key, Value};

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operation {
    op: Op,
    path: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Op {
    Add(Value),
    Remove,
    Replace(Value),
    Test(Value),
    /// From another path.
    Move(String),
    Copy(String),
}

/// Reads the operations.
pub(super) fn read(items: &[Value]) -> Result<Vec<Operation>, Fault> {
    items.iter().enumerate().map(|(index, item)| operation(index, item)).collect()
}

fn operation(index: usize, item: &Value) -> Result<Operation, Fault> {
    let wrong = |message: String, help: &str| {
        Fault::new(format!("{message}, in operation {}", index + 1), help)
    };
    let Value::Map(entries) = item else {
        return Err(wrong(
            "holds no operation".to_owned(),
            "write `{op: ..., path: ..., value: ...}`",
        ));
    };
    let text = |key: &str| match item.get(key) {
        Some(Value::Text(text)) => Ok(text.clone()),
        _ => Err(wrong(format!("has no `{key}`"), &format!("add `{key}`, a text"))),
    };
    let name = text("op")?;
    let path = text("path")?;
    let given = || {
        let found = entries.iter().find(|(key, _)| key == "value").map(|(_, value)| value.clone());
        found.ok_or_else(|| wrong("has no `value`".to_owned(), "add `value`"))
    };
    let op = match name.as_str() {
        "add" => Op::Add(given()?),
        "remove" => Op::Remove,
        "replace" => Op::Replace(given()?),
        "test" => Op::Test(given()?),
        "move" => Op::Move(text("from")?),
        "copy" => Op::Copy(text("from")?),
        _ => {
            let help = "write add, remove, replace, move, copy or test";
            return Err(wrong(format!("has an unknown `op`, `{name}`"), help));
        }
    };
    for pointer in
        [Some(&path), if let Op::Move(from) | Op::Copy(from) = &op { Some(from) } else { None }]
            .into_iter()
            .flatten()
    {
        if !pointer.starts_with('/') {
            let help = "start it with a slash, such as `/spec/replicas`";
            return Err(wrong(format!("has a path that is none, `{pointer}`"), help));
        }
    }
    if let Op::Move(from) = &op
        && path.strip_prefix(from.as_str()).is_some_and(|rest| rest.starts_with('/'))
    {
        return Err(wrong("moves a value into itself".to_owned(), "choose another path"));
    }
    Ok(Operation { op, path })
}

/// Runs the operations in order.
pub(super) fn apply(operations: &[Operation], object: &mut Value) -> Result<Vec<Change>, Fault> {
    let mut changes = Vec::new();
    for Operation { op, path } in operations {
        match op {
            Op::Add(value) => add(object, path, value.clone(), &mut changes)?,
            Op::Remove => drop(remove(object, path, &mut changes)?),
            Op::Replace(value) => {
                let (spot, steps) = find(object, path)?;
                *spot = value.clone();
                changes.push(Change::Set(steps));
            }
            Op::Test(value) => {
                if *find(object, path)?.0 != *value {
                    let help = "mend the patch: the object is no longer what it was written for";
                    return Err(Fault::new(format!("finds another value at `{path}`"), help));
                }
            }
            Op::Move(from) => {
                let value = remove(object, from, &mut changes)?;
                add(object, path, value, &mut changes)?;
            }
            Op::Copy(from) => {
                let value = find(object, from)?.0.clone();
                add(object, path, value, &mut changes)?;
            }
        }
    }
    Ok(changes)
}

/// A token of a pointer as it is meant.
fn token(text: &str) -> String {
    text.replace("~1", "/").replace("~0", "~")
}

fn nothing(path: &str) -> Fault {
    let help = "look at the generated file for the path; `-` adds at the end of a list";
    Fault::new(format!("finds nothing at `{path}`"), help)
}

/// An index as RFC 6901 writes one.
fn index(text: &str) -> Option<usize> {
    let plain = text == "0" || !text.starts_with('0');
    (plain && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn find<'a>(object: &'a mut Value, path: &str) -> Result<(&'a mut Value, Vec<Step>), Fault> {
    let mut steps = Vec::new();
    let mut current = object;
    for part in path.split('/').skip(1) {
        let name = token(part);
        current = match current {
            Value::Map(entries) => {
                let found = entries.iter_mut().find(|(key, _)| *key == name);
                steps.push(Step::Key(name));
                found.map(|(_, value)| value)
            }
            Value::List(items) => {
                let at = index(&name);
                steps.extend(at.map(Step::Index));
                at.and_then(|at| items.get_mut(at))
            }
            _ => None,
        }
        .ok_or_else(|| nothing(path))?;
    }
    Ok((current, steps))
}

/// The place around a path, and its last token.
fn around<'a>(
    object: &'a mut Value,
    path: &str,
) -> Result<(&'a mut Value, Vec<Step>, String), Fault> {
    let (before, last) = path.rsplit_once('/').unwrap_or_default();
    let found = find(object, before).map_err(|_| nothing(path))?;
    Ok((found.0, found.1, token(last)))
}

fn add(
    object: &mut Value,
    path: &str,
    value: Value,
    changes: &mut Vec<Change>,
) -> Result<(), Fault> {
    let (spot, mut steps, last) = around(object, path)?;
    match spot {
        Value::Map(entries) => {
            match entries.iter_mut().find(|(key, _)| *key == last) {
                Some((_, old)) => *old = value,
                None => entries.push((Key::Owned(last.clone()), value)),
            }
            steps.push(Step::Key(last));
        }
        Value::List(items) => {
            let at = if last == "-" { Some(items.len()) } else { index(&last) };
            let at = at.filter(|at| *at <= items.len()).ok_or_else(|| nothing(path))?;
            let order =
                (0..at).map(Some).chain([None]).chain((at..items.len()).map(Some)).collect();
            items.insert(at, value);
            changes.push(Change::Items(steps.clone(), order));
            steps.push(Step::Index(at));
        }
        _ => return Err(nothing(path)),
    }
    changes.push(Change::Set(steps));
    Ok(())
}

fn remove(object: &mut Value, path: &str, changes: &mut Vec<Change>) -> Result<Value, Fault> {
    let (spot, mut steps, last) = around(object, path)?;
    match spot {
        Value::Map(entries) => {
            let at =
                entries.iter().position(|(key, _)| *key == last).ok_or_else(|| nothing(path))?;
            steps.push(Step::Key(last));
            changes.push(Change::Gone(steps));
            Ok(entries.remove(at).1)
        }
        Value::List(items) => {
            let at = index(&last).filter(|at| *at < items.len()).ok_or_else(|| nothing(path))?;
            let order = (0..items.len()).filter(|each| *each != at).map(Some).collect();
            changes.push(Change::Items(steps, order));
            Ok(items.remove(at))
        }
        _ => Err(nothing(path)),
    }
}
