//! What a generated Dockerfile has to install for the gems of the app.

use super::super::finding::At;
use super::super::notes::Notes;
use super::Reading;
use super::application::lock;
use crate::facts::packages::GEM_PACKAGES;

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let gems = &reading.gems;
    if gems.is_empty() {
        return;
    }
    if !gems.has_lock && !reading.app.has("gems.locked") {
        let why = "it is not in the folder: the image installs the newest gems that fit";
        notes.likely("build.lock", "false", At::file("Gemfile.lock"), why);
    }
    // The app's own Dockerfile installs what the app needs.
    if notes.text("build.from").is_some_and(|from| from != "generated") {
        return;
    }
    let (mut running, mut building) = (Vec::new(), Vec::new());
    let mut why: Option<(At, &str)> = None;
    for (gem, packages, headers) in GEM_PACKAGES {
        let Some(found) = gems.get(gem).filter(|_| is_used(reading, gem)) else { continue };
        why.get_or_insert_with(|| (found.at.clone(), gem));
        for (list, names) in [(&mut running, packages), (&mut building, headers)] {
            for name in names.iter().map(|name| (*name).to_owned()) {
                if !list.contains(&name) {
                    list.push(name);
                }
            }
        }
    }
    // A compressor written in JavaScript needs something that runs it while assets are compiled.
    let execs = gems.get("execjs").filter(|_| !gems.has("mini_racer"));
    if let Some(gem) =
        execs.filter(|_| notes.text("rails.javascript").is_none_or(|name| name == "none"))
    {
        why.get_or_insert_with(|| (gem.at.clone(), "execjs"));
        building.push("nodejs".to_owned());
    }
    if let Some((at, gem)) = why {
        let why = format!("the gem {gem} and its like need them");
        if !running.is_empty() {
            notes.likely("rails.packages", running, at.clone(), &why);
        }
        if !building.is_empty() {
            notes.likely("build.packages", building, at, &why);
        }
    }
    if !gems.has("image_processing") && !gems.has("ruby-vips") {
        notes.likely(
            "rails.image_variants",
            "false",
            lock(reading),
            "neither image_processing nor ruby-vips is there",
        );
    }
    files(reading, notes);
}

/// Whether a gem is there for itself: image_processing brings mini_magick along, and calls libvips. What a condition of the
/// Gemfile may leave out, such as the gem of another database, is not.
fn is_used(reading: &Reading<'_>, gem: &str) -> bool {
    let is_sure = reading.gems.get(gem).is_some_and(|gem| gem.sure);
    is_sure && (gem != "mini_magick" || reading.gems.is_asked_for(gem, "image_processing"))
}

/// Each gem that needs packages, with the field that names them.
pub(super) fn needs(reading: &Reading<'_>) -> Vec<(&'static str, &'static str, &'static str, At)> {
    let mut out = Vec::new();
    for (gem, running, building) in GEM_PACKAGES {
        let Some(found) = reading.gems.get(gem).filter(|_| is_used(reading, gem)) else { continue };
        for (field, names) in [("rails.packages", running), ("build.packages", building)] {
            out.extend(names.iter().map(|name| (gem, field, *name, found.at.clone())));
        }
    }
    out
}

/// Folders and files that the Gemfile reads, which have to be there when gems are installed.
fn files(reading: &Reading<'_>, notes: &mut Notes) {
    let mut files: Vec<String> = Vec::new();
    let mut first: Option<At> = None;
    let mut add = |path: &str, at: At, files: &mut Vec<String>| {
        let path = path.trim_start_matches("./").trim_end_matches('/');
        if !path.is_empty() && path != "." && !files.iter().any(|each| each == path) {
            first.get_or_insert(at);
            files.push(path.to_owned());
        }
    };
    for (folder, at) in &reading.gems.folders {
        if folder == "." {
            continue;
        }
        add(folder, at.clone(), &mut files);
    }
    for name in ["eval_gemfile", "require_relative"] {
        for statement in reading.gems.gemfile.calls(name) {
            let Some(path) = statement.text(0) else { continue };
            let path = if name == "require_relative" && !path.ends_with(".rb") {
                format!("{path}.rb")
            } else {
                path
            };
            add(&path, At::new("Gemfile", statement.line), &mut files);
        }
    }
    if let Some(at) = first {
        notes.likely("build.files", files, at, "the Gemfile reads them");
    }
}
