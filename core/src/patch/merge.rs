//! Strategic merge patches, as kubectl reads them (k8s.io/apimachinery, `strategicpatch`).

use super::keys::{self, List};
use super::{Change, Fault, Step};
use crate::value::{Key, Value};

/// A way into the object.
struct Walk {
    path: Vec<Step>,
    changes: Vec<Change>,
    /// Whether lists are known by their items' keys.
    is_built_in: bool,
}

type Map = Vec<(Key, Value)>;

pub(super) fn apply(patch: &[(Key, Value)], object: &mut Value) -> Result<Vec<Change>, Fault> {
    let version = object.get("apiVersion").and_then(text).unwrap_or_default();
    let is_built_in = keys::is_built_in(version);
    let mut walk = Walk { path: Vec::new(), changes: Vec::new(), is_built_in };
    if let Value::Map(map) = object {
        if directive(patch)? == Some(Directive::Delete) {
            let help = "say in the spec that there is none, such as `kind: none`";
            return Err(Fault::new("deletes a whole object", help));
        }
        walk.map(map, patch)?;
    }
    Ok(walk.changes)
}

fn text(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// What `$patch` says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Delete,
    Replace,
    Merge,
}

fn directive(patch: &[(Key, Value)]) -> Result<Option<Directive>, Fault> {
    let Some((_, value)) = patch.iter().find(|(key, _)| key == "$patch") else { return Ok(None) };
    match text(value) {
        Some("delete") => Ok(Some(Directive::Delete)),
        Some("replace") => Ok(Some(Directive::Replace)),
        Some("merge") => Ok(Some(Directive::Merge)),
        _ => Err(Fault::new("has a `$patch` that is unknown", "write delete, replace or merge")),
    }
}

impl Walk {
    fn set(&mut self) {
        self.changes.push(Change::Set(self.path.clone()));
    }

    fn inside(
        &mut self,
        step: Step,
        run: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.path.push(step);
        let done = run(self);
        self.path.pop();
        done
    }

    /// The last key of the path but `skip` of them.
    fn key(&self, skip: usize) -> &str {
        let mut keys = self.path.iter().rev().filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        keys.nth(skip).unwrap_or_default()
    }

    /// Takes a key out of the map at the path.
    fn remove(&mut self, map: &mut Map, key: &str) {
        let before = map.len();
        map.retain(|(each, _)| each != key);
        if map.len() < before {
            let mut path = self.path.clone();
            path.push(Step::Key(key.to_owned()));
            self.changes.push(Change::Gone(path));
        }
    }

    /// Changes the map at the path.
    fn map(&mut self, map: &mut Map, patch: &[(Key, Value)]) -> Result<(), Fault> {
        let mut stays: Option<Vec<&str>> = None;
        if directive(patch)? == Some(Directive::Replace) {
            stays = Some(Vec::new());
        }
        if let Some((_, keep)) = patch.iter().find(|(key, _)| key == "$retainKeys") {
            stays = Some(keep.items().iter().filter_map(text).collect());
        }
        if let Some(stays) = stays {
            let gone: Vec<Key> = map.iter().map(|(key, _)| key.clone()).collect();
            for key in gone.iter().filter(|key| !stays.contains(&&***key)) {
                self.remove(map, key);
            }
        }
        for (key, value) in patch {
            if let Some(list) = key.strip_prefix("$deleteFromPrimitiveList/") {
                self.take_out(map, list, value)?;
            } else if key.starts_with('$') && !matches!(&**key, "$patch" | "$retainKeys") {
                let help = "leave it out: items keep their order";
                return Err(Fault::new(format!("has `{key}`, which Linkspan does not take"), help));
            } else if !key.starts_with('$') {
                self.entry(map, key, value)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, map: &mut Map, key: &Key, patch: &Value) -> Result<(), Fault> {
        let is_gone = match patch {
            Value::Null => true,
            Value::Map(patch) => directive(patch)? == Some(Directive::Delete),
            _ => false,
        };
        if is_gone {
            self.remove(map, key);
            return Ok(());
        }
        self.inside(Step::Key(key.to_string()), |walk| {
            let found = map.iter_mut().find(|(each, _)| each == key).map(|(_, value)| value);
            match (found, patch) {
                (Some(Value::Map(map)), Value::Map(patch)) => walk.map(map, patch),
                (Some(Value::List(items)), Value::List(patch)) => walk.list(items, patch),
                (Some(other), _) => {
                    let value = bare(patch)?;
                    if *other != value {
                        *other = value;
                        walk.set();
                    }
                    Ok(())
                }
                (None, _) => {
                    map.push((key.clone(), bare(patch)?));
                    walk.set();
                    Ok(())
                }
            }
        })
    }

    /// Removes texts or numbers of a list.
    fn take_out(&mut self, map: &mut Map, list: &str, patch: &Value) -> Result<(), Fault> {
        let found = map.iter_mut().find(|(key, _)| key == list).map(|(_, value)| value);
        let Some(Value::List(items)) = found else { return Ok(()) };
        self.inside(Step::Key(list.to_owned()), |walk| {
            let stays = |item: &Value| !patch.items().contains(item);
            let order: Vec<Option<usize>> = items
                .iter()
                .enumerate()
                .filter(|(_, item)| stays(item))
                .map(|(at, _)| Some(at))
                .collect();
            if order.len() < items.len() {
                items.retain(stays);
                walk.changes.push(Change::Items(walk.path.clone(), order));
            }
            Ok(())
        })
    }

    /// Changes the list at the path.
    fn list(&mut self, items: &mut Vec<Value>, patch: &[Value]) -> Result<(), Fault> {
        let how = if self.is_built_in { keys::of(self.key(1), self.key(0)) } else { List::Replace };
        let is_whole = patch.iter().any(|item| {
            matches!(item, Value::Map(map) if map.len() == 1 && map.iter().any(|(key, value)|
                key == "$patch" && text(value) == Some("replace")))
        });
        match how {
            List::By(key) if !is_whole => self.known(items, patch, key),
            List::Add if !is_whole => {
                let spot = |item: &Value| items.iter().position(|each| each == item);
                let wanted: Vec<Option<usize>> = patch.iter().map(spot).collect();
                let fresh = patch.iter().filter(|item| spot(item).is_none()).cloned().collect();
                let rest = (0..items.len()).filter(|at| !wanted.contains(&Some(*at))).collect();
                self.put(items, together(rest, wanted), fresh);
                Ok(())
            }
            List::By(_) | List::Add | List::Replace => {
                let whole = bare(&Value::List(patch.to_vec()))?;
                if whole.items() != items.as_slice() {
                    *items = whole.items().to_vec();
                    self.set();
                }
                Ok(())
            }
        }
    }

    /// Changes a list whose items are known by a key.
    fn known(&mut self, items: &mut Vec<Value>, patch: &[Value], key: &str) -> Result<(), Fault> {
        let list = self.key(0).to_owned();
        let mut fresh = Vec::new();
        let mut gone = Vec::new();
        let mut wanted = Vec::new();
        for item in patch {
            let Value::Map(changes) = item else {
                let help = format!("write maps, each with its `{key}`");
                return Err(Fault::new(format!("has an item under `{list}` that is no map"), help));
            };
            let Some(name) = item.get(key) else {
                let help = format!("add `{key}`, by which the items of `{list}` are known");
                let message = format!("has an item under `{list}` without `{key}`");
                return Err(Fault::new(message, help));
            };
            let found = items.iter().position(|each| each.get(key) == Some(name));
            match (directive(changes)?, found) {
                (Some(Directive::Delete), _) => gone.extend(found),
                (_, Some(index)) => {
                    if let Some(Value::Map(map)) = items.get_mut(index) {
                        self.inside(Step::Index(index), |walk| walk.map(map, changes))?;
                    }
                    wanted.push(Some(index));
                }
                (_, None) => {
                    fresh.push(bare(item)?);
                    wanted.push(None);
                }
            }
        }
        let stays = |at: &usize| !gone.contains(at) && !wanted.contains(&Some(*at));
        let rest = (0..items.len()).filter(stays).collect();
        self.put(items, together(rest, wanted), fresh);
        Ok(())
    }

    /// Puts the items of a list into another order, with fresh ones where there is none from before.
    fn put(&mut self, items: &mut Vec<Value>, order: Vec<Option<usize>>, fresh: Vec<Value>) {
        let same = order.len() == items.len()
            && order.iter().enumerate().all(|(at, from)| *from == Some(at));
        if same {
            return;
        }
        let mut old: Vec<Option<Value>> = std::mem::take(items).into_iter().map(Some).collect();
        let mut fresh = fresh.into_iter();
        self.changes.push(Change::Items(self.path.clone(), order.clone()));
        for (index, from) in order.into_iter().enumerate() {
            let value = match from {
                Some(from) => old.get_mut(from).and_then(Option::take),
                None => fresh.next(),
            };
            items.extend(value);
            if from.is_none() {
                self.path.push(Step::Index(index));
                self.set();
                self.path.pop();
            }
        }
    }
}

/// The items of now by where they stood: those that the patch does not name as the object has them, those of the patch
/// as the patch has them, and the one before the other where the object has both so.
fn together(rest: Vec<usize>, wanted: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let mut order = Vec::with_capacity(rest.len() + wanted.len());
    let mut rest = rest.into_iter().peekable();
    for next in wanted {
        let is_before = |at: &usize| next.is_some_and(|next| *at < next);
        while let Some(at) = rest.next_if(is_before) {
            order.push(Some(at));
        }
        order.push(next);
    }
    order.extend(rest.map(Some));
    order
}

/// What a patch puts where nothing was: without its directives, and without what it wanted gone.
fn bare(patch: &Value) -> Result<Value, Fault> {
    Ok(match patch {
        Value::Map(entries) => {
            let mut map = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let is_gone = match value {
                    Value::Null => true,
                    Value::Map(inner) => directive(inner)? == Some(Directive::Delete),
                    _ => false,
                };
                if !is_gone && !key.starts_with('$') {
                    map.push((key.clone(), bare(value)?));
                }
            }
            Value::Map(map)
        }
        Value::List(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                let marks = match item {
                    Value::Map(map) => match directive(map)? {
                        Some(Directive::Delete) => true,
                        Some(_) => map.len() == 1,
                        None => false,
                    },
                    _ => false,
                };
                if !marks {
                    list.push(bare(item)?);
                }
            }
            Value::List(list)
        }
        other => other.clone(),
    })
}
