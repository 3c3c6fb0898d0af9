//! Secrets where everybody can read them: in ConfigMaps and as values in manifests.

use super::super::context::{Context, Spot, entries};
use super::{Folder, rails};
use crate::diagnostic::{Diagnostic, Severity};
use crate::secret::looks_secret;

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes {
        for (name, variable) in process.environment.own() {
            let (Some(value), Some(at)) = (variable.value, variable.at) else { continue };
            // What comes from a ConfigMap is told of there.
            if super::super::context::items(process.node, "env")
                .get(at)
                .and_then(|each| each.get("value"))
                .is_none()
            {
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
                context.report(
                    diagnostic,
                    Spot::from(&entry.value),
                    &format!("data[{}]", entry.key),
                );
            }
        }
    }
}

/// What is wrong with a value that stands in plain sight.
fn judge(name: &str, value: &str, place: &str) -> Option<Diagnostic> {
    if value.is_empty() {
        return None;
    }
    let is_master = name == "RAILS_MASTER_KEY"
        || name == "master.key"
        || name.ends_with("/master.key")
        || (name.ends_with(".key") && is_rails_key(value.trim()));
    if is_master && !value.contains("$(") {
        let message =
            format!("the key of the app's credentials stands in {place}, and opens all of them");
        let help =
            "put it into a Secret that is not in git, and change the key: this one has been seen";
        return Some(rails("master-key", Severity::Error, message, help));
    }
    if looks_secret(name, value) {
        let message = format!("`{name}` looks like a secret, and {place} is no place for one");
        let help =
            "put it into a Secret that is not in git, and name it by `valueFrom.secretKeyRef`";
        return Some(rails("plain-secret", Severity::Warning, message, help));
    }
    None
}

/// Rails' keys are 16 bytes in hexadecimal.
fn is_rails_key(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|each| each.is_ascii_hexdigit())
}
