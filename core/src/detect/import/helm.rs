//! Values of a Helm chart, as far as charts share them: image, replicas, resources, ingress, variables, autoscaling.

use super::super::app::App;
use super::super::notes::Notes;
use super::super::sheet::Sheet;
use super::kind::Tool;
use super::ledger::{Always, Ledger, Part, Row};
use super::store::Stores;
use super::variables::{Of, Variable, place};
use crate::field::{Accepts, check};

const TABLE: &[Row] = &[
    ("nameOverride", Always::NotNeeded("it names objects of the chart")),
    ("fullnameOverride", Always::NotNeeded("it names objects of the chart")),
    ("serviceAccount", Always::NotNeeded("the bundle has one of its own")),
    ("service", Always::NotNeeded("the bundle makes a Service for each process that listens")),
    ("podAnnotations", Always::NotCarried("annotations of pods: `patches` set them")),
    ("podLabels", Always::NotCarried("labels of pods: `patches` set them")),
    ("podSecurityContext", Always::NotNeeded("the bundle sets it for all pods (`security`)")),
    ("securityContext", Always::NotNeeded("the bundle sets it for all pods (`security`)")),
    ("nodeSelector", Always::NotCarried("where pods run: `patches` set a nodeSelector")),
    ("tolerations", Always::NotCarried("where pods run: `patches` set tolerations")),
    ("affinity", Always::NotNeeded("the bundle spreads the web pods over the nodes")),
    (
        "postgresql",
        Always::NotCarried(
            "a chart within the chart: `database.kind` says where the database runs",
        ),
    ),
    (
        "mysql",
        Always::NotCarried(
            "a chart within the chart: `database.kind` says where the database runs",
        ),
    ),
    ("redis", Always::NotCarried("a chart within the chart: `redis.kind` says where Redis runs")),
];

const OTHERWISE: &str = "each chart has keys of its own: render it (`helm template`) and take over what comes out by `--from FOLDER`";

/// Reads every file of values that somebody named.
pub(super) fn read(app: &App, notes: &mut Notes) {
    for (path, text) in super::files(app, Tool::HelmValues) {
        let sheet = Sheet::read(path, text);
        let mut ledger = Ledger::new(notes, &sheet, path, "");
        if let Some(root) = ledger.root() {
            file(&mut ledger, &root);
            ledger.rest(TABLE, OTHERWISE);
        }
    }
}

fn down<'n>(root: &Part<'n>, path: &str) -> Option<Part<'n>> {
    path.split('.').try_fold(root.clone(), |part, key| part.get(key))
}

fn file(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    if let Some(part) = down(root, "image.repository")
        && let Some(text) = ledger.text(&part)
    {
        let registry = down(root, "image.registry").and_then(|part| ledger.sheet.text(part.node));
        if let Some(part) = down(root, "image.registry") {
            ledger.carried(&part, "image");
        }
        let image = registry.map_or_else(|| text.clone(), |registry| format!("{registry}/{text}"));
        ledger.carry(&part, "image", image);
    }
    for key in ["image.tag", "image.pullPolicy", "image.digest"] {
        if let Some(part) = down(root, key) {
            ledger.not_needed(&part, "each release has a tag of its own");
        }
    }
    let is_scaled =
        down(root, "autoscaling.enabled").and_then(|part| ledger.sheet.text(part.node)).as_deref()
            == Some("true");
    for (key, path) in [
        ("replicaCount", "web.replicas"),
        ("resources.requests.cpu", "web.cpu"),
        ("resources.requests.memory", "web.memory"),
        ("resources.limits.memory", "web.memory_limit"),
        ("ingress.className", "expose.ingress_class"),
        ("livenessProbe.httpGet.path", "web.health_path"),
        ("readinessProbe.httpGet.path", "web.health_path"),
        ("autoscaling.maxReplicas", "web.autoscale.max"),
        ("autoscaling.targetCPUUtilizationPercentage", "web.autoscale.cpu"),
    ] {
        if let Some(part) = down(root, key)
            && let Some(text) = ledger.text(&part)
        {
            if key.starts_with("autoscaling") && !is_scaled {
                ledger.not_needed(&part, "it is turned off");
            } else {
                ledger.carry(&part, path, text);
            }
        }
    }
    for key in ["autoscaling", "livenessProbe", "readinessProbe"] {
        if let Some(part) = root.get(key) {
            for inner in part.all().into_iter().filter(|inner| !inner.is_map()) {
                ledger.not_needed(&inner, "the bundle has a way of its own");
            }
        }
    }
    if let Some(part) = down(root, "resources.limits.cpu") {
        ledger.not_needed(&part, "no limit of CPU is set, because it slows requests down");
    }
    for part in root.get("imagePullSecrets").iter().flat_map(Part::all) {
        if let Some(name) = part.get("name").and_then(|name| ledger.sheet.text(name.node)) {
            ledger.carry(&part, "registry.pull_secret", name);
        }
    }
    if let Some(part) = root.get("ingress") {
        ingress(ledger, &part);
    }
    for key in ["env", "extraEnv", "environment", "extraEnvVars"] {
        if let Some(part) = root.get(key) {
            variables(ledger, &part);
        }
    }
}

fn ingress(ledger: &mut Ledger<'_>, ingress: &Part<'_>) {
    if let Some(part) = ingress.get("enabled") {
        ledger.not_needed(&part, "hosts make a front door");
        if ledger.sheet.text(part.node).as_deref() == Some("false") {
            return ledger.not_needed(ingress, "it is turned off");
        }
    }
    if let Some(part) = ingress.get("annotations") {
        super::manifests::annotations(ledger, &part);
    }
    let mut hosts = Vec::new();
    let listed = ingress.get("hosts").map(|part| part.all()).unwrap_or_default();
    let single = ["host", "hostname"].iter().filter_map(|key| ingress.get(key));
    for part in listed.into_iter().chain(single) {
        let host = part.get("host").unwrap_or_else(|| part.clone());
        if let Some(text) = ledger.text(&host) {
            hosts.push(text);
            ledger.carried(&part, "hosts");
        }
    }
    if !hosts.is_empty() {
        ledger.notes.read("hosts", hosts, ingress.at.clone());
    }
    for part in ingress.get("tls").iter().flat_map(Part::all) {
        if let Some(secret) = part.get("secretName")
            && let Some(text) = ledger.text(&secret)
        {
            ledger.carry(&secret, "expose.tls_secret", text);
        }
        if let Some(part) = part.get("hosts") {
            ledger.not_needed(&part, "every host of the app has HTTPS");
        }
    }
}

/// A map, or a list of `name` and `value`.
fn variables(ledger: &mut Ledger<'_>, part: &Part<'_>) {
    let mut all = Vec::new();
    for item in part.all() {
        let name = item
            .get("name")
            .and_then(|name| ledger.sheet.text(name.node))
            .unwrap_or_else(|| item.name.clone());
        let value = if item.is_map() { item.get("value") } else { Some(item.clone()) };
        if check(Accepts::EnvNames, &name).is_err() {
            ledger.not_carried(&item, "it is no name of an environment variable");
            continue;
        }
        match value.and_then(|value| ledger.sheet.text(value.node)) {
            Some(value) => all.push(Variable { name, value: Some(value), part: item }),
            None if item
                .get("valueFrom")
                .is_some_and(|from| from.get("secretKeyRef").is_some()) =>
            {
                all.push(Variable { name, value: None, part: item });
            }
            None => ledger.not_carried(&item, "its value is not in the file"),
        }
    }
    place(ledger, all, &Stores::default(), Of::App);
}

#[cfg(test)]
mod tests {
    use super::super::super::{App, Given, detect, spec};
    use super::super::trial::has_line;

    #[test]
    fn values_that_charts_share_are_carried() {
        let text = "replicaCount: 3\nimage: {repository: registry.example.com/acme/shop, tag: v1, pullPolicy: Always}\nresources: {limits: {cpu: 1, memory: 1Gi}}\n\
            ingress:\n  enabled: true\n  className: nginx\n  annotations: {cert-manager.io/cluster-issuer: le}\n  hosts: [{host: shop.example.com, paths: [{path: /}]}]\n  tls: [{secretName: shop-cert, hosts: [shop.example.com]}]\n\
            env: {TIDE: high, SMTP_PASSWORD: hunter22hunter22}\nautoscaling: {enabled: false, maxReplicas: 9}\nwidgets: {a: 1}\n";
        let mut app = App::new("shop");
        app.add_source("values.yaml", text);
        let findings = detect(&app, &Given::new());
        let told = spec(&findings);
        assert!(!format!("{findings:?}{told}").contains("hunter22"), "{told}");
        for line in [
            "image: registry.example.com/acme/shop",
            "hosts: [shop.example.com]",
            "  replicas: 3",
            "  memory_limit: 1Gi",
            "  ingress_class: nginx",
            "  issuer: le",
            "  TIDE: high",
            "secrets: [SMTP_PASSWORD]",
        ] {
            has_line(&told, line);
        }
        let not: Vec<&str> = findings.not_carried().map(|(key, _)| key.key.as_str()).collect();
        assert_eq!(not, ["widgets.a"]);
    }
}
