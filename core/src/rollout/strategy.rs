//! What comes first in a release, and how an app is stopped and started around its migration.

use super::json;
use super::release::pod_spec;
use crate::plan::{DOWNTIME, LABEL_INSTANCE, MIGRATED, STRATEGY, Strategy};
use serde_json::{Value, json};

/// What a migrate Job says comes first. One that says nothing comes before the new pods.
#[must_use]
pub fn strategy(job: &Value) -> Strategy {
    match json::annotation(job, STRATEGY) {
        "deploy_then_migrate" => Strategy::DeployThenMigrate,
        "downtime" => Strategy::Downtime,
        _ => Strategy::MigrateThenDeploy,
    }
}

/// What stops a live workload: no pods, no runs. To be applied as the field manager [`DOWNTIME`], so that
/// it can be given back without guessing, and what a person had suspended stays so.
#[must_use]
pub fn pause(live: &Value) -> Value {
    match json::kind(live) {
        "CronJob" => marked(live, &json!({"suspend": true})),
        _ => marked(live, &json!({"replicas": 0})),
    }
}

/// What starts a workload again that [`pause`] stopped; nothing where it is not stopped. A release sets
/// the number of its pods itself, except where something else scales them: then it is `pods`.
#[must_use]
pub fn resume(live: &Value, pods: i64) -> Option<Value> {
    let is_paused = json::list(live, "/metadata/managedFields")
        .iter()
        .any(|entry| json::text(entry, "/manager") == DOWNTIME);
    if !is_paused {
        return None;
    }
    match json::kind(live) {
        "CronJob" => Some(marked(live, &json!({}))),
        _ => {
            let stopped = live.pointer("/spec/replicas").and_then(Value::as_i64) == Some(0);
            stopped.then(|| marked(live, &json!({"replicas": pods})))
        }
    }
}

/// What makes the pods of a Deployment anew once after a migration, and not again when it is repeated.
#[must_use]
pub fn refreshed(live: &Value, revision: &str) -> Value {
    let annotations = json!({MIGRATED: revision});
    marked(live, &json!({"template": {"metadata": {"annotations": annotations}}}))
}

/// The least of an object that can be applied: who it is, and these fields.
fn marked(live: &Value, spec: &Value) -> Value {
    let mut object = json!({
        "apiVersion": json::text(live, "/apiVersion"),
        "kind": json::kind(live),
        "metadata": {
            "name": json::name(live),
            "namespace": json::text(live, "/metadata/namespace"),
        },
    });
    if let (Value::Object(map), false) = (&mut object, spec == &json!({})) {
        map.insert("spec".into(), spec.clone());
    }
    object
}

/// Whether an object runs code of the app: its image is that of a release, whatever the revision.
#[must_use]
pub fn runs_code(object: &Value, app: &str, wanted: &Value) -> bool {
    let repository = |object: &Value| {
        let image = json::text(pod_spec(object)?, "/containers/0/image").to_owned();
        let stem = image.rsplit_once(':').map(|(stem, _)| stem.to_owned());
        Some(stem.unwrap_or(image))
    };
    json::label(object, LABEL_INSTANCE) == app && repository(object) == repository(wanted)
}

/// Whether a Job or a pod is over. A Job that is not may make more pods.
#[must_use]
pub fn is_over(object: &Value) -> bool {
    match json::kind(object) {
        "Job" => ["Complete", "Failed"].iter().any(|name| json::holds(object, name).is_some()),
        _ => matches!(json::text(object, "/status/phase"), "Succeeded" | "Failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(kind: &str, spec: &Value, managers: &[&str]) -> Value {
        let fields: Vec<Value> = managers.iter().map(|name| json!({"manager": name})).collect();
        json!({"apiVersion": "a/v1", "kind": kind, "spec": spec, "metadata": {"name": "x",
            "namespace": "n", "managedFields": fields}})
    }

    #[test]
    fn only_what_was_stopped_by_us_is_started() {
        let [ours, other] = [["linkspan", DOWNTIME], ["linkspan", "kubectl"]];
        for (object, expect) in [
            (live("Deployment", &json!({"replicas": 0}), &ours), Some(json!({"replicas": 3}))),
            (live("Deployment", &json!({"replicas": 2}), &ours), None),
            (live("Deployment", &json!({"replicas": 0}), &other), None),
            (live("CronJob", &json!({"suspend": true}), &other), None),
        ] {
            assert_eq!(resume(&object, 3).map(|doc| doc["spec"].clone()), expect, "{object}");
        }
        let cron = resume(&live("CronJob", &json!({"suspend": true}), &ours), 3).unwrap();
        assert_eq!(cron.get("spec"), None, "a field that is not named is given back");
    }

    #[test]
    fn a_job_says_what_comes_first() {
        for (word, expect) in [
            ("", Strategy::MigrateThenDeploy),
            ("deploy_then_migrate", Strategy::DeployThenMigrate),
            ("downtime", Strategy::Downtime),
        ] {
            let job = json!({"metadata": {"annotations": {STRATEGY: word}}});
            assert_eq!(strategy(&job), expect);
            assert!(word.is_empty() || expect.word() == word);
        }
    }

    #[test]
    fn code_of_the_app_is_told_by_its_image() {
        let pod = |image: &str, app: &str| {
            json!({"kind": "Pod", "metadata": {"labels": {LABEL_INSTANCE: app}},
                "spec": {"containers": [{"image": image}]}})
        };
        let wanted = pod("r.example.com:5000/shop:r2", "shop");
        for (object, expect) in [
            (pod("r.example.com:5000/shop:r1", "shop"), true),
            (pod("r.example.com:5000/shop:r1", "blog"), false),
            (pod("valkey:8", "shop"), false),
        ] {
            assert_eq!(runs_code(&object, "shop", &wanted), expect);
        }
        assert!(!is_over(&json!({"kind": "Job"})));
        assert!(is_over(&json!({"kind": "Pod", "status": {"phase": "Failed"}})));
    }
}
