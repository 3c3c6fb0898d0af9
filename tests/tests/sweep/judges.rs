//! Programs of others judge each file that differs.

use crate::bundles::{distinct, is_manifest, swept};
use linkspan_tests::judge::{find, run, said, with_every_line};
use linkspan_tests::score::{all, chosen, findings, unchosen};
use linkspan_tests::{apps, checkout, files_below, here};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

const WORKFLOW: &str = ".github/workflows/deploy.yml";

/// Runs a judge over files and has it find nothing.
fn passes<A: AsRef<OsStr>>(judge: &PathBuf, args: &[A]) {
    let output = run(judge, args).unwrap();
    assert!(output.status.success(), "{}", said(&output));
}

fn is_script(path: &str) -> bool {
    matches!(path, "deploy.sh" | "release.sh" | "bin/docker-entrypoint")
}

/// A file that names others, one a line.
fn listing(folder: &Path, files: &[PathBuf]) -> PathBuf {
    let lines: String = files.iter().map(|path| format!("{}\n", path.display())).collect();
    let listing = folder.join("files");
    fs::write(&listing, lines).unwrap();
    listing
}

#[test]
fn kubernetes_validate_accepts_every_manifest_for_every_version() {
    let (Some(_), Some(python)) = (find("kubernetes-validate"), find("python3")) else { return };
    let folder = tempfile::tempdir().unwrap();
    let manifests = distinct(is_manifest);
    let script = here().join("judges/validate.py");
    let versions = PathBuf::from("1.33,1.34,1.35,1.36,1.37");
    let output = run(&python, [script, versions, listing(folder.path(), &manifests)]).unwrap();
    println!("kubernetes-validate: {} manifests, {}", manifests.len(), said(&output));
    assert!(output.status.success());
}

#[test]
fn kubectl_reads_every_manifest() {
    let Some(judge) = find("kubectl") else { return };
    let mut args: Vec<PathBuf> =
        ["label", "--local", "--output=name", "judged=yes"].map(PathBuf::from).to_vec();
    for manifest in distinct(is_manifest) {
        args.extend(["--filename".into(), manifest]);
    }
    passes(&judge, &args);
}

#[test]
fn hadolint_finds_nothing() {
    let Some(judge) = find("hadolint") else { return };
    passes(&judge, &distinct(|path| path == "Dockerfile"));
}

#[test]
fn bash_reads_every_script() {
    let Some(judge) = find("bash") else { return };
    let folder = tempfile::tempdir().unwrap();
    let files = listing(folder.path(), &distinct(is_script));
    let each = "while read -r file; do bash -n \"$file\" || exit 1; done < \"$1\"";
    passes(&judge, &["-c".as_ref(), each.as_ref(), "-".as_ref(), files.as_os_str()]);
}

/// Those of the golden bundles.
fn golden_scripts() -> Vec<PathBuf> {
    let bundles =
        apps().unwrap().into_iter().map(|(app, _)| here().join("golden").join(app).join("bundle"));
    let scripts = bundles.flat_map(|bundle| {
        let paths = files_below(&bundle).unwrap().into_iter().filter(|path| is_script(path));
        paths.map(move |path| bundle.join(path)).collect::<Vec<_>>()
    });
    scripts.collect()
}

#[test]
fn shellcheck_finds_nothing() {
    let Some(judge) = find("shellcheck") else { return };
    let scripts = [distinct(is_script), golden_scripts()].concat();
    let judged = with_every_line(&scripts).unwrap();
    println!("shellcheck: {} scripts, which have every line of {}", judged.len(), scripts.len());
    passes(&judge, &judged);
}

#[test]
fn actionlint_finds_nothing() {
    let (Some(judge), Some(shellcheck)) = (find("actionlint"), find("shellcheck")) else { return };
    let workflows = distinct(|path| path == WORKFLOW);
    let tests = "name: CI\non: [workflow_call]\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: bin/rails test\n";
    for workflow in &workflows {
        // Beside it, the tests that it may call.
        checkout::put(&workflow.with_file_name("ci.yml"), tests, 0o644).unwrap();
        fs::create_dir_all(workflow.ancestors().nth(3).unwrap().join(".git")).unwrap();
    }
    let mut args = vec![PathBuf::from("-no-color"), "-shellcheck".into(), shellcheck];
    args.extend(workflows);
    passes(&judge, &args);
}

/// The manifests of each environment of each bundle, with its spec.
fn environments() -> Vec<(&'static str, Vec<PathBuf>)> {
    let mut all = Vec::new();
    for bundle in &swept().bundles {
        let mut folders: BTreeMap<&str, Vec<PathBuf>> = BTreeMap::new();
        for (path, (_, place)) in bundle.files.iter().filter(|(path, _)| is_manifest(path)) {
            let folder = ["staging", "production"]
                .into_iter()
                .find(|name| path.starts_with(&format!("config/kube/{name}/")));
            folders.entry(folder.unwrap_or_default()).or_default().push(place.clone());
        }
        all.extend(folders.into_values().map(|manifests| (bundle.spec.as_str(), manifests)));
    }
    all
}

#[test]
fn kube_score_says_what_we_chose_and_nothing_else() {
    let Some(judge) = find("kube-score") else { return };
    let chosen = chosen();
    let mut rest = all(&chosen);
    let mut wrong = BTreeMap::new();
    for (spec, manifests) in environments() {
        for finding in unchosen(findings(&judge, &manifests), spec, &chosen, &mut rest) {
            wrong.entry(finding).or_insert(spec);
        }
    }
    let each = wrong.iter().map(|(finding, spec)| format!("{finding:?}, first with\n{spec}"));
    assert!(wrong.is_empty(), "{}\n{:#?}", each.collect::<Vec<_>>().join("\n"), wrong.keys());
    assert!(rest.is_empty(), "nothing is said any more about {rest:#?}");
}
