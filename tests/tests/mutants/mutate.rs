//! The changes: each takes its numbers from a generator of its own, so that it can be made alone.

use crate::dice::Dice;
use crate::table::{Table, choices};
use crate::tree::{Tree, Way};
use crate::values::{self, Values};

/// What changes draw from.
pub(crate) struct Pool {
    /// The seeds, sorted by kind.
    pub(crate) kinds: Vec<Vec<Tree>>,
    /// Their values.
    pub(crate) values: Values,
    /// What the checker knows.
    pub(crate) table: Table,
}

/// A seed and its changes.
#[derive(Clone)]
pub(crate) struct Mutant {
    kind: usize,
    seed: usize,
    /// Of each change.
    pub(crate) numbers: Vec<u64>,
}

impl Mutant {
    /// That of a number.
    pub(crate) fn new(pool: &Pool, number: u64) -> Self {
        let mut dice = Dice::new(number);
        let kind = dice.below(pool.kinds.len());
        let seed = dice.below(pool.kinds[kind].len());
        let numbers = (0..[1, 1, 2, 3][dice.below(4)]).map(|_| dice.next()).collect();
        Self { kind, seed, numbers }
    }

    /// With one of its changes alone.
    pub(crate) fn alone(&self) -> Vec<Self> {
        let one = |number: &u64| Self { numbers: vec![*number], ..*self };
        if self.numbers.len() > 1 { self.numbers.iter().map(one).collect() } else { Vec::new() }
    }

    /// The seed, changed.
    pub(crate) fn object(&self, pool: &Pool) -> Tree {
        let mut object = pool.kinds[self.kind][self.seed].clone();
        for number in &self.numbers {
            change(&mut object, pool, self.kind, &mut Dice::new(*number));
        }
        harmless(&mut object);
        object
    }
}

/// Takes the namespace out, which need not be there: the server would say only that.
pub(crate) fn harmless(object: &mut Tree) {
    let Tree::Map(entries) = object else { return };
    for (_, metadata) in entries.iter_mut().filter(|(key, _)| key == "metadata") {
        metadata.unset("namespace");
    }
}

fn change(object: &mut Tree, pool: &Pool, kind: usize, dice: &mut Dice) {
    let ways = object.ways();
    let Some(way) = dice.pick(&ways).cloned() else { return };
    match dice.below(24) {
        0 | 1 => drop(take(object, &way)),
        2 => *object.at_mut(&way) = retyped(object.at(&way), dice),
        3..=6 => *object.at_mut(&way) = values::edge(object.at(&way), dice),
        7 => misspell(object, &way, dice),
        8 => again(object, &way, dice),
        9 => displace(object, &way, dice),
        10 | 11 => {
            if let Some(other) = object.key(&way).and_then(|key| pool.values.of(key, dice)) {
                *object.at_mut(&way) = other;
            }
        }
        12 | 13 => graft(object, pool, kind, dice),
        14 => version(object, dice),
        15 => entry(object, &way, dice),
        16 => choose(object, pool, &ways, dice),
        _ => add(object, pool, &ways, dice),
    }
}

/// Takes a node out.
fn take(object: &mut Tree, way: &[usize]) -> Option<(String, Tree)> {
    let (last, before) = way.split_last()?;
    match object.at_mut(before) {
        Tree::Map(entries) => Some(entries.remove(*last)),
        Tree::List(items) => Some((String::new(), items.remove(*last))),
        Tree::Leaf(_) => None,
    }
}

fn retyped(old: &Tree, dice: &mut Dice) -> Tree {
    match (dice.below(9), old) {
        (0, _) => Tree::Map(Vec::new()),
        (1, _) => Tree::List(Vec::new()),
        (2, old) => Tree::List(vec![old.clone()]),
        (3, Tree::List(items)) if !items.is_empty() => items[0].clone(),
        (4, Tree::Leaf(text)) => Tree::text(text),
        (5, Tree::Leaf(text)) => {
            Tree::Leaf(text.trim_matches('"').replace([':', '#', '{', '[', '*'], "x"))
        }
        (6, _) => Tree::Leaf("null".into()),
        (7, old) => Tree::Map(vec![("name".into(), old.clone())]),
        _ => Tree::Leaf(["5", "true", "\"text\""][dice.below(3)].into()),
    }
}

fn misspell(object: &mut Tree, way: &[usize], dice: &mut Dice) {
    let Some((last, before)) = way.split_last() else { return };
    let Tree::Map(entries) = object.at_mut(before) else { return };
    let key = entries[*last].0.clone();
    entries[*last].0 = match dice.below(5) {
        0 => key.to_lowercase(),
        1 => key.chars().skip(1).collect(),
        2 => format!("{key}s"),
        3 => key.to_uppercase(),
        _ => key
            .chars()
            .enumerate()
            .filter(|(at, _)| *at != key.len() / 2)
            .map(|(_, each)| each)
            .collect(),
    };
}

/// A second one of a list's item or of a map's key.
fn again(object: &mut Tree, way: &[usize], dice: &mut Dice) {
    let Some((last, before)) = way.split_last() else { return };
    match object.at_mut(before) {
        Tree::List(items) => {
            let mut copy = items[*last].clone();
            if dice.below(2) == 0 {
                copy.set("name", Tree::text("second"));
            }
            items.push(copy);
        }
        Tree::Map(entries) if dice.below(4) == 0 => {
            let copy = entries[*last].clone();
            entries.push(copy);
        }
        Tree::Map(_) | Tree::Leaf(_) => {}
    }
}

/// Takes a field from where it stands to another map.
fn displace(object: &mut Tree, way: &[usize], dice: &mut Dice) {
    if object.key(way).is_none() {
        return;
    }
    let Some((key, value)) = take(object, way) else { return };
    let maps: Vec<Way> =
        object.ways().into_iter().filter(|way| matches!(object.at(way), Tree::Map(_))).collect();
    if let Some(to) = dice.pick(&maps) {
        object.at_mut(to).set(&key, value);
    }
}

/// Sets a field as another object of the kind has it, where that has a place for it.
fn graft(object: &mut Tree, pool: &Pool, kind: usize, dice: &mut Dice) {
    let Some(other) = dice.pick(&pool.kinds[kind]) else { return };
    let ways = other.ways();
    let Some(way) = dice.pick(&ways) else { return };
    let (Some(key), Some(before)) = (other.key(way), way.split_last().map(|(_, before)| before))
    else {
        return;
    };
    let mut to: Way = Vec::new();
    for end in 0..before.len() {
        let here = object.at(&to);
        let next = match other.key(&before[..=end]) {
            Some(key) => match here {
                Tree::Map(entries) => entries.iter().position(|(own, _)| own == key),
                Tree::List(_) | Tree::Leaf(_) => None,
            },
            None => {
                Some(dice.below(here.children().len())).filter(|at| *at < here.children().len())
            }
        };
        let Some(next) = next else { return };
        to.push(next);
    }
    object.at_mut(&to).set(key, other.at(way).clone());
}

fn version(object: &mut Tree, dice: &mut Dice) {
    const VERSIONS: [&str; 20] = [
        "v1",
        "v2",
        "apps/v1",
        "apps/v1beta1",
        "apps/v1beta2",
        "extensions/v1beta1",
        "batch/v1",
        "batch/v1beta1",
        "networking.k8s.io/v1",
        "networking.k8s.io/v1beta1",
        "autoscaling/v1",
        "autoscaling/v2",
        "autoscaling/v2beta2",
        "policy/v1",
        "policy/v1beta1",
        "rbac.authorization.k8s.io/v1beta1",
        "gateway.networking.k8s.io/v1",
        "gateway.networking.k8s.io/v1beta1",
        "gateway.networking.k8s.io/v1alpha2",
        "app/v1",
    ];
    object.set("apiVersion", Tree::text(VERSIONS[dice.below(VERSIONS.len())]));
}

/// Adds to a map, whatever it is, or to one of those that hold any key.
fn entry(object: &mut Tree, way: &[usize], dice: &mut Dice) {
    let mut way = way.to_vec();
    if dice.below(2) == 0 {
        let open = |way: &Way| {
            matches!(
                object.key(way),
                Some(
                    "labels"
                        | "annotations"
                        | "data"
                        | "stringData"
                        | "matchLabels"
                        | "limits"
                        | "requests"
                        | "hard"
                )
            )
        };
        let ways: Vec<Way> = object.ways().into_iter().filter(open).collect();
        way = dice.pick(&ways).cloned().unwrap_or(way);
    }
    let value = values::edge(&Tree::text("1"), dice);
    object.at_mut(&way).set(values::key(dice), value);
}

/// Takes another of a field's choices, or one in wrong case.
fn choose(object: &mut Tree, pool: &Pool, ways: &[Way], dice: &mut Dice) {
    let of = |way: &Way| {
        let whole = if object.key(way).is_none() { &way[..way.len() - 1] } else { way };
        choices(pool.table.code(object, whole))
    };
    let open: Vec<(&Way, Vec<&str>)> = ways
        .iter()
        .map(|way| (way, of(way)))
        .filter(|(way, of)| !of.is_empty() && object.at(way).children().is_empty())
        .collect();
    let Some((way, choices)) = dice.pick(&open) else { return };
    let choice = choices[dice.below(choices.len())];
    let choice = if dice.below(4) == 0 { choice.to_lowercase() } else { choice.to_owned() };
    *object.at_mut(way) = Tree::text(&choice);
}

/// Adds a field that the table knows, with a value that could stand there.
fn add(object: &mut Tree, pool: &Pool, ways: &[Way], dice: &mut Dice) {
    let all = [Way::new()];
    let maps: Vec<(&Way, &str)> = all
        .iter()
        .chain(ways)
        .map(|way| (way, pool.table.code(object, way)))
        .filter(|(way, code)| {
            !pool.table.fields(code).is_empty() && matches!(object.at(way), Tree::Map(_))
        })
        .collect();
    let Some((way, code)) = dice.pick(&maps) else { return };
    let fields = pool.table.fields(code);
    let Some(field) = dice.pick(fields).copied() else { return };
    if matches!(field.name, "apiVersion" | "kind") && way.is_empty() {
        return;
    }
    let value = pool.table.grow(field, &pool.values, dice, 2);
    object.at_mut(way).set(field.name, value);
}
