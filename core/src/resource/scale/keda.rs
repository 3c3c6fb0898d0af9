//! KEDA's ScaledObject: workers by the jobs that wait. Who logs in, and with what, says a
//! TriggerAuthentication beside it.
//!
//! Fields as in the CRDs of KEDA 2.21, settings of triggers as its scalers read them.

use super::super::labels::{explain_metadata, metadata};
use super::super::web::small;
use super::super::{BASE, Custom, put};
use super::super::{cnpg, database, redis};
use crate::bundle::Bundle;
use crate::field::Guide;
use crate::plan::{Adapter, Autoscale, DatabaseKind, Decided, Plan, Worker, WorkerKind};
use crate::render::Notes;
use serde::Serialize;
use std::collections::BTreeMap;

const API: &str = "keda.sh/v1alpha1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ScaledObject {
    scale_target_ref: Named,
    polling_interval: i32,
    cooldown_period: i32,
    min_replica_count: i32,
    max_replica_count: i32,
    triggers: Vec<Trigger>,
}

#[derive(Serialize)]
struct Named {
    name: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Trigger {
    #[serde(rename = "type")]
    kind: &'static str,
    metadata: BTreeMap<&'static str, String>,
    authentication_ref: Named,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TriggerAuthentication {
    secret_target_ref: Vec<Parameter>,
}

#[derive(Serialize)]
struct Parameter {
    parameter: &'static str,
    name: String,
    key: String,
}

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    for worker in &plan.workers {
        if let Some(scale) = &worker.autoscale {
            authentication(plan, worker, bundle);
            by_jobs(plan, worker, scale, bundle);
        }
    }
}

fn name(plan: &Plan, worker: &Worker) -> String {
    format!("{}-{}", plan.app.value, worker.name.value)
}

/// Keys of Secrets that KEDA logs in with: its parameter, the Secret and the key.
fn logins(plan: &Plan, worker: &Worker) -> Vec<(&'static str, String, String)> {
    let ours = |parameter, key: &str| (parameter, plan.secret_name.clone(), key.to_owned());
    let own = |parameter: &'static str| (parameter, plan.keda_secret(), parameter.to_owned());
    match worker.kind.value {
        WorkerKind::Sidekiq if plan.has_redis() => vec![ours("password", "REDIS_PASSWORD")],
        // A URL, which KEDA cannot take apart, is what the app has.
        WorkerKind::Sidekiq => vec![own("address"), own("password"), own("tls")],
        // What a command works off nobody knows: it is refused.
        WorkerKind::SolidQueue | WorkerKind::GoodJob | WorkerKind::Command => {
            if plan.database.adapter.value == Adapter::Mysql {
                return vec![own("connectionString")];
            }
            let queue = plan.secrets.iter().any(|each| each.value == "QUEUE_DATABASE_URL");
            match plan.database_kind() {
                DatabaseKind::Cluster => vec![ours("password", "DATABASE_PASSWORD")],
                DatabaseKind::Cnpg if plan.databases() > 1 => {
                    vec![("password", cnpg::secret(plan), "password".to_owned())]
                }
                DatabaseKind::Cnpg => vec![("connection", cnpg::secret(plan), "uri".to_owned())],
                DatabaseKind::External => {
                    let url = if queue { "QUEUE_DATABASE_URL" } else { "DATABASE_URL" };
                    vec![ours("connection", url)]
                }
            }
        }
    }
}

fn authentication(plan: &Plan, worker: &Worker, bundle: &mut Bundle) {
    let parameters = logins(plan, worker);
    let object = Custom {
        api_version: API,
        kind: "TriggerAuthentication",
        metadata: metadata(plan, &name(plan, worker), &worker.name.value),
        spec: TriggerAuthentication {
            secret_target_ref: parameters
                .into_iter()
                .map(|(parameter, name, key)| Parameter { parameter, name, key })
                .collect(),
        },
    };
    let mut notes =
        Notes::new(worker.kind.because("How KEDA logs in where the jobs wait: by names of keys."));
    explain_metadata(plan, &mut notes);
    put(bundle, BASE, &format!("{}-login", worker.name.value), &object, &notes);
}

/// Names of queues without weights.
fn queues(worker: &Worker) -> Vec<&str> {
    let all = worker.queues.value.iter();
    all.map(|queue| queue.rsplit_once(':').map_or(queue.as_str(), |(name, _)| name)).collect()
}

fn triggers(plan: &Plan, worker: &Worker, jobs: &Decided<i64>) -> Vec<Trigger> {
    let jobs = jobs.value.to_string();
    let trigger = |kind, settings: Vec<(&'static str, String)>| Trigger {
        kind,
        metadata: settings.into_iter().collect(),
        authentication_ref: Named { name: name(plan, worker) },
    };
    match worker.kind.value {
        WorkerKind::Sidekiq => {
            let mut names = queues(worker);
            if names.is_empty() {
                names.push("default");
            }
            let list = |queue: &&str| {
                let mut settings =
                    vec![("listName", format!("queue:{queue}")), ("listLength", jobs.clone())];
                if plan.has_redis() {
                    let host = format!(
                        "{}.{}.svc:{}",
                        redis::name(plan),
                        plan.namespace.value,
                        redis::PORT
                    );
                    settings.push(("address", host));
                }
                trigger("redis", settings)
            };
            names.iter().map(list).collect()
        }
        WorkerKind::SolidQueue | WorkerKind::GoodJob | WorkerKind::Command => {
            let query = ("query", waiting(worker));
            if plan.database.adapter.value == Adapter::Mysql {
                return vec![trigger("mysql", vec![query, ("queryValue", jobs)])];
            }
            let mut settings = vec![query, ("targetQueryValue", jobs)];
            let server = match plan.database_kind() {
                DatabaseKind::Cluster => Some(database::name(plan)),
                DatabaseKind::Cnpg if plan.databases() > 1 => Some(cnpg::host(plan)),
                DatabaseKind::Cnpg | DatabaseKind::External => None,
            };
            if let Some(server) = server {
                let host = format!("{server}.{}.svc", plan.namespace.value);
                let queue = worker.kind.value == WorkerKind::SolidQueue
                    && plan.database.also.value.iter().any(|name| name == "queue");
                let suffix = if queue { "_queue" } else { "" };
                settings.extend([
                    ("host", host),
                    ("port", database::PORT.to_string()),
                    ("userName", database::APP.to_owned()),
                    ("dbName", format!("{}{suffix}", database::APP)),
                    ("sslmode", "disable".to_owned()),
                ]);
            }
            vec![trigger("postgresql", settings)]
        }
    }
}

/// How many jobs are ready in the group's queues; all of them where it names none, or `*`.
fn waiting(worker: &Worker) -> String {
    let mut conditions = Vec::new();
    let table = if worker.kind.value == WorkerKind::GoodJob {
        conditions.push("finished_at IS NULL AND scheduled_at <= NOW()".to_owned());
        "good_jobs"
    } else {
        "solid_queue_ready_executions"
    };
    let names = queues(worker);
    if !names.is_empty() && !names.contains(&"*") {
        let each = names.iter().map(|name| match name.strip_suffix('*') {
            Some(start) => format!("queue_name LIKE '{start}%'"),
            None => format!("queue_name = '{name}'"),
        });
        conditions.push(each.collect::<Vec<_>>().join(" OR "));
    }
    if let [one] = conditions.as_slice() {
        return format!("SELECT COUNT(*) FROM {table} WHERE {one}");
    }
    if conditions.is_empty() {
        return format!("SELECT COUNT(*) FROM {table}");
    }
    format!("SELECT COUNT(*) FROM {table} WHERE {}", conditions.join(" AND (") + ")")
}

fn by_jobs(plan: &Plan, worker: &Worker, scale: &Autoscale, bundle: &mut Bundle) {
    let object = Custom {
        api_version: API,
        kind: "ScaledObject",
        metadata: metadata(plan, &name(plan, worker), &worker.name.value),
        spec: ScaledObject {
            scale_target_ref: Named { name: name(plan, worker) },
            polling_interval: 15,
            cooldown_period: 300,
            min_replica_count: small(worker.replicas.value),
            max_replica_count: small(scale.max.value),
            triggers: triggers(plan, worker, &scale.target),
        },
    };
    let mut notes = Notes::new(scale.max.because(
        "Decides how many pods of this group there are; so the Deployment does not say it.",
    ));
    explain_metadata(plan, &mut notes);
    for (key, why) in [
        ("scaleTargetRef", "The group's Deployment."),
        ("pollingInterval", "Seconds between looks at the queues."),
        (
            "cooldownPeriod",
            "Seconds without jobs before the last pod goes, where none may be left.",
        ),
    ] {
        notes.fixed(&format!("spec.{key}"), Guide::Monitoring, why);
    }
    notes.decided("spec.minReplicaCount", &worker.replicas);
    notes.decided("spec.maxReplicaCount", &scale.max);
    notes.decided("spec.triggers", &scale.target);
    put(bundle, BASE, &format!("{}-autoscaler", worker.name.value), &object, &notes);
}
