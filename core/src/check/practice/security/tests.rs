//! Agreement with the admission plugin's own pods: level/version/{pass,fail} of its test data.

use super::{Level, violations};
use crate::check::index::Index;
use crate::check::object;
use crate::check::{Source, corpus, modules};

/// Whether a pod passes a level.
fn passes(text: &str, level: Level, minor: u32) -> bool {
    let mut found = Vec::new();
    let objects = object::read(&Source { path: "pod.yml", text }, &mut found);
    let index = Index::new(&objects, &[]);
    let [pod] = index.pods.as_slice() else { panic!("one pod: {text}") };
    violations(pod, minor).iter().all(|each| each.level > level)
}

#[test]
fn the_admission_plugin_and_we_agree() {
    let Some(module) = modules::newest("pod-security-admission") else {
        eprintln!("SKIPPED: no k8s.io/pod-security-admission in the cache of Go modules");
        return;
    };
    let (mut count, mut differ) = (0, Vec::new());
    for level in [Level::Baseline, Level::Restricted] {
        for minor in 0..=37 {
            for verdict in ["pass", "fail"] {
                let folder = module
                    .join("test/testdata")
                    .join(level.name())
                    .join(format!("v1.{minor}"))
                    .join(verdict);
                for (path, text) in modules::files(&folder, ".yaml") {
                    count += 1;
                    if passes(&text, level, minor) != (verdict == "pass") {
                        differ.push(path.display().to_string());
                    }
                }
            }
        }
    }
    assert_eq!(differ, Vec::<String>::new(), "of {count}");
    eprintln!("{count} pods judged alike");
    assert!(count > 4000, "{count}");
}

#[test]
fn the_corpus_and_we_agree() {
    let Some(documents) = corpus::read("labelled.jsonl.gz") else {
        eprintln!("SKIPPED: no corpus beside the repository");
        return;
    };
    let mut count = 0;
    for document in &documents {
        let source = document["source"].as_str().unwrap_or_default();
        let Some((_, place)) = source.split_once("pod-security-admission/test/testdata/") else {
            continue;
        };
        let [level, version, verdict, _] = *place.split('/').collect::<Vec<_>>() else {
            panic!("{place}")
        };
        let level = [Level::Baseline, Level::Restricted].into_iter().find(|it| it.name() == level);
        let minor = version.strip_prefix("v1.").unwrap().parse().unwrap();
        let text = document["yaml"].as_str().unwrap();
        assert_eq!(passes(text, level.unwrap(), minor), verdict == "pass", "{place}");
        count += 1;
    }
    eprintln!("{count} pods of the corpus judged alike");
    assert!(count > 100, "{count}");
}
