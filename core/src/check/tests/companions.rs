//! Dockerfiles, entrypoints and scripts, to which the tests of rules add their cases, and that no text is too odd.

use super::{Options, Source, check};
use crate::check::companion;
use crate::diagnostic::Tier;

/// Rule and place of every finding in some files.
pub(in crate::check) fn rules(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<Source<'_>> = files.iter().map(|(path, text)| Source { path, text }).collect();
    let report = check(&sources, &Options::default());
    let found =
        report.diagnostics.iter().filter(|each| matches!(each.tier, Tier::Broken | Tier::Rails));
    found.map(|each| format!("{} {}:{}", each.rule, each.place.line, each.place.column)).collect()
}

/// A Dockerfile beside a good `.dockerignore`.
pub(in crate::check) fn docker(text: &str, expect: &[&str]) {
    assert_eq!(
        rules(&[("Dockerfile", text), (".dockerignore", "/config/*.key\n")]),
        expect,
        "{text}"
    );
}

/// A script that ends at what fails, beside an app of two pods.
pub(in crate::check) fn script(text: &str, expect: &[&str]) {
    let text = format!("#!/usr/bin/env bash\nset -euo pipefail\n{text}\n");
    assert_eq!(rules(&[("deploy.sh", &text), ("k8s/web.yml", WEB)]), expect, "{text}");
}

/// An app of two pods.
pub(in crate::check) const WEB: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: rails, image: \"shop:1\", env: [{name: RAILS_ENV, value: production}]}]}\n";

#[test]
fn no_text_of_a_companion_is_too_odd() {
    let docker = "# a\nARG V=1\nFROM ruby:$V AS b\nRUN <<END\na\nEND\nENV A=\"b c\" \\\n # x\n D=e\nCOPY [\"a\", \".\"]\nFROM b\nUSER 1:1\nCMD [\"x\", \"y\"]\n";
    let script = "deployments=('a' b)\ncase \"$environment\" in\n 'x') secret='s' ;;\nesac\nkubectl set image deploy/web a=b:latest | c <<E\nE\nfoo() { :; }\n";
    for text in [docker, script] {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for (at, end) in ends.iter().enumerate() {
            for path in ["Dockerfile", "deploy.sh", ".dockerignore", "bin/docker-entrypoint"] {
                assert!(companion(path).is_some());
                rules(&[(path, text.get(..*end).unwrap()), ("k8s/web.yml", WEB)]);
                rules(&[(path, text.get(ends[at / 2]..).unwrap())]);
            }
        }
    }
}
