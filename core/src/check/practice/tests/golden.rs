//! The bundles that Linkspan writes are as it asks of others.

use super::super::super::{Source, check};
use crate::facts::Kubernetes;
use std::path::Path;

#[expect(clippy::disallowed_methods, reason = "the bundles are files beside the crate")]
fn manifests(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            manifests(&path, found);
        } else if path.extension().is_some_and(|end| end == "yml") {
            found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the bundles are files beside the crate")]
fn golden_bundles_are_without_findings() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let mut count = 0;
    for bundle in std::fs::read_dir(golden).into_iter().flatten() {
        let mut texts = Vec::new();
        manifests(&bundle.unwrap().path().join("bundle/config/kube"), &mut texts);
        let sources: Vec<_> = texts.iter().map(|(path, text)| Source { path, text }).collect();
        for kubernetes in Kubernetes::ALL {
            let report = check(&sources, &super::options(kubernetes));
            assert_eq!(report.diagnostics, [], "{}", kubernetes.name());
        }
        count += 1;
    }
    assert!(count > 30, "{count} bundles");
}
