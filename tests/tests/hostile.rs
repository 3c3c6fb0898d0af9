//! Hostile strings come through every reader as they are, and nothing of them is ever run.

use linkspan_core::field::{self, Accepts, Field};
use linkspan_core::{generate, spec::Draft};
use linkspan_tests::hostile::{environment_spec, strings};
use linkspan_tests::judge::{find, run, said};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

type Data = BTreeMap<String, String>;

/// What was meant: the variables of the ConfigMap that are ours to compare.
fn meant() -> Data {
    strings().into_iter().enumerate().map(|(index, text)| (format!("V{index}"), text)).collect()
}

fn manifest() -> String {
    let generated = generate(&environment_spec(&strings()));
    assert!(!generated.report.has_errors(), "{:#?}", generated.report);
    generated.bundle.files["config/kube/env.yml"].text()
}

fn only_ours(data: Data) -> Data {
    data.into_iter().filter(|(key, _)| key.starts_with('V')).collect()
}

fn compare(reader: &str, read: Data) {
    let read = only_ours(read);
    for (key, text) in meant() {
        assert_eq!(read.get(&key), Some(&text), "{reader} reads {key} as something else");
    }
    assert_eq!(read.len(), meant().len());
}

#[test]
fn our_own_reader_reads_the_same_strings() {
    let (documents, problems) = linkspan_core::internal::yaml::read(&manifest());
    assert_eq!(problems, []);
    let root = documents[0].root.as_ref().unwrap();
    let entries = root.get("data").unwrap().entries();
    compare(
        "our reader",
        entries.iter().map(|e| (e.key.to_string(), e.value.text().unwrap().to_owned())).collect(),
    );
}

#[test]
fn yaml_serde_reads_the_same_strings() {
    let value: serde_yaml::Value = serde_yaml::from_str(&manifest()).unwrap();
    compare("yaml_serde", serde_yaml::from_value(value["data"].clone()).unwrap());
}

#[test]
fn pyyaml_reads_the_same_strings() {
    let Some(python) = find("python3") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("env.yml");
    std::fs::write(&file, manifest()).unwrap();
    let program = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding='utf-8', newline=''))['data']))";
    let output = run(&python, [PathBuf::from("-c"), program.into(), file]).unwrap();
    if said(&output).contains("No module named 'yaml'") && !linkspan_tests::is_ci() {
        eprintln!("SKIPPED: PyYAML is missing; `cargo xtask test` installs it");
        return;
    }
    assert!(output.status.success(), "{}", said(&output));
    compare("PyYAML", serde_json::from_slice(&output.stdout).unwrap());
}

#[test]
fn kubectl_reads_the_same_strings() {
    let Some(kubectl) = find("kubectl") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("env.yml");
    std::fs::write(&file, manifest()).unwrap();
    let args = ["label", "--local", "--output=json", "judged=yes", "--filename"].map(PathBuf::from);
    let output = run(&kubectl, args.into_iter().chain([file])).unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    compare("kubectl", serde_json::from_value(value["data"].clone()).unwrap());
}

/// Puts a text into a field, alone or as the only one of a list.
fn put(draft: &mut Draft, field: &Field, text: &str) {
    let path = field.path.replace("[]", "[0]");
    if let Some((list, _)) = path.split_once('[')
        && !draft.to_text().contains(&format!("\n{list}:"))
    {
        draft.add_group(list, "sidekiq");
    }
    if field.accepts.is_list() {
        draft.set_texts(&path, &[text.to_owned()]);
    } else {
        draft.set_text(&path, text);
    }
}

/// What `deploy.sh` assigns before it does anything, if a hostile text is in it.
fn assignments(draft: &Draft, told: &str) -> Option<String> {
    let generated = generate(&draft.to_text());
    let script = generated.bundle.files["deploy.sh"].text();
    let dockerfile = generated.bundle.files["Dockerfile"].text();
    assert!(!dockerfile.contains("touch pwned"), "{told}");
    let lines = script.lines().take_while(|line| !line.starts_with("say()"));
    script.contains("pwned").then(|| lines.map(|line| format!("{line}\n")).collect())
}

/// Every field that is not an environment value either refuses a hostile text or, like a command,
/// carries it as a string; `deploy.sh` stays a script that bash runs without a trace of it. What runs
/// nothing is put into all fields at once: it only has to be borne.
#[test]
fn no_field_lets_a_hostile_text_run() {
    let Some(bash) = find("bash") else { return };
    let fresh = || Draft::from_text("app: shop\nimage: registry.example.com/acme/shop\n");
    let mut scripts = BTreeSet::new();
    let (runs, others): (Vec<String>, Vec<String>) =
        strings().into_iter().partition(|text| text.contains("pwned"));
    assert!(runs.len() > 5);
    // Commands of the Dockerfile run there, as whoever wrote them wants it.
    let is_text = |field: &&field::Field| field.accepts != Accepts::ShellCommands;
    for (field, text) in
        field::fields().filter(is_text).flat_map(|field| runs.iter().map(move |it| (field, it)))
    {
        let mut draft = fresh();
        put(&mut draft, field, text);
        scripts.extend(assignments(&draft, &format!("{}: {text:?}", field.path)));
    }
    for text in others {
        let mut draft = fresh();
        field::fields().for_each(|field| put(&mut draft, field, &text));
        assert_eq!(assignments(&draft, &format!("{text:?}")), None);
    }
    let folder = tempfile::tempdir().unwrap();
    for (at, script) in scripts.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{at}.sh")), script).unwrap();
    }
    let each = "shopt -s nullglob; for each in *.sh; do (. \"./$each\") || { cat \"$each\"; exit 1; }; done";
    let output = std::process::Command::new(&bash)
        .args(["-c", each])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(!folder.path().join("pwned").exists(), "a hostile text was run");
}
