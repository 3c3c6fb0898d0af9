//! The errors that the guide makes, read today: a detector for each, which finds the error where it is put into a
//! bundle, and nothing in what we write.

mod bundle;
mod commands;
mod image;
mod jobs;
mod pods;
mod release;
mod settings;

use bundle::{Bundle, Found};
use linkspan_core::preset::PRESETS;
use linkspan_tests::apps;
use linkspan_tests::sweep::{axes, refused, sweep};

/// How a good bundle is made bad.
enum Edit {
    /// A file of its own.
    Put(&'static str, &'static str),
    /// Another text in the place of one that is there, wherever it is in the file.
    Swap(&'static str, &'static str, &'static str),
}

/// An error of the guide.
struct Error {
    /// Its number among the 36.
    id: &'static str,
    /// What is wrong.
    about: &'static str,
    /// Where a bundle has it.
    find: fn(&Bundle) -> Found,
    /// Ways to put it into a bundle; each has to be found.
    ways: &'static [Edit],
}

fn errors() -> Vec<&'static Error> {
    [commands::ERRORS, release::ERRORS, image::ERRORS, pods::ERRORS, settings::ERRORS, jobs::ERRORS]
        .into_iter()
        .flatten()
        .collect()
}

/// Every golden app and every preset.
fn good() -> Vec<(String, Bundle)> {
    let goldens = apps().unwrap();
    let presets = PRESETS.iter().map(|preset| (preset.id.to_owned(), preset.text.to_owned()));
    let bundles = |(name, spec): (String, String)| {
        Bundle::of(&spec).into_iter().map(move |bundle| (name.clone(), bundle))
    };
    goldens.into_iter().chain(presets).flat_map(bundles).collect()
}

/// The bundle that is made bad.
fn base() -> Bundle {
    let preset = PRESETS.iter().find(|preset| preset.id == "sidekiq").unwrap();
    Bundle::of(preset.text).remove(0)
}

fn edited(edit: &Edit) -> Bundle {
    let mut bundle = base();
    match edit {
        Edit::Put(path, text) => {
            bundle.files.insert((*path).to_owned(), (*text).to_owned());
        }
        Edit::Swap(path, from, to) => {
            let text = bundle.files.get_mut(*path).unwrap();
            assert!(text.contains(from), "{path} has no `{from}` to change");
            *text = text.replace(from, to);
        }
    }
    bundle
}

#[test]
fn all_36_errors_have_a_detector() {
    let mut numbers: Vec<u32> =
        errors().iter().map(|error| error.id.trim_start_matches('B').parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=36).collect::<Vec<_>>());
    assert!(errors().iter().all(|error| !error.ways.is_empty()));
}

#[test]
fn each_detector_finds_its_error() {
    let mut missed = Vec::new();
    for error in errors() {
        for (index, edit) in error.ways.iter().enumerate() {
            if (error.find)(&edited(edit)).is_empty() {
                missed.push(format!("{} in way {index}: {}", error.id, error.about));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn nothing_that_we_write_has_an_error_of_the_guide() {
    none_in(good());
}

#[test]
fn no_bundle_of_the_sweep_has_an_error_of_the_guide() {
    let axes = axes();
    let specs = sweep(&axes, &refused(&axes)).specs;
    none_in(specs.iter().flat_map(|spec| {
        Bundle::of(spec).into_iter().map(move |bundle| (format!("{spec}\n"), bundle))
    }));
}

fn none_in(bundles: impl IntoIterator<Item = (String, Bundle)>) {
    let mut found = Vec::new();
    for (name, bundle) in bundles {
        for error in errors() {
            for each in (error.find)(&bundle) {
                found.push(format!("{name}: {}, {}: {each}", error.id, error.about));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
