//! No input makes the checker panic: cut, shuffled and twisted manifests. Always the same ones.

use super::fixtures::{JOBS, WEB};
use super::{Options, Source, check};

fn survives(text: &str) {
    let sources = [Source { path: "a.yml", text }, Source { path: "b.yml", text: JOBS }];
    let report = check(&sources, &Options::default());
    assert!(report.diagnostics.iter().all(|each| each.file == "a.yml" || each.file == "b.yml"));
}

/// A small generator of numbers, so that each run sees the same mutants.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

#[test]
fn cut_at_every_byte() {
    for fixture in [WEB, JOBS] {
        for document in fixture.split("---\n") {
            for part in (0..document.len()).filter_map(|end| document.get(..end)) {
                survives(part);
            }
        }
    }
}

#[test]
fn values_of_any_type_anywhere() {
    const VALUES: [&str; 12] = [
        "",
        "~",
        "-1",
        "yes",
        "1e400",
        "[]",
        "{}",
        "[[a]]",
        "{a: {b: [c]}}",
        "\"\"",
        "ä\u{1f6a2}",
        "9e99",
    ];
    for fixture in [WEB, JOBS] {
        let lines: Vec<&str> = fixture.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some((key, _)) = line.split_once(':') else { continue };
            for value in VALUES {
                let mut mutant = lines.clone();
                let changed = format!("{key}: {value}");
                mutant[at] = &changed;
                survives(&mutant.join("\n"));
            }
        }
    }
}

#[test]
fn lines_swapped_dropped_and_repeated() {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for fixture in [WEB, JOBS] {
        let lines: Vec<&str> = fixture.lines().collect();
        for _ in 0..500 {
            let mut mutant = lines.clone();
            for _ in 0..=numbers.below(4) {
                let (a, b) = (numbers.below(mutant.len()), numbers.below(mutant.len()));
                match numbers.below(3) {
                    0 => mutant.swap(a, b),
                    1 => drop(mutant.remove(a)),
                    _ => mutant.insert(a, mutant[b]),
                }
            }
            survives(&mutant.join("\n"));
        }
    }
}
