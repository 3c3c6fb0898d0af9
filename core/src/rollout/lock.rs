//! The deploy lock: a Lease named `APP-deploy`, the same for deploy.sh and for `linkspan apply`.

use super::json;
use super::moment::{Moment, span};
use serde_json::{Value, json};

/// Seconds that a lock lasts when nobody renews it.
pub const LASTS: i64 = 60;
/// No holder is waited for longer than this, whatever a Lease says.
const LONGEST: i64 = 300;
/// Seconds between renewals.
pub const RENEWED_EVERY: i64 = 15;

/// What a Lease says about who may deploy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Nobody holds it.
    Free,
    /// The one who asks holds it.
    Ours,
    /// Somebody holds it. Whether they still live, only a renewal shows: clocks differ.
    Held(Holder),
}

/// Who holds the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Such as `anna@laptop-4711-0a1b2c3d`.
    pub name: String,
    /// When it was taken, if that is known.
    pub since: Option<Moment>,
    /// When it was last renewed, if that is known.
    pub renewed: Option<Moment>,
    /// Seconds of silence after which anybody may take it over.
    pub lasts: i64,
}

impl Holder {
    /// `anna@laptop-4711-0a1b2c3d, for 3 min`.
    #[must_use]
    pub fn message(&self, now: Moment) -> String {
        match self.since {
            Some(since) => format!("{}, for {}", self.name, span(now.since(since))),
            None => self.name.clone(),
        }
    }

    /// Whether it looks as if nobody renews it any more. For people to read: it decides nothing.
    #[must_use]
    pub fn looks_abandoned(&self, now: Moment) -> bool {
        self.renewed.is_none_or(|renewed| now.since(renewed) > self.lasts)
    }
}

/// The name of an app's lock.
#[must_use]
pub fn lock_name(app: &str) -> String {
    format!("{app}-deploy")
}

/// Reads a Lease.
#[must_use]
pub fn judge_lock(lease: &Value, me: &str) -> Lock {
    let name = json::text(lease, "/spec/holderIdentity");
    if name.is_empty() {
        return Lock::Free;
    }
    if name == me {
        return Lock::Ours;
    }
    let time = |pointer: &str| Moment::parse(json::text(lease, pointer));
    let lasts = match json::int(lease, "/spec/leaseDurationSeconds") {
        seconds @ 1..=LONGEST => seconds,
        _ => LASTS,
    };
    let since = time("/spec/acquireTime");
    let renewed = time("/spec/renewTime").or(since);
    Lock::Held(Holder { name: name.to_owned(), since, renewed, lasts })
}

/// A Lease that somebody takes now. With the version that was read it replaces that one only.
#[must_use]
pub fn lease(app: &str, namespace: &str, me: &str, now: Moment, version: Option<&str>) -> Value {
    let mut metadata = json!({
        "name": lock_name(app),
        "namespace": namespace,
        "labels": {
            crate::plan::LABEL_INSTANCE: app,
            crate::plan::LABEL_MANAGED_BY: super::MANAGER,
        },
    });
    if let (Some(version), Value::Object(metadata)) = (version, &mut metadata) {
        metadata.insert("resourceVersion".into(), version.into());
    }
    json!({
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": metadata,
        "spec": {
            "holderIdentity": me,
            "leaseDurationSeconds": LASTS,
            "acquireTime": now.micro(),
            "renewTime": now.micro(),
        },
    })
}

/// The same Lease, renewed.
#[must_use]
pub fn renewed(lease: &Value, now: Moment) -> Value {
    let mut lease = lease.clone();
    if let Some(Value::Object(spec)) = lease.get_mut("spec") {
        spec.insert("renewTime".into(), now.micro().into());
    }
    lease
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lease_says_who_holds_it_and_no_clock_who_lives() {
        let now = Moment::parse("2026-11-23T18:01:00Z").unwrap();
        let held = |name: &str, renewed: &str, lasts: i64| {
            json!({"spec": {"holderIdentity": name, "leaseDurationSeconds": lasts,
                "acquireTime": "2026-11-23T17:58:00.000000Z", "renewTime": renewed}})
        };
        for (lease, expect) in [
            (json!({"spec": {}}), "free"),
            (held("", "2026-11-23T18:00:50.000000Z", 60), "free"),
            (held("me", "2026-11-23T17:00:00.000000Z", 60), "ours"),
            (held("anna", "2026-11-23T18:00:50.000000Z", 60), "anna, for 3 min, 60"),
            (held("anna", "2026-11-23T17:00:00.000000Z", 30), "anna, for 3 min, 30, silent"),
            (held("anna", "2026-11-23T18:10:00.000000Z", 0), "anna, for 3 min, 60"),
            (held("anna", "2026-11-23T18:00:50.000000Z", 99_999_999), "anna, for 3 min, 60"),
            (json!({"spec": {"holderIdentity": "anna"}}), "anna, 60, silent"),
        ] {
            let found = match judge_lock(&lease, "me") {
                Lock::Free => "free".to_owned(),
                Lock::Ours => "ours".to_owned(),
                Lock::Held(holder) => {
                    let silent = if holder.looks_abandoned(now) { ", silent" } else { "" };
                    format!("{}, {}{silent}", holder.message(now), holder.lasts)
                }
            };
            assert_eq!(found, expect, "{lease}");
        }
    }

    #[test]
    fn what_is_taken_names_its_holder_and_a_renewal_its_time_alone() {
        let now = Moment::new(1_795_460_196, 0);
        let lease = lease("shop", "shop", "me", now, Some("7"));
        assert_eq!(lease["metadata"]["resourceVersion"], "7");
        assert_eq!(judge_lock(&lease, "me"), Lock::Ours);
        assert!(matches!(judge_lock(&lease, "you"), Lock::Held(_)));
        let renewed = renewed(&lease, now.plus(50));
        assert_ne!(renewed["spec"]["renewTime"], lease["spec"]["renewTime"]);
        assert_eq!(renewed["spec"]["acquireTime"], lease["spec"]["acquireTime"]);
    }
}
