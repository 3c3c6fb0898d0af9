//! Secrets where everybody can read them: in ConfigMaps and as values in manifests.

use super::super::context::{Context, Spot, entries};
use super::Folder;
use crate::diagnostic::{Diagnostic, rules};
use crate::secret::looks_secret;

rules! {
    pub(crate) const MASTER_KEY: Rule = Rule {
        name: "master-key",
        tier: Rails,
        severity: Error,
        says: "the key of the credentials stands in a manifest",
        why: "Whoever can read the repository or the ConfigMap can open all credentials of the app.",
    };
    pub(crate) const PLAIN_SECRET: Rule = Rule {
        name: "plain-secret",
        tier: Rails,
        severity: Warning,
        says: "what looks like a secret stands in a manifest or a ConfigMap",
        why: "It is in git for ever, and everybody who may look at the namespace can read it.",
        aliases: [
            "kube-linter/env-var-secret",
            "polaris/sensitiveConfigmapContent",
            "polaris/sensitiveContainerEnvVar",
            "trivy/configMap_with_secrets",
        ],
    };
}

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
                context.push(diagnostic, Spot::from(&entry.value), &format!("data[{}]", entry.key));
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
        return Some(Diagnostic::new(&MASTER_KEY, message).help(help));
    }
    if looks_secret(name, value) {
        let message = format!("`{name}` looks like a secret, and {place} is no place for one");
        let help =
            "put it into a Secret that is not in git, and name it by `valueFrom.secretKeyRef`";
        return Some(Diagnostic::new(&PLAIN_SECRET, message).help(help));
    }
    None
}

/// Rails' keys are 16 bytes in hexadecimal.
fn is_rails_key(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|each| each.is_ascii_hexdigit())
}
