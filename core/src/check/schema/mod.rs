//! The walk along the schema table: unknown, missing and misplaced fields, types and choices.
//! The rules of each definition are applied on the way.

mod closest;
mod foreign;
mod kind;
mod limit;
pub(super) mod missing;
pub(super) mod rule;
mod shape;
mod table;
mod unit;
mod value;

pub(super) use shape::Shape;
pub(super) use table::{Kind, Type, table};

use super::context::Context;
use super::object::Object;
use super::{metadata, removed};
use crate::diagnostic::{Diagnostic, Remedy, gather, rules};
use crate::yaml::rules::{DUPLICATE_KEY, UNKNOWN_FIELD};
use crate::yaml::{Content, Entry, Node, Scalar, resolve};
use closest::closest;
use missing::missing;
use std::collections::BTreeSet;
use table::{Definition, Field};
use value::Wanted;

gather! {
    self, kind, limit, rule, value
}

rules! {
    pub(crate) const FIELD_VERSION: Rule = Rule {
        name: "field-version",
        tier: Refused,
        severity: Error,
        says: "the field does not exist in the version of Kubernetes that is checked for",
        why: "A server that does not know a field rejects it, or drops it without a word where validation is not strict; either way it has no effect.",
        marks: [Certain, Reading],
    };
}

/// Judges one object by itself.
pub(super) fn check(context: &mut Context<'_>, object: &Object) {
    let table = table();
    let known = table.kind(&object.api, &object.kind);
    match known {
        Some(kind) => {
            walk(context, kind.definition, &object.root);
            context.settle();
        }
        None => {
            if !removed::check(context, object) {
                kind::unknown(context, object);
            }
            metadata_alone(context, &object.root);
        }
    }
    metadata::check(context, object, known);
}

/// What every kind has in common is checked of an unknown one, too.
fn metadata_alone(context: &mut Context<'_>, root: &Node) {
    duplicates(context, root);
    if let (Some(metadata), Some(index)) =
        (root.get("metadata"), table().named("meta.v1.ObjectMeta"))
    {
        let mark = context.path.field("metadata");
        walk(context, index, metadata);
        context.path.back(mark);
    }
}

/// Judges a node by a definition.
fn walk(context: &mut Context<'_>, index: usize, node: &Node) {
    let Some(definition) = table().definition(index) else { return };
    if !matches!(node.content, Content::Map(_)) && !node.is_null() {
        value::wrong(context, node, Wanted::Other("a map of fields"));
        return;
    }
    duplicates(context, node);
    for entry in node.entries() {
        match definition.field(&entry.key) {
            Some(field) => {
                version(context, field, entry);
                let mark = context.path.field(field.name);
                judge(context, &field.holds, &entry.value);
                context.path.back(mark);
            }
            None => unknown_field(context, Some(definition), entry),
        }
    }
    for field in definition.fields.iter().filter(|field| field.required) {
        require(context, field, node, definition.custom);
    }
    if let Some(rule) = definition.rule {
        rule(context, node);
    }
}

/// Judges a value by the type of its field.
fn judge(context: &mut Context<'_>, holds: &Type, node: &Node) {
    match holds {
        // Null is as good as not given; a required part is then judged as an empty one.
        Type::Definition(_) if node.is_null() => {}
        Type::Definition(index) => walk(context, *index, node),
        Type::Status(index) => match table().definition(*index) {
            Some(definition) if definition.custom => {
                names(context, Some(&Type::Definition(*index)), node);
            }
            _ if node.is_null() => {}
            _ => {
                walk(context, *index, node);
                context.forget("");
            }
        },
        Type::List(inner) => match &node.content {
            Content::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = context.path.index(at);
                    if item.is_null() {
                        nothing(context, inner, item);
                    } else {
                        judge(context, inner, item);
                    }
                    context.path.back(mark);
                }
            }
            Content::Map(_) | Content::Scalar { .. } if node.is_null() => {}
            Content::Map(_) | Content::Scalar { .. } => value::wrong(context, node, Wanted::List),
        },
        Type::Map(inner) => match &node.content {
            Content::Map(entries) => {
                duplicates(context, node);
                // The values of a custom kind's map are told as fields.
                let custom = matches!(**inner, Type::Limited(_));
                for entry in entries {
                    let key = entry.key.as_str();
                    let mark = if custom { context.path.field(key) } else { context.path.key(key) };
                    judge(context, inner, &entry.value);
                    context.path.back(mark);
                }
            }
            Content::List(_) | Content::Scalar { .. } if node.is_null() => {}
            Content::List(_) | Content::Scalar { .. } => {
                value::wrong(context, node, Wanted::Other("a map"));
            }
        },
        Type::Any => {}
        Type::Limited(limited) => {
            judge(context, &limited.holds, node);
            limit::check(context, limited, node);
        }
        scalar => value::scalar(context, scalar, node),
    }
}

/// The names of fields are all that is judged of a custom kind's status: those in what should be no map are unknown, too.
fn names(context: &mut Context<'_>, holds: Option<&Type>, node: &Node) {
    let holds = match holds {
        Some(Type::Limited(limited)) => Some(&limited.holds),
        other => other,
    };
    match &node.content {
        Content::Map(entries) => {
            duplicates(context, node);
            let definition = match holds {
                Some(Type::Definition(index)) => table().definition(*index),
                _ => None,
            };
            for entry in entries {
                let below = match (definition, holds) {
                    (Some(definition), _) => definition.field(&entry.key).map(|each| &each.holds),
                    (None, Some(Type::Map(inner))) => Some(&**inner),
                    (None, _) => None,
                };
                if below.is_none() {
                    unknown_field(context, definition, entry);
                    continue;
                }
                let mark = context.path.field(&entry.key);
                names(context, below, &entry.value);
                context.path.back(mark);
            }
        }
        Content::List(items) => {
            let inner = match holds {
                Some(Type::List(inner)) => Some(&**inner),
                _ => None,
            };
            for (at, item) in items.iter().enumerate() {
                let mark = context.path.index(at);
                names(context, inner, item);
                context.path.back(mark);
            }
        }
        Content::Scalar { .. } => {
            if let Some(Scalar::Float(number)) = resolve(node)
                && !number.is_finite()
            {
                // JSON has no way to say it.
                value::wrong(context, node, Wanted::Number);
            }
        }
    }
}

/// Nothing as an item of a list is not left out: it is an empty part, and no part of a custom kind.
fn nothing(context: &mut Context<'_>, inner: &Type, item: &Node) {
    match inner {
        Type::Definition(index) => match table().definition(*index) {
            Some(definition) if definition.custom => {
                value::wrong(context, item, Wanted::Other("a map of fields"));
            }
            Some(_) => walk(context, *index, item),
            None => {}
        },
        Type::Limited(_) => value::wrong(context, item, Wanted::Other("a value")),
        _ => {}
    }
}

/// A missing part of the object is judged as an empty one, as the API server does; anything else
/// that is missing, empty text or an empty list is told.
fn require(context: &mut Context<'_>, field: &Field, node: &Node, custom: bool) {
    let value = node.get(field.name).filter(|value| !value.is_null());
    if custom {
        // The API server reads a custom kind as it is: empty is not missing.
        if value.is_none() {
            missing(context, field.name, node);
        }
        return;
    }
    let by_pointer = field.name == "selector";
    match (&field.holds, value) {
        (Type::Definition(_), Some(_)) => {}
        (Type::Definition(index), None) if !by_pointer => {
            let content = Content::Map(Vec::new());
            let empty = Node::new(node.start(), node.start(), content);
            let mark = context.path.field(field.name);
            walk(context, *index, &empty);
            context.path.back(mark);
        }
        (_, None) => missing(context, field.name, node),
        (Type::List(_), Some(value)) if value.items().is_empty() && !value.entries().is_empty() => {
        }
        (Type::List(_), Some(Node { content: Content::List(items), .. })) if items.is_empty() => {
            missing(context, field.name, node);
        }
        (Type::Text(_), Some(value)) if value.text() == Some("") => {
            missing(context, field.name, node);
        }
        (_, Some(_)) => {}
    }
}

fn version(context: &mut Context<'_>, field: &Field, entry: &Entry) {
    let minor = context.version.minor();
    let target = context.version.name();
    let name = field.name;
    if minor < field.from {
        let message =
            format!("`{name}` exists from Kubernetes 1.{} on; the target is {target}", field.from);
        let help = "remove the field, or raise the version that you check for";
        context.report(&FIELD_VERSION, entry, name, message, help);
    } else if minor > field.to {
        let message =
            format!("`{name}` is gone since Kubernetes 1.{}; the target is {target}", field.to + 1);
        context.report(&FIELD_VERSION, entry, name, message, "remove the field");
    }
}

fn unknown_field(context: &mut Context<'_>, definition: Option<&Definition>, entry: &Entry) {
    let names = || definition.into_iter().flat_map(|each| &each.fields).map(|field| field.name);
    let meant = if context.may_guess() { closest(&entry.key, names()) } else { None };
    let remedy = meant.and_then(|name| Remedy::misspelt(&entry.key, name, names()));
    let help = match meant {
        Some(name) => format!("did you mean `{name}`?"),
        None => "remove it, or move it to where it belongs".into(),
    };
    let message = format!("there is no field `{}` here", entry.key);
    let finding = Diagnostic::new(&UNKNOWN_FIELD, message).help(help).remedy(remedy);
    context.push(finding, entry.into(), &entry.key);
}

/// Reports keys that stand twice in one map.
fn duplicates(context: &mut Context<'_>, node: &Node) {
    let entries = node.entries();
    let mut seen = BTreeSet::new();
    for (at, entry) in entries.iter().enumerate() {
        let again = if entries.len() > 16 {
            !seen.insert(entry.key.as_str())
        } else {
            entries.iter().take(at).any(|before| before.key == entry.key)
        };
        if again {
            let message = format!("`{}` stands here twice", entry.key);
            let help = "keep one of the two: readers differ in which one they take";
            let finding = Diagnostic::new(&DUPLICATE_KEY, message).help(help);
            context.push(finding.remedy(Remedy::RemoveRepeated), entry.into(), &entry.key);
        }
    }
}
