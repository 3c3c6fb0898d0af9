//! The table of fields: one line a definition, made by `docs/schema/make.py`, read once.

use super::super::rules::{self, Rule};
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
    /// The rule beyond the schema.
    pub(in super::super) rule: Option<Rule>,
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
        let at = self.fields.binary_search_by(|field| field.name.cmp(name)).ok()?;
        self.fields.get(at)
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
            let rule = words.next().and_then(rules::of);
            Definition { fields: words.filter_map(|word| field(word, &index)).collect(), rule }
        })
        .collect();
    Table { kinds, definitions, names }
}

fn field(word: &'static str, index: &impl Fn(&str) -> Option<usize>) -> Option<Field> {
    let (name, rest) = word.split_once(':')?;
    let (rest, range) = rest.split_once('@').unwrap_or((rest, "0-99"));
    let (from, to) = range.split_once('-')?;
    let (code, choices) = match rest.split_once('=') {
        Some((code, choices)) => (code, choices.split('|').collect()),
        None => (rest, Vec::new()),
    };
    Some(Field {
        name: name.trim_end_matches('!'),
        holds: of_code(code, choices, index),
        from: from.parse().ok()?,
        to: to.parse().ok()?,
        required: name.ends_with('!'),
    })
}

fn of_code(code: &str, choices: Vec<&'static str>, index: &impl Fn(&str) -> Option<usize>) -> Type {
    if let Some(inner) = code.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return Type::List(Box::new(of_code(inner, choices, index)));
    }
    if let Some(inner) = code.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return Type::Map(Box::new(of_code(inner, choices, index)));
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
        other => index(other).map_or(Type::Any, Type::Definition),
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
        for name in rules::NAMES {
            assert!(table().named(name).is_some(), "{name}");
        }
    }

    #[test]
    fn only_what_is_meant_to_be_open_is_not_looked_at() {
        for word in TEXT.lines().filter(|line| !line.starts_with('#')).flat_map(|l| l.split(' ')) {
            let Some((_, rest)) = word.split_once(':') else { continue };
            let code = rest.split(['@', '=']).next().unwrap().trim_matches(['[', ']', '{', '}']);
            let known = code.len() == 1 || table().named(code).is_some();
            assert!(known, "{word}");
        }
    }
}
