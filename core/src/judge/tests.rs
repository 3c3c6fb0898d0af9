//! Files in, findings out, as a person sees them.

use super::*;
use crate::archive;
use crate::check::mend;
use crate::diagnostic::Tier;
use crate::preset::PRESETS;
use std::collections::BTreeSet;

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

fn rules(judged: &Judged) -> Vec<&'static str> {
    judged.report.diagnostics.iter().map(|each| each.rule.name).collect()
}

#[test]
fn the_example_shows_every_tier_and_mends_without_remainder() {
    let files = texts(&[EXAMPLE]);
    let judged = judge(&sources(&files), None);
    assert_eq!(judged.objects, 3);
    let tiers: BTreeSet<Tier> = judged.report.diagnostics.iter().map(|each| each.tier).collect();
    assert_eq!(tiers, BTreeSet::from(Tier::ALL), "{:?}", rules(&judged));
    let mended = mend(&files, &|_| true, &|texts| judge(&sources(texts), None).report);
    assert!(mended.done.len() >= 5, "{:?}", mended.done);
    assert!(mended.left.is_empty());
    assert!(mended.report.diagnostics.iter().all(|each| each.fix.is_none()));
}

#[test]
fn bundles_of_all_presets_are_judged_with_their_spec() {
    for preset in PRESETS {
        let bundle = crate::generate(preset.text).bundle;
        let taken = of_bundle(&bundle);
        assert!(taken.texts.contains_key(FILE) && taken.texts.len() > 4, "{}", preset.id);
        assert!(!taken.texts.keys().any(|path| path.starts_with(".github/")), "{}", preset.id);
        let judged = judge(&sources(&taken.texts), None);
        assert!(judged.objects > 3, "{}", preset.id);
        assert!(!judged.report.has_errors(), "{}: {:?}", preset.id, judged.report);
        assert_eq!(take("a.zip", archive::zip(&bundle)), taken, "{}", preset.id);
    }
}

#[test]
fn a_version_changes_a_verdict_and_the_spec_chooses_one() {
    let policy = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n";
    let spec = "app: shop\nimage: a/b\nhosts: [a.example.com]\nkubernetes: 1.34\n";
    let files = texts(&[("linkspan.yml", spec), ("a.yml", policy)]);
    assert_eq!(judge(&sources(&files), None).kubernetes, Kubernetes::V1_34);
    let judged = judge(&sources(&files), Some(Kubernetes::V1_37));
    assert_eq!(judged.kubernetes, Kubernetes::V1_37);
    assert!(rules(&judged).contains(&"removed-api"));
}

/// Rules of what is found in files by path.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let judged = judge(&sources(&texts(files)), None);
    judged.report.diagnostics.iter().map(|each| format!("{} {}", each.file, each.rule)).collect()
}

#[test]
fn what_kustomize_and_helm_make_is_not_judged_before() {
    let web = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    let patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: {nam: a}\n";
    assert!(!found(&[("k/p.yaml", patch)]).is_empty());
    let of = |kustomization: &str| {
        let files =
            [("k/kustomization.yaml", kustomization), ("k/p.yaml", patch), ("k/w.yaml", web)];
        found(&files)
    };
    assert!(!of("resources: [w.yaml, p.yaml]\n").is_empty());
    for named in [
        "patches: [{path: p.yaml}]\n",
        "patchesStrategicMerge: [./p.yaml]\n",
        "transformers: [../k/p.yaml]\n",
    ] {
        assert_eq!(of(&format!("resources: [w.yaml]\n{named}")), Vec::<String>::new());
    }
    let half = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: _}\n";
    let files = |more| [("k/kustomization.yaml", more), ("k/h.yaml", half)];
    assert_eq!(found(&files("resources: [h.yaml]\n")), ["k/h.yaml name"]);
    assert_eq!(found(&files("resources: [h.yaml]\nnamePrefix: a\n")), Vec::<String>::new());
    let merge = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n$patch: delete\n";
    assert_eq!(found(&[("k/p.yaml", merge)]), ["k/p.yaml unknown-field"]);
    let named = ("k/kustomization.yaml", "patches: [{path: p.yaml}]\n");
    assert_eq!(found(&[("k/p.yaml", merge), named]), Vec::<String>::new());
    let template = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .x }}}\n";
    let chart = "apiVersion: v2\nname: a\nversion: 1\n";
    assert_eq!(
        found(&[
            ("c/Chart.yaml", chart),
            ("c/templates/a.yaml", template),
            ("c/values.yaml", "a: b\n")
        ]),
        Vec::<String>::new()
    );
}

#[test]
fn what_is_no_manifest_is_left_with_a_reason() {
    for (name, bytes, expect) in [
        ("a.yml", b"a: [\n".to_vec(), None),
        ("notes.txt", b"hello".to_vec(), None),
        ("a.yml", vec![0xff, 0xfe, 0], Some(Why::NotText)),
        ("a.yml", vec![b' '; MAX + 1], Some(Why::TooLarge)),
        (
            "a.tar.gz",
            vec![0x1f, 0x8b, 8, 0, 1],
            Some(Why::Archive(archive::ArchiveError::Damaged("it ends too early"))),
        ),
    ] {
        let taken = take(name, bytes);
        match expect {
            None => assert!(taken.texts.contains_key(name), "{name}"),
            Some(Why::Archive(_)) => {
                assert!(matches!(taken.left[0].why, Why::Archive(_)), "{taken:?}");
            }
            Some(why) => assert_eq!(taken.left, [Left { path: name.to_owned(), why }]),
        }
        assert!(taken.left.iter().all(|left| !left.why.words().is_empty()));
    }
    let app = texts(&[
        ("app/models/user.rb", ""),
        ("config/database.yml", "default: {adapter: postgresql}\n"),
        ("Dockerfile", "FROM ruby\n"),
        ("k8s/web.yml", "apiVersion: v1\nkind: Pod\n"),
        ("k8s/kustomization.yml", "resources: [web.yml]\npatches: [{path: more.yml}]\n"),
        ("k8s/more.yml", "apiVersion: v1\nkind: Pod\n"),
        ("chart/Chart.yaml", "apiVersion: v2\nname: shop\n"),
        ("chart/templates/a.yaml", "apiVersion: v1\nkind: {{ .x }}\n"),
        ("k8s/key.sops.yaml", "sops: {}\n"),
    ]);
    let taken = take("shop.zip", archive::zip_texts(&app));
    let taken_paths: Vec<&str> = taken.texts.keys().map(String::as_str).collect();
    assert_eq!(taken_paths, ["Dockerfile", "k8s/kustomization.yml", "k8s/web.yml"]);
    let left: Vec<(&str, &Why)> =
        taken.left.iter().map(|left| (left.path.as_str(), &left.why)).collect();
    assert_eq!(
        left,
        [
            ("chart/Chart.yaml", &Why::Helm),
            ("config/database.yml", &Why::NoObjects),
            ("k8s/key.sops.yaml", &Why::Encrypted),
            ("k8s/more.yml", &Why::Kustomize),
        ]
    );
}

const MAX: usize = crate::yaml::MAX_BYTES;
