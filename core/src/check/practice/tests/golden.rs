//! The bundles that Linkspan writes are as it asks of others.

use super::super::super::{Source, check, modules};
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;
use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "the bundles are files beside the crate")]
fn golden_bundles_are_without_findings() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
    let mut count = 0;
    for bundle in std::fs::read_dir(golden).into_iter().flatten() {
        let texts = modules::files(&bundle.unwrap().path().join("bundle/config/kube"), ".yml");
        let sources: Vec<_> = texts
            .iter()
            .map(|(path, text)| Source { path: path.to_str().unwrap(), text })
            .collect();
        for kubernetes in Kubernetes::ALL {
            let mut report = check(&sources, &super::options(kubernetes));
            // What the spec says of the cluster is not known here.
            let ours = ["deprecated-api", "pod-security-enforced"];
            report.diagnostics.retain(|each| each.tier == Tier::Risky || ours.contains(&each.rule));
            assert_eq!(report.diagnostics, [], "{}", kubernetes.name());
        }
        count += 1;
    }
    assert!(count > 30, "{count} bundles");
}
