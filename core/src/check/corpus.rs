//! The labelled corpus, where it stands beside the repository: what a real API server accepts is
//! never refused here, and most of what it rejects is found.

use super::{Options, Source, check};
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "the corpus is a file beside the repository")]
pub(super) fn read(name: &str) -> Option<Vec<Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let bytes = std::fs::read(folder.join(name)).ok()?;
    // A gzip header without extras has ten bytes; with flag 8, a file name ends with a zero.
    let mut body = &bytes[10..];
    if bytes[3] & 8 != 0 {
        body = &body[body.iter().position(|each| *each == 0)? + 1..];
    }
    let text = String::from_utf8(miniz_oxide::inflate::decompress_to_vec(body).ok()?).ok()?;
    text.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn the_checker_agrees_with_five_api_servers() {
    let (Some(documents), Some(verdicts)) = (read("labelled.jsonl.gz"), read("versions.jsonl.gz"))
    else {
        return;
    };
    let verdicts: BTreeMap<&str, &Value> =
        verdicts.iter().map(|each| (each["id"].as_str().unwrap(), each)).collect();
    for version in Kubernetes::ALL {
        let options = Options { kubernetes: version, ..Options::default() };
        let (mut invalid, mut found) = (0, 0);
        let mut false_alarms = Vec::new();
        for document in &documents {
            let id = document["id"].as_str().unwrap();
            let text = match document["yaml"].as_str() {
                Some(text) => text.to_owned(),
                None => document["manifest"].to_string(),
            };
            let report = check(&[Source { path: "manifest.yml", text: &text }], &options);
            let mut refused = report.diagnostics.iter().filter(|each| each.tier == Tier::Refused);
            match verdicts[id][version.name()]["code"].as_u64() {
                Some(201 | 409) => {
                    if let Some(first) = refused.next() {
                        false_alarms.push(format!("{id}: {} {}", first.path, first.message));
                    }
                }
                Some(400 | 422) => {
                    invalid += 1;
                    found += usize::from(refused.next().is_some());
                }
                _ => {}
            }
        }
        assert_eq!(false_alarms, Vec::<String>::new(), "{}", version.name());
        assert!(found * 100 >= invalid * 88, "{}: {found} of {invalid}", version.name());
    }
}
