//! Who installs node packages, and with which Node.js.

use super::super::finding::{At, Offer};
use super::super::notes::Notes;
use super::Reading;
use super::versions::tools;
use crate::facts::{Program, Version};
use crate::yaml::{self, Node};

const FILE: &str = "package.json";

/// Lock files and whose they are.
const LOCKS: [(&str, &str); 6] = [
    ("yarn.lock", "yarn"),
    ("package-lock.json", "npm"),
    ("npm-shrinkwrap.json", "npm"),
    ("pnpm-lock.yaml", "pnpm"),
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
];

/// Gems that compile assets with node packages.
const GEMS: [&str; 7] = [
    "jsbundling-rails",
    "cssbundling-rails",
    "shakapacker",
    "webpacker",
    "vite_rails",
    "vite_ruby",
    "webpacker-react",
];

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let Some(text) = app.text(FILE) else { return };
    let (documents, _) = yaml::read_manifests(text);
    let Some(root) = documents.first().and_then(|document| document.root.as_ref()) else { return };
    if !is_needed(reading, root) {
        let why = "package.json holds tools for development alone";
        return notes.likely("rails.javascript", "none", At::new(FILE, 1), why);
    }
    let manager = root.get("packageManager");
    let named = manager
        .and_then(|node| Some((node.text()?.split('@').next()?.to_owned(), node.start().line)));
    let locks: Vec<(&str, &str)> = LOCKS.into_iter().filter(|(file, _)| app.has(file)).collect();
    if let Some((name, line)) =
        named.filter(|(name, _)| LOCKS.iter().any(|(_, other)| other == name))
    {
        notes.read("rails.javascript", name, At::new(FILE, line));
    } else {
        match locks.as_slice() {
            [] => notes.likely(
                "rails.javascript",
                "npm",
                At::new(FILE, 1),
                "there is a package.json and no lock file",
            ),
            [(file, name)] => notes.read("rails.javascript", *name, At::file(*file)),
            all => {
                let offer = |(file, name): &(&str, &str)| Offer {
                    value: (*name).to_owned(),
                    why: (*file).to_owned(),
                };
                let usual = all.first().map_or("", |(_, name)| name);
                let why = "several lock files are there";
                notes.ask(
                    "rails.javascript",
                    "who installs node packages?",
                    why,
                    all.iter().map(offer).collect(),
                    usual,
                );
            }
        }
    }
    node(reading, root, notes);
}

fn is_needed(reading: &Reading<'_>, root: &Node) -> bool {
    let has = |key: &str| root.get(key).is_some_and(|node| !node.entries().is_empty());
    let builds =
        root.at(&["scripts", "build"]).is_some() || root.at(&["scripts", "build:css"]).is_some();
    GEMS.iter().any(|gem| reading.gems.has(gem)) || has("dependencies") || builds
}

fn node(reading: &Reading<'_>, root: &Node, notes: &mut Notes) {
    let mut told = false;
    for file in [".node-version", ".nvmrc"] {
        let Some(text) = reading.app.text(file) else { continue };
        let version = text.trim();
        if let Some(version) = Version::parse(Program::Node, version) {
            notes.read("rails.node", version.text, At::new(file, 1));
            told = true;
        }
    }
    for (file, version, line) in tools(reading, &["nodejs", "node"]) {
        if Version::parse(Program::Node, &version).is_some() {
            notes.read("rails.node", version, At::new(file, line));
            told = true;
        }
    }
    if let Some(engines) = root.at(&["engines", "node"]).filter(|_| !told)
        && let Some(text) = engines.text()
    {
        let bare = text.trim_start_matches(['^', '~', '=', ' ']);
        if let Some(version) = Version::parse(Program::Node, bare) {
            let at = At::new(FILE, engines.start().line);
            notes.likely("rails.node", version.text, at, "package.json asks for it");
        }
    }
}
