//! The table of fields: one line a definition, made by `docs/schema/make.py`, read once.

use super::super::api::{self, Judge};
use super::shape::Shape;
use crate::yaml::head;
use std::sync::OnceLock;

const TEXT: &str = include_str!("table.txt");

/// What a field may hold.
#[derive(Clone, Debug)]
pub(in super::super) enum Type {
    /// Any text; where choices are given, one of them.
    Text(Vec<&'static str>),
    /// `true` or `false`.
    Bool,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// Any number.
    Number,
    /// Such as `500m` or `1Gi`.
    Quantity,
    /// A whole number or text.
    IntOrText,
    /// RFC 3339.
    Time,
    /// Text in base64.
    Bytes,
    /// Not looked at.
    Any,
    /// Items of one type.
    List(Box<Type>),
    /// Text to values of one type.
    Map(Box<Type>),
    /// The definition with this index.
    Definition(usize),
    /// What the API server writes, by the definition with this index: it is read when somebody sends it, and dropped.
    Status(usize),
    /// One of the others, within limits.
    Limited(Box<Limited>),
}

/// Limits that the definitions of custom kinds set.
#[derive(Clone, Debug)]
pub(in super::super) struct Limited {
    /// What stands there.
    pub(in super::super) holds: Type,
    /// The least length, number or count of items.
    pub(in super::super) low: i128,
    /// The highest; far off where there is none.
    pub(in super::super) high: i128,
    /// The shape of a text.
    pub(in super::super) shape: Option<Shape>,
    /// Fields in which items differ; none of them: as a whole.
    pub(in super::super) unique: Option<Vec<&'static str>>,
}

/// A field of a definition.
#[derive(Clone, Debug)]
pub(in super::super) struct Field {
    /// Its name.
    pub(in super::super) name: &'static str,
    /// What it may hold.
    pub(in super::super) holds: Type,
    /// The first minor version that has it.
    pub(in super::super) from: u32,
    /// The last minor version that has it.
    pub(in super::super) to: u32,
    /// Whether the API server misses it.
    pub(in super::super) required: bool,
}

/// A kind of node: its fields, ordered by name, and the rule that judges them together.
pub(in super::super) struct Definition {
    /// Its fields.
    pub(in super::super) fields: Vec<Field>,
    /// The first bytes of their names, which tell nearly all apart.
    heads: Vec<u64>,
    /// The rule beyond the schema.
    pub(in super::super) rule: Option<Judge>,
    /// Whether it belongs to a custom kind, of which a missing part is just missing.
    pub(in super::super) custom: bool,
}

/// A kind of object.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Kind {
    /// Such as `apps/v1`.
    pub(in super::super) api: &'static str,
    /// Such as `Deployment`.
    pub(in super::super) name: &'static str,
    /// Whether it lives in a namespace.
    pub(in super::super) namespaced: bool,
    /// Its definition.
    pub(in super::super) definition: usize,
}

/// All kinds and definitions.
pub(in super::super) struct Table {
    /// In the order of the table.
    pub(in super::super) kinds: Vec<Kind>,
    definitions: Vec<Definition>,
    names: Vec<&'static str>,
}

impl Table {
    /// The definition with an index.
    pub(in super::super) fn definition(&self, index: usize) -> Option<&Definition> {
        self.definitions.get(index)
    }

    /// The index of a definition by its name.
    pub(in super::super) fn named(&self, name: &str) -> Option<usize> {
        self.names.binary_search(&name).ok()
    }

    /// The kind of an object.
    pub(in super::super) fn kind(&self, api: &str, name: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.name == name && kind.api == api)
    }
}

impl Definition {
    /// The field of a name.
    pub(in super::super) fn field(&self, name: &str) -> Option<&Field> {
        let head = head(name.as_bytes());
        let same = self.heads.iter().zip(&self.fields).filter(|(own, _)| **own == head);
        same.map(|(_, field)| field).find(|field| field.name == name)
    }
}

/// The table, read on first use.
pub(in super::super) fn table() -> &'static Table {
    static READ: OnceLock<Table> = OnceLock::new();
    READ.get_or_init(|| read(TEXT))
}

fn read(text: &'static str) -> Table {
    let lines = || text.lines().filter(|line| !line.starts_with('#'));
    let definitions = || lines().filter(|line| !line.starts_with("kind "));
    let names: Vec<&str> = definitions().filter_map(|line| line.split(' ').next()).collect();
    let index = |name: &str| names.binary_search(&name).ok();
    let kinds = lines()
        .filter_map(|line| {
            let mut words = line.strip_prefix("kind ")?.split(' ');
            let (api, name, scope) = (words.next()?, words.next()?, words.next()?);
            Some(Kind { api, name, namespaced: scope == "N", definition: index(words.next()?)? })
        })
        .collect();
    let definitions = definitions()
        .map(|line| {
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            let custom = name.starts_with("gateway.");
            let fields = words.filter_map(|word| field(word, &index)).map(|field| {
                let holds = if custom { of_custom(field.holds) } else { field.holds };
                Field { holds, ..field }
            });
            let fields: Vec<Field> = fields.collect();
            let heads = fields.iter().map(|field| head(field.name.as_bytes())).collect();
            Definition { fields, heads, rule: api::of(name), custom }
        })
        .collect();
    Table { kinds, definitions, names }
}

fn field(word: &'static str, index: &impl Fn(&str) -> Option<usize>) -> Option<Field> {
    let (name, rest) = word.split_once(':')?;
    let (rest, range) = rest.split_once('@').unwrap_or((rest, "0-99"));
    let (from, to) = range.split_once('-')?;
    Some(Field {
        name: name.trim_end_matches('!'),
        holds: of_code(rest, index),
        from: from.parse().ok()?,
        to: to.parse().ok()?,
        required: name.ends_with('!'),
    })
}

/// What is in lists and maps of a custom kind is limited, if only by its type.
fn of_custom(holds: Type) -> Type {
    let wrapped = |inner: Box<Type>| match *inner {
        Type::Limited(_) | Type::Definition(_) => inner,
        holds => Box::new(Type::Limited(Box::new(Limited {
            holds,
            low: i128::MIN,
            high: i128::MAX,
            shape: None,
            unique: None,
        }))),
    };
    match holds {
        Type::Map(inner) => Type::Map(wrapped(inner)),
        Type::List(inner) => Type::List(wrapped(inner)),
        Type::Limited(limited) => {
            let Limited { holds, low, high, shape, unique } = *limited;
            let holds = of_custom(holds);
            Type::Limited(Box::new(Limited { holds, low, high, shape, unique }))
        }
        other => other,
    }
}

/// A code: a letter or name, or one in brackets; then choices, bounds, a shape and keys.
fn of_code(code: &'static str, index: &impl Fn(&str) -> Option<usize>) -> Type {
    let close = match code.bytes().next() {
        Some(b'[') => code.rfind(']'),
        Some(b'{') => code.rfind('}'),
        _ => None,
    };
    let head =
        close.map_or_else(|| code.find(['=', '#', '~', '%']).unwrap_or(code.len()), |at| at + 1);
    let (head, tail) = code.split_at_checked(head).unwrap_or((code, ""));
    let (choices, tail) = cut(tail, '=', &['#', '~', '%']);
    let (bounds, tail) = cut(tail, '#', &['~', '%']);
    let (shape, tail) = cut(tail, '~', &['%']);
    let (keys, _) = cut(tail, '%', &[]);
    let choices: Vec<&str> = choices.map_or_else(Vec::new, |list| list.split('|').collect());
    let holds = bare(head, choices, index);
    if bounds.is_none() && shape.is_none() && keys.is_none() {
        return holds;
    }
    let (low, high) = bounds.and_then(|bounds| bounds.split_once("..")).unwrap_or_default();
    Type::Limited(Box::new(Limited {
        holds,
        low: low.parse().unwrap_or(i128::MIN),
        high: high.parse().unwrap_or(i128::MAX),
        shape: shape.and_then(Shape::named),
        unique: keys.map(|keys| keys.split('+').filter(|key| !key.is_empty()).collect()),
    }))
}

/// Takes what follows a sign, up to the next of others.
fn cut(text: &'static str, sign: char, ends: &[char]) -> (Option<&'static str>, &'static str) {
    let Some(rest) = text.strip_prefix(sign) else { return (None, text) };
    let end = rest.find(ends).unwrap_or(rest.len());
    let (own, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
    (Some(own), tail)
}

fn bare(
    code: &'static str,
    choices: Vec<&'static str>,
    index: &impl Fn(&str) -> Option<usize>,
) -> Type {
    let inner = |open, close| code.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    let within = |inner| match of_code(inner, index) {
        Type::Text(own) if own.is_empty() => Type::Text(choices.clone()),
        other => other,
    };
    if let Some(inner) = inner('[', ']') {
        return Type::List(Box::new(within(inner)));
    }
    if let Some(inner) = inner('{', '}') {
        return Type::Map(Box::new(within(inner)));
    }
    match code {
        "s" => Type::Text(choices),
        "b" => Type::Bool,
        "i" => Type::Int32,
        "l" => Type::Int64,
        "n" => Type::Number,
        "q" => Type::Quantity,
        "x" => Type::IntOrText,
        "t" | "u" => Type::Time,
        "y" => Type::Bytes,
        other => match other.strip_prefix('?') {
            Some(status) => index(status).map_or(Type::Any, Type::Status),
            None => index(other).map_or(Type::Any, Type::Definition),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_definition() {
        let lines = TEXT.lines().filter(|line| line.starts_with("kind ")).count();
        assert_eq!(table().kinds.len(), lines);
        assert!(lines > 25);
    }

    #[test]
    fn every_rule_belongs_to_a_definition() {
        for name in api::NAMES {
            assert!(table().named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn only_what_is_meant_to_be_open_is_not_looked_at() {
        for word in TEXT.lines().filter(|line| !line.starts_with('#')).flat_map(|l| l.split(' ')) {
            let Some((_, rest)) = word.split_once(':') else { continue };
            let code = rest.trim_start_matches(['[', '{', '?']);
            let code = code.split(['@', '=', '#', '~', '%', ']', '}']).next().unwrap();
            let known = code.len() == 1 || table().named(code).is_some();
            assert!(known, "{word}");
        }
    }
}
