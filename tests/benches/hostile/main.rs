//! What hostile input costs: each case at half its size and at the whole, which is about the largest that is
//! read. Twice the size may take little more than twice the time, and the whole less than a second.

mod cases;

use cases::{CASES, Files};
use linkspan_core::check::{Options, Source, check, mend};
use linkspan_core::diagnostic::Report;
use linkspan_tests::clock::time;
use std::collections::BTreeMap;

/// Each size is judged so many times, and the fastest counts: what disturbs only adds.
const ROUNDS: usize = 3;

/// Prints a line for each case, of those whose name has one of the words given, or of all: milliseconds for
/// the half, for the whole, and how often the first goes into the second.
fn main() {
    let words: Vec<String> =
        std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_wanted =
        |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    for case in CASES.iter().filter(|case| is_wanted(case.name)) {
        let [half, whole] = [case.size / 2, case.size].map(|size| {
            let files = (case.make)(size);
            let run = if case.mends { mended } else { judged };
            (0..ROUNDS).map(|_| run(&files)).fold(f64::INFINITY, f64::min)
        });
        println!("{}\t{half:.0}\t{whole:.0}\t{:.1}", case.name, whole / half);
    }
}

/// Milliseconds that the judgement of a folder takes.
fn judged(files: &Files) -> f64 {
    time(|| drop(std::hint::black_box(report(files)))).as_secs_f64() * 1e3
}

/// Milliseconds that all fixes of a folder take.
fn mended(files: &Files) -> f64 {
    time(|| drop(std::hint::black_box(mend(files, &|_| true, &report)))).as_secs_f64() * 1e3
}

fn report(files: &BTreeMap<String, String>) -> Report {
    let sources: Vec<Source<'_>> = files.iter().map(|(path, text)| Source { path, text }).collect();
    check(&sources, &Options::default())
}
