//! Public apps, as their own files tell how they run, become bundles without a finding.

use linkspan_core::check::{Options, Source, check, outside};
use linkspan_core::generate;
use linkspan_tests::{here, real_apps};
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
