//! What pods have, and do not have.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found, Object};
use serde_json::Value;
use std::collections::BTreeSet;

const WEB: &str = "config/kube/release/web.yml";
const CONSOLE: &str = "config/kube/jobs/console.yml";

pub const ERRORS: &[Error] = &[
    Error {
        id: "B20",
        about: "a worker without the app's settings",
        find: |bundle| bare_settings(bundle, |object| object.kind() != "Pod"),
        ways: &[
            Swap("config/kube/release/sidekiq.yml", "name: shop-env-e535a47e22", "name: another"),
            Swap("config/kube/release/sidekiq.yml", "- name: DATABASE_URL", "- name: OTHER"),
            Swap("config/kube/release/sidekiq.yml", "- name: RAILS_MASTER_KEY", "- name: OTHER"),
        ],
    },
    Error {
        id: "B21",
        about: "a console without the app's settings",
        find: |bundle| bare_settings(bundle, |object| object.kind() == "Pod"),
        ways: &[Swap(CONSOLE, "- name: DATABASE_URL", "- name: EXAMPLE")],
    },
    Error {
        id: "B22",
        about: "a pod that stays for ever, outside of releases",
        find: forgotten_pod,
        ways: &[
            Swap(CONSOLE, "  activeDeadlineSeconds: 14400\n", ""),
            Swap(CONSOLE, "        limits:\n          memory: 1Gi\n", ""),
            Put(
                "config/kube/release/a.yml",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{command: [sleep], args: [infinity]}]}}}}",
            ),
        ],
    },
    Error {
        id: "B23",
        about: "pods without probes, resources, rights, a strategy, a budget, spreading",
        find: bare_pods,
        ways: &[
            Swap(WEB, "readinessProbe:", "x:"),
            Swap(WEB, "livenessProbe:", "x:"),
            Swap(WEB, "          resources:", "          x:"),
            Swap(WEB, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
            Swap(WEB, "        runAsNonRoot: true\n", ""),
            Swap(WEB, "      maxUnavailable: 0\n", ""),
            Swap(WEB, "topologySpreadConstraints:", "x:"),
            Swap("config/kube/web-budget.yml", "kind: PodDisruptionBudget", "kind: Other"),
        ],
    },
    Error {
        id: "B34",
        about: "Services as variables, such as a REDIS_PORT that is an address",
        find: |bundle| {
            let all = bundle.objects().into_iter();
            let open = all.filter(|object| {
                object.pod().is_some_and(|pod| pod["enableServiceLinks"] != Value::Bool(false))
            });
            open.map(|object| object.path.to_string()).collect()
        },
        ways: &[
            Swap(WEB, "      enableServiceLinks: false\n", ""),
            Swap(
                "config/kube/release/digest.yml",
                "enableServiceLinks: false",
                "enableServiceLinks: true",
            ),
        ],
    },
];

/// The names of a container's variables, those of its ConfigMaps included.
fn variables(bundle: &Bundle, container: &Value) -> BTreeSet<String> {
    let name = |entry: &Value| entry["name"].as_str().map(str::to_owned);
    let own = container["env"].as_array().into_iter().flatten().filter_map(name);
    let mut all: BTreeSet<String> = own.collect();
    for from in container["envFrom"].as_array().into_iter().flatten() {
        for map in bundle.of_kind("ConfigMap") {
            if from.pointer("/configMapRef/name").and_then(Value::as_str) == Some(map.name()) {
                all.extend(
                    map.at("/data").as_object().into_iter().flat_map(|data| data.keys().cloned()),
                );
            }
        }
    }
    all
}

/// Variables that size a process, so that each has its own, or none.
const OF_A_PROCESS: [&str; 4] =
    ["PORT", "WEB_CONCURRENCY", "RAILS_MAX_THREADS", "PROMETHEUS_EXPORTER_PORT"];

/// Variables that the spec gives to the web process alone, in any environment.
fn of_the_web_alone(spec: &str) -> BTreeSet<String> {
    let spec: serde_yaml::Value = serde_yaml::from_str(spec).unwrap_or_default();
    let inner = spec["environments"].as_mapping().into_iter().flat_map(|all| all.values());
    let webs = std::iter::once(&spec).chain(inner).map(|each| &each["web"]["env"]);
    let names = webs.filter_map(serde_yaml::Value::as_mapping).flat_map(|env| env.keys());
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Containers of the app that lack a variable which its web pods have.
fn bare_settings(bundle: &Bundle, which: impl Fn(&Object) -> bool) -> Found {
    let objects = bundle.objects();
    let web = objects.iter().find(|object| &*object.path == WEB).unwrap();
    let mut wanted = variables(bundle, web.containers().last().unwrap());
    let own = of_the_web_alone(bundle.text("linkspan.yml"));
    wanted.retain(|name| !OF_A_PROCESS.contains(&name.as_str()) && !own.contains(name));
    wanted.insert("RAILS_ENV".into());
    let image = web.containers().last().unwrap()["image"].clone();
    let mut found = Vec::new();
    for object in objects.iter().filter(|object| which(object)) {
        for container in object.containers().into_iter().filter(|each| each["image"] == image) {
            // What asks for the health check, hands figures on or makes folders does not start the app.
            let words = Object::words(container);
            let is_tool = |word: &&str| ["curl", "prometheus_exporter"].contains(word);
            if words.iter().any(is_tool) || container["name"] == "folders" {
                continue;
            }
            let has = variables(bundle, container);
            let lacks: Vec<&String> = wanted.difference(&has).collect();
            if !lacks.is_empty() {
                found.push(format!("{} lacks {lacks:?}", object.path));
            }
        }
    }
    found
}

fn forgotten_pod(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    for object in bundle.objects() {
        let forever = object.kind() == "Pod" && object.at("/spec/activeDeadlineSeconds").is_null();
        let unbound = object.kind() == "Pod"
            && object
                .containers()
                .iter()
                .any(|each| each.pointer("/resources/limits/memory").is_none());
        // As the first process of a container, `sleep` does not hear that it shall stop.
        let deaf =
            object.containers().iter().any(|each| Object::words(each).first() == Some(&"sleep"));
        if forever || unbound || deaf {
            found.push(object.path.to_string());
        }
    }
    found
}

fn bare_pods(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    let objects = bundle.objects();
    for object in &objects {
        let Some(pod) = object.pod() else { continue };
        let mut want = |holds: bool, what: &str| {
            if !holds {
                found.push(format!("{}: no {what}", object.path));
            }
        };
        // An agent on a node reads the node's logs, which a restricted pod cannot.
        let agent = object.kind() == "DaemonSet";
        let checked = pod.pointer("/securityContext/runAsNonRoot") == Some(&Value::Bool(true));
        want(agent || checked, "user other than root");
        for container in object.containers() {
            want(container.pointer("/resources/requests").is_some(), "requests");
            want(container.pointer("/resources/limits/memory").is_some(), "memory limit");
            let rights = container.pointer("/securityContext/allowPrivilegeEscalation");
            want(rights == Some(&Value::Bool(false)), "fixed rights");
        }
        if object.kind() != "Deployment" {
            continue;
        }
        let strategy = object.text_at("/spec/strategy/type");
        let surge = object.at("/spec/strategy/rollingUpdate/maxUnavailable") == 0;
        want(strategy == "Recreate" || surge, "strategy that keeps pods up");
        let web = &*object.path == WEB;
        let process = &pod["containers"][0];
        want(!web || process.get("readinessProbe").is_some(), "readiness probe");
        want(!web || process.get("livenessProbe").is_some(), "liveness probe");
        let several = object.at("/spec/replicas").as_i64().is_none_or(|count| count > 1);
        want(!several || pod.get("topologySpreadConstraints").is_some(), "spreading");
        let labels = object.at("/spec/selector/matchLabels");
        let budget = objects.iter().any(|each| {
            each.kind() == "PodDisruptionBudget" && each.at("/spec/selector/matchLabels") == labels
        });
        want(!web || !several || budget, "budget");
    }
    found
}
