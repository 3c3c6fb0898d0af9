//! KEDA's ScaledObject: workers by the jobs that wait. Who logs in, and with what, says a
//! TriggerAuthentication beside it.
//!
//! Fields as in the CRDs of KEDA 2.21, settings of triggers as its scalers read them.

use super::super::labels::{explain_metadata, metadata};
use super::super::web::small;
use super::super::{BASE, Custom, put};
use super::super::{cnpg, database, mysql, redis};
use crate::field::Guide;
use crate::plan::{Adapter, Autoscale, DatabaseKind, Decided, Plan, Worker, WorkerKind};
use crate::render::Notes;
use crate::resource::Objects;
use crate::value::ordered;
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

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
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
        WorkerKind::Sidekiq if plan.has_redis() => vec![ours("password", plan.redis.password())],
        // A URL, which KEDA cannot take apart, is what the app has.
        WorkerKind::Sidekiq => vec![own("address"), own("password"), own("tls")],
        WorkerKind::SolidQueue | WorkerKind::GoodJob => match plan.database_kind() {
            DatabaseKind::Cluster if plan.database.adapter.value == Adapter::Mysql => {
                vec![ours("password", plan.database.password())]
            }
            _ if plan.database.adapter.value == Adapter::Mysql => vec![own("connectionString")],
            DatabaseKind::Cluster => vec![ours("password", plan.database.password())],
            DatabaseKind::Cnpg if plan.databases() > 1 => {
                vec![("password", cnpg::secret(plan), "password".to_owned())]
            }
            DatabaseKind::Cnpg => vec![("connection", cnpg::secret(plan), "uri".to_owned())],
            DatabaseKind::External => {
                let solid = worker.kind.value == WorkerKind::SolidQueue;
                let queue = plan.database.variables_of("queue").url.filter(|_| solid);
                let is_there =
                    |url: &Decided<String>| plan.secrets.iter().any(|key| key.value == url.value);
                let url = queue.filter(is_there).or_else(|| plan.database.variables.url.clone());
                // Parts, which KEDA cannot put together, are what the app has.
                vec![url.map_or_else(|| own("connection"), |url| ours("connection", &url.value))]
            }
        },
        WorkerKind::Command => Vec::new(),
    }
}

fn authentication(plan: &Plan, worker: &Worker, bundle: &mut Objects<'_>) {
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

/// Names of queues without weights, those of capsules too.
fn queues(worker: &Worker) -> Vec<&str> {
    let own = worker.queues.value.iter();
    let own = own.map(|queue| queue.rsplit_once(':').map_or(queue.as_str(), |(name, _)| name));
    let capsules = worker.capsules.value.iter();
    let theirs = capsules
        .flat_map(|each| each.text.rsplit_once(':').map_or("", |(_, queues)| queues).split(','));
    own.chain(theirs.filter(|name| !name.is_empty())).collect()
}

fn triggers(plan: &Plan, worker: &Worker, jobs: &Decided<i64>) -> Vec<Trigger> {
    let jobs = jobs.value.to_string();
    let trigger = |kind, settings: Vec<(&'static str, String)>| Trigger {
        kind,
        metadata: ordered(settings),
        authentication_ref: Named { name: name(plan, worker) },
    };
    match worker.kind.value {
        WorkerKind::Sidekiq => {
            let mut names = queues(worker);
            // Without queues of its own the group works off `default`, beside what its capsules do.
            if worker.queues.value.is_empty() && !names.contains(&"default") {
                names.insert(0, "default");
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
        WorkerKind::SolidQueue | WorkerKind::GoodJob => {
            let query = ("query", ready(worker));
            if plan.database.adapter.value == Adapter::Mysql {
                let mut settings = vec![query, ("queryValue", jobs)];
                if plan.database_kind() == DatabaseKind::Cluster {
                    let server = (database::name(plan), mysql::PORT, "username");
                    settings.extend(server_of(plan, worker, &server));
                }
                return vec![trigger("mysql", settings)];
            }
            let mut settings = vec![query, ("targetQueryValue", jobs)];
            let server = match plan.database_kind() {
                DatabaseKind::Cluster => Some(database::name(plan)),
                DatabaseKind::Cnpg if plan.databases() > 1 => Some(cnpg::host(plan)),
                DatabaseKind::Cnpg | DatabaseKind::External => None,
            };
            if let Some(server) = server {
                let server = (server, database::PORT, "userName");
                settings.extend(server_of(plan, worker, &server));
                settings.push(("sslmode", "disable".to_owned()));
            }
            vec![trigger("postgresql", settings)]
        }
        WorkerKind::Command => Vec::new(),
    }
}

/// Where a server in the cluster is, and which of its databases holds the jobs: by its name, its port, and what its
/// scaler calls the user.
fn server_of(
    plan: &Plan,
    worker: &Worker,
    (server, port, user): &(String, i32, &'static str),
) -> Vec<(&'static str, String)> {
    let also = plan.database.also.value.iter().any(|name| name == "queue");
    let queue = also && worker.kind.value == WorkerKind::SolidQueue;
    let app = database::APP;
    vec![
        ("host", format!("{server}.{}.svc", plan.namespace.value)),
        ("port", port.to_string()),
        (*user, app.to_owned()),
        ("dbName", if queue { format!("{app}_queue") } else { app.to_owned() }),
    ]
}

/// How many jobs are ready in the group's queues; all of them where it names none, or `*`.
fn ready(worker: &Worker) -> String {
    let (table, since) = if worker.kind.value == WorkerKind::GoodJob {
        let due = "finished_at IS NULL AND (scheduled_at IS NULL OR scheduled_at <= NOW())";
        ("good_jobs", Some(due.to_owned()))
    } else {
        ("solid_queue_ready_executions", None)
    };
    let names = queues(worker);
    let conditions: Vec<String> = names
        .iter()
        .map(|name| match name.strip_suffix('*') {
            Some(start) => format!("queue_name LIKE '{start}%'"),
            None => format!("queue_name = '{name}'"),
        })
        .collect();
    let some = !names.is_empty() && !names.contains(&"*");
    let within = some.then(|| format!("({})", conditions.join(" OR ")));
    let all: Vec<String> = since.into_iter().chain(within).collect();
    let mut query = format!("SELECT COUNT(*) FROM {table}");
    if !all.is_empty() {
        query.push_str(" WHERE ");
        query.push_str(&all.join(" AND "));
    }
    query
}

fn by_jobs(plan: &Plan, worker: &Worker, scale: &Autoscale, bundle: &mut Objects<'_>) {
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

#[cfg(test)]
mod tests {
    use crate::generate;

    /// What the ScaledObject and the TriggerAuthentication of the worker `a` hold.
    fn check(rest: &str, expect: &[&str]) {
        let generated = generate(&format!("app: shop\nimage: a/b\n{rest}"));
        assert!(!generated.report.has_errors(), "{:#?}", generated.report);
        let text = |name: &str| generated.bundle.files[&format!("config/kube/a-{name}.yml")].text();
        let both = text("autoscaler") + &text("login");
        for each in expect {
            assert!(both.contains(each), "{each}\n{both}");
        }
    }

    #[test]
    fn each_kind_of_jobs_is_counted_where_it_waits() {
        let worker =
            |more: &str| format!("workers: [{{name: a, autoscale: {{max: 2}}, {more}}}]\n");
        check(&worker("kind: sidekiq"), &["listName: queue:default", "key: address"]);
        check(&worker("capsules: ['c:1:z']"), &["listName: queue:default", "listName: queue:z"]);
        check(
            &(worker("queues: ['x:2', y]") + "redis: {kind: cluster}\n"),
            &["queue:x", "queue:y", "shop-redis.shop.svc:6379", "key: REDIS_PASSWORD"],
        );
        check(
            &worker("kind: solid_queue"),
            &["COUNT(*) FROM solid_queue_ready_executions\"", "key: DATABASE_URL"],
        );
        check(
            &(worker("kind: solid_queue, queues: ['m*', y]") + "database: {also: [queue]}\n"),
            &["WHERE (queue_name LIKE 'm%' OR queue_name = 'y')\"", "key: QUEUE_DATABASE_URL"],
        );
        check(
            &(worker("kind: solid_queue") + "database: {adapter: mysql}\n"),
            &["type: mysql", "queryValue: ", "parameter: connectionString"],
        );
        check(
            &(worker("kind: good_job") + "database: {kind: cluster}\n"),
            &["finished_at IS NULL AND (", "dbName: app", "key: DATABASE_PASSWORD"],
        );
        check(
            &(worker("kind: good_job") + "database: {kind: cnpg}\n"),
            &["parameter: connection", "key: uri"],
        );
    }
}
