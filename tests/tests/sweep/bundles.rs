//! The bundles of the sweep, made and written once for all tests.

use linkspan_core::check::{Outside, outside};
use linkspan_core::diagnostic::Severity;
use linkspan_core::{archive, generate};
use linkspan_tests::real_apps;
use linkspan_tests::sweep::{Axis, Refused, Sweep, axes, refused, sweep};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The sweep, and where its files lie.
pub struct Swept {
    pub axes: Vec<Axis>,
    pub list: Vec<Refused>,
    pub sweep: Sweep,
    pub bundles: Vec<Bundle>,
}

/// The files of a spec, by path: text and the place of the first file with that text.
pub struct Bundle {
    pub spec: String,
    pub errors: Vec<String>,
    pub is_twice_the_same: bool,
    pub outside: Vec<Outside>,
    pub files: BTreeMap<String, (String, PathBuf)>,
}

pub fn swept() -> &'static Swept {
    static SWEPT: OnceLock<Swept> = OnceLock::new();
    SWEPT.get_or_init(|| {
        let axes = axes();
        let list = refused(&axes);
        let sweep = sweep(&axes, &list);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sweep");
        let _ = fs::remove_dir_all(&folder);
        let mut places: BTreeMap<(String, String), PathBuf> = BTreeMap::new();
        let mut bundles = Vec::new();
        let real: Vec<String> = real_apps().unwrap().into_iter().map(|(_, spec)| spec).collect();
        for (number, spec) in sweep.specs.iter().chain(&real).enumerate() {
            let generated = generate(spec);
            let mut files = BTreeMap::new();
            for (path, file) in &generated.bundle.files {
                let text = file.text();
                // Judges go by names: a Dockerfile is one by its name.
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                let place = places.entry((name, text.clone())).or_insert_with(|| {
                    let place = folder.join(number.to_string()).join(path);
                    fs::create_dir_all(place.parent().unwrap()).unwrap();
                    fs::write(&place, &text).unwrap();
                    place
                });
                files.insert(path.clone(), (text, place.clone()));
            }
            let again = generate(spec).bundle;
            let is_twice_the_same = archive::zip(&generated.bundle) == archive::zip(&again);
            let errors = generated.report.diagnostics.iter();
            let errors = errors
                .filter(|each| each.severity == Severity::Error)
                .map(|each| format!("{each:?}"));
            bundles.push(Bundle {
                spec: spec.clone(),
                errors: errors.collect(),
                is_twice_the_same,
                outside: generated.plans().iter().flat_map(outside).collect(),
                files,
            });
        }
        Swept { axes, list, sweep, bundles }
    })
}

/// Files that differ, among those that `keep` wants.
pub fn distinct(keep: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let bundles = swept().bundles.iter();
    let files = bundles.flat_map(|bundle| &bundle.files).filter(|(path, _)| keep(path));
    let mut places: Vec<PathBuf> = files.map(|(_, (_, place))| place.clone()).collect();
    places.sort();
    places.dedup();
    assert!(!places.is_empty());
    places
}

pub fn is_manifest(path: &str) -> bool {
    path.starts_with("config/kube/") && path.ends_with(".yml")
}
