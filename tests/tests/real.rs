//! Public apps, as their own files tell how they run, become bundles without a finding.

use linkspan_core::check::{Options, Source, check, outside};
use linkspan_core::field::find;
use linkspan_core::generate;
use linkspan_tests::{here, real_apps};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::fs;

/// What is true of an app and no fault of its bundle: versions that are old or not out yet.
const OF_THE_APP: [&str; 4] = ["rails-ended", "rails-unknown", "ruby-ended", "ruby-after-rails"];

#[test]
fn public_apps_become_bundles_without_a_finding() {
    let apps = real_apps().unwrap();
    assert!(apps.len() >= 15, "only {} apps", apps.len());
    for (name, spec) in apps {
        let generated = generate(&spec);
        let report = generated.report.diagnostics.iter();
        let told: Vec<_> = report.filter(|each| !OF_THE_APP.contains(&each.rule.name)).collect();
        assert!(told.is_empty(), "{name}: {told:#?}");
        let files: Vec<(String, String)> = generated
            .bundle
            .files
            .iter()
            .filter(|(path, _)| {
                path.starts_with("config/kube/")
                    || ["Dockerfile", ".dockerignore"].contains(&path.as_str())
            })
            .map(|(path, file)| (path.clone(), file.text()))
            .collect();
        let sources: Vec<Source<'_>> =
            files.iter().map(|(path, text)| Source { path, text }).collect();
        let options = Options {
            kubernetes: generated.plan.kubernetes.value,
            outside: outside(&generated.plan),
            rails: generated.plan.build.facts(),
            ..Options::default()
        };
        let found = check(&sources, &options).diagnostics;
        let found: Vec<_> =
            found.iter().filter(|each| !OF_THE_APP.contains(&each.rule.name)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn an_image_with_another_folder_and_user_is_taken_as_it_is() {
    for (name, spec) in real_apps().unwrap() {
        let generated = generate(&spec);
        let container = &generated.plan.container;
        for (path, file) in &generated.bundle.files {
            if !path.starts_with("config/kube/") {
                continue;
            }
            let text = file.text();
            if container.workdir.value != "/rails" {
                assert!(!text.contains(" /rails"), "{name}/{path}");
            }
            // A store in the cluster runs as the user of its own image.
            let is_of_app = text.contains(&format!("image: {}", generated.plan.image.value));
            if container.user.value != 1000 && is_of_app {
                assert!(!text.contains("runAsUser: 1000\n"), "{name}/{path}");
            }
        }
    }
}

#[test]
fn each_app_is_told_of() {
    let table = fs::read_to_string(here().join("real/README.md")).unwrap();
    for (name, _) in real_apps().unwrap() {
        assert!(table.contains(&format!("\n| {name} | ")), "tests/real/README.md lacks {name}");
    }
}

/// Whether a spec says something in a field; `[]` is any of a list.
fn says(node: &Value, path: &str) -> bool {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let goes_on = |node: &Value| rest.is_empty() || says(node, rest);
    match head.strip_suffix("[]") {
        Some(list) => {
            let items = node.get(list).and_then(Value::as_sequence);
            items.is_some_and(|items| items.iter().any(goes_on))
        }
        None => node.get(head).is_some_and(goes_on),
    }
}

/// The table of what apps need names fields that there are, and apps whose specs set one of them.
#[test]
fn the_table_of_needs_names_fields_that_apps_set() {
    let table = fs::read_to_string(here().join("real/README.md")).unwrap();
    let apps: BTreeMap<String, Value> = real_apps()
        .unwrap()
        .into_iter()
        .map(|(name, text)| (name, serde_yaml::from_str(&text).unwrap()))
        .collect();
    let rows =
        table.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit());
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, _, fields, by] = cells.as_slice() else { panic!("a row has four cells: {row}") };
        let fields: Vec<&str> = fields.split('`').skip(1).step_by(2).collect();
        assert!(!fields.is_empty(), "{row}");
        for path in &fields {
            assert!(find(path).is_some(), "`{path}` is no field: {row}");
        }
        for app in by.split(", ").filter(|by| *by != "the sweep") {
            let spec = apps.get(app).unwrap_or_else(|| panic!("no app {app}: {row}"));
            assert!(fields.iter().any(|path| says(spec, path)), "{app} sets none: {row}");
        }
        count += 1;
    }
    assert!(count >= 45, "only {count} rows");
}
