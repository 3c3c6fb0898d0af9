//! Each golden app gives exactly the files beside its spec. `BLESS=1` writes them; a person reads
//! the diff.

use linkspan_core::check::{Options, Source, check};
use linkspan_core::diagnostic::Tier;
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::{generate, preset};
use linkspan_tests::{apps, files_below, here, texts_below};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn bundles_are_as_committed() {
    let bless = std::env::var_os("BLESS").is_some();
    let apps = apps().unwrap();
    assert!(apps.len() >= 6, "only {} golden apps", apps.len());
    for (name, spec) in apps {
        let folder = here().join("golden").join(&name).join("bundle");
        let generated = generate(&spec);
        assert!(!generated.report.has_errors(), "{name}: {:#?}", generated.report);
        if bless {
            let _ = fs::remove_dir_all(&folder);
            for (path, file) in &generated.bundle.files {
                let target = folder.join(path);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::write(&target, file.text()).unwrap();
            }
        }
        let committed = files_below(&folder).unwrap();
        let made: Vec<String> = generated.bundle.files.keys().cloned().collect();
        assert_eq!(committed, made, "{name}: other files than committed; BLESS=1 writes them");
        for (path, file) in &generated.bundle.files {
            let text = fs::read_to_string(folder.join(path)).unwrap();
            assert_eq!(text, file.text(), "{name}/{path} differs; BLESS=1 writes it");
        }
    }
}

/// They are as Linkspan asks of others.
#[test]
fn bundles_are_without_findings() {
    for (name, _) in apps().unwrap() {
        let folder = here().join("golden").join(&name).join("bundle/config/kube");
        let texts = texts_below(&folder, ".yml").unwrap();
        let sources: Vec<_> = texts.iter().map(|(path, text)| Source { path, text }).collect();
        for kubernetes in Kubernetes::ALL {
            let mut report = check(&sources, &Options { kubernetes, ..Options::default() });
            // What the spec says of the cluster is not known here.
            let ours = ["deprecated-api", "pod-security-enforced"];
            report
                .diagnostics
                .retain(|each| each.tier == Tier::Risky || ours.contains(&each.rule.name));
            assert_eq!(report.diagnostics, [], "{name}, {}", kubernetes.name());
        }
    }
}

#[test]
fn every_preset_is_a_golden_app() {
    let apps = apps().unwrap();
    for preset in preset::PRESETS {
        let golden = apps.iter().find(|(name, _)| name == preset.id);
        assert_eq!(golden.map(|(_, text)| text.as_str()), Some(preset.text), "{}", preset.id);
    }
}

#[test]
fn the_specs_of_the_readme_become_bundles() {
    let readme = fs::read_to_string(here().join("../README.md")).unwrap();
    let blocks = readme.split("```yaml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let mut spec = String::new();
    for block in blocks {
        // Each shows what may stand beside those before it.
        spec += block;
        let generated = generate(&spec);
        assert_eq!(generated.report.diagnostics, [], "{spec}");
        assert!(generated.bundle.files.contains_key("deploy.sh"));
    }
    assert!(spec.contains("app: shop") && spec.contains("environments:"), "{spec}");
}

/// No object of one environment has the name of another's, in its namespace or in the cluster, whatever the app
/// has: two environments of one cluster would overwrite each other.
#[test]
fn environments_share_no_object() {
    use serde_yaml::Value;
    let mut cluster_wide = BTreeSet::new();
    let mut count = 0;
    for (name, text) in apps().unwrap() {
        let own = "environments: {staging: {}, production: {}}\n";
        let text = if text.contains("\nenvironments:") { text } else { format!("{text}\n{own}") };
        let generated = generate(&text);
        // Who names the namespace at the top is told to name one for each.
        if generated.report.diagnostics.iter().any(|each| each.rule == "namespace-shared") {
            continue;
        }
        let mut seen = BTreeSet::new();
        for (path, file) in &generated.bundle.files {
            if !path.starts_with("config/kube/") && !path.starts_with("config/gitops/")
                || !path.ends_with(".yml")
            {
                continue;
            }
            let object: Value = serde_yaml::from_str(&file.text()).unwrap();
            let Some(name) = object["metadata"]["name"].as_str() else { continue };
            let kind = object["kind"].as_str().unwrap().to_owned();
            let namespace = object["metadata"]["namespace"].as_str().unwrap_or_default().to_owned();
            if namespace.is_empty() {
                cluster_wide.insert(kind.clone());
            }
            assert!(seen.insert((kind, namespace, name.to_owned())), "{path} is in both");
        }
        assert!(seen.len() > 10, "{name}: {seen:?}");
        count += 1;
    }
    assert!(count > 20, "{count}");
    for kind in ["ClusterRole", "ClusterRoleBinding", "Namespace", "PriorityClass"] {
        assert!(cluster_wide.contains(kind), "{kind}: {cluster_wide:?}");
    }
}
