//! Programs of others judge every golden bundle; shellcheck judges its scripts among those of the sweep.

use linkspan_tests::judge::{find, run, said};
use linkspan_tests::score::{chosen, findings, unchosen};
use linkspan_tests::{apps, files_below, here, kube_folders};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Output;

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

/// kubernetes-validate over manifests, for these versions.
fn validate(manifests: &[PathBuf], versions: &str) -> Option<Output> {
    let (_, python) = (find("kubernetes-validate")?, find("python3")?);
    let folder = tempfile::tempdir().unwrap();
    let listing = folder.path().join("files");
    let lines = manifests.iter().map(|path| format!("{}\n", path.display()));
    std::fs::write(&listing, lines.collect::<String>()).unwrap();
    let script = here().join("judges/validate.py");
    Some(run(&python, [script, versions.into(), listing]).unwrap())
}

#[test]
fn kubernetes_validate_accepts_every_manifest_of_every_version() {
    let Some(output) = validate(&manifests(), "1.33,1.34,1.35,1.36,1.37") else { return };
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn kubernetes_validate_can_refuse() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bad.yml");
    for bad in [
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: two, selector: {}, template: {}}\n",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n",
        "kind: [a\n",
    ] {
        std::fs::write(&file, bad).unwrap();
        let Some(output) = validate(std::slice::from_ref(&file), "1.36") else { return };
        assert!(!output.status.success(), "{bad}");
    }
}

#[test]
fn hadolint_finds_nothing_in_dockerfiles() {
    let Some(judge) = find("hadolint") else { return };
    let output = run(&judge, golden(|path| path == "Dockerfile")).unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn bash_reads_the_scripts() {
    let Some(judge) = find("bash") else { return };
    for script in
        golden(|path| matches!(path, "deploy.sh" | "release.sh" | "bin/docker-entrypoint"))
    {
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

#[test]
fn kube_score_says_only_what_we_chose() {
    let Some(judge) = find("kube-score") else { return };
    let chosen = chosen();
    for (app, spec) in apps().unwrap() {
        let bundle = here().join("golden").join(&app).join("bundle");
        for folder in kube_folders(&bundle).unwrap() {
            let files = files_below(&folder).unwrap();
            let manifests = files.iter().filter(|path| path.ends_with(".yml"));
            let manifests: Vec<PathBuf> = manifests.map(|path| folder.join(path)).collect();
            let found = findings(&judge, &manifests);
            let wrong = unchosen(found, &spec, &chosen, &mut BTreeSet::new());
            assert!(wrong.is_empty(), "{app}: {wrong:#?}");
        }
    }
}

/// The manifests of a bundle together with its Dockerfile and scripts, under every rule.
#[test]
fn our_own_checker_finds_nothing() {
    use linkspan_core::check::{Options, Source, check, companion, outside};
    use linkspan_core::internal::facts::Kubernetes;
    for bundle in bundles() {
        let paths = files_below(&bundle).unwrap();
        let texts: Vec<(String, String)> = paths
            .iter()
            .filter(|path| path.starts_with("config/kube/") || companion(path).is_some())
            .map(|path| (path.clone(), std::fs::read_to_string(bundle.join(path)).unwrap()))
            .collect();
        let spec = std::fs::read_to_string(bundle.join("linkspan.yml")).unwrap();
        let generated = linkspan_core::generate(&spec);
        let outside: Vec<_> = generated.plans().iter().flat_map(outside).collect();
        let sources: Vec<Source<'_>> =
            texts.iter().map(|(path, text)| Source { path, text }).collect();
        for kubernetes in Kubernetes::ALL {
            let options = Options { kubernetes, outside: outside.clone(), ..Options::default() };
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
