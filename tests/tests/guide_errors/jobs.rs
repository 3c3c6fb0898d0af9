//! Logging and background jobs.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found, fenced};
use serde_json::Value;

pub const ERRORS: &[Error] = &[
    Error {
        id: "B29",
        about: "manifests that no cluster of today takes or needs",
        find: bygone,
        ways: &[
            Put(
                "config/kube/a.yml",
                "{apiVersion: extensions/v1beta1, kind: DaemonSet, metadata: {name: a}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: rbac.authorization.k8s.io/v1beta1, kind: ClusterRole, metadata: {name: a}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, spec: {template: {}}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, spec: {volumes: [{hostPath: {path: /var/lib/docker/containers}}]}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, spec: {tolerations: [{key: node-role.kubernetes.io/master}]}}",
            ),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "kubectl apply -f https://example.com/logzio-daemonset-rbc.yaml",
            ),
        ],
    },
    Error {
        id: "B30",
        about: "a log shipper whose Secret, settings or parser is not where it looks",
        find: lost_reference,
        ways: &[
            Put(
                "config/kube/a.yml",
                "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a, namespace: monitoring}, spec: {selector: {}, template: {spec: {containers: [{name: a, volumeMounts: []}], volumes: [{name: a, configMap: {name: fluentd-config}}]}}}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: monitoring}, spec: {containers: [{name: a, env: [{name: A, valueFrom: {secretKeyRef: {name: shop-secrets, key: A}}}]}]}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a, env: [{name: A, valueFrom: {secretKeyRef: {name: logging, key: A}}}]}]}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: shop}, spec: {containers: [{name: a}], volumes: [{name: a, secret: {secretName: login}}]}}",
            ),
            Put(
                "config/kube/a.yml",
                "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, env: [{name: CRI, value: docker}]}]}}",
            ),
        ],
    },
    Error {
        id: "B31",
        about: "an initializer that loads sidekiq-cron's schedule, and keeps what was removed from it",
        find: |bundle| ruby_that(bundle, |line| line.contains("load_from_hash")),
        ways: &[Put(
            "config/initializers/sidekiq.rb",
            "Sidekiq::Cron::Job.load_from_hash(YAML.load_file(\"config/schedule.yml\"))\n",
        )],
    },
    Error {
        id: "B32",
        about: "Sidekiq's old name for a job",
        find: |bundle| ruby_that(bundle, |line| line.contains("Sidekiq::Worker")),
        ways: &[Put("app/jobs/a_job.rb", "class AJob\n  include Sidekiq::Worker\nend\n")],
    },
];

fn ruby_that(bundle: &Bundle, wrong: impl Fn(&str) -> bool) -> Found {
    let lines = bundle.ruby().into_iter().filter(|(_, line)| wrong(line));
    lines.map(|(path, line)| format!("{path}: {line}")).collect()
}

/// Groups of Kubernetes' own that have left their beta versions behind.
const GROWN: [&str; 8] = [
    "extensions/",
    "apps/v1beta",
    "batch/v1beta",
    "policy/v1beta",
    "autoscaling/v2beta",
    "networking.k8s.io/v1beta",
    "rbac.authorization.k8s.io/v1beta",
    "rbac.authorization.k8s.io/v1alpha",
];

fn bygone(bundle: &Bundle) -> Found {
    let mut found = bundle.commands_that(|line| line.contains("logzio-daemonset"));
    for object in bundle.objects() {
        let version = object.text_at("/apiVersion");
        let old = GROWN.iter().any(|start| version.starts_with(start));
        let blind = object.kind() == "DaemonSet" && object.at("/spec/selector").is_null();
        let text = object.value.to_string();
        let docker = text.contains("/var/lib/docker");
        // Beside the name of today, the old one still helps on old nodes.
        let master = text.contains("node-role.kubernetes.io/master")
            && !text.contains("node-role.kubernetes.io/control-plane");
        if old || blind || docker || master {
            found.push(format!("{}: {version}", object.path));
        }
    }
    found
}

fn lost_reference(bundle: &Bundle) -> Found {
    let maps = bundle.of_kind("ConfigMap");
    let made = secrets(bundle);
    let mut found = Vec::new();
    for object in bundle.objects() {
        let Some(pod) = object.pod() else { continue };
        let mut open = vec![pod];
        while let Some(next) = open.pop() {
            let named =
                |key: &str| next.get(key).and_then(|at| at.get("name")).and_then(Value::as_str);
            for key in ["configMapRef", "configMapKeyRef", "configMap"] {
                let Some(name) = named(key) else { continue };
                let is_there = maps
                    .iter()
                    .any(|map| map.name() == name && map.namespace() == object.namespace());
                if !is_there {
                    found.push(format!("{}: no ConfigMap {name} beside it", object.path));
                }
            }
            let refs = ["secretKeyRef", "secretRef"].into_iter();
            let optional = |key: &str| next[key]["optional"] == Value::Bool(true);
            let refs = refs.filter(|key| !optional(key)).filter_map(named);
            let volume = next.get("secretName").and_then(Value::as_str);
            let volume = volume.filter(|_| next["optional"] != Value::Bool(true));
            for name in refs.chain(volume) {
                let is_made = made
                    .iter()
                    .any(|(secret, namespace)| secret == name && namespace == object.namespace());
                if !is_made {
                    found.push(format!("{}: nobody makes the Secret {name} there", object.path));
                }
            }
            if next.get("name").and_then(Value::as_str) == Some("CRI") && next["value"] == "docker"
            {
                found.push(format!("{}: reads logs as Docker wrote them", object.path));
            }
            match next {
                Value::Array(items) => open.extend(items),
                Value::Object(map) => open.extend(map.values()),
                _ => {}
            }
        }
    }
    found
}

/// Secrets that somebody makes, with their namespaces: people by the commands of DEPLOY.md, or an operator.
fn secrets(bundle: &Bundle) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for object in bundle.objects() {
        let name = match object.kind() {
            "Secret" | "SealedSecret" => object.name().to_owned(),
            "ExternalSecret" => object.text_at("/spec/target/name").to_owned(),
            "Cluster" => format!("{}-app", object.name()),
            _ => continue,
        };
        found.push((name, object.namespace().to_owned()));
    }
    // The file that Flux decrypts is a Secret as it stands in DEPLOY.md.
    for text in fenced(bundle.text("DEPLOY.md"), "yaml").join("\n").split("apiVersion: ").skip(1) {
        let object: serde_yaml::Value =
            serde_yaml::from_str(&format!("apiVersion: {text}")).unwrap_or_default();
        let text = |key: &str| object["metadata"][key].as_str().map(str::to_owned);
        if let ("Secret", Some(name), Some(namespace)) =
            (object["kind"].as_str().unwrap_or_default(), text("name"), text("namespace"))
        {
            found.push((name, namespace));
        }
    }
    for (_, line) in bundle.commands() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |option: &str| {
            let at = words.iter().position(|word| *word == option)?;
            words.get(at + 1).map(|word| (*word).to_owned())
        };
        let named =
            words.windows(4).find(|four| four[..2] == ["create", "secret"]).map(|four| four[3]);
        // Decrypted by SOPS, it is handed on as JSON.
        let json = line.split_once("\"kind\":\"Secret\",\"metadata\":{\"name\":\"");
        let json = json.and_then(|(_, rest)| rest.split('"').next());
        if let (Some(name), Some(namespace)) =
            (named.or(json), after("--namespace").or_else(|| after("-n")))
        {
            found.push((name.to_owned(), namespace));
        }
        // deploy.sh sets one key of the Secret that it names, in the namespace of the environment.
        if words.first() == Some(&"./deploy.sh") && words.contains(&"--secret") {
            let script = bundle.text("deploy.sh");
            let said = |name: &str| {
                let start = format!("{name}='");
                let lines = script.lines().map(str::trim).collect::<Vec<_>>();
                let found = lines.iter().filter_map(|line| line.strip_prefix(&start));
                found.map(|rest| rest.trim_end_matches('\'').to_owned()).collect::<Vec<_>>()
            };
            let names = said("secret");
            found.extend(said("namespace").into_iter().flat_map(|namespace| {
                names.iter().map(move |name| (name.clone(), namespace.clone())).collect::<Vec<_>>()
            }));
        }
    }
    found
}
