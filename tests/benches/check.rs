//! How many documents a second the checker judges on one thread, all rules on. The documents are
//! those of the golden bundles, each round of them in namespaces of its own.

use linkspan_core::check::{Options, Source, check};
use linkspan_tests::clock::time;
use std::path::Path;
use std::time::Duration;

/// Sizes of the folders that are judged.
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Each size is judged so many times, and the median counts.
const ROUNDS: usize = 5;

/// Prints a line for each size, of those that are given or of all: documents, documents a second, MB a second.
fn main() -> std::io::Result<()> {
    let documents = documents()?;
    let given = std::env::args().filter_map(|word| word.parse().ok());
    let mut sizes: Vec<usize> = given.collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    for size in sizes {
        let texts = folder(&documents, size);
        let sources: Vec<Source<'_>> =
            texts.iter().map(|(path, text)| Source { path, text }).collect();
        let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
        let seconds = median(|| {
            std::hint::black_box(check(&sources, &Options::default()));
        })
        .as_secs_f64();
        let (documents, bytes) = (size as f64, bytes as f64);
        println!("{size}\t{:.0}\t{:.1}", documents / seconds, bytes / seconds / 1e6);
    }
    Ok(())
}

fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS).map(|_| time(&mut run)).collect();
    times.sort();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}

/// Every document of every golden bundle, with its path.
fn documents() -> std::io::Result<Vec<(String, String)>> {
    let golden = linkspan_tests::here().join("golden");
    let mut documents = Vec::new();
    for path in linkspan_tests::files_below(&golden)? {
        if path.contains("/config/kube/") && path.ends_with(".yml") {
            let text = std::fs::read_to_string(Path::new(&golden).join(&path))?;
            let parts = text.split("\n---\n").map(|part| (path.clone(), format!("{part}\n")));
            documents.extend(parts);
        }
    }
    Ok(documents)
}

/// So many documents; no two rounds share a folder or a namespace.
fn folder(documents: &[(String, String)], size: usize) -> Vec<(String, String)> {
    let rounds = documents.iter().cycle().enumerate().take(size);
    let named = rounds.map(|(at, (path, text))| {
        let round = at / documents.len();
        let space = format!("namespace: r{round}-");
        (format!("{round}/{path}"), text.replace("namespace: ", &space))
    });
    named.collect()
}
