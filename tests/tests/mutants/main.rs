//! Mutants of our bundles and of manifests of every kind, judged by checker and API server alike. `cargo xtask cluster
//! run --judge -- cargo test -p linkspan-tests --test mutants` judges a few thousand, always the same ones;
//! `LINKSPAN_MUTANTS` says how many, `LINKSPAN_MUTANTS_FROM` with which number they begin. Without a server nothing is
//! judged, loudly.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unreachable,
    clippy::string_slice,
    reason = "a test fails by a panic, its helpers too"
)]

mod compare;
mod dice;
mod known;
mod mutate;
mod server;
mod table;
mod tree;
mod values;
#[path = "../corpus/verdict.rs"]
mod verdict;

use compare::{Class, Outcome, Point, bare, compare, findings};
use linkspan_core::internal::facts::Kubernetes;
use linkspan_tests::server::{Server, documents};
use linkspan_tests::{apps, files_below, here};
use mutate::{Mutant, Pool, harmless};
use server::Judge;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use table::Table;
use tree::Tree;
use values::Values;

/// How many are judged when nobody says.
const COUNT: u64 = 2000;
/// How many clients ask the server at a time.
const CLIENTS: u64 = 4;

/// A number that the environment sets.
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().expect("a number"))
}

/// Objects of the kinds that the checker judges: of the bundles, and of our own manifests.
fn pool() -> Pool {
    let table = Table::read();
    let mut texts = Vec::new();
    for folder in fs::read_dir(here().join("tests/mutants/seeds")).unwrap() {
        texts.push(fs::read_to_string(folder.unwrap().path()).unwrap());
    }
    for (name, _) in apps().unwrap() {
        let bundle = here().join("golden").join(name).join("bundle");
        let files = files_below(&bundle).unwrap();
        let manifests =
            files.iter().filter(|path| path.contains("kube/") && path.ends_with(".yml"));
        texts.extend(manifests.map(|path| fs::read_to_string(bundle.join(path)).unwrap()));
    }
    texts.sort();
    let mut kinds: BTreeMap<String, Vec<Tree>> = BTreeMap::new();
    for value in texts.iter().flat_map(|text| documents(text)) {
        let object = Tree::of(&value);
        let own = kinds
            .entry(format!("{} {}", object.word("apiVersion"), object.word("kind")))
            .or_default();
        if table.knows(&object) && !own.contains(&object) {
            own.push(object);
        }
    }
    let kinds: Vec<Vec<Tree>> = kinds.into_values().filter(|own| !own.is_empty()).collect();
    let values = Values::of_all(kinds.iter().flatten());
    Pool { kinds, values, table }
}

/// Points of one sort, and a mutant that shows them.
struct Group {
    count: usize,
    number: u64,
    point: Point,
    mutant: Mutant,
}

/// What came out.
#[derive(Default)]
struct Sum {
    mutants: usize,
    refused: usize,
    found: usize,
    warned: usize,
    points: BTreeMap<Class, usize>,
    known: BTreeMap<&'static str, usize>,
    groups: BTreeMap<String, Group>,
}

impl Sum {
    fn take(&mut self, number: u64, mutant: &Mutant, outcome: Outcome, known: &[known::Known]) {
        self.mutants += 1;
        self.refused += usize::from(outcome.refused);
        self.found += usize::from(outcome.refused && outcome.found);
        self.warned += outcome.warned;
        for point in outcome.points {
            *self.points.entry(point.class).or_default() += 1;
            if let Some(known) = known.iter().find(|each| each.means(&point)) {
                *self.known.entry(known.line()).or_default() += 1;
                continue;
            }
            let group = self.groups.entry(sort(&point)).and_modify(|group| group.count += 1);
            group.or_insert_with(|| Group { count: 1, number, point, mutant: mutant.clone() });
        }
    }

    fn add(&mut self, other: Self) {
        self.mutants += other.mutants;
        self.refused += other.refused;
        self.found += other.found;
        self.warned += other.warned;
        for (class, count) in other.points {
            *self.points.entry(class).or_default() += count;
        }
        for (line, count) in other.known {
            *self.known.entry(line).or_default() += count;
        }
        for (sort, group) in other.groups {
            let count = group.count;
            self.groups.entry(sort).and_modify(|own| own.count += count).or_insert(group);
        }
    }
}

/// What points of one cause have in common: the words without places, quoted parts and numbers.
fn sort(point: &Point) -> String {
    let mut words = String::new();
    let said = point.words.split("; found at").next().unwrap_or_default();
    for (at, part) in bare(said).split(['"', '`']).enumerate() {
        let kept = if at % 2 == 0 || part.len() > 60 { part } else { "" };
        words.extend(kept.chars().filter(|each| !each.is_ascii_digit()));
    }
    format!("{:?} {}", point.class, words.chars().take(200).collect::<String>())
}

/// What checker and server say to an object.
fn compared(object: &Tree, judge: &Judge<'_>, kubernetes: Kubernetes) -> Outcome {
    compare(object.word("kind"), &judge.answer(object), &findings(&object.yaml(), kubernetes))
}

/// A mutant with the fewest changes that still shows a point of the same sort.
fn shown(group: &Group, pool: &Pool, judge: &Judge<'_>, kubernetes: Kubernetes) -> String {
    let sort_of = sort(&group.point);
    let shows = |mutant: &Mutant| {
        let object = mutant.object(pool);
        let outcome = compared(&object, judge, kubernetes);
        outcome.points.iter().any(|point| sort(point) == sort_of)
    };
    let alone = group.mutant.alone().into_iter().find(shows);
    let object = alone.as_ref().unwrap_or(&group.mutant).object(pool);
    let text = object.yaml();
    let mut out = format!("# {} x {:?}: {}\n", group.count, group.point.class, group.point.words);
    writeln!(out, "# LINKSPAN_MUTANTS=1 LINKSPAN_MUTANTS_FROM={}", group.number).unwrap();
    let answer = judge.answer(&object);
    writeln!(out, "# server: {} {} {}", answer["code"], answer["message"], answer["warnings"])
        .unwrap();
    for each in findings(&text, kubernetes) {
        writeln!(out, "# ours: {:?} {} [{}] {}", each.tier, each.path, each.rule, each.message)
            .unwrap();
    }
    out + &text
}

#[test]
fn the_checker_judges_mutants_as_a_server_does() {
    let Some(server) = Server::find() else { return };
    let kubernetes = server.kubernetes();
    let (pool, judge, known) = (pool(), Judge::of(&server), known::known());
    for seed in pool.kinds.iter().flatten() {
        let mut seed = seed.clone();
        harmless(&mut seed);
        let outcome = compared(&seed, &judge, kubernetes);
        let answer = || judge.answer(&seed)["message"].to_string();
        assert!(!outcome.refused, "a seed is refused: {}\n{}", answer(), seed.yaml());
    }
    let from = number("LINKSPAN_MUTANTS_FROM").unwrap_or(1);
    let count = number("LINKSPAN_MUTANTS").unwrap_or(COUNT);
    let mut sum = Sum::default();
    std::thread::scope(|scope| {
        let parts = (0..CLIENTS).map(|part| {
            let (pool, judge, known) = (&pool, &judge, &known);
            scope.spawn(move || {
                let mut sum = Sum::default();
                for number in (from..from + count).filter(|number| number % CLIENTS == part) {
                    let mutant = Mutant::new(pool, number);
                    let object = mutant.object(pool);
                    let outcome = compared(&object, judge, kubernetes);
                    sum.take(number, &mutant, outcome, known);
                }
                sum
            })
        });
        for part in parts.collect::<Vec<_>>() {
            sum.add(part.join().unwrap());
        }
    });
    println!(
        "{} mutants, {} refused by the server, {} of them found",
        sum.mutants, sum.refused, sum.found
    );
    println!("{} warnings; points of disagreement: {:?}", sum.warned, sum.points);
    for (line, count) in &sum.known {
        println!("{count:>7} {line}");
    }
    let groups: BTreeSet<(Class, std::cmp::Reverse<usize>, String)> = sum
        .groups
        .values()
        .map(|group| {
            (
                group.point.class,
                std::cmp::Reverse(group.count),
                shown(group, &pool, &judge, kubernetes),
            )
        })
        .collect();
    let told: Vec<String> = groups.into_iter().map(|(_, _, text)| text).collect();
    assert!(
        told.is_empty(),
        "{} sorts without a reason in known.txt:\n{}",
        told.len(),
        told.join("\n")
    );
}
