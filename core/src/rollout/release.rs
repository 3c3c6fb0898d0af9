//! A bundle as something to apply: whose it is, and its objects in order.

use super::autoscale;
use super::id::Id;
use super::json;
use super::manifest::{Manifest, manifests};
use super::order::{Stage, sort};
use super::revision::{Revision, digest, put, tag};
use crate::check::Source;
use crate::plan::LABEL_INSTANCE;
use crate::workload::template;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The objects of a bundle in the order in which they are applied.
#[derive(Clone, Debug)]
pub struct Release {
    /// The app's name: the label `app.kubernetes.io/instance` of its objects.
    pub app: String,
    /// Where the app's pods run.
    pub namespace: String,
    /// In order.
    pub manifests: Vec<Manifest>,
}

/// Why manifests are no release.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRelease {
    /// Nothing is labelled as an app's.
    #[error("no object carries the label `{LABEL_INSTANCE}`, so it is not known whose it is")]
    NoApp,
    /// The folder holds more than one app.
    #[error("these are objects of more than one app: `{}`", .0.join("`, `"))]
    SeveralApps(Vec<String>),
    /// No workload carries a revision.
    #[error(
        "no object carries an image that ends in `:unreleased`, so there is nothing to release"
    )]
    NothingToRelease,
}

impl Release {
    /// Reads the manifests of one bundle.
    ///
    /// # Errors
    /// When they belong to no app or to several.
    pub fn read(sources: &[Source<'_>]) -> Result<Self, NoRelease> {
        let mut manifests = manifests(sources);
        sort(&mut manifests);
        autoscale::leave_counts(&mut manifests);
        let instances: BTreeSet<&str> = manifests
            .iter()
            .map(|each| json::label(&each.object, LABEL_INSTANCE))
            .filter(|instance| !instance.is_empty())
            .collect();
        let app = match instances.iter().collect::<Vec<_>>().as_slice() {
            [] => return Err(NoRelease::NoApp),
            [one] => (**one).to_owned(),
            all => {
                return Err(NoRelease::SeveralApps(
                    all.iter().map(|each| (**each).to_owned()).collect(),
                ));
            }
        };
        let runs = manifests.iter().find(|each| each.stage == Stage::Release);
        let Some(runs) = runs else { return Err(NoRelease::NothingToRelease) };
        let namespace = match json::text(&runs.object, "/metadata/namespace") {
            "" => String::from("default"),
            named => named.to_owned(),
        };
        Ok(Self { app, namespace, manifests })
    }

    /// Writes the app's namespace to objects that name none. Which kinds stand in a namespace, the
    /// cluster knows.
    pub fn fill_namespaces(&mut self, is_namespaced: impl Fn(&Id) -> bool) {
        for manifest in &mut self.manifests {
            let id = manifest.id();
            if id.namespace.is_empty()
                && is_namespaced(&id)
                && let Some(Value::Object(metadata)) = manifest.object.get_mut("metadata")
            {
                metadata.insert("namespace".into(), self.namespace.clone().into());
            }
        }
    }

    /// Writes the revision into every object.
    pub fn put(&mut self, revision: &Revision) {
        self.put_each(|_| revision);
    }

    /// Writes into each object a revision of its own: workloads of which one was put back run
    /// different ones.
    pub fn put_each<'a>(&mut self, of: impl Fn(&Id) -> &'a Revision) {
        for manifest in &mut self.manifests {
            let revision = of(&manifest.id());
            put(&mut manifest.object, revision);
        }
    }

    /// The objects of one step, in order.
    pub fn step(&self, stage: Stage) -> impl Iterator<Item = &Manifest> {
        self.manifests.iter().filter(move |each| each.stage == stage)
    }
}

/// The spec of a workload's pods; nothing for what makes no pods.
pub(super) fn pod_spec(object: &Value) -> Option<&Value> {
    template(object)?.get("spec")
}

/// The revision that a workload runs: the version label of its pods, else the tag of its image.
#[must_use]
pub fn running_revision(object: &Value) -> Option<String> {
    let label =
        template(object).map_or("", |template| json::label(template, crate::plan::LABEL_VERSION));
    if !label.is_empty() {
        return Some(label.to_owned());
    }
    let image = json::text(pod_spec(object)?, "/containers/0/image");
    tag(image).map(str::to_owned)
}

/// The same as its image has it, with the digest where it is named by one: `REVISION@sha256:...`, or the digest alone.
#[must_use]
pub fn running_image(object: &Value) -> Option<String> {
    let image = pod_spec(object).map_or("", |spec| json::text(spec, "/containers/0/image"));
    match (tag(image), digest(image)) {
        (Some(tag), Some(digest)) => Some(format!("{tag}@{digest}")),
        (None, Some(digest)) => Some(digest.to_owned()),
        (Some(tag), None) => Some(tag.to_owned()),
        (None, None) => running_revision(object),
    }
}

/// A Secret that pods of the bundle cannot start without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its namespace; empty where the workload names none.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Names of its keys; never values.
    pub keys: BTreeSet<String>,
}

/// The Secrets that have to be there before anything is applied. Those that an object of the bundle
/// makes (a Secret, an ExternalSecret, a SealedSecret) come with it.
#[must_use]
pub fn needs(manifests: &[Manifest]) -> Vec<Need> {
    let mut all = every_need(manifests);
    all.retain(|need| maker(manifests, &need.name).is_none());
    all
}

/// The Secrets that a controller makes of an object of the bundle, each with that object: they are
/// there a while after it was applied.
#[must_use]
pub fn awaited(manifests: &[Manifest]) -> Vec<(Need, Id)> {
    let with_maker = |need: Need| {
        let maker = maker(manifests, &need.name).filter(|maker| maker.kind != "Secret")?;
        Some((need, maker))
    };
    every_need(manifests).into_iter().filter_map(with_maker).collect()
}

/// The object of the bundle that makes a Secret of this name.
fn maker(manifests: &[Manifest], name: &str) -> Option<Id> {
    let makes = |each: &&Manifest| {
        let target = json::text(&each.object, "/spec/target/name");
        match json::kind(&each.object) {
            "ExternalSecret" if !target.is_empty() => target == name,
            "Secret" | "ExternalSecret" | "SealedSecret" => json::name(&each.object) == name,
            _ => false,
        }
    };
    manifests.iter().find(makes).map(Manifest::id)
}

/// Whether the controller of a maker has made the Secret of the newest that the maker says; else its
/// own words, which may be empty.
///
/// # Errors
/// What the maker says about itself.
pub fn has_made(maker: &Value) -> Result<(), String> {
    let generation = maker.pointer("/metadata/generation").and_then(Value::as_i64).unwrap_or(0);
    // External Secrets writes a hash behind the number.
    let synced = json::text(maker, "/status/syncedResourceVersion");
    let synced = synced.split('-').next().and_then(|number| number.parse().ok());
    let seen = maker.pointer("/status/observedGeneration").and_then(Value::as_i64).or(synced);
    let condition =
        ["Ready", "Synced"].into_iter().find_map(|wanted| json::condition(maker, wanted));
    let is_true = condition.is_some_and(|condition| json::text(condition, "/status") == "True");
    if is_true && seen == Some(generation) {
        return Ok(());
    }
    Err(condition.map_or("", |condition| json::text(condition, "/message")).to_owned())
}

/// Every Secret that pods of the bundle cannot start without.
fn every_need(manifests: &[Manifest]) -> Vec<Need> {
    let mut all: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for manifest in manifests.iter().filter(|each| each.stage != Stage::OnDemand) {
        let namespace = json::text(&manifest.object, "/metadata/namespace");
        let Some(pod) = pod_spec(&manifest.object) else { continue };
        for (name, key) in secret_references(pod) {
            let keys = all.entry((namespace.to_owned(), name.to_owned())).or_default();
            keys.extend(key.map(str::to_owned));
        }
    }
    all.into_iter().map(|((namespace, name), keys)| Need { namespace, name, keys }).collect()
}

/// Names and keys of Secrets that a pod cannot do without.
fn secret_references(pod: &Value) -> Vec<(&str, Option<&str>)> {
    let containers =
        || ["/initContainers", "/containers"].into_iter().flat_map(|at| json::list(pod, at));
    let variables = containers()
        .flat_map(|container| json::list(container, "/env"))
        .filter_map(|variable| variable.pointer("/valueFrom/secretKeyRef"))
        .map(|reference| (reference, "/name", Some(json::text(reference, "/key"))));
    let sources = containers()
        .flat_map(|container| json::list(container, "/envFrom"))
        .filter_map(|source| source.pointer("/secretRef"))
        .map(|reference| (reference, "/name", None));
    let volumes = json::list(pod, "/volumes")
        .iter()
        .filter_map(|volume| volume.pointer("/secret"))
        .map(|reference| (reference, "/secretName", None));
    variables
        .chain(sources)
        .chain(volumes)
        .filter(|(reference, ..)| !json::is_true(reference, "/optional"))
        .map(|(reference, name, key)| (json::text(reference, name), key))
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "\
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {app.kubernetes.io/instance: shop}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: shop, labels: {app.kubernetes.io/instance: shop}}
";
    const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-web
  namespace: shop
  labels: {app.kubernetes.io/instance: shop}
spec:
  template:
    metadata: {labels: {app.kubernetes.io/version: unreleased}}
    spec:
      containers:
        - name: web
          image: example.com/shop:unreleased
          envFrom: [{secretRef: {name: more}}, {secretRef: {name: maybe, optional: true}}]
          env:
            - {name: A, valueFrom: {secretKeyRef: {name: shop-secrets, key: A}}}
            - {name: B, valueFrom: {secretKeyRef: {name: shop-secrets, key: B}}}
            - {name: C, valueFrom: {secretKeyRef: {name: shop-secrets, key: C, optional: true}}}
            - {name: D, valueFrom: {secretKeyRef: {name: made, key: D}}}
      volumes: [{name: tls, secret: {secretName: tls}}]
";
    const MADE: &str = "\
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: x, namespace: shop, labels: {app.kubernetes.io/instance: shop}}
spec: {target: {name: made}}
";

    fn read(texts: &[&str]) -> Result<Release, NoRelease> {
        let sources: Vec<Source<'_>> =
            texts.iter().map(|text| Source { path: "config/kube/a.yml", text }).collect();
        Release::read(&sources)
    }

    #[test]
    fn a_bundle_says_whose_it_is() {
        let release = read(&[BASE, WEB]).unwrap();
        assert_eq!((release.app.as_str(), release.namespace.as_str()), ("shop", "shop"));
        for (texts, expect) in [
            (vec![], NoRelease::NoApp),
            (vec!["apiVersion: v1\nkind: Pod\n"], NoRelease::NoApp),
            (vec![BASE], NoRelease::NothingToRelease),
            (
                vec![
                    WEB,
                    "apiVersion: v1\nkind: Pod\nmetadata: {labels: {app.kubernetes.io/instance: blog}}\n",
                ],
                NoRelease::SeveralApps(vec!["blog".into(), "shop".into()]),
            ),
        ] {
            assert_eq!(read(&texts).unwrap_err(), expect);
        }
    }

    #[test]
    fn a_namespace_is_written_where_one_belongs() {
        let mut release = read(&[BASE, WEB]).unwrap();
        release.fill_namespaces(|id| id.kind != "Namespace");
        let found: Vec<String> = release.manifests.iter().map(|each| each.id().namespace).collect();
        assert_eq!(found, ["", "shop", "shop"]);
    }

    #[test]
    fn only_secrets_that_nobody_makes_have_to_be_there() {
        let release = read(&[WEB, MADE]).unwrap();
        let found: Vec<String> = needs(&release.manifests)
            .iter()
            .map(|need| {
                let keys: Vec<&str> = need.keys.iter().map(String::as_str).collect();
                format!("{}/{} {}", need.namespace, need.name, keys.join(","))
            })
            .collect();
        assert_eq!(found, ["shop/more ", "shop/shop-secrets A,B", "shop/tls "]);
    }

    #[test]
    fn what_a_controller_makes_is_waited_for() {
        let release = read(&[WEB, MADE]).unwrap();
        let found: Vec<String> = awaited(&release.manifests)
            .iter()
            .map(|(need, id)| format!("{} {:?} {}", need.name, need.keys, id.kind))
            .collect();
        assert_eq!(found, ["made {\"D\"} ExternalSecret"]);
    }

    #[test]
    fn a_controller_has_to_have_seen_the_newest() {
        let made = |generation: u32, status: &str| {
            let text =
                format!(r#"{{"metadata": {{"generation": {generation}}}, "status": {status}}}"#);
            has_made(&serde_json::from_str(&text).unwrap())
        };
        let ready = r#"{"syncedResourceVersion": "2-a1b2", "conditions": [{"type": "Ready", "status": "True"}]}"#;
        assert_eq!(made(2, ready), Ok(()));
        assert!(made(3, ready).is_err());
        let sealed = r#"{"observedGeneration": 4, "conditions": [{"type": "Synced", "status": "False", "message": "no key could decrypt secret"}]}"#;
        assert_eq!(made(4, sealed), Err("no key could decrypt secret".to_owned()));
        assert_eq!(made(4, &sealed.replace("False", "True")), Ok(()));
        assert_eq!(made(1, "{}"), Err(String::new()));
    }

    #[test]
    fn a_workload_says_which_revision_it_runs() {
        let mut release = read(&[WEB]).unwrap();
        release.put(&Revision::parse("r1").unwrap());
        let mut object = release.manifests.remove(0).object;
        assert_eq!(running_revision(&object).as_deref(), Some("r1"));
        object["spec"]["template"]["metadata"] = serde_json::json!({});
        assert_eq!(running_revision(&object).as_deref(), Some("r1"));
        object["spec"]["template"]["spec"] = serde_json::json!({});
        assert_eq!(running_revision(&object), None);
    }
}
