//! Migrations of an app: which one runs now, and which ran. A Job is deleted when its time is up; what it did stays
//! in the ConfigMap `APP-migrated`, which deploy.sh and `linkspan apply` both read and write.

use super::id::Id;
use super::json;
use super::strategy::is_over;
use crate::plan::{LABEL_COMPONENT, LABEL_INSTANCE, LABEL_VERSION, STRATEGY};
use serde_json::{Value, json};

/// The part of an app that its migrations are.
pub const MIGRATE: &str = "migrate";
/// The key of the record: revisions, the newest first, a space between them.
const REVISIONS: &str = "revisions";
/// How many revisions are remembered.
const REMEMBERED: usize = 10;

/// What stands behind a revision whose steps after the roll-out ran.
const AFTER_MARK: &str = ".after";

/// Whether a Job holds the steps that wait until the new pods serve.
#[must_use]
pub fn is_after(job: &Value) -> bool {
    json::annotation(job, STRATEGY) == "after"
}

/// How a revision is written down when its steps after the roll-out ran.
#[must_use]
pub fn after(revision: &str) -> String {
    format!("{revision}{AFTER_MARK}")
}

/// The name of an app's record.
#[must_use]
pub fn migrated_name(app: &str) -> String {
    format!("{app}-migrated")
}

/// The record that a migration's Job is written down in, and its revision; nothing where the Job says none.
#[must_use]
pub fn recorded_in(job: &Value) -> Option<(Id, String)> {
    let (app, revision) = (json::label(job, LABEL_INSTANCE), json::label(job, LABEL_VERSION));
    let record = Id {
        api: "v1".to_owned(),
        kind: "ConfigMap".to_owned(),
        namespace: json::text(job, "/metadata/namespace").to_owned(),
        name: migrated_name(app),
    };
    let word = if is_after(job) { after(revision) } else { revision.to_owned() };
    (!app.is_empty() && !revision.is_empty()).then_some((record, word))
}

/// The revisions whose migration is complete, the newest first. Words that are none are passed over.
#[must_use]
pub fn migrated(record: Option<&Value>) -> Vec<String> {
    let text = record.and_then(|record| record.get("data")?.get(REVISIONS)?.as_str());
    let fits = |word: &&str| {
        word.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '.' | '_' | '-'))
    };
    let words = text.unwrap_or_default().split_whitespace().filter(fits);
    words.take(REMEMBERED).map(str::to_owned).collect()
}

/// The record with one revision more; nothing where it stands first already. It carries no label of its maker, so no
/// clean-up takes it for a left-over.
#[must_use]
pub fn remember_migrated(
    app: &str,
    namespace: &str,
    record: Option<&Value>,
    revision: &str,
) -> Option<Value> {
    let before = migrated(record);
    if before.first().is_some_and(|first| first == revision) {
        return None;
    }
    let mut all = vec![revision.to_owned()];
    all.extend(before.into_iter().filter(|each| each != revision).take(REMEMBERED - 1));
    Some(json!({
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": migrated_name(app),
            "namespace": namespace,
            "labels": {LABEL_INSTANCE: app, LABEL_COMPONENT: MIGRATE},
        },
        "data": {REVISIONS: all.join(" ")},
    }))
}

/// Whether a Job or a pod migrates the app's database now, for whichever revision. A pod can outlive its Job.
#[must_use]
pub fn is_migrating(object: &Value, app: &str) -> bool {
    let is_migration =
        json::label(object, LABEL_INSTANCE) == app && json::component(object) == MIGRATE;
    is_migration
        && match json::kind(object) {
            "Job" => !is_over(object),
            "Pod" => json::text(object, "/status/phase") == "Running",
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_are_remembered_newest_first() {
        let record = |text: &str| json!({"data": {REVISIONS: text}});
        for (before, revision, expect) in [
            ("", "r1", Some("r1")),
            ("r1", "r1", None),
            ("r2 r1", "r3", Some("r3 r2 r1")),
            ("r3 r2 r1", "r1", Some("r1 r3 r2")),
            ("$(rm) r2\n;x r1", "r3", Some("r3 r2 r1")),
            ("9 8 7 6 5 4 3 2 1 0", "r", Some("r 9 8 7 6 5 4 3 2 1")),
        ] {
            let found = remember_migrated("shop", "prod", Some(&record(before)), revision);
            let text = found.as_ref().map(|found| found["data"][REVISIONS].as_str().unwrap());
            assert_eq!(text, expect, "{before}");
        }
        let made = remember_migrated("shop", "prod", None, "r1").unwrap();
        assert_eq!(made["metadata"]["name"], "shop-migrated");
        assert_eq!(migrated(Some(&made)), ["r1"]);
        assert_eq!(migrated(Some(&json!({"data": []}))), Vec::<String>::new());
        let job = json!({"metadata": {"namespace": "prod",
            "labels": {LABEL_INSTANCE: "shop", LABEL_VERSION: "r1"}}});
        assert_eq!(recorded_in(&job), Some((Id::of(&made), "r1".to_owned())));
        assert_eq!(recorded_in(&made), None);
        let later = json!({"metadata": {"namespace": "prod", "annotations": {STRATEGY: "after"},
            "labels": {LABEL_INSTANCE: "shop", LABEL_VERSION: "r1"}}});
        assert_eq!(recorded_in(&later), Some((Id::of(&made), "r1.after".to_owned())));
        assert_eq!(super::super::left_over("shop", &[made], &[], &[]), []);
    }

    #[test]
    fn a_migration_runs_until_it_says_that_it_is_over() {
        let object = |kind: &str, component: &str, status: Value| {
            json!({"kind": kind, "status": status, "metadata": {"labels": {
                LABEL_INSTANCE: "shop", LABEL_COMPONENT: component}}})
        };
        let condition = |name: &str| json!({"conditions": [{"type": name, "status": "True"}]});
        for (object, expect) in [
            (object("Job", MIGRATE, json!({})), true),
            (object("Job", MIGRATE, json!({"active": 1})), true),
            (object("Job", MIGRATE, condition("FailureTarget")), true),
            (object("Job", MIGRATE, condition("Suspended")), true),
            (object("Job", MIGRATE, condition("Failed")), false),
            (object("Job", MIGRATE, condition("Complete")), false),
            (object("Job", "nightly", json!({})), false),
            (object("Pod", MIGRATE, json!({"phase": "Running"})), true),
            (object("Pod", MIGRATE, json!({"phase": "Pending"})), false),
            (object("Pod", "web", json!({"phase": "Running"})), false),
        ] {
            assert_eq!(is_migrating(&object, "shop"), expect, "{object}");
            assert!(!is_migrating(&object, "blog"));
        }
    }
}
