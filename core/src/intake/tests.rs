//! Files in, findings out, as a person sees them.

use super::wire::alone;
use super::*;
use crate::archive;
use crate::check::mend;
use crate::diagnostic::Tier;
use crate::facts::Kubernetes;
use crate::preset::PRESETS;
use crate::spec::FILE;
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
    let judged = alone(&files, None);
    assert_eq!(judged.objects, 3);
    let tiers: BTreeSet<Tier> = judged.report.diagnostics.iter().map(|each| each.tier).collect();
    assert_eq!(tiers, BTreeSet::from(Tier::ALL), "{:?}", rules(&judged));
    let mended = mend(&files, &|_| true, &|texts| alone(texts, None).report);
    assert!(mended.done.len() >= 5, "{:?}", mended.done);
    assert!(mended.left.is_empty());
    assert!(mended.report.diagnostics.iter().all(|each| each.fix.is_none()));
}

#[test]
fn bundles_of_all_presets_are_judged_with_their_spec() {
    for preset in PRESETS {
        let bundle = crate::generate(preset.text).bundle;
        let taken = gather(vec![Given::bundle(&bundle)]);
        assert!(taken.texts.contains_key(FILE) && taken.texts.len() > 4, "{}", preset.id);
        assert!(!taken.texts.keys().any(|path| path.starts_with(".github/")), "{}", preset.id);
        let judged = judge_all(&taken);
        assert!(judged.objects > 3, "{}", preset.id);
        assert!(!judged.report.has_errors(), "{}: {:?}", preset.id, judged.report);
        let packed = gather(vec![Given::only("a.zip", archive::zip(&bundle))]);
        assert_eq!(packed, taken, "{}", preset.id);
    }
}

#[test]
fn a_version_changes_a_verdict_and_the_spec_chooses_one() {
    let policy = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n";
    let spec = "app: shop\nimage: a/b\nhosts: [a.example.com]\nkubernetes: 1.34\n";
    let files = texts(&[("linkspan.yml", spec), ("a.yml", policy)]);
    assert_eq!(alone(&files, None).kubernetes, Kubernetes::V1_34);
    let judged = alone(&files, Some(Kubernetes::V1_37));
    assert_eq!(judged.kubernetes, Kubernetes::V1_37);
    assert!(rules(&judged).contains(&"removed-api"));
}

#[test]
fn a_dockerfile_is_read_up_to_the_stage_that_the_spec_names() {
    let spec = "app: shop\nimage: a/b\nhosts: [a.example.com]\nbuild: {from: dockerfile, target: production}\n";
    let (root, user) = ("", "USER 1000:1000\n");
    for (production, development, expect) in [(root, user, true), (user, root, false)] {
        let dockerfile = format!(
            "FROM ruby:3.4-slim AS production\nWORKDIR /rails\n{production}FROM production AS development\nUSER root\n{development}"
        );
        let files = texts(&[("a/linkspan.yml", spec), ("a/Dockerfile", &dockerfile)]);
        let judged = alone(&files, None);
        assert_eq!(rules(&judged).contains(&"root-image"), expect, "{dockerfile}{judged:?}");
    }
}

/// Rules of what is found in files by path.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let judged = alone(&texts(files), None);
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
fn what_cannot_be_judged_is_left_with_a_reason() {
    let damaged = archive::ArchiveError::Damaged("it ends too early");
    for (name, bytes, expect) in [
        ("a.yml", b"a: [\n".to_vec(), "text"),
        ("notes.txt", b"hello".to_vec(), "text"),
        (".env", b"KEY=1".to_vec(), "around"),
        ("kustomization.yaml", b"resources: []\n".to_vec(), "around, it is for Kustomize"),
        ("a.yml", vec![0xff, 0xfe, 0], "the file is text in UTF-16, not in UTF-8"),
        ("a.yml", vec![b' '; MAX + 1], "the file is larger than 8 MiB"),
        ("a.zip", vec![b' '; MAX + 1], "the file is larger than 8 MiB"),
        ("a.zip", b"hello".to_vec(), "this is neither a .tar.gz, .tar or .zip archive"),
        ("a.tar.gz", vec![0x1f, 0x8b, 8, 0, 1], &damaged.to_string()),
    ] {
        let gathered = gather(vec![Given::file(name, bytes)]);
        let is = |is, word: &str| if is { word.to_owned() } else { String::new() };
        let is_around = gathered.around.contains_key(name);
        let words = gathered.left.iter().map(|left| left.why.message_and_help());
        let said: Vec<String> =
            [is(gathered.texts.contains_key(name), "text"), is(is_around, "around")]
                .into_iter()
                .chain(words)
                .filter(|part| !part.is_empty())
                .collect();
        assert!(said.join(", ").starts_with(expect), "{name}: {said:?}");
    }
}

/// Paths of texts, of what stands around them, and of what was left.
fn paths(gathered: &Gathered) -> [Vec<&str>; 3] {
    [
        gathered.texts.keys().map(String::as_str).collect(),
        gathered.around.keys().map(String::as_str).collect(),
        gathered.left.iter().map(|left| left.path.as_str()).collect(),
    ]
}

#[test]
fn of_an_app_what_is_no_manifest_is_left() {
    let app = texts(&[
        ("Gemfile", ""),
        ("app/models/user.rb", ""),
        ("config/database.yml", "default: {adapter: postgresql}\n"),
        ("config/settings.yml", "app: shop\n"),
        ("Dockerfile", "FROM ruby\n"),
        (".devcontainer/Dockerfile", "FROM ruby\n"),
        (".env", "KEY=1\n"),
        ("test/server-key.pem", "KEY"),
        ("k8s/web.yml", "apiVersion: v1\nkind: Pod\n"),
        ("k8s/kustomization.yml", "resources: [web.yml]\npatches: [{path: more.yml}]\n"),
        ("k8s/more.yml", "apiVersion: v1\nkind: Pod\n"),
        ("vendor/k8s/web.yml", "apiVersion: v1\nkind: Pod\n"),
        ("chart/Chart.yaml", "apiVersion: v2\nname: shop\n"),
        ("chart/templates/a.yaml", "apiVersion: v1\nkind: {{ .x }}\n"),
        ("k8s/key.sops.yaml", "sops: {}\n"),
    ]);
    let gathered = gather(vec![Given::only("shop.zip", archive::zip_texts(&app))]);
    let left: Vec<(&str, &Why)> =
        gathered.left.iter().map(|left| (left.path.as_str(), &left.why)).collect();
    assert_eq!(
        left,
        [
            ("chart/Chart.yaml", &Why::Helm),
            ("config/database.yml", &Why::NoObjects),
            ("config/settings.yml", &Why::NoObjects),
            ("k8s/key.sops.yaml", &Why::Encrypted),
            ("k8s/more.yml", &Why::Kustomize),
        ]
    );
    let [judged, around, _] = paths(&gathered);
    assert_eq!(judged, ["Dockerfile", "k8s/web.yml"]);
    assert_eq!(around, [".env", "k8s/kustomization.yml"]);
    assert_eq!(gathered.encrypted.len(), 1);
}

#[test]
fn what_stands_around_a_file_is_not_judged() {
    let patch = "apiVersion: v1\nkind: ConfigMap\nmetadata: {nam: a}\n";
    let spec = "app: shop\nimage: a/b\nhosts: [a.example.com]\nkubernetes: 1.34\n";
    let around = |name: &str, text: &str| Given::Around { name: name.into(), text: text.into() };
    let file = || Given::file("k/p.yml", patch.into());
    let above = || Given::Above { name: "../linkspan.yml".into(), text: spec.into() };
    for (given, left, version) in [
        (vec![file()], &[][..], Kubernetes::default()),
        (vec![file(), above()], &[], Kubernetes::V1_34),
        (
            vec![around("k/kustomization.yml", "patches: [{path: p.yml}]\n"), file()],
            &["k/p.yml"],
            Kubernetes::default(),
        ),
        (vec![around("k/Chart.yaml", ""), file()], &["k/Chart.yaml"], Kubernetes::default()),
    ] {
        let gathered = gather(given);
        assert_eq!(paths(&gathered)[2], left);
        assert_eq!(gathered.texts.is_empty(), !left.is_empty());
        assert_eq!(judge_all(&gathered).kubernetes, version);
    }
}

#[test]
fn the_spec_nearest_to_the_top_decides() {
    let spec = |version: &str| {
        format!("app: shop\nimage: a/b\nhosts: [a.example.com]\nkubernetes: {version}\n")
    };
    let of = |files: &[(&str, &str)]| {
        let texts = texts(files);
        alone(&texts, None).kubernetes
    };
    let (old, new) = (spec("1.34"), spec("1.35"));
    assert_eq!(of(&[("examples/linkspan.yml", &old), ("linkspan.yml", &new)]), Kubernetes::V1_35);
    assert_eq!(of(&[("a/linkspan.yml", &old), ("b/linkspan.yml", &new)]), Kubernetes::V1_34);
}

fn judge_all(gathered: &Gathered) -> Judged {
    let files = gathered.sources();
    judge(&files, &Specs::read(&files, &gathered.above), None)
}

const MAX: usize = crate::yaml::MAX_BYTES;
