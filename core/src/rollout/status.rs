//! How an app stands in the cluster.

use super::MANAGER;
use super::health::{Health, Scene, State, judge, pods_of};
use super::id::Id;
use super::json;
use super::lock::{Lock, judge_lock};
use super::moment::{Clock, Moment, span};
use super::release::running_revision;
use crate::plan::DOWNTIME;
use crate::workload::{is_scaled, template, workload};
use serde::Serialize;
use serde_json::Value;

/// What the API server says about an app.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Its workloads, claims, services and routes.
    pub objects: Vec<Value>,
    /// Its Jobs.
    pub jobs: Vec<Value>,
    /// Pods, ReplicaSets and events around them.
    pub scene: Scene,
    /// The deploy lock.
    pub lease: Option<Value>,
    /// What the bundle has of all this; empty where there is no bundle.
    pub wanted: Vec<Id>,
}

/// How an app stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Its name.
    pub app: String,
    /// Where it runs.
    pub namespace: String,
    /// The revision that all of it runs; nothing while there are several or none.
    pub revision: Option<String>,
    /// What runs all the time.
    pub workloads: Vec<Workload>,
    /// What runs at times.
    pub cron: Vec<Cron>,
    /// The last migration.
    pub migration: Option<Migration>,
    /// What else there is to say something about: routes, volumes.
    pub others: Vec<Other>,
    /// Who deploys now, such as `anna@laptop-4711, for 3 min`.
    pub lock: Option<String>,
    /// What the bundle has and the cluster has not.
    pub missing: Vec<Id>,
}

/// What runs all the time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Workload {
    /// Such as `Deployment`.
    pub kind: String,
    /// Such as `shop-web`.
    pub name: String,
    /// The revision of its pods; nothing for what is not the app's own image.
    pub revision: Option<String>,
    /// Pods that are ready.
    pub ready: i64,
    /// Pods that should be.
    pub wanted: i64,
    /// Restarts of the pods that there are now.
    pub restarts: i64,
    /// How far it is.
    #[serde(flatten)]
    pub health: Health,
}

/// What runs at times.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cron {
    /// Such as `shop-nightly`.
    pub name: String,
    /// In cron's words.
    pub schedule: String,
    /// Where the clock of the schedule stands; empty for the cluster's own.
    pub time_zone: String,
    /// Whether it is held back.
    pub suspended: bool,
    /// Whether it is held back for a migration with downtime.
    pub stopped: bool,
    /// When it last ran, such as `3 h ago`.
    pub last: Option<String>,
    /// How its last Job ended or goes; nothing where none is left.
    pub health: Option<Health>,
}

/// The last migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Migration {
    /// The Job's name.
    pub name: String,
    /// The revision that it prepared.
    pub revision: Option<String>,
    /// When it started, such as `3 h ago`.
    pub when: Option<String>,
    /// How it ended or goes.
    pub health: Health,
}

/// A route or a volume.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Other {
    /// Such as `Ingress`.
    pub kind: String,
    /// Such as `shop-web`.
    pub name: String,
    /// How far it is.
    #[serde(flatten)]
    pub health: Health,
}

impl Status {
    /// Whether anything of the app runs in the cluster, all the time or at times.
    #[must_use]
    pub fn is_deployed(&self) -> bool {
        !self.workloads.is_empty() || !self.cron.is_empty()
    }

    /// Whether nothing has failed that runs or is needed all the time, is stopped or is missing.
    #[must_use]
    pub fn is_well(&self) -> bool {
        let others = self.others.iter().map(|each| &each.health);
        let all = self.workloads.iter().map(|each| &each.health).chain(others);
        all.into_iter().all(|health| health.state != State::Failed)
            && !self.cron.iter().any(|each| each.stopped)
            && self.missing.is_empty()
    }
}

/// Puts together how an app stands.
#[must_use]
pub fn status(app: &str, namespace: &str, seen: &Seen, clock: Clock) -> Status {
    let mut workloads = Vec::new();
    let mut cron = Vec::new();
    let mut others = Vec::new();
    for object in seen.objects.iter().filter(|object| json::is_ours(object, app)) {
        match json::kind(object) {
            kind if workload(kind).is_some_and(|it| it.is_rolled_out()) => {
                workloads.push(pods(object, seen, clock));
            }
            "CronJob" => cron.push(cron_job(object, seen, clock)),
            kind => others.push(Other {
                kind: kind.to_owned(),
                name: json::name(object).to_owned(),
                health: judge(object, &seen.scene, clock),
            }),
        }
    }
    let mut revisions: Vec<&String> =
        workloads.iter().filter_map(|each| each.revision.as_ref()).collect();
    revisions.sort();
    revisions.dedup();
    let revision = match revisions.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    };
    let lock = seen.lease.as_ref().and_then(|lease| match judge_lock(lease, "") {
        Lock::Held(holder) if holder.looks_abandoned(clock.now) => {
            Some(format!("{}, not renewed any more", holder.message(clock.now)))
        }
        Lock::Held(holder) => Some(holder.message(clock.now)),
        Lock::Free | Lock::Ours => None,
    });
    let there: Vec<Id> = seen.objects.iter().map(Id::of).collect();
    let is_missing = |id: &&Id| !there.iter().any(|each| each.is_same(id));
    // Of an app that nobody deployed, everything is missing.
    let is_deployed = !workloads.is_empty() || !cron.is_empty();
    let missing = seen.wanted.iter().filter(|_| is_deployed).filter(is_missing).cloned().collect();
    Status {
        app: app.to_owned(),
        namespace: namespace.to_owned(),
        revision,
        workloads,
        cron,
        migration: migration(app, seen, clock),
        others,
        lock,
        missing,
    }
}

fn pods(object: &Value, seen: &Seen, clock: Clock) -> Workload {
    let ready = workload(json::kind(object)).map_or("", |it| it.ready);
    let wanted = if is_scaled(json::kind(object)) {
        object.pointer("/spec/replicas").and_then(Value::as_i64).unwrap_or(1)
    } else {
        json::int(object, "/status/desiredNumberScheduled")
    };
    let restarts = pods_of(object, &seen.scene)
        .flat_map(|pod| json::list(pod, "/status/containerStatuses"))
        .map(|container| json::int(container, "/restartCount"))
        .sum();
    // By the label alone: the tag of a data store's image is no revision of the app.
    let revision = template(object)
        .map(|template| json::label(template, crate::plan::LABEL_VERSION))
        .filter(|label| !label.is_empty())
        .map(str::to_owned);
    Workload {
        kind: json::kind(object).to_owned(),
        name: json::name(object).to_owned(),
        revision,
        ready: json::int(object, ready),
        wanted,
        restarts,
        health: asleep(object, wanted, seen).unwrap_or_else(|| judge(object, &seen.scene, clock)),
    }
}

/// Why a workload has no pods, where none are wanted: only a release and an autoscaler may choose that.
fn asleep(object: &Value, wanted: i64, seen: &Seen) -> Option<Health> {
    if wanted > 0 || !is_scaled(json::kind(object)) {
        return None;
    }
    let health = |state, words: String| Some(Health { state, words, causes: Vec::new() });
    let said_by: Vec<&str> = json::list(object, "/metadata/managedFields")
        .iter()
        .filter(|entry| entry.pointer("/fieldsV1/f:spec/f:replicas").is_some())
        .map(|entry| json::text(entry, "/manager"))
        .collect();
    if said_by.contains(&DOWNTIME) {
        let words = "is stopped for a migration: apply a revision to start it";
        return health(State::Failed, words.to_owned());
    }
    if said_by.contains(&MANAGER) {
        return health(State::Done, "no pods, as the bundle says".to_owned());
    }
    if seen.objects.iter().any(|each| scales(each, object)) {
        return health(State::Done, "no pods, as its autoscaler says".to_owned());
    }
    let by = said_by.first().map(|name| format!(" by `{name}`")).unwrap_or_default();
    health(State::Failed, format!("is scaled to no pods{by}: applying the bundle scales it back"))
}

/// Whether an autoscaler decides the number of pods of a workload.
fn scales(scaler: &Value, object: &Value) -> bool {
    let target = "/spec/scaleTargetRef";
    matches!(json::kind(scaler), "HorizontalPodAutoscaler" | "ScaledObject")
        && json::text(scaler, &format!("{target}/name")) == json::name(object)
        && matches!(json::text(scaler, &format!("{target}/kind")), kind if kind.is_empty() || kind == json::kind(object))
}

/// Whether a release holds an object back for its migration.
fn is_stopped(object: &Value) -> bool {
    json::list(object, "/metadata/managedFields")
        .iter()
        .any(|entry| json::text(entry, "/manager") == DOWNTIME)
}

fn cron_job(object: &Value, seen: &Seen, clock: Clock) -> Cron {
    let last = Moment::parse(json::text(object, "/status/lastScheduleTime"));
    let newest = newest(seen.jobs.iter().filter(|job| json::is_owned_by(job, object)));
    Cron {
        name: json::name(object).to_owned(),
        schedule: json::text(object, "/spec/schedule").to_owned(),
        time_zone: json::text(object, "/spec/timeZone").to_owned(),
        suspended: json::is_true(object, "/spec/suspend"),
        stopped: json::is_true(object, "/spec/suspend") && is_stopped(object),
        last: last.map(|last| ago(last, clock)),
        health: newest.map(|job| judge(job, &seen.scene, clock)),
    }
}

fn migration(app: &str, seen: &Seen, clock: Clock) -> Option<Migration> {
    let job = newest(
        seen.jobs.iter().filter(|job| json::is_ours(job, app) && json::component(job) == "migrate"),
    )?;
    let begun = Moment::parse(json::text(job, "/status/startTime"))
        .or_else(|| Moment::parse(json::text(job, "/metadata/creationTimestamp")));
    Some(Migration {
        name: json::name(job).to_owned(),
        revision: running_revision(job),
        when: begun.map(|begun| ago(begun, clock)),
        health: judge(job, &seen.scene, clock),
    })
}

fn newest<'a>(jobs: impl Iterator<Item = &'a Value>) -> Option<&'a Value> {
    jobs.max_by_key(|job| Moment::parse(json::text(job, "/metadata/creationTimestamp")))
}

fn ago(moment: Moment, clock: Clock) -> String {
    format!("{} ago", span(clock.now.since(moment)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn ours(kind: &str, name: &str, component: &str, more: Value) -> Value {
        let mut object = json!({"kind": kind, "metadata": {"name": name, "uid": name,
            "creationTimestamp": "2026-11-23T18:00:00Z",
            "labels": {"app.kubernetes.io/managed-by": "linkspan",
                "app.kubernetes.io/instance": "shop",
                "app.kubernetes.io/component": component}}});
        for (key, value) in more.as_object().unwrap() {
            object[key] = value.clone();
        }
        object
    }

    fn template(revision: &str) -> Value {
        json!({"metadata": {"labels": {"app.kubernetes.io/version": revision}},
            "spec": {"containers": [{"image": format!("shop:{revision}")}]}})
    }

    #[test]
    fn everything_a_person_asks_for_is_there() {
        let now = Moment::parse("2026-11-23T18:10:00Z").unwrap();
        let web = ours(
            "Deployment",
            "shop-web",
            "web",
            json!({"spec": {"replicas": 2, "template": template("r2")},
                "status": {"replicas": 2, "updatedReplicas": 2, "availableReplicas": 2,
                    "readyReplicas": 2}}),
        );
        let redis = ours(
            "StatefulSet",
            "shop-redis",
            "redis",
            json!({"spec": {"template": {"spec": {"containers": [{"image": "valkey:8"}]}}},
                "status": {"readyReplicas": 1, "updatedReplicas": 1, "replicas": 1}}),
        );
        let nightly = ours(
            "CronJob",
            "shop-nightly",
            "nightly",
            json!({"spec": {"schedule": "0 3 * * *", "timeZone": "Europe/Paris"},
                "status": {"lastScheduleTime": "2026-11-23T15:10:00Z"}}),
        );
        let ran = json!({"kind": "Job", "metadata": {"ownerReferences": [{"uid": "shop-nightly"}]},
            "status": {"conditions": [{"type": "Complete", "status": "True"}]}});
        let migrate = ours(
            "Job",
            "shop-migrate-r2",
            "migrate",
            json!({"spec": {"template": template("r2")},
                "status": {"startTime": "2026-11-23T18:05:00Z",
                    "conditions": [{"type": "Complete", "status": "True"}]}}),
        );
        let pod = json!({"kind": "Pod", "metadata": {"ownerReferences": [{"uid": "set"}]},
            "status": {"containerStatuses": [{"restartCount": 3}]}});
        let set = json!({"metadata": {"uid": "set", "ownerReferences": [{"uid": "shop-web"}]}});
        let seen = Seen {
            objects: vec![web, redis, nightly, json!({"kind": "Deployment"})],
            jobs: vec![ran, migrate],
            scene: Scene { replica_sets: vec![set], pods: vec![pod], events: vec![] },
            lease: Some(super::super::lock::lease(
                "shop",
                "shop",
                "anna@host-1",
                now.plus(-10),
                None,
            )),
            wanted: Vec::new(),
        };
        let status = status("shop", "shop", &seen, Clock { started: Moment::default(), now });
        assert_eq!(status.revision.as_deref(), Some("r2"));
        let words: Vec<String> = status
            .workloads
            .iter()
            .map(|each| format!("{} {}/{} {}", each.name, each.ready, each.wanted, each.restarts))
            .collect();
        assert_eq!(words, ["shop-web 2/2 3", "shop-redis 1/1 0"]);
        assert_eq!(status.workloads[1].revision, None);
        assert_eq!(status.cron[0].last.as_deref(), Some("3 h ago"));
        assert_eq!(status.cron[0].health.as_ref().unwrap().words, "complete");
        let migration = status.migration.as_ref().unwrap();
        assert_eq!(
            (migration.name.as_str(), migration.health.state),
            ("shop-migrate-r2", State::Done)
        );
        assert_eq!(migration.when.as_deref(), Some("5 min ago"));
        assert_eq!(status.lock.as_deref(), Some("anna@host-1, for 10 s"));
        assert!(status.is_deployed() && status.is_well());
    }

    #[test]
    fn what_is_stopped_scaled_to_nothing_or_missing_is_not_well() {
        let web = |replicas: i64, manager: &str| {
            let mut web =
                ours("Deployment", "shop-web", "web", json!({"spec": {"replicas": replicas}}));
            web["apiVersion"] = "apps/v1".into();
            web["metadata"]["managedFields"] = json!([{"manager": manager,
                "fieldsV1": {"f:spec": {"f:replicas": {}}}}]);
            web
        };
        let scaler = ours(
            "HorizontalPodAutoscaler",
            "shop-web",
            "web",
            json!({"spec": {
            "scaleTargetRef": {"kind": "Deployment", "name": "shop-web"}}}),
        );
        let mut cron =
            ours("CronJob", "shop-nightly", "nightly", json!({"spec": {"suspend": true}}));
        let held = cron.clone();
        cron["metadata"]["managedFields"] = json!([{"manager": DOWNTIME}]);
        let id = |kind: &str, name: &str| Id {
            api: "apps/v1".into(),
            kind: kind.into(),
            namespace: String::new(),
            name: name.into(),
        };
        for (objects, wanted, words, well) in [
            (vec![web(0, DOWNTIME)], vec![], "is stopped for a migration", false),
            (vec![web(0, "kubectl")], vec![], "is scaled to no pods by `kubectl`", false),
            (vec![web(0, MANAGER)], vec![], "no pods, as the bundle says", true),
            (vec![web(0, "controller"), scaler], vec![], "no pods, as its autoscaler says", true),
            (vec![web(1, MANAGER)], vec![id("Deployment", "shop-web")], "", true),
            (vec![web(1, MANAGER)], vec![id("Deployment", "shop-mail")], "", false),
            (vec![web(1, MANAGER), held], vec![], "", true),
            (vec![web(1, MANAGER), cron], vec![], "", false),
            (vec![], vec![id("Deployment", "shop-web")], "", true),
        ] {
            let seen = Seen { objects, wanted, ..Seen::default() };
            let status = status("shop", "shop", &seen, Clock::default());
            let found = status.workloads.first().map_or("", |each| each.health.words.as_str());
            assert!(found.contains(words), "{found}");
            assert_eq!(status.is_well(), well, "{status:#?}");
        }
    }
}
