//! The names at the top of our own script: `deployments=(...)`, `secret=...`, `secret_keys=(...)`, those that
//! differ between environments in the arms of `case "$environment"`.

use super::unknown::Unknown;
use crate::check::index::{Index, SecretKey, any_of};
use crate::check::refs::replicas::{scaling, target};
use crate::check::shell::{Command, End, Word};
use std::collections::{BTreeMap, BTreeSet};

/// The words of each name.
type Names<'c> = BTreeMap<&'static str, Vec<&'c Word>>;

const NAMES: [&str; 5] = ["namespace", "deployments", "autoscaled", "secret", "secret_keys"];

/// Environments of a script that are looked at, each with the whole folder.
const ENVIRONMENTS: usize = 32;

/// Judges the lists of one script; `base` is its folder.
pub(super) fn check(index: &Index<'_>, base: &str, commands: &[Command], found: &mut Vec<Unknown>) {
    let (common, environments) = read(commands);
    // Without this list it is somebody else's script, whatever else has one of these names.
    let is_ours = |names: &Names<'_>| names.contains_key("deployments");
    if environments.is_empty() {
        if is_ours(&common) {
            of_one(index, &format!("{base}config/kube/"), &common, found);
        }
        return;
    }
    for (environment, own) in environments.into_iter().take(ENVIRONMENTS) {
        let mut names = common.clone();
        names.extend(own);
        let folder = format!("{base}config/kube/{environment}/");
        if is_ours(&names) && index.objects.iter().any(|object| object.file.starts_with(&folder)) {
            of_one(index, &folder, &names, found);
        }
    }
}

/// What all environments have in common, and what each has of its own.
fn read(commands: &[Command]) -> (Names<'_>, Vec<(&str, Names<'_>)>) {
    let mut common = Names::new();
    let mut environments: Vec<(&str, Names<'_>)> = Vec::new();
    let mut inside = false;
    for command in commands {
        match (command.word(0), command.words.len()) {
            ("case", _) if command.word(1).contains("environment") => inside = true,
            ("esac", _) => inside = false,
            (name, 1) if inside && command.end == End::Close && !name.starts_with('*') => {
                environments.push((name, Names::new()));
            }
            // Below the functions begins what is the same for every app.
            (name, _) if name.ends_with("()") => break,
            _ => {
                let names = match environments.last_mut().filter(|_| inside) {
                    Some((_, names)) => names,
                    None => &mut common,
                };
                take(command, names);
            }
        }
    }
    environments.retain(|(_, names)| !names.is_empty());
    (common, environments)
}

fn take<'c>(command: &'c Command, names: &mut Names<'c>) {
    let Some((first, rest)) = command.words.split_first() else { return };
    let Some((name, value)) = first.text.split_once('=') else { return };
    let Some(name) = NAMES.iter().find(|each| **each == name) else { return };
    // The first assignment is the list; later ones are work in progress.
    if names.contains_key(name) {
        return;
    }
    if value == "(" {
        names.insert(name, rest.iter().collect());
    } else if first.literal && rest.is_empty() {
        names.insert(name, vec![first]);
    }
}

/// The value of an assignment, or the word itself in a list.
fn value(word: &Word) -> &str {
    word.text.split_once('=').map_or(word.text.as_str(), |(_, value)| value)
}

fn of_one(index: &Index<'_>, folder: &str, names: &Names<'_>, found: &mut Vec<Unknown>) {
    let words = |name: &str| names.get(name).map_or(&[][..], Vec::as_slice);
    let namespace = words("namespace").first().map(|word| value(word)).unwrap_or_default();
    if let Some(word) = words("namespace").first().filter(|_| !index.has_namespace(namespace)) {
        let message = format!("no manifest is in the namespace `{namespace}`");
        found.push(Unknown::new(word, message, "write the namespace of the manifests"));
        return;
    }
    for word in words("deployments").iter().filter(|word| word.literal) {
        let name = word.text.as_str();
        let here =
            any_of(index.all("Deployment", namespace, name), |each| each.file.starts_with(folder));
        if !here {
            let message = format!("no manifest in {folder} holds the Deployment `{name}`");
            found.push(Unknown::new(
                word,
                message,
                "write `deploy.sh` anew with the manifests, or fix the name",
            ));
        }
    }
    autoscaled(index, namespace, words("autoscaled"), found);
    let Some(secret) = words("secret").first() else { return };
    let used = used_keys(index, namespace, value(secret));
    let keys = words("secret_keys");
    if used.is_empty() && !keys.is_empty() {
        let message = format!("no pod of this folder reads the Secret `{}`", value(secret));
        found.push(Unknown::new(
            secret,
            message,
            "write the name of the Secret that the pods read",
        ));
        return;
    }
    for word in keys.iter().filter(|word| word.literal) {
        let key = word.text.as_str();
        let known = index.secret_key(namespace, value(secret), key);
        let is_read = used.contains(key) || used.contains("*");
        if !is_read && known != SecretKey::Fine {
            let message = format!(
                "no pod of this folder reads the key `{key}` of the Secret `{}`",
                value(secret)
            );
            found.push(Unknown::new(word, message, "remove the key, or fix its name"));
        }
    }
}

fn autoscaled(index: &Index<'_>, namespace: &str, words: &[&Word], found: &mut Vec<Unknown>) {
    let Some(word) = words.first().filter(|word| !value(word).is_empty()) else { return };
    let scaled: BTreeSet<&str> = scaling(index)
        .filter(|each| each.namespace == namespace || each.namespace.is_empty())
        .filter_map(|each| target(each).map(|(_, name, _)| name))
        .collect();
    for name in value(word).split_whitespace().filter(|name| !scaled.contains(name)) {
        let message = format!("no autoscaler of this folder scales `{name}`");
        found.push(Unknown::new(word, message, "remove the name, or fix it"));
    }
}

/// Keys of a Secret that pods of a namespace read. Names of keys that stand in no pod are not asked for.
fn used_keys<'a>(index: &Index<'a>, namespace: &str, secret: &str) -> BTreeSet<&'a str> {
    use crate::check::context::{filled, items};
    let mut keys = BTreeSet::new();
    for pod in index.pods.iter().filter(|pod| pod.object.namespace == namespace) {
        for container in pod.containers() {
            let sources =
                items(container, "envFrom").iter().filter_map(|each| each.get("secretRef"));
            if sources.filter_map(|each| filled(each, "name")).any(|name| name == secret) {
                keys.insert("*");
            }
            let own = items(container, "env").iter();
            for each in own.filter_map(|each| each.at(&["valueFrom", "secretKeyRef"])) {
                if filled(each, "name") == Some(secret) {
                    keys.extend(filled(each, "key"));
                }
            }
        }
    }
    keys
}
