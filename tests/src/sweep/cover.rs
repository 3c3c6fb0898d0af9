//! Rows of choices that hold every pair.

use super::axis::{self, Axis};
use super::companion::{Companion, companions, complete};
use super::refusals;
use super::refused::Refused;
use std::collections::{BTreeMap, BTreeSet};

/// A value of one axis and a value of a later one, by their numbers.
pub type Pair = ((usize, usize), (usize, usize));

/// How many axes are decided before the spec is looked at.
const STRIDE: usize = 12;

/// Specs that hold every pair that can be had.
#[derive(Default)]
pub struct Sweep {
    /// The texts.
    pub specs: Vec<String>,
    /// How many pairs they hold.
    pub covered: usize,
    /// How many pairs of the list each rule refuses.
    pub refused: BTreeMap<String, usize>,
    /// What is refused and not in the list, or in the list and not refused, a line each.
    pub unexpected: Vec<String>,
}

/// Whether pairs are still to be had, by the numbers of their choices.
struct Pairs {
    first: Vec<usize>,
    count: usize,
    open: Vec<bool>,
    never: Vec<bool>,
}

impl Pairs {
    fn of(axes: &[Axis]) -> Self {
        let first: Vec<usize> = axes
            .iter()
            .scan(0, |sum, axis| {
                *sum += axis.values.len();
                Some(*sum - axis.values.len())
            })
            .collect();
        let count: usize = axes.iter().map(|axis| axis.values.len()).sum();
        let (open, never) = (vec![false; count * count], vec![false; count * count]);
        let mut pairs = Self { first, count, open, never };
        for pair in pairs.all(axes) {
            let ((one, value), (other, second)) = pair;
            // Without a group none of its fields is there.
            let none = axes[other].within == Some(one) && value == 0 && second > 0;
            if none { pairs.forbid(pair) } else { pairs.set(pair, true) }
        }
        pairs
    }

    /// Every pair, had or not.
    fn all(&self, axes: &[Axis]) -> Vec<Pair> {
        let choices = |at: usize| (0..axes[at].values.len()).map(move |value| (at, value));
        let later = |one: usize| (one + 1..axes.len()).flat_map(choices);
        let sides = (0..axes.len()).flat_map(choices);
        sides.flat_map(|side| later(side.0).map(move |other| (side, other))).collect()
    }

    fn at(&self, ((one, value), (other, second)): Pair) -> usize {
        (self.first[one] + value) * self.count + self.first[other] + second
    }

    fn set(&mut self, pair: Pair, open: bool) {
        let at = self.at(pair);
        self.open[at] = open;
    }

    fn forbid(&mut self, pair: Pair) {
        let at = self.at(pair);
        (self.open[at], self.never[at]) = (false, true);
    }

    /// How many pairs a choice adds to a row; none where it cannot be in it.
    fn gain(&self, row: &[Option<usize>], choice: (usize, usize)) -> Option<usize> {
        let mut sum = 0;
        for (axis, value) in row.iter().enumerate() {
            let Some(value) = value.filter(|_| axis != choice.0) else { continue };
            let other = (axis, value);
            let at = self.at(if axis < choice.0 { (other, choice) } else { (choice, other) });
            if self.never[at] {
                return None;
            }
            sum += usize::from(self.open[at]);
        }
        Some(sum)
    }

    /// Whether what a row has beside an older one goes together with all of it.
    fn bears(&self, old: &[Option<usize>], row: &[Option<usize>]) -> bool {
        let mut both = old.iter().zip(row).enumerate();
        both.all(|(axis, (old, new))| match new {
            Some(value) if old.is_none() => self.gain(row, (axis, *value)).is_some(),
            _ => true,
        })
    }
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

type Row = Vec<Option<usize>>;

struct Cover<'a> {
    axes: &'a [Axis],
    companions: Vec<Companion>,
    pairs: Pairs,
    chance: Chance,
}

/// Makes the specs, each around a pair that none before it holds. A pair is refused if it is with nothing beside it
/// but its companions, by the rules of the list and no other.
#[must_use]
pub fn sweep(axes: &[Axis], list: &[Refused]) -> Sweep {
    let companions = companions(axes);
    let mut cover = Cover { axes, companions, pairs: Pairs::of(axes), chance: Chance(0x11a5_b0a7) };
    let mut found = Sweep::default();
    cover.refuse(list, &mut found);
    for pair in cover.pairs.all(axes) {
        if !cover.pairs.open[cover.pairs.at(pair)] {
            continue;
        }
        let row = cover.seed(pair);
        let rules = refusals(&cover.text(&row));
        if rules.is_empty() {
            let row = cover.fill(row);
            found.covered += cover.close(&row);
            found.specs.push(cover.text(&row));
        } else {
            cover.pairs.set(pair, false);
            found.unexpected.push(format!("{} is refused by {rules:?}", cover.called(pair)));
        }
    }
    found
}

impl Cover<'_> {
    fn text(&self, row: &[Option<usize>]) -> String {
        axis::text(self.axes, row.iter().map(|value| value.unwrap_or(0)))
    }

    fn called(&self, (one, other): Pair) -> String {
        let side = |(axis, value): (usize, usize)| {
            format!("`{}: {}`", self.axes[axis].name, self.axes[axis].called(value))
        };
        format!("{} with {}", side(one), side(other))
    }

    /// A row that has a pair and its companions.
    fn seed(&self, pair: Pair) -> Row {
        let mut row = vec![None; self.axes.len()];
        for (axis, value) in [pair.0, pair.1] {
            row[axis] = Some(value);
        }
        complete(&mut row, &self.companions);
        row
    }

    /// Takes out what the list says is refused, and looks whether it is.
    fn refuse(&mut self, list: &[Refused], found: &mut Sweep) {
        let mut rules: BTreeMap<Pair, BTreeSet<&str>> = BTreeMap::new();
        for entry in list {
            for pair in entry.pairs() {
                rules.entry(pair).or_default().insert(&entry.rule);
            }
        }
        for (pair, expected) in rules {
            let said = refusals(&self.text(&self.seed(pair)));
            if said.is_empty() || !said.is_subset(&expected) {
                let name = self.called(pair);
                found.unexpected.push(format!("{name} is refused by {said:?}, not {expected:?}"));
            }
            for rule in expected {
                *found.refused.entry(rule.to_owned()).or_default() += 1;
            }
            self.pairs.forbid(pair);
        }
    }

    /// Decides the other axes, each in its turn for what adds most pairs and is not refused.
    fn fill(&mut self, mut row: Row) -> Row {
        let mut order: Vec<usize> = (0..row.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, self.chance.below(at + 1));
        }
        for stride in order.chunks(STRIDE) {
            let mut bold = row.clone();
            for axis in stride {
                let next = self.choices(&bold, *axis).next();
                bold = next.unwrap_or(bold);
            }
            if refusals(&self.text(&bold)).is_empty() {
                row = bold;
                continue;
            }
            for axis in stride {
                let is_taken = |next: &Row| refusals(&self.text(next)).is_empty();
                let next = self.choices(&row, *axis).find(is_taken);
                row = next.unwrap_or(row);
            }
        }
        row
    }

    /// Rows in which an axis is decided, the best first.
    fn choices<'r>(&'r self, row: &'r Row, axis: usize) -> impl Iterator<Item = Row> + 'r {
        let open = row[axis].is_none();
        let values = 0..if open { self.axes[axis].values.len() } else { 0 };
        let mut gains: Vec<(usize, usize)> = values
            .filter_map(|value| Some((self.pairs.gain(row, (axis, value))?, value)))
            .collect();
        gains.sort_by(|(gain, value), (other, later)| other.cmp(gain).then(value.cmp(later)));
        let rows = gains.into_iter().map(move |(_, value)| {
            let mut next = row.clone();
            next[axis] = Some(value);
            complete(&mut next, &self.companions);
            next
        });
        rows.filter(|next| self.pairs.bears(row, next))
    }

    /// Notes the pairs that a row holds.
    fn close(&mut self, row: &[Option<usize>]) -> usize {
        let decided: Vec<(usize, usize)> =
            row.iter().enumerate().filter_map(|(axis, value)| Some((axis, (*value)?))).collect();
        let mut count = 0;
        for (at, one) in decided.iter().enumerate() {
            for other in &decided[at + 1..] {
                let place = self.pairs.at((*one, *other));
                count += usize::from(std::mem::replace(&mut self.pairs.open[place], false));
            }
        }
        count
    }
}
