//! The checker's table of fields, from which known fields are added with values that could stand there.

use crate::dice::Dice;
use crate::tree::Tree;
use crate::values::{self, Values};
use std::collections::BTreeMap;

const TEXT: &str = include_str!("../../../core/src/check/schema/table.txt");

/// Definitions by name: their fields with the code of what they hold.
pub(crate) struct Table {
    kinds: BTreeMap<(&'static str, &'static str), &'static str>,
    definitions: BTreeMap<&'static str, Vec<Field>>,
}

/// A field.
#[derive(Clone, Copy)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it holds, as the table has it.
    pub(crate) code: &'static str,
    required: bool,
}

impl Table {
    /// Reads it.
    pub(crate) fn read() -> Self {
        let (mut kinds, mut definitions) = (BTreeMap::new(), BTreeMap::new());
        for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split(' ').collect();
            if words[0] == "kind" {
                kinds.insert((words[1], words[2]), words[4]);
                continue;
            }
            let fields = words[1..].iter().map(|word| {
                let (name, code) = word.split_once(':').unwrap();
                let code = code.split('@').next().unwrap();
                Field { name: name.trim_end_matches('!'), code, required: name.ends_with('!') }
            });
            definitions.insert(words[0], fields.filter(|field| field.code != "*").collect());
        }
        Self { kinds, definitions }
    }

    /// Whether the checker judges a kind.
    pub(crate) fn knows(&self, object: &Tree) -> bool {
        self.kinds.contains_key(&(object.word("apiVersion"), object.word("kind")))
    }

    /// What stands at the end of a way, as a code; empty where the table does not say.
    pub(crate) fn code(&self, object: &Tree, way: &[usize]) -> &'static str {
        let kind = (object.word("apiVersion"), object.word("kind"));
        let mut code = self.kinds.get(&kind).copied().unwrap_or_default();
        for end in 0..way.len() {
            code = match object.key(&way[..=end]) {
                Some(key) => match self.definitions.get(code) {
                    Some(fields) => {
                        let field = fields.iter().find(|field| field.name == key);
                        field.map_or("", |field| field.code)
                    }
                    None => within(code, '{', '}'),
                },
                None => within(code, '[', ']'),
            };
        }
        code
    }

    /// The fields of a definition.
    pub(crate) fn fields(&self, code: &str) -> &[Field] {
        self.definitions.get(code).map_or(&[], Vec::as_slice)
    }

    /// A value that could stand in a field.
    pub(crate) fn grow(
        &self,
        field: Field,
        values: &Values,
        dice: &mut Dice,
        depth: usize,
    ) -> Tree {
        if dice.below(3) == 0
            && let Some(seen) = values.of(field.name, dice)
        {
            return seen;
        }
        self.value(field.code, values, dice, depth)
    }

    fn value(&self, code: &'static str, values: &Values, dice: &mut Dice, depth: usize) -> Tree {
        if let Some(fields) = self.definitions.get(code) {
            let mut entries = Vec::new();
            // Most definitions ask for one of their fields, without the table saying so.
            let least = if fields.iter().any(|field| field.required) {
                usize::MAX
            } else {
                dice.below(fields.len())
            };
            for (at, inner) in fields.iter().enumerate() {
                let is_wanted =
                    inner.required || (depth > 0 && (at == least || dice.below(6) == 0));
                if is_wanted {
                    let value = self.grow(*inner, values, dice, depth.saturating_sub(1));
                    entries.push((inner.name.to_owned(), value));
                }
            }
            return Tree::Map(entries);
        }
        let choices = choices(code);
        let one = |dice: &mut Dice, inner| match dice.pick(&choices) {
            Some(choice) => Tree::text(choice),
            None => self.value(inner, values, dice, depth),
        };
        match code.as_bytes().first() {
            Some(b'[') => {
                let inner = item(code, '[', ']');
                Tree::List((0..=dice.below(2)).map(|_| one(dice, inner)).collect())
            }
            Some(b'{') => {
                let inner = item(code, '{', '}');
                let key = values::key(dice).to_owned();
                Tree::Map(vec![(key, one(dice, inner))])
            }
            _ => match dice.pick(&choices) {
                Some(choice) => Tree::text(choice),
                None => values::plausible(code, dice),
            },
        }
    }
}

/// The choices of a text.
pub(crate) fn choices(code: &'static str) -> Vec<&'static str> {
    let Some((_, rest)) = code.split_once('=') else { return Vec::new() };
    let rest = rest.split(['#', '~', '%', ']']).next().unwrap();
    rest.split('|').collect()
}

fn within(code: &'static str, open: char, close: char) -> &'static str {
    if code.starts_with(open) { item(code, open, close) } else { "" }
}

/// What is in brackets.
fn item(code: &'static str, open: char, close: char) -> &'static str {
    &code[open.len_utf8()..code.rfind(close).unwrap()]
}
