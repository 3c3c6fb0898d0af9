//! The labelled corpus, in the folder that LINKSPAN_CORPUS names: what a real API server accepts is
//! never refused here, and what it rejects is found, at the server's field paths and on the right
//! lines. Every disagreement stands in `known.txt` with its reason. `cargo xtask corpus` prints the
//! figures.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod known;
mod line;
mod score;
mod verdict;

use linkspan_core::check::{Options, Source, check};
use linkspan_core::internal::facts::Kubernetes;
use score::{Score, disagreements};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use verdict::Verdict;

/// The documents of a file of the corpus, whose folder LINKSPAN_CORPUS names.
fn read(name: &str) -> Option<Vec<Value>> {
    let folder = PathBuf::from(std::env::var_os("LINKSPAN_CORPUS")?);
    let bytes = std::fs::read(folder.join(name)).ok()?;
    // A gzip header without extras has ten bytes; with flag 8, a file name ends with a zero.
    let mut body = &bytes[10..];
    if bytes[3] & 8 != 0 {
        body = &body[body.iter().position(|each| *each == 0)? + 1..];
    }
    let text = String::from_utf8(miniz_oxide::inflate::decompress_to_vec(body).ok()?).ok()?;
    text.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

/// A document of the corpus.
struct Document {
    id: String,
    kind: String,
    text: String,
    /// Whether people would look at its lines: it is YAML as found.
    has_lines: bool,
}

impl Document {
    fn new(value: &Value) -> Self {
        let text = value["yaml"].as_str().map(str::to_owned);
        let kind = match &text {
            Some(text) => text
                .lines()
                .find_map(|line| line.strip_prefix("kind:"))
                .and_then(|rest| rest.split_whitespace().next()),
            None => value["manifest"]["kind"].as_str(),
        };
        Self {
            id: value["id"].as_str().unwrap().to_owned(),
            kind: kind.unwrap_or("?").trim_matches(['"', '\'']).to_owned(),
            has_lines: text.is_some(),
            text: text.unwrap_or_else(|| value["manifest"].to_string()),
        }
    }
}

#[test]
fn the_checker_agrees_with_five_api_servers() {
    let (Some(documents), Some(verdicts)) = (read("labelled.jsonl.gz"), read("versions.jsonl.gz"))
    else {
        eprintln!("SKIPPED: LINKSPAN_CORPUS names no folder with the labelled documents");
        return;
    };
    let verdicts: BTreeMap<&str, &Value> =
        verdicts.iter().map(|each| (each["id"].as_str().unwrap(), each)).collect();
    let documents: Vec<Document> = documents.iter().map(Document::new).collect();
    let mut all = BTreeSet::new();
    for version in Kubernetes::ALL {
        let options = Options { kubernetes: version, ..Options::default() };
        let mut kinds: BTreeMap<&str, Score> = BTreeMap::new();
        let mut total = Score::default();
        for document in &documents {
            let Some(verdict) = Verdict::new(&verdicts[document.id.as_str()][version.name()])
            else {
                continue;
            };
            let report = check(&[Source { path: "manifest.yml", text: &document.text }], &options);
            let found = &report.diagnostics;
            let score = Score::new(document, &verdict, found);
            *kinds.entry(&document.kind).or_default() += score;
            total += score;
            all.extend(disagreements(document, &verdict, found));
        }
        println!("\n{:<26}{}", version.name(), score::HEAD);
        for (kind, score) in kinds {
            println!("{kind:<26}{score}");
        }
        println!("{:<26}{total}", "all");
    }
    let known = known::entries();
    let explained: BTreeSet<String> = known.iter().map(|(fact, _)| (*fact).to_owned()).collect();
    println!("\n{} known disagreements:", known.len());
    for (fact, reason) in &known {
        println!("  {fact}: {reason}");
    }
    let unexplained: Vec<_> = all.difference(&explained).collect();
    let stale: Vec<_> = explained.difference(&all).collect();
    assert!(unexplained.is_empty(), "without a reason in known.txt: {unexplained:#?}");
    assert!(stale.is_empty(), "in known.txt, but not so: {stale:#?}");
}
