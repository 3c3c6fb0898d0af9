//! Agreement with the admission plugin's own pods: level/version/{pass,fail} of its test data.

use super::{Level, violations};
use crate::check::index::Index;
use crate::check::object;
use crate::check::{Source, corpus};
use std::path::{Path, PathBuf};

/// The newest copy of the module in the cache of Go modules.
#[expect(clippy::disallowed_types, clippy::disallowed_methods, reason = "asks Go for its cache")]
fn test_data() -> Option<PathBuf> {
    let output = std::process::Command::new("go").args(["env", "GOMODCACHE"]).output().ok()?;
    let cache = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let all = std::fs::read_dir(cache.join("k8s.io")).ok()?;
    let copies = all.filter_map(|entry| Some(entry.ok()?.path()));
    let named = |path: &PathBuf| {
        path.file_name().is_some_and(|name| {
            name.to_str().is_some_and(|name| name.starts_with("pod-security-admission@v0."))
        })
    };
    copies.filter(named).map(|path| path.join("test/testdata")).filter(|path| path.is_dir()).max()
}

#[expect(clippy::disallowed_methods, reason = "the test data are files of another project")]
fn files(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    paths.map(|path| (name(&path), std::fs::read_to_string(path).unwrap())).collect()
}

/// Whether a pod passes a level.
fn passes(text: &str, level: Level, minor: u32) -> bool {
    let mut found = Vec::new();
    let objects = object::read(&Source { path: "pod.yml", text }, &mut found);
    let index = Index::new(&objects);
    let [pod] = index.pods.as_slice() else { panic!("one pod: {text}") };
    violations(pod, minor).iter().all(|each| each.level > level)
}

#[test]
fn the_admission_plugin_and_we_agree() {
    let Some(data) = test_data() else {
        eprintln!("SKIPPED: no k8s.io/pod-security-admission in the cache of Go modules");
        return;
    };
    let (mut count, mut differ) = (0, Vec::new());
    for level in [Level::Baseline, Level::Restricted] {
        for minor in 0..=37 {
            for verdict in ["pass", "fail"] {
                let folder = data.join(level.name()).join(format!("v1.{minor}")).join(verdict);
                for (name, text) in files(&folder) {
                    count += 1;
                    if passes(&text, level, minor) != (verdict == "pass") {
                        differ.push(format!("{}/v1.{minor}/{verdict}/{name}", level.name()));
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
