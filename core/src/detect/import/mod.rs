//! Files of other tools that deploy: each key ends as carried, not needed or not carried.

mod compose;
mod helm;
mod kamal;
mod kind;
mod ledger;
mod manifests;
mod mount;
mod program;
mod ruby;
mod store;
#[cfg(test)]
mod trial;
mod variables;
mod words;

pub use kind::{Tool, source};

use super::app::App;
use super::notes::Notes;
use super::wanted::fits;

/// Files that are read wherever they are.
const TEXTS: [&str; 5] =
    ["config/deploy.yml", "config/deploy.*.yml", ".kamal/secrets*", "Cuberfile", "kuby.rb"];

/// Folders that manifests of an app lie in. They are read where no linkspan.yml has written them.
const FOLDERS: [&str; 10] = [
    "config/kube",
    "config/k8s",
    "config/kubernetes",
    "kube",
    "k8s",
    "kubernetes",
    "deploy/kubernetes",
    "deploy/k8s",
    ".k8s",
    ".kube-manifests",
];

/// Whether a file of another tool is read.
pub(super) fn wants(path: &str) -> bool {
    TEXTS.iter().any(|pattern| fits(pattern, path)) || is_manifest(path)
}

/// Whether a file of this path is taken for one of an app's own manifests.
#[must_use]
pub fn is_manifest(path: &str) -> bool {
    let is_yaml = [".yml", ".yaml", ".yml.erb", ".yaml.erb"].iter().any(|end| path.ends_with(end));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    is_yaml && holds_manifests(folder)
}

/// One of the usual folders, or one in it that is not hidden.
fn holds_manifests(folder: &str) -> bool {
    let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
    FOLDERS.contains(&folder) || FOLDERS.contains(&above) && !name.starts_with('.')
}

/// Whether such a file can lie in a folder.
pub(super) fn enters(folder: &str) -> bool {
    let leads = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    TEXTS.iter().chain(&FOLDERS).any(|path| leads(path)) || holds_manifests(folder)
}

/// The text of a file as it is kept: one of secrets without its values.
pub(super) fn kept(path: &str, text: String) -> String {
    if kamal::is_secrets(path) { kamal::names_only(&text) } else { text }
}

/// Files of one tool: those that somebody named, and those with their usual names.
fn files(app: &App, tool: Tool) -> Vec<(&str, &str)> {
    let usual = |path: &str| match tool {
        Tool::Kamal => path.starts_with("config/deploy."),
        Tool::Cuberfile => path == "Cuberfile",
        Tool::Kuby => path == "kuby.rb",
        Tool::Manifests => is_manifest(path) && !app.has("linkspan.yml"),
        _ => false,
    };
    app.texts()
        .filter(|(path, text)| {
            usual(path) || app.is_source(path) && source(path, text) == Some(tool)
        })
        .collect()
}

/// Reads the files of other tools.
pub(super) fn read(app: &App, notes: &mut Notes) {
    kamal::read(app, notes);
    compose::read(app, notes);
    manifests::read(app, notes);
    helm::read(app, notes);
    ruby::read(app, notes);
}
