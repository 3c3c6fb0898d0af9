//! Manifests that somebody wrote by hand, or for another tool: workloads of the app, its front door, settings and names of secrets.

mod door;
mod pods;
mod settings;
#[cfg(test)]
mod tests;

pub(super) use door::annotations;

use super::super::app::App;
use super::super::notes::Notes;
use super::super::sheet::Sheet;
use super::kind::Tool;
use super::ledger::{Always, Ledger, Part, Row};
use super::program;
use super::words;
use crate::facts::{server, store_of};
use crate::field::split_command;
use crate::yaml::Node;

/// One object, with the file that it stands in.
struct Object {
    file: String,
    sheet: Sheet,
    kind: String,
    name: String,
}

impl Object {
    fn root(&self) -> Option<&Node> {
        self.sheet.root.as_ref()
    }

    fn at(&self, keys: &[&str]) -> Option<&Node> {
        self.root()?.at(keys)
    }

    /// The pods that it describes.
    fn pods(&self) -> Option<&'static [&'static str]> {
        match self.kind.as_str() {
            "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "ReplicaSet" => {
                Some(&["spec", "template", "spec"])
            }
            "CronJob" => Some(&["spec", "jobTemplate", "spec", "template", "spec"]),
            _ => None,
        }
    }

    /// The first container of its pods.
    fn container(&self) -> Option<&Node> {
        self.at(self.pods()?)?.get("containers")?.items().first()
    }

    fn image(&self) -> Option<&str> {
        self.container()?.get("image")?.text()
    }

    fn command(&self) -> String {
        self.container().map(pods::command).unwrap_or_default()
    }
}

/// What all objects together say.
struct All<'o> {
    objects: &'o [Object],
    /// The Deployments that serve the web, by name.
    web: String,
}

impl<'o> All<'o> {
    fn find(&self, kind: &str, name: &str) -> Option<&'o Object> {
        self.objects.iter().find(|each| each.kind == kind && each.name == name)
    }
}

/// Keys that say which object it is, and what its controller writes.
const QUIET: [&str; 9] = [
    "apiVersion",
    "kind",
    "metadata.name",
    "metadata.namespace",
    "metadata.labels",
    "spec.selector",
    "spec.template.metadata.labels",
    "spec.template.metadata.name",
    "spec.jobTemplate.spec.template.metadata.labels",
];

const TABLE: &[Row] = &[
    ("status", Always::NotNeeded("the cluster writes it")),
    ("metadata.*", Always::NotNeeded("it is about the object, which the bundle makes anew")),
    ("spec.template.metadata.*", Always::NotCarried("annotations of pods: `patches` set them")),
    ("spec.strategy", Always::NotNeeded("a Deployment of the bundle replaces its pods one by one")),
    (
        "spec.updateStrategy",
        Always::NotNeeded("a Deployment of the bundle replaces its pods one by one"),
    ),
    ("spec.revisionHistoryLimit", Always::NotNeeded("the bundle sets it")),
    ("spec.progressDeadlineSeconds", Always::NotNeeded("the bundle sets it")),
    ("spec.minReadySeconds", Always::NotNeeded("the bundle sets it")),
];

const OTHERWISE: &str = "no field says it: `patches` change what the bundle makes";

/// Reads every manifest of the app's own folders, or that somebody named.
pub(super) fn read(app: &App, notes: &mut Notes) {
    let mut objects = Vec::new();
    for (path, text) in super::files(app, Tool::Manifests) {
        for sheet in Sheet::all(path, text).into_iter().take(500) {
            let get = |keys: &[&str]| {
                sheet.node(keys).and_then(|node| sheet.text(node)).unwrap_or_default()
            };
            let (kind, name) = (get(&["kind"]), get(&["metadata", "name"]));
            if !kind.is_empty() && objects.len() < 1_000 {
                objects.push(Object { file: path.to_owned(), sheet, kind, name });
            }
        }
    }
    let own = own(&objects);
    let web = web(&objects, &own);
    let all = All { objects: &objects, web };
    let mut stores = super::store::Stores::default();
    let order = |object: &Object| object.name != all.web;
    let mut sorted: Vec<usize> = (0..objects.len()).collect();
    // Data stores come first: the app's variables lead to them. The web pods say what all of them have.
    sorted.sort_by_key(|at| (own.contains(at), objects.get(*at).is_none_or(order), *at));
    let mut shared = Vec::new();
    for at in sorted {
        let Some(object) = objects.get(at) else { continue };
        let mut ledger = Ledger::new(notes, &object.sheet, &object.file, "");
        ledger.head = format!("{}/{} ", object.kind, object.name);
        let Some(root) = ledger.root() else { continue };
        quiet(&mut ledger, &root);
        if own.contains(&at) {
            pods::own(&mut ledger, &root, object, &all, &stores, &mut shared);
            ledger.rest(TABLE, OTHERWISE);
        } else if object.pods().is_some() {
            pods::other(&mut ledger, &root, object, &mut stores);
        } else {
            one(&mut ledger, &root, object, &all);
        }
    }
}

fn quiet(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    for keys in QUIET {
        let mut part = Some(root.clone());
        for key in keys.split('.') {
            part = part.and_then(|part| part.get(key));
        }
        if let Some(part) = part {
            ledger.leave(&part);
        }
    }
}

/// Which objects run the app: those whose image is that of a process of Rails.
fn own(objects: &[Object]) -> Vec<usize> {
    let is_rails = |object: &&Object| {
        let words = split_command(&object.command()).unwrap_or_default();
        let names = ["rails", "puma", "sidekiq", "rake", "bin/jobs", "bundle", "good_job"];
        server(&words).is_some()
            || words.iter().any(|word| names.iter().any(|name| word.contains(name)))
    };
    let candidates = || {
        objects.iter().filter(|object| {
            object
                .image()
                .is_some_and(|image| store_of(image).is_none() && program::use_of(image).is_none())
        })
    };
    let by_name = |object: &&Object| {
        ["web", "app", "rails", "puma"].iter().any(|name| object.name.contains(name))
    };
    let main = candidates()
        .find(is_rails)
        .or_else(|| candidates().find(by_name))
        .or_else(|| candidates().find(|object| object.kind == "Deployment"));
    let Some(image) = main.and_then(Object::image).map(words::repository) else {
        return Vec::new();
    };
    let is_same =
        |object: &Object| object.image().is_some_and(|other| words::repository(other) == image);
    objects.iter().enumerate().filter(|(_, each)| is_same(each)).map(|(at, _)| at).collect()
}

/// The Deployment that serves the web: by its server, by its name, by its port.
fn web(objects: &[Object], own: &[usize]) -> String {
    let all = || {
        own.iter()
            .filter_map(|at| objects.get(*at))
            .filter(|each| matches!(each.kind.as_str(), "Deployment" | "StatefulSet" | "DaemonSet"))
    };
    let serves =
        |each: &&Object| server(&split_command(&each.command()).unwrap_or_default()).is_some();
    let named = |each: &&Object| each.name.contains("web");
    let listens = |each: &&Object| each.container().is_some_and(|node| node.get("ports").is_some());
    let plain = |each: &&Object| each.command().is_empty();
    let found = all()
        .find(serves)
        .or_else(|| all().find(named))
        .or_else(|| all().find(listens))
        .or_else(|| all().find(plain));
    found.map(|each| each.name.clone()).unwrap_or_default()
}

/// An object that runs no pods.
fn one(ledger: &mut Ledger<'_>, root: &Part<'_>, object: &Object, all: &All<'_>) {
    match object.kind.as_str() {
        "Ingress" => return door::ingress(ledger, root, all),
        "HTTPRoute" => return door::route(ledger, root, all),
        "Gateway" => return door::gateway(ledger, root),
        "HorizontalPodAutoscaler" => return settings::autoscaler(ledger, root, all),
        "ConfigMap" => return settings::config_map(ledger, root, object, all),
        "Secret" => return settings::secret(ledger, root, object, all),
        "SealedSecret" => return settings::sealed(ledger, root),
        "ExternalSecret" => return settings::external(ledger, root),
        _ => {}
    }
    let why = match object.kind.as_str() {
        "Namespace" => {
            if let Some(part) = root.get("metadata").and_then(|part| part.get("name")) {
                ledger.unleave(&part);
                ledger.carry(&part, "namespace", object.name.as_str());
            }
            return;
        }
        "Service" => Ok("the bundle makes a Service for each process that listens"),
        "ServiceAccount" => Ok("the bundle has one of its own"),
        "PersistentVolumeClaim" => Ok("volumes follow from the pods that mount them"),
        "PodDisruptionBudget" => Ok("the bundle has one for the web pods"),
        "NetworkPolicy" => {
            Err("set `security.network_policy`, which writes those that the app needs")
        }
        "Kustomization" => {
            Err("render it first (`kubectl kustomize FOLDER`), and take over what comes out")
        }
        "Certificate" | "Issuer" | "ClusterIssuer" => {
            Err("the front door names its issuer (`expose.issuer`): keep your own as `manifests`")
        }
        "ServiceMonitor" | "PodMonitor" | "PrometheusRule" => {
            Err("`monitoring` writes those that the app needs")
        }
        _ => Err("keep it as one of your own: `manifests` takes it into the bundle"),
    };
    match why {
        Ok(why) => ledger.not_needed(root, why),
        Err(why) => ledger.not_carried(root, why),
    }
}
