//! Specs that pair every choice with every other: most mistakes of a generator show when two choices meet.

use linkspan_core::diagnostic::Severity;
use linkspan_core::field::{Kind, fields};
use linkspan_core::plan;
use linkspan_core::spec::{self, Draft};
use std::collections::BTreeSet;

/// What a spec says in one respect.
type Setting = Box<dyn Fn(&mut Draft)>;

/// One respect in which specs differ. The first value is what holds when nothing is said.
pub struct Axis {
    /// The field.
    pub name: String,
    /// What each value is called.
    pub values: Vec<String>,
    settings: Vec<Setting>,
}

/// A value of one axis and a value of another, by their numbers.
pub type Pair = ((usize, usize), (usize, usize));

/// Specs that hold every pair that can be had.
pub struct Sweep {
    /// The texts.
    pub specs: Vec<String>,
    /// How many pairs they hold.
    pub covered: usize,
    /// Pairs that are refused even when all else is as usual, with the rules that refuse them.
    pub refused: Vec<(Pair, BTreeSet<&'static str>)>,
}

/// Every choice of the field table, and the shapes that no single field shows.
#[must_use]
pub fn axes() -> Vec<Axis> {
    let mut axes = vec![
        lists("hosts", &[&[], &["shop.example.com"], &["shop.example.com", "*.shop.example.com"]]),
        texts("web.replicas", &["", "1"]),
        texts("web.processes", &["", "0"]),
        groups("workers", &[("name", "mail"), ("queues", "mail")]),
        groups(
            "cron",
            &[("name", "digest"), ("schedule", "0 6 * * *"), ("command", "bin/rails digest")],
        ),
        lists("secrets", &[&[], &["STRIPE_KEY"]]),
    ];
    for field in fields() {
        let values: Vec<&str> = match field.kind {
            Kind::Choice(choices) => choices.iter().map(|choice| choice.value).collect(),
            Kind::Bool => vec!["true", "false"],
            _ => continue,
        };
        let values: Vec<&str> = std::iter::once("").chain(values).collect();
        axes.push(texts(&field.path.replace("[]", "[0]"), &values));
    }
    axes
}

fn axis(name: &str, values: Vec<(String, Setting)>) -> Axis {
    let (values, settings) = values.into_iter().unzip();
    Axis { name: name.to_owned(), values, settings }
}

fn texts(path: &str, values: &[&str]) -> Axis {
    let values = values.iter().map(|value| {
        let (at, text) = (path.to_owned(), (*value).to_owned());
        let set: Setting = Box::new(move |draft| {
            let list = at.split('[').next().unwrap_or(&at);
            // A field of a group needs the group.
            if !text.is_empty() && (list == at || draft.count(list) > 0) {
                draft.set_text(&at, &text);
            }
        });
        ((*value).to_owned(), set)
    });
    axis(path, values.collect())
}

fn lists(path: &str, values: &[&[&str]]) -> Axis {
    let values = values.iter().map(|value| {
        let (at, items) = (path.to_owned(), value.iter().map(|item| (*item).to_owned()).collect());
        let items: Vec<String> = items;
        let name = items.join(" ");
        let set: Setting = Box::new(move |draft| draft.set_texts(&at, &items));
        (name, set)
    });
    axis(path, values.collect())
}

/// No group, or one with these fields.
fn groups(path: &str, fields: &'static [(&str, &str)]) -> Axis {
    let at = path.to_owned();
    let one: Setting = Box::new(move |draft| {
        draft.add_group(&at, "");
        for (key, value) in fields {
            let field = format!("{at}[0].{key}");
            if *key == "queues" {
                draft.set_texts(&field, &[(*value).to_owned()]);
            } else {
                draft.set_text(&field, value);
            }
        }
    });
    axis(path, vec![("none".to_owned(), Box::new(|_| {})), ("one".to_owned(), one)])
}

/// The spec of a row: a value of each axis.
fn text(axes: &[Axis], row: &[usize]) -> String {
    let mut draft = Draft::from_text("app: shop\nimage: registry.example.com/acme/shop\n");
    for (axis, value) in axes.iter().zip(row) {
        if let Some(set) = axis.settings.get(*value) {
            set(&mut draft);
        }
    }
    draft.to_text()
}

/// The rules that refuse a spec. They need its plan and none of its files.
fn refusals(text: &str) -> BTreeSet<&'static str> {
    let read = spec::read(text);
    let conflicts = plan::check(&plan::resolve(&read.spec));
    let errors = read.diagnostics.iter().chain(&conflicts);
    errors.filter(|each| each.severity == Severity::Error).map(|each| each.rule).collect()
}

/// Numbers that look like chance and are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (limit.max(1) as u64)).unwrap_or(0)
    }
}

fn pairs_of(row: &[usize]) -> impl Iterator<Item = Pair> + '_ {
    row.iter().enumerate().flat_map(move |(first, value)| {
        let rest = row.iter().enumerate().skip(first + 1);
        rest.map(move |(second, other)| ((first, *value), (second, *other)))
    })
}

fn holds(row: &[usize], ((first, value), (second, other)): Pair) -> bool {
    row.get(first) == Some(&value) && row.get(second) == Some(&other)
}

/// Makes the specs, each built around a pair that none before it holds.
#[must_use]
pub fn sweep(axes: &[Axis]) -> Sweep {
    let mut open: BTreeSet<Pair> = BTreeSet::new();
    for (first, one) in axes.iter().enumerate() {
        for (second, other) in axes.iter().enumerate().skip(first + 1) {
            for value in 0..one.values.len() {
                open.extend((0..other.values.len()).map(|it| ((first, value), (second, it))));
            }
        }
    }
    let all = open.len();
    let mut chance = Chance(0x11a5_b0a7);
    let mut found = Sweep { specs: Vec::new(), covered: 0, refused: Vec::new() };
    while let Some(pair) = open.first().copied() {
        match around(axes, pair, &open, &mut chance) {
            Ok(row) => {
                open.retain(|pair| !holds(&row, *pair));
                found.specs.push(text(axes, &row));
            }
            Err(rules) => {
                open.remove(&pair);
                found.refused.push((pair, rules));
            }
        }
    }
    found.covered = all - found.refused.len();
    found
}

/// A row that holds a pair, as many open pairs as can be had, and is not refused.
fn around(
    axes: &[Axis],
    pair: Pair,
    open: &BTreeSet<Pair>,
    chance: &mut Chance,
) -> Result<Vec<usize>, BTreeSet<&'static str>> {
    let usual = || {
        let mut row = vec![0; axes.len()];
        for (axis, value) in [pair.0, pair.1] {
            row[axis] = value;
        }
        row
    };
    let mut row = usual();
    let mut refused = refusals(&text(axes, &row));
    if !refused.is_empty() {
        // Another choice may be what the pair needs: tried one at a time.
        let mended = (0..axes.len())
            .filter(|axis| *axis != pair.0.0 && *axis != pair.1.0)
            .find_map(|axis| {
                (1..axes[axis].values.len()).find_map(|value| {
                    let mut other = row.clone();
                    other[axis] = value;
                    refusals(&text(axes, &other)).is_empty().then_some(other)
                })
            });
        row = mended.ok_or_else(|| std::mem::take(&mut refused))?;
    }
    // From there each axis in turn takes the value that adds most, if the spec bears it.
    let mut order: Vec<usize> = (0..axes.len()).filter(|axis| row[*axis] == 0).collect();
    for at in (1..order.len()).rev() {
        order.swap(at, chance.below(at + 1));
    }
    for axis in order.into_iter().filter(|axis| *axis != pair.0.0 && *axis != pair.1.0) {
        let mut values: Vec<(usize, usize)> = (0..axes[axis].values.len())
            .map(|value| {
                let mut other = row.clone();
                other[axis] = value;
                (pairs_of(&other).filter(|pair| open.contains(pair)).count(), value)
            })
            .collect();
        values.sort_by(|one, other| other.cmp(one));
        for (_, value) in values {
            let mut other = row.clone();
            other[axis] = value;
            if value == row[axis] || refusals(&text(axes, &other)).is_empty() {
                row = other;
                break;
            }
        }
    }
    Ok(row)
}
