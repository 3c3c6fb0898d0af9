//! Programs of others judge every golden bundle.

use linkspan_tests::judge::{find, run, said};
use linkspan_tests::{apps, files_below, here};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn bundles() -> Vec<PathBuf> {
    let apps = apps().unwrap();
    apps.iter().map(|(name, _)| here().join("golden").join(name).join("bundle")).collect()
}

/// Every golden file that `keep` wants.
fn golden(keep: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for bundle in bundles() {
        let files = files_below(&bundle).unwrap();
        found.extend(files.iter().filter(|path| keep(path)).map(|path| bundle.join(path)));
    }
    assert!(found.len() >= 6, "only {} files to judge", found.len());
    found
}

fn manifests() -> Vec<PathBuf> {
    golden(|path| path.starts_with("config/kube/") && path.ends_with(".yml"))
}

/// Whether an object is of a kind that Kubernetes itself brings: this judge knows no other.
fn is_native(path: &Path) -> bool {
    let text = std::fs::read_to_string(path).unwrap();
    let mut groups = text.lines().filter_map(|line| line.strip_prefix("apiVersion: "));
    let native = |version: &str| match version.split_once('/') {
        Some((group, _)) => !group.contains('.') || group.ends_with(".k8s.io"),
        None => true,
    };
    groups.all(|version| native(version) && !version.starts_with("gateway."))
}

/// This judge stops at an object whose name the server makes: it gets a copy with a name.
fn named(path: &Path, folder: &Path, at: usize) -> PathBuf {
    let text = std::fs::read_to_string(path).unwrap();
    if !text.contains("\n  generateName: ") {
        return path.to_owned();
    }
    let copy = folder.join(format!("{at}.yml"));
    let text = text.lines().map(|line| match line.strip_prefix("  generateName: ") {
        Some(start) => format!("  name: {start}judged\n"),
        None => format!("{line}\n"),
    });
    std::fs::write(&copy, text.collect::<String>()).unwrap();
    copy
}

#[test]
fn kubernetes_validate_accepts_every_manifest_of_every_version() {
    let Some(judge) = find("kubernetes-validate") else { return };
    let folder = tempfile::tempdir().unwrap();
    let manifests: Vec<PathBuf> = manifests();
    let manifests = manifests.iter().filter(|path| is_native(path)).enumerate();
    let manifests: Vec<PathBuf> =
        manifests.map(|(at, path)| named(path, folder.path(), at)).collect();
    for version in ["1.33", "1.34", "1.35", "1.36", "1.37"] {
        let mut args = vec![PathBuf::from("--strict"), "-k".into(), version.into()];
        args.extend(manifests.iter().cloned());
        let output = run(&judge, args).unwrap();
        assert!(output.status.success(), "{version}: {}", said(&output));
    }
}

#[test]
fn kubernetes_validate_can_refuse() {
    let Some(judge) = find("kubernetes-validate") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.yml");
    std::fs::write(&file, "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: two, selector: {}, template: {}}\n").unwrap();
    let output =
        run(&judge, [PathBuf::from("--strict"), "-k".into(), "1.36".into(), file]).unwrap();
    assert!(!output.status.success());
}

#[test]
fn hadolint_finds_nothing_in_dockerfiles() {
    let Some(judge) = find("hadolint") else { return };
    let output = run(&judge, golden(|path| path == "Dockerfile")).unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn shellcheck_finds_nothing_in_scripts() {
    let Some(judge) = find("shellcheck") else { return };
    let scripts = ["deploy.sh", "release.sh", "bin/docker-entrypoint"];
    let output = run(&judge, golden(|path| scripts.contains(&path))).unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn bash_reads_the_scripts() {
    let Some(judge) = find("bash") else { return };
    for script in golden(|path| matches!(path, "deploy.sh" | "bin/docker-entrypoint")) {
        let output = run(&judge, [PathBuf::from("-n"), script]).unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }
}

#[test]
fn kubectl_reads_every_manifest() {
    let Some(judge) = find("kubectl") else { return };
    let mut args: Vec<PathBuf> =
        ["label", "--local", "--output=json", "judged=yes"].map(PathBuf::from).to_vec();
    for manifest in manifests() {
        args.push("--filename".into());
        args.push(manifest);
    }
    let output = run(&judge, args).unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

/// The checks that kube-score fails on these files.
fn kube_score(judge: &PathBuf, manifests: &[PathBuf]) -> BTreeSet<String> {
    let mut args: Vec<PathBuf> =
        ["score", "--kubernetes-version", "v1.36", "--output-format", "json"]
            .map(PathBuf::from)
            .to_vec();
    args.extend(manifests.iter().cloned());
    let output = run(judge, args).unwrap();
    let objects: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let checks =
        objects.as_array().unwrap().iter().flat_map(|each| each["checks"].as_array().unwrap());
    let failed =
        checks.filter(|check| check["skipped"] == false && check["grade"].as_i64() < Some(10));
    failed.map(|check| check["check"]["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn kube_score_says_only_what_we_chose() {
    let Some(judge) = find("kube-score") else { return };
    let page = std::fs::read_to_string(here().join("../docs/kube-score.md")).unwrap();
    let chosen: BTreeSet<String> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .map(str::to_owned)
        .collect();
    assert_eq!(kube_score(&judge, &manifests()), chosen);
}

/// The manifests of a bundle together with its Dockerfile and scripts, under every rule.
#[test]
fn our_own_checker_finds_nothing() {
    use linkspan_core::check::{Options, Source, check, companion, outside};
    use linkspan_core::facts::Kubernetes;
    for bundle in bundles() {
        let paths = files_below(&bundle).unwrap();
        let texts: Vec<(String, String)> = paths
            .iter()
            .filter(|path| path.starts_with("config/kube/") || companion(path).is_some())
            .map(|path| (path.clone(), std::fs::read_to_string(bundle.join(path)).unwrap()))
            .collect();
        let spec = std::fs::read_to_string(bundle.join("linkspan.yml")).unwrap();
        let generated = linkspan_core::generate(&spec);
        let plans = std::iter::once(&generated.plan).chain(&generated.environments);
        let outside: Vec<_> = plans.flat_map(outside).collect();
        let sources: Vec<Source<'_>> =
            texts.iter().map(|(path, text)| Source { path, text }).collect();
        for kubernetes in Kubernetes::ALL {
            let options = Options { kubernetes, outside: outside.clone() };
            let report = check(&sources, &options);
            assert!(report.diagnostics.is_empty(), "{bundle:?}: {:#?}", report.diagnostics);
        }
    }
}

/// The table that the checker reads follows from the schemas of five Kubernetes versions.
#[test]
fn the_schema_table_is_not_stale() {
    let Some(python) = find("python3") else { return };
    let script = here().join("../docs/schema/make.py");
    let output = run(&python, [script, "--check".into()]).unwrap();
    if said(&output).contains("kubernetes_validate")
        && !output.status.success()
        && !linkspan_tests::is_ci()
    {
        eprintln!("SKIPPED: kubernetes-validate is missing; `cargo xtask test` installs it");
        return;
    }
    assert!(output.status.success(), "{}", said(&output));
}
