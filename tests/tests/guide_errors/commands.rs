//! Commands that people and scripts run.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found, is_ci};
use serde_json::Value;

pub const ERRORS: &[Error] = &[
    Error {
        id: "B1",
        about: "a path that is not in the bundle",
        find: wrong_path,
        ways: &[
            Swap("DEPLOY.md", "-f config/kube/namespace.yml", "-f kube/config"),
            Swap("DEPLOY.md", "config/kube/namespace.yml", "config/kube/missing.yml"),
        ],
    },
    Error {
        id: "B2",
        about: "kubectl exec without --",
        find: |bundle| bundle.commands_that(is_bare_exec),
        ways: &[
            Put("a.sh", "#!/bin/bash\nkubectl exec -it terminal bash\n"),
            Swap("DEPLOY.md", "./deploy.sh --console", "kubectl exec web-0 rails console"),
        ],
    },
    Error {
        id: "B9",
        about: "a script that loses its options, or prints what it runs",
        find: loose_script,
        ways: &[
            Put("a.sh", "#!/bin/sh -ex\ntrue\n"),
            Swap("deploy.sh", "set -euo pipefail", "set -e"),
            Swap("deploy.sh", "set -euo pipefail", "set -euo pipefail\nset -x"),
            Swap("DEPLOY.md", "./deploy.sh --console", "sh deploy.sh"),
        ],
    },
    Error {
        id: "B11",
        about: "every pod of the namespace is deleted",
        find: |bundle| {
            bundle.commands_that(|line| {
                has_words(line, &["delete", "--all"])
                    && (line.contains(" pod") || line.contains(" all"))
            })
        },
        ways: &[
            Swap("DEPLOY.md", "./deploy.sh --console", "kubectl delete --all pods"),
            Swap("DEPLOY.md", "./deploy.sh --console", "kubectl delete pods --all"),
        ],
    },
    Error {
        id: "B12",
        about: "the service account `default` is used or changed by hand",
        find: default_account,
        ways: &[
            Swap("DEPLOY.md", "./deploy.sh --console", "kubectl edit serviceaccounts default"),
            Swap(
                "config/kube/release/web.yml",
                "serviceAccountName: shop",
                "serviceAccountName: default",
            ),
            Swap("config/kube/jobs/migrate.yml", "      serviceAccountName: shop\n", ""),
        ],
    },
    Error {
        id: "B13",
        about: "a secret on a command line",
        find: |bundle| bundle.commands_that(tells_a_secret),
        ways: &[
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "kubectl create secret docker-registry a --docker-password=b",
            ),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "kubectl create secret generic a --from-literal=key=b",
            ),
            Swap(
                "DEPLOY.md",
                "./deploy.sh --console",
                "docker login -u a -p b registry.example.com",
            ),
            Put(
                ".gitlab-ci.yml",
                "a:\n  script:\n    - docker login --password \"$CI_REGISTRY_PASSWORD\"\n",
            ),
            Put(".github/workflows/a.yml", "steps:\n  - run: deploy ${{ secrets.KEY }}\n"),
        ],
    },
    Error {
        id: "B35",
        about: "a command with a slip of the pen: a program, a label or a part that does not exist",
        find: slips,
        ways: &[
            Swap("DEPLOY.md", "kubectl config", "kubektl config"),
            Swap(
                "DEPLOY.md",
                "--selector app.kubernetes.io/component=web",
                "--selector app=rails-app",
            ),
            Swap("DEPLOY.md", "deployment/shop-sidekiq", "deployment/shop-jobs"),
        ],
    },
];

/// Whether all these words stand in a line.
pub fn has_words(line: &str, words: &[&str]) -> bool {
    let stands = |word: &&str| line.split_whitespace().any(|each| each == *word);
    words.iter().all(|word| line.contains(word) && stands(word))
}

/// The characters of a path.
fn is_of_path(char: char) -> bool {
    char.is_ascii_alphanumeric() || "./_-*$".contains(char)
}

fn wrong_path(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    // Made by the team on its first deploy: the spec says where.
    let spec = bundle.files.get("linkspan.yml").map(|text| linkspan_core::generate(text));
    let own: Vec<String> = spec
        .iter()
        .flat_map(|made| std::iter::once(&made.plan).chain(&made.environments))
        .filter_map(|plan| plan.secret_file())
        .collect();
    let encrypted = |word: &str| {
        let inside = format!("{word}/");
        own.iter().any(|file| file == word || file.starts_with(&inside))
    };
    for (path, text) in &bundle.files {
        if path == "linkspan.yml" {
            continue;
        }
        for word in text.split(|char| !is_of_path(char)) {
            let word = word.trim_end_matches('.').trim_end_matches('/');
            let reversed = word == "kube/config" || word.starts_with("kube/config/");
            let ours = word.starts_with("config/kube/") && !word.contains(['*', '$']);
            let is_there = || {
                let inside = format!("{word}/");
                let mut all = bundle.files.keys().chain(&bundle.whole);
                // A script that asks whether the file is there knows that it may not be.
                all.any(|each| each == word || each.starts_with(&inside))
                    || text.contains(&format!("[[ -e {word} ]]"))
            };
            if reversed || (ours && !is_there() && !encrypted(word)) {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    found
}

fn is_bare_exec(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let client = ["kubectl", "kube", "follow", "ask"];
    let Some(start) =
        words.iter().position(|word| client.contains(&word.trim_start_matches(['(', '"', '$'])))
    else {
        return false;
    };
    let rest = &words[start..];
    rest.contains(&"exec") && !rest.contains(&"--")
}

fn loose_script(bundle: &Bundle) -> Found {
    let mut found = bundle.commands_that(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let shell =
            words.windows(2).any(|two| matches!(two, ["sh" | "bash", "deploy.sh" | "./deploy.sh"]));
        let prints = words.first() == Some(&"set")
            && words
                .get(1)
                .is_some_and(|options| options.starts_with('-') && options.contains('x'));
        shell || prints
    });
    for (path, text) in bundle.files.iter().filter(|(_, text)| text.starts_with("#!")) {
        let strict = text.lines().take(20).any(|line| line == "set -euo pipefail");
        if !text.starts_with("#!/usr/bin/env bash\n") || !strict {
            found.push(format!("{path}: {}", text.lines().next().unwrap_or_default()));
        }
    }
    found
}

fn default_account(bundle: &Bundle) -> Found {
    let mut found = bundle.commands_that(|line| {
        line.contains("serviceaccount")
            && ["edit", "patch", "annotate"].iter().any(|verb| has_words(line, &[verb]))
    });
    for object in bundle.objects() {
        let Some(pod) = object.pod() else { continue };
        let account = pod.get("serviceAccountName").and_then(Value::as_str).unwrap_or("default");
        let is_there = bundle.of_kind("ServiceAccount").iter().any(|each| each.name() == account);
        if account == "default" || !is_there {
            found.push(format!("{}: {account}", object.path));
        }
    }
    found
}

fn tells_a_secret(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let login = has_words(line, &["login"])
        && words
            .iter()
            .any(|word| *word == "-p" || *word == "--password" || word.starts_with("--password="));
    let option = words.iter().any(|word| {
        ["--docker-password", "--from-literal", "--set-string=", "--token="]
            .iter()
            .any(|bad| word.starts_with(bad))
    });
    // In a workflow, a secret is the value of a variable of its own: what stands in a command stands in its words.
    let in_command = line.contains("${{ secrets.")
        && line.trim_start_matches("- ").starts_with("run:")
        || line.contains("${{ secrets.") && words.first().is_some_and(|word| !word.ends_with(':'));
    login || option || in_command
}

fn slips(bundle: &Bundle) -> Found {
    let mut found = bundle.commands_that(|line| {
        line.split(|char: char| !char.is_ascii_alphanumeric())
            .any(|word| ["kubektl", "kubctl", "kubetcl"].contains(&word))
    });
    let objects = bundle.objects();
    let labels: Vec<String> = objects.iter().flat_map(|object| labels(&object.value)).collect();
    for (path, line) in bundle.commands().iter().filter(|(path, _)| !is_ci(path)) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for two in words.windows(2) {
            let [option, selector] = two else { continue };
            if !["-l", "--selector"].contains(option) || !line.contains("kubectl") {
                continue;
            }
            for part in selector.split(',').filter(|part| !part.contains(['$', '"', '\''])) {
                // Labels that Kubernetes and other projects set are not ours to judge.
                let ours = part.starts_with("app.kubernetes.io/") || !part.contains('/');
                if ours && !labels.iter().any(|label| label == part) {
                    found.push(format!("{path}: {part}"));
                }
            }
        }
        for word in words {
            let Some((kind, name)) = word.split_once('/') else { continue };
            let kind = match kind {
                "deployment" => "Deployment",
                "statefulset" => "StatefulSet",
                "service" => "Service",
                "daemonset" => "DaemonSet",
                _ => continue,
            };
            let name = name.trim_end_matches([')', '"', '\'', ';']);
            let known = objects.iter().any(|object| object.kind() == kind && object.name() == name);
            let plain = name.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
            // Only what carries the app's name is the bundle's own.
            let app = objects.iter().find(|object| object.kind() == "Namespace");
            let own = app.is_some_and(|app| {
                name.starts_with(app.text_at("/metadata/labels/app.kubernetes.io~1instance"))
            });
            if plain && own && !known {
                found.push(format!("{path}: {word}"));
            }
        }
    }
    found
}

/// Every label of an object and of its pods, as selectors write it.
fn labels(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Value::Object(map) = value {
        if let Some(Value::Object(labels)) = map.get("labels") {
            let pair = |(key, value): (&String, &Value)| {
                format!("{key}={}", value.as_str().unwrap_or_default())
            };
            found.extend(labels.iter().map(pair));
        }
        found.extend(map.values().flat_map(labels));
    }
    found
}
