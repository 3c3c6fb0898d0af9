//! Values that everybody can read: variables in manifests, and the data of ConfigMaps.

use crate::check::context::{Context, Spot, entries, items};
use crate::check::rails::folder::Folder;
use crate::check::rails::{master_key, plain_secret};
use crate::diagnostic::Diagnostic;

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes {
        for (name, variable) in process.environment.own() {
            let (Some(value), Some(at)) = (variable.value, variable.at) else { continue };
            // What comes from a ConfigMap is told of there.
            if items(process.node, "env").get(at).and_then(|each| each.get("value")).is_none() {
                continue;
            }
            if let Some(diagnostic) = judge(name, value, "the manifest") {
                let path = format!("env[{at}].value");
                folder.report(process, diagnostic, Spot::from(variable.node), &path, found);
            }
        }
    }
    for map in folder.index.of_kind("ConfigMap") {
        for entry in entries(&map.root, "data") {
            let Some(value) = entry.value.text() else { continue };
            if let Some(diagnostic) = judge(&entry.key, value, "a ConfigMap") {
                let mut context = Context::new(map, folder.options.kubernetes, found);
                context.push(diagnostic, Spot::from(&entry.value), &format!("data[{}]", entry.key));
            }
        }
    }
}

/// What is wrong with a value that stands in plain sight.
fn judge(name: &str, value: &str, place: &str) -> Option<Diagnostic> {
    master_key::judge(name, value, place).or_else(|| plain_secret::judge(name, value, place))
}
