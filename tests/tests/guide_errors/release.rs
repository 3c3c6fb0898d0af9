//! How a release goes: what is applied when, and the Job that migrates.

use crate::Edit::{Put, Swap};
use crate::Error;
use crate::bundle::{Bundle, Found, Object};
use crate::commands::has_words;
use serde_json::Value;

pub const ERRORS: &[Error] = &[
    Error {
        id: "B3",
        about: "what runs once is applied with the rest",
        find: once_among_the_rest,
        ways: &[
            Put(
                "config/kube/migrate.yml",
                "{apiVersion: batch/v1, kind: Job, metadata: {name: a}}",
            ),
            Put("config/kube/terminal.yml", "{apiVersion: v1, kind: Pod, metadata: {name: a}}"),
            Swap("deploy.sh", "apply \"${files[@]}\" ||", "apply --recursive -f config/kube ||"),
        ],
    },
    Error {
        id: "B4",
        about: "something is applied before what it needs",
        find: out_of_order,
        ways: &[
            Put(
                "config/kube/deployment.yml",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {spec: {containers: [{name: a, envFrom: [{configMapRef: {name: shop-env-0}}]}]}}}}",
            ),
            Swap("deploy.sh", "  apply_base\n  change\n", "  change\n  apply_base\n"),
            Swap("deploy.sh", "  apply -f config/kube/namespace.yml", "  true"),
        ],
    },
    Error {
        id: "B5",
        about: "a Job of one name for every release",
        find: fixed_job,
        ways: &[Swap(
            "config/kube/jobs/migrate.yml",
            "name: shop-migrate-unreleased",
            "name: migrate",
        )],
    },
    Error {
        id: "B6",
        about: "a wait that does not see a failure",
        find: |bundle| bundle.commands_that(|line| line.contains("condition=complete")),
        ways: &[Swap(
            "deploy.sh",
            "watch_job $((migrate_timeout + 60))",
            "kubectl wait --for=condition=complete --timeout=600s \"job/$job\"",
        )],
    },
    Error {
        id: "B7",
        about: "a failed migration is in the way of the next release",
        find: created_by_a_fixed_name,
        ways: &[
            Swap(
                "deploy.sh",
                "apply -f \"$work/jobs/migrate.yml\"",
                "kubectl create -f config/kube/jobs/migrate.yml",
            ),
            Swap(
                "deploy.sh",
                "apply -f \"$work/jobs/migrate.yml\"",
                "kube create -f \"$work/jobs/migrate.yml\"",
            ),
        ],
    },
    Error {
        id: "B8",
        about: "a Job that is tried again and again, or stays for ever",
        find: endless_job,
        ways: &[
            Swap("config/kube/jobs/migrate.yml", "  backoffLimit: 0\n", ""),
            Swap("config/kube/jobs/task.yml", "  activeDeadlineSeconds: 21600\n", ""),
            Swap("config/kube/jobs/migrate.yml", "  ttlSecondsAfterFinished: 86400\n", ""),
            Swap("config/kube/release/digest.yml", "      backoffLimit: 0\n", ""),
        ],
    },
    Error {
        id: "B10",
        about: "an image that does not say which release it is, or pods deleted to get it",
        find: no_release,
        ways: &[
            Swap("config/kube/release/web.yml", "shop:unreleased", "shop:latest"),
            Swap("config/kube/jobs/console.yml", "shop:unreleased", "shop"),
            Swap("deploy.sh", "docker push \"$running\"", "docker push \"$image:latest\""),
            Swap("DEPLOY.md", "./deploy.sh --config", "kubectl delete pods -l app=web"),
        ],
    },
];

fn once_among_the_rest(bundle: &Bundle) -> Found {
    let mut found: Found = bundle
        .objects()
        .into_iter()
        .filter(|object| matches!(object.kind(), "Job" | "Pod"))
        .filter(|object| object.path.matches('/').count() == 2 || object.path.contains("/release/"))
        .map(|object| format!("{}: a {}", object.path, object.kind()))
        .collect();
    found.extend(bundle.commands_that(|line| {
        line.contains("config/kube")
            && line.contains("apply")
            && (has_words(line, &["-R"]) || line.contains("--recursive"))
    }));
    found
}

/// The place of a step that does this.
fn place(steps: &[String], wanted: impl Fn(&str) -> bool) -> Option<usize> {
    steps.iter().position(|step| wanted(step))
}

fn out_of_order(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    let objects = bundle.objects();
    for (index, object) in objects.iter().enumerate() {
        let Some(pod) = object.pod() else { continue };
        let text = pod.to_string();
        for later in &objects[index..] {
            let same = object.path.rsplit_once('/').map(|(folder, _)| folder)
                == later.path.rsplit_once('/').map(|(folder, _)| folder);
            let named = text.contains(&format!("\"name\":\"{}\"", later.name()));
            if same && named && later.kind() == "ConfigMap" {
                found.push(format!("{} comes before {}", object.path, later.path));
            }
        }
    }
    // A folder that pods live in comes after the settings that they name.
    for object in objects.iter().filter(|object| object.path.matches('/').count() == 2) {
        let app = object
            .containers()
            .iter()
            .any(|each| each["image"].as_str().is_some_and(|image| image.ends_with(":unreleased")));
        let dangling = object
            .containers()
            .iter()
            .flat_map(|each| each["envFrom"].as_array().cloned().unwrap_or_default())
            .any(|from| {
                let name = from
                    .pointer("/configMapRef/name")
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned();
                !objects.iter().any(|each| each.kind() == "ConfigMap" && each.name() == name)
            });
        if app || dangling {
            found.push(format!("{} stands among the settings", object.path));
        }
    }
    let steps = bundle.steps();
    let namespace = place(&steps, |step| step.contains("config/kube/namespace.yml"));
    // What stands in the folder itself, put together by a loop.
    let settings = place(&steps, |step| step.starts_with("for each in config/kube/*.yml "))
        .and_then(|loops| {
            let applied = place(&steps, |step| step.starts_with("apply \"${files[@]}\" "))?;
            (loops < applied).then_some(applied)
        });
    let migration = place(&steps, |step| step == "migrate");
    let release = place(&steps, |step| {
        step.contains("apply -f \"$work/release\"") && !step.contains("--dry-run")
    });
    let spec = bundle.text("linkspan.yml");
    // Another strategy is the spec's to choose; settings come first in all.
    let orders = match ["deploy_then_migrate", "downtime"].iter().any(|word| spec.contains(word)) {
        true => vec![[namespace, settings, migration], [namespace, settings, release]],
        false => vec![[namespace, settings, migration], [settings, migration, release]],
    };
    for order in orders {
        if order.iter().any(Option::is_none) || !order.is_sorted() {
            found.push(format!(
                "deploy.sh applies namespace, settings, migration, release at {order:?}"
            ));
        }
    }
    found
}

fn has_fixed_name(object: &Object) -> bool {
    let hook = object.text_at("/metadata/annotations/argocd.argoproj.io~1hook-delete-policy");
    object.at("/metadata/generateName").is_null()
        && !object.name().ends_with("-unreleased")
        && !hook.contains("BeforeHookCreation")
}

fn fixed_job(bundle: &Bundle) -> Found {
    let jobs = bundle.of_kind("Job").into_iter().filter(has_fixed_name);
    jobs.map(|job| format!("{}: {}", job.path, job.name())).collect()
}

fn created_by_a_fixed_name(bundle: &Bundle) -> Found {
    let objects = bundle.objects();
    bundle.commands_that(|line| {
        has_words(line, &["create"])
            && objects.iter().any(|object| {
                let short = object.path.trim_start_matches("config/kube");
                !object.name().is_empty() && line.contains(short)
            })
    })
}

fn endless_job(bundle: &Bundle) -> Found {
    let mut found = Vec::new();
    for object in bundle.objects() {
        let Some(job) = object.job() else { continue };
        let tries = job.get("backoffLimit").and_then(Value::as_i64).unwrap_or(6);
        // How often a scheduled job is tried again is the spec's to say.
        let most = if object.kind() == "Job" { 1 } else { 5 };
        let ends = job.get("activeDeadlineSeconds").is_some();
        let goes = object.kind() == "CronJob" || job.get("ttlSecondsAfterFinished").is_some();
        if tries > most || !ends || !goes {
            found.push(format!("{}: {tries} tries, ends: {ends}, goes: {goes}", object.path));
        }
    }
    found
}

/// Whether an image says which one it is.
pub fn is_pinned(image: &str) -> bool {
    let last = image.rsplit('/').next().unwrap_or_default();
    image.contains("@sha256:") || last.split_once(':').is_some_and(|(_, tag)| tag != "latest")
}

fn no_release(bundle: &Bundle) -> Found {
    let mut found = bundle.commands_that(|line| {
        let latest = line.contains("docker") && line.contains(":latest");
        let words: Vec<&str> = line.split_whitespace().collect();
        let deletes = words.windows(2).any(|two| matches!(two, ["delete", "pod" | "pods"]));
        latest || (deletes && line.contains("-l") && !line.contains("job-name="))
    });
    for object in bundle.objects() {
        for container in object.containers() {
            let image = container["image"].as_str().unwrap_or_default();
            if !is_pinned(image) {
                found.push(format!("{}: {image}", object.path));
            }
        }
    }
    found
}
