//! Settings, and the front door.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found, Object, texts};
use serde_json::Value;
use sha2::{Digest, Sha256};

const ENV: &str = "config/kube/env.yml";

pub const ERRORS: &[Error] = &[
    Error {
        id: "B24",
        about: "TLS that somebody clicks together",
        find: clicked_tls,
        ways: &[
            Swap(
                "DEPLOY.md",
                "# Deploying",
                "Upload the SSL certificate in the provider's dashboard.\n\n# Deploying",
            ),
            Put(
                "config/kube/load_balancer.yml",
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: LoadBalancer, ports: [{port: 80}]}}",
            ),
        ],
    },
    Error {
        id: "B25",
        about: "annotations for TLS on a load balancer that passes bytes on",
        find: |bundle| {
            let prefix = "service.beta.kubernetes.io/do-loadbalancer-";
            let mut found = Vec::new();
            for service in bundle.of_kind("Service") {
                let notes =
                    service.at("/metadata/annotations").as_object().cloned().unwrap_or_default();
                let of = |word: &str| {
                    notes.keys().any(|key| key.starts_with(&format!("{prefix}{word}")))
                };
                let http = ["certificate", "redirect", "tls", "protocol"].into_iter().any(of);
                if http
                    && notes.get(&format!("{prefix}type")).and_then(Value::as_str)
                        != Some("REGIONAL")
                {
                    found.push(service.path.to_string());
                }
            }
            found
        },
        ways: &[Swap(
            "config/kube/web-service.yml",
            "metadata:\n",
            "metadata:\n  annotations: {service.beta.kubernetes.io/do-loadbalancer-certificate-name: a}\n",
        )],
    },
    Error {
        id: "B26",
        about: "changed settings that no pod reads",
        find: unread_settings,
        ways: &[
            Swap(ENV, "immutable: true\n", ""),
            Swap(ENV, "RAILS_LOG_LEVEL: info", "RAILS_LOG_LEVEL: debug"),
            Put(
                "config/kube/release/a.yml",
                "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{envFrom: [{configMapRef: {name: env}}]}]}}}}",
            ),
        ],
    },
    Error {
        id: "B27",
        about: "a password among plain settings",
        find: open_password,
        ways: &[
            Swap(
                ENV,
                "  RAILS_ENV: production\n",
                "  RAILS_ENV: production\n  DATABASE_URL: postgresql://example.com/mydb\n",
            ),
            Swap(
                ENV,
                "  RAILS_ENV: production\n",
                "  RAILS_ENV: production\n  OTHER: amqp://me:pass@example.com\n",
            ),
            Swap(
                "config/kube/release/web.yml",
                "value: \"3000\"",
                "value: redis://:pass@redis:6379",
            ),
        ],
    },
    Error {
        id: "B28",
        about: "variables that Rails no longer reads",
        find: |bundle| {
            let files = bundle.files.iter().filter(|(path, _)| *path != "linkspan.yml");
            let dead = ["RAILS_LOG_TO_STDOUT", "RAILS_SERVE_STATIC_FILE"];
            let hit = files.filter(|(_, text)| dead.iter().any(|word| text.contains(word)));
            hit.map(|(path, _)| path.clone()).collect()
        },
        ways: &[
            Swap(
                ENV,
                "  RAILS_ENV: production\n",
                "  RAILS_ENV: production\n  RAILS_LOG_TO_STDOUT: enabled\n",
            ),
            Swap("Dockerfile", "RAILS_ENV=\"production\"", "RAILS_SERVE_STATIC_FILES=\"1\""),
        ],
    },
    Error {
        id: "B33",
        about: "an address of a Service that is not there",
        find: lost_address,
        ways: &[
            Swap(
                ENV,
                "  RAILS_ENV: production\n",
                "  RAILS_ENV: production\n  REDIS_URL: redis://redis.default.svc.cluster.local:6379/\n",
            ),
            Swap("config/kube/release/web.yml", "value: \"3000\"", "value: redis://redis:6379/0"),
        ],
    },
];

fn clicked_tls(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    let text = bundle.text("DEPLOY.md");
    for line in text.lines() {
        let lower = line.to_lowercase();
        let clicked =
            ["dashboard", "control panel", "web console"].iter().any(|word| lower.contains(word));
        if clicked && ["tls", "ssl", "certificate"].iter().any(|word| lower.contains(word)) {
            found.push(line.to_owned());
        }
    }
    for service in bundle.of_kind("Service") {
        let balancer = service.text_at("/spec/type") == "LoadBalancer";
        let ports = service.at("/spec/ports").as_array().cloned().unwrap_or_default();
        let plain = ports.iter().all(|port| port["port"] == 80);
        let told = text.contains("speaks plain HTTP");
        if balancer && plain && service.at("/metadata/annotations").is_null() && !told {
            found.push(service.path.to_string());
        }
    }
    found
}

fn unread_settings(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    let maps = bundle.of_kind("ConfigMap");
    for object in bundle.objects() {
        for container in object.containers() {
            for from in container["envFrom"].as_array().into_iter().flatten() {
                let Some(name) = from.pointer("/configMapRef/name").and_then(Value::as_str) else {
                    continue;
                };
                let hash = name.rsplit('-').next().unwrap_or_default();
                let fixed = maps.iter().any(|map| {
                    map.name() == name && map.at("/immutable") == true && hash == content(map)
                });
                if !fixed {
                    found.push(format!("{}: {name}", object.path));
                }
            }
        }
    }
    found
}

/// The hash that the name of settings ends in: of each key and each value, their lengths before them.
fn content(map: &Object) -> String {
    let mut hash = Sha256::new();
    for (key, value) in map.at("/data").as_object().into_iter().flatten() {
        for part in [key.as_str(), value.as_str().unwrap_or_default()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hash.finalize().iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// Plain texts that become variables of containers, with their names.
fn plain(bundle: &Bundle) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    for object in bundle.objects() {
        if object.kind() == "ConfigMap" {
            let mut inside = Vec::new();
            texts(object.at("/data"), "", &mut inside);
            all.extend(inside.into_iter().map(|(key, text)| (object.path.to_string(), key, text)));
        }
        for container in object.containers() {
            for entry in container["env"].as_array().into_iter().flatten() {
                let text = |key: &str| entry[key].as_str().unwrap_or_default().to_owned();
                all.push((object.path.to_string(), text("name"), text("value")));
            }
        }
    }
    all
}

/// The part of a URL between `//` and the next `/`.
fn authority(text: &str) -> Option<&str> {
    text.split_once("://")?.1.split(['/', '?', '"', ' ']).next()
}

fn open_password(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    for (path, key, text) in plain(bundle) {
        let login = authority(&text).and_then(|part| part.rsplit_once('@')).map(|(login, _)| login);
        let password = login.and_then(|login| login.split_once(':')).map(|(_, password)| password);
        let open =
            password.is_some_and(|password| !password.is_empty() && !password.starts_with("$("));
        // One that is made of a key of the Secret holds no password itself.
        let url = key == "DATABASE_URL" && !text.is_empty() && !text.contains(":$(");
        if open || url {
            found.push(format!("{path}: {key}"));
        }
    }
    found
}

fn lost_address(bundle: &Bundle) -> Found {
    let services = services(bundle);
    let mut found = Vec::new();
    for (path, key, text) in plain(bundle) {
        let Some(part) = authority(&text) else { continue };
        let host =
            part.rsplit('@').next().unwrap_or_default().split(':').next().unwrap_or_default();
        let inside = host.contains(".svc")
            || (!host.is_empty() && !host.contains('.') && host != "localhost");
        let mut labels = host.split('.');
        let (name, namespace) = (labels.next().unwrap_or_default(), labels.next());
        let known = services.iter().any(|(each, room)| {
            each == name && namespace.is_none_or(|namespace| namespace == room)
        });
        if inside && !known {
            found.push(format!("{path}: {key} names {host}"));
        }
    }
    found
}

/// Name and namespace of every Service, those that CloudNativePG makes included.
fn services(bundle: &Bundle) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for object in bundle.objects() {
        let ends: &[&str] = match object.kind() {
            "Service" | "Pooler" => &[""],
            "Cluster" => &["-rw", "-ro", "-r"],
            _ => continue,
        };
        let named = ends.iter().map(|end| format!("{}{end}", object.name()));
        found.extend(named.map(|name| (name, object.namespace().to_owned())));
    }
    found
}
