//! Names behind kubectl: `rollout status deployment/web`, `set image`, `wait job/migrate`.

use super::unknown::Unknown;
use crate::check::context::items;
use crate::check::index::{Index, pod};
use crate::check::shell::{Command, Word};
use crate::yaml::Node;
use std::collections::BTreeSet;

/// Verbs that need an object that a manifest holds.
const VERBS: [&str; 9] =
    ["autoscale", "describe", "exec", "logs", "port-forward", "rollout", "scale", "set", "wait"];

/// Flags that are followed by a value.
const VALUED: [&str; 22] = [
    "-n",
    "--namespace",
    "--context",
    "--kubeconfig",
    "-f",
    "--filename",
    "-k",
    "-l",
    "--selector",
    "-o",
    "--output",
    "-c",
    "--container",
    "--timeout",
    "--for",
    "--replicas",
    "--from",
    "--request-timeout",
    "-s",
    "--tail",
    "--since",
    "--image",
];

const KINDS: [(&str, &[&str]); 6] = [
    ("Deployment", &["deployment", "deployments", "deploy", "deployment.apps", "deployments.apps"]),
    ("StatefulSet", &["statefulset", "statefulsets", "sts", "statefulset.apps"]),
    ("DaemonSet", &["daemonset", "daemonsets", "ds", "daemonset.apps"]),
    ("Job", &["job", "jobs", "job.batch", "jobs.batch"]),
    ("CronJob", &["cronjob", "cronjobs", "cj", "cronjob.batch"]),
    ("Service", &["service", "services", "svc"]),
];

/// What a kubectl command says.
#[derive(Default)]
struct Call<'c> {
    namespace: Option<&'c Word>,
    from: Option<&'c Word>,
    /// Neither flags nor their values.
    words: Vec<&'c Word>,
}

/// Judges every kubectl command of a script.
pub(super) fn check(index: &Index<'_>, commands: &[Command], found: &mut Vec<Unknown>) {
    let calls: Vec<Call<'_>> = commands.iter().filter_map(call).collect();
    // Jobs that the script makes by itself.
    let made: BTreeSet<&str> = calls
        .iter()
        .filter(|call| word(call, 0) == "create")
        .flat_map(|call| call.words.iter().skip(1).map(|word| word.text.as_str()))
        .collect();
    let mut told = BTreeSet::new();
    for call in &calls {
        if let Some(source) = call.from
            && let Some((kind, name)) = source.text.split_once('/')
        {
            expect(index, call, (kind, name, source), &mut told, found);
        }
        let verb = word(call, 0);
        if !VERBS.contains(&verb) {
            continue;
        }
        // `rollout status`, `set image`.
        let skip = if matches!(verb, "rollout" | "set") { 2 } else { 1 };
        let mut rest = call.words.iter().skip(skip).copied().peekable();
        let Some(first) = rest.next() else { continue };
        if let Some((kind, name)) = first.text.split_once('/') {
            if !made.contains(name) {
                expect(index, call, (kind, name, first), &mut told, found);
            }
        } else if let Some(second) = rest.peek()
            && kind_of(&first.text).is_some()
            && !made.contains(second.text.as_str())
        {
            let named = (first.text.as_str(), second.text.as_str(), *second);
            expect(index, call, named, &mut told, found);
        }
        if verb == "set" && word(call, 1) == "image" {
            images(index, call, found);
        }
    }
}

fn word<'c>(call: &Call<'c>, at: usize) -> &'c str {
    call.words.get(at).map_or("", |word| word.text.as_str())
}

fn kind_of(word: &str) -> Option<&'static str> {
    KINDS.iter().find(|(_, names)| names.contains(&word)).map(|(kind, _)| *kind)
}

fn call(command: &Command) -> Option<Call<'_>> {
    let at = command.words.iter().position(|word| word.text == "kubectl")?;
    let mut call = Call::default();
    let mut rest = command.words.iter().skip(at + 1);
    while let Some(word) = rest.next() {
        let text = word.text.as_str();
        // What follows is for a program in a pod.
        if text == "--" {
            break;
        }
        if !text.starts_with('-') {
            call.words.push(word);
        } else if VALUED.contains(&text) {
            let value = rest.next();
            match text {
                "-n" | "--namespace" => call.namespace = value,
                "--from" => call.from = value,
                _ => {}
            }
        } else if let Some(("--from", _)) = text.split_once('=') {
            call.from = Some(word);
        }
    }
    Some(call)
}

fn expect(
    index: &Index<'_>,
    call: &Call<'_>,
    (kind, name, word): (&str, &str, &Word),
    told: &mut BTreeSet<(&'static str, String)>,
    found: &mut Vec<Unknown>,
) {
    let kind = kind.rsplit('=').next().unwrap_or(kind);
    let Some(kind) = kind_of(kind).filter(|_| word.literal && !name.is_empty()) else { return };
    let space =
        call.namespace.filter(|space| space.literal).map_or("", |space| space.text.as_str());
    if index.has(kind, space, name) || !told.insert((kind, name.to_owned())) {
        return;
    }
    let message = format!("no manifest holds the {kind} `{name}`");
    let help = match crate::field::nearest(
        name,
        index.of_kind(kind).take(200).map(|each| each.name.as_str()),
    ) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "fix the name, or add the manifest".to_owned(),
    };
    found.push(Unknown::new(word, message, help));
}

/// `set image deployment/web rails=shop:1` names a container.
fn images(index: &Index<'_>, call: &Call<'_>, found: &mut Vec<Unknown>) {
    let named = call.words.iter().skip(2);
    let Some((kind, name)) = word(call, 2).split_once('/') else { return };
    let Some(object) = kind_of(kind).and_then(|kind| index.find(kind, "", name)) else { return };
    let Some(pod) = pod(object) else { return };
    let lists = ["containers", "initContainers"].into_iter();
    let containers = lists.flat_map(|field| items(pod.spec, field));
    let names: Vec<&str> =
        containers.filter_map(|each| each.get("name").and_then(Node::text)).collect();
    for word in named.skip(1) {
        let Some((container, _)) = word.text.split_once('=') else { continue };
        let is_literal = !container.contains(['$', '`', '*']);
        if is_literal && !names.contains(&container) {
            let message = format!("the {} `{name}` has no container `{container}`", object.kind);
            let help = format!("name one of its containers: {}", names.join(", "));
            found.push(Unknown::new(word, message, help));
        }
    }
}
