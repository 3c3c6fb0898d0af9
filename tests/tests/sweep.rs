//! Every choice of the spec meets every other: each bundle passes our own checker and every judge that is there.

use linkspan_core::check::{Options, Source, check, outside};
use linkspan_core::{Generated, archive, generate};
use linkspan_tests::judge::{find, run, said};
use linkspan_tests::pairs::{axes, sweep};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes what differs among many bundles once.
fn write_once(folder: &Path, generated: &[Generated], keep: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut texts: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (number, each) in generated.iter().enumerate() {
        for (path, file) in each.bundle.files.iter().filter(|(path, _)| keep(path)) {
            let to = folder.join(number.to_string()).join(path);
            texts.entry(file.text()).or_insert(to);
        }
    }
    for (text, path) in &texts {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    texts.into_values().collect()
}

#[test]
fn every_pair_of_choices_gives_a_sound_bundle() {
    let axes = axes();
    let found = sweep(&axes);
    println!(
        "{} choices of {} fields: {} specs hold {} pairs; {} pairs are refused",
        axes.iter().map(|axis| axis.values.len()).sum::<usize>(),
        axes.len(),
        found.specs.len(),
        found.covered,
        found.refused.len()
    );
    let name = |(axis, value): (usize, usize)| {
        let Some(axis) = axes.get(axis) else { return String::new() };
        format!("{}: {}", axis.name, axis.values.get(value).map_or("", String::as_str))
    };
    for ((one, other), rules) in &found.refused {
        println!("  refused: {} with {} ({rules:?})", name(*one), name(*other));
    }
    let generated: Vec<Generated> = found.specs.iter().map(|spec| generate(spec)).collect();
    for (spec, each) in found.specs.iter().zip(&generated) {
        let manifests =
            each.bundle.files.iter().filter(|(path, _)| path.starts_with("config/kube/"));
        let texts: Vec<(&String, String)> =
            manifests.map(|(path, file)| (path, file.text())).collect();
        let sources: Vec<Source<'_>> =
            texts.iter().map(|(path, text)| Source { path, text }).collect();
        let options =
            Options { kubernetes: each.plan.kubernetes.value, outside: outside(&each.plan) };
        let findings = check(&sources, &options).diagnostics;
        assert!(findings.is_empty(), "{spec}\n{findings:#?}");
        assert_eq!(archive::zip(&each.bundle), archive::zip(&generate(spec).bundle), "{spec}");
    }
    judged(&generated);
}

fn judged(generated: &[Generated]) {
    let folder = tempfile::tempdir().unwrap();
    let script = |path: &str| path.ends_with("deploy.sh") || path.ends_with("docker-entrypoint");
    for (judge, files) in [
        ("hadolint", write_once(folder.path(), generated, |path| path == "Dockerfile")),
        ("shellcheck", write_once(folder.path(), generated, script)),
    ] {
        let Some(judge) = find(judge) else { continue };
        println!("{}: {} files that differ", judge.display(), files.len());
        let output = run(&judge, &files).unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
}
