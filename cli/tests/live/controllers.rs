//! What controllers and kubelets do elsewhere, by what a revision is called: `crash...` never runs, `bad...` has a
//! migration that fails, `nokey...` one that cannot start, `slow...` one that never ends, all others run at once.

use crate::app::{App, rest};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, Ordering};

const NUMBER: &str = "deployment.kubernetes.io/revision";

/// Runs something while the controllers of an app's namespace are at work.
pub(crate) fn with<T>(app: &App, work: impl FnOnce() -> T) -> T {
    let turn = || {
        jobs(app);
        deployments(app);
    };
    beside(turn, work)
}

/// Runs something, and something else beside it again and again.
pub(crate) fn beside<T>(mut turn: impl FnMut() + Send, work: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    let stopper = Stopper(&stop);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                turn();
                rest();
            }
        });
        let done = work();
        drop(stopper);
        done
    })
}

/// Stops what goes on beside a test when that panics, too.
struct Stopper<'a>(&'a AtomicBool);

impl Drop for Stopper<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

fn jobs(app: &App) {
    for job in app.server.list(&app.name, "jobs") {
        let name = text(&job, "/metadata/name");
        let revision = name.rsplit("migrate-").next().unwrap();
        let is_new = job["status"]["conditions"].is_null() && job["status"]["active"].is_null();
        if !is_new {
            continue;
        }
        let status = if revision.starts_with("bad") {
            json!({"failed": 1, "startTime": "2026-01-01T00:00:00Z", "conditions": [
                condition("FailureTarget", "BackoffLimitExceeded"),
                condition("Failed", "BackoffLimitExceeded")]})
        } else if revision.starts_with("slow") || revision.starts_with("nokey") {
            json!({"active": 1, "startTime": "2026-01-01T00:00:00Z"})
        } else {
            json!({"succeeded": 1, "startTime": "2026-01-01T00:00:00Z",
                "completionTime": "2026-01-01T00:00:01Z", "conditions": [
                condition("SuccessCriteriaMet", ""), condition("Complete", "")]})
        };
        if revision.starts_with("nokey") {
            let waiting = json!({"reason": "CreateContainerConfigError",
                "message": "couldn't find key STRIPE_KEY in Secret shop/shop-secrets"});
            pod(app, &job, &format!("{name}-pod"), &json!({"waiting": waiting}), 0);
        }
        app.server.patch_status(&app.name, "job", name, &status);
    }
}

pub(crate) fn condition(name: &str, reason: &str) -> Value {
    json!({"type": name, "status": "True", "reason": reason,
        "lastTransitionTime": "2026-01-01T00:00:01Z"})
}

/// A pod of a Job or ReplicaSet, a minute old, whose container is in this state.
fn pod(app: &App, owner: &Value, name: &str, state: &Value, restarts: i64) {
    let mut pod = json!({"apiVersion": "v1", "kind": "Pod",
        "metadata": owner["spec"]["template"]["metadata"], "spec": owner["spec"]["template"]["spec"]});
    pod["metadata"]["name"] = name.into();
    pod["metadata"]["namespace"] = app.name.as_str().into();
    pod["metadata"]["ownerReferences"] = owned_by(owner);
    if app.server.make(&pod).is_none() {
        return;
    }
    let container = &owner["spec"]["template"]["spec"]["containers"][0];
    let mut status = json!({"phase": "Pending", "startTime": "2026-01-01T00:00:00Z",
        "containerStatuses": [{"name": container["name"], "image": container["image"],
            "imageID": "", "ready": false, "restartCount": restarts, "state": state}]});
    if restarts > 0 {
        status["containerStatuses"][0]["lastState"] =
            json!({"terminated": {"exitCode": 1, "reason": "Error"}});
    }
    app.server.patch_status(&app.name, "pod", name, &status);
}

fn owned_by(owner: &Value) -> Value {
    json!([{"apiVersion": owner["apiVersion"], "kind": owner["kind"], "controller": true,
        "name": owner["metadata"]["name"], "uid": owner["metadata"]["uid"]}])
}

fn deployments(app: &App) {
    for deployment in app.server.list(&app.name, "deployments") {
        let generation = &deployment["metadata"]["generation"];
        if deployment["status"]["observedGeneration"] != *generation {
            roll(app, &deployment);
        }
    }
}

/// One round of the Deployment controller: the ReplicaSet of the template, found or made, and the pods counted.
fn roll(app: &App, deployment: &Value) {
    let name = text(deployment, "/metadata/name");
    let image = text(deployment, "/spec/template/spec/containers/0/image");
    let runs = !image.rsplit(':').next().unwrap().starts_with("crash");
    let replicas = deployment["spec"]["replicas"].as_i64().unwrap();
    let sets: Vec<Value> = app
        .server
        .list(&app.name, "replicasets")
        .into_iter()
        .filter(|set| set["metadata"]["ownerReferences"][0]["uid"] == deployment["metadata"]["uid"])
        .collect();
    let number = |set: &Value| -> i64 {
        set["metadata"]["annotations"][NUMBER].as_str().unwrap().parse().unwrap()
    };
    let last = sets.iter().map(number).max().unwrap_or(0);
    let same = |set: &&Value| set["metadata"]["annotations"]["template"] == template(deployment);
    let (set, at) = match sets.iter().find(same) {
        Some(set) if number(set) == last => (set.clone(), last),
        Some(set) => {
            note(app, "replicaset", text(set, "/metadata/name"), last + 1);
            (set.clone(), last + 1)
        }
        None => (make_set(app, deployment, last + 1), last + 1),
    };
    let set_name = text(&set, "/metadata/name");
    let (old, new) = if runs { (0, replicas) } else { (replicas, 0) };
    for other in sets.iter().filter(|other| text(other, "/metadata/name") != set_name) {
        let served = other["status"]["availableReplicas"].as_i64().unwrap_or(0) > 0;
        count(app, text(other, "/metadata/name"), if served { old } else { 0 });
    }
    count(app, set_name, new);
    if !runs {
        let waiting = json!({"waiting": {"reason": "CrashLoopBackOff"}});
        pod(app, &set, &format!("{set_name}-pod"), &waiting, 2);
    }
    let has_old = !runs && last > 0;
    let serving = if runs || has_old { replicas } else { 0 };
    note(app, "deployment", name, at);
    let status = json!({"observedGeneration": deployment["metadata"]["generation"],
        "replicas": serving + i64::from(!runs), "updatedReplicas": if runs { replicas } else { 1 },
        "readyReplicas": serving, "availableReplicas": serving});
    app.server.patch_status(&app.name, "deployment", name, &status);
}

/// Says on an object which revision it is of.
fn note(app: &App, kind: &str, name: &str, number: i64) {
    let note = json!({"metadata": {"annotations": {NUMBER: number.to_string()}}});
    app.server.patch(&app.name, kind, name, &note);
}

fn count(app: &App, set: &str, pods: i64) {
    let status = json!({"replicas": pods, "readyReplicas": pods, "availableReplicas": pods});
    app.server.patch_status(&app.name, "replicaset", set, &status);
}

/// The template as a text that two of them can be compared by.
fn template(deployment: &Value) -> String {
    let mut template = deployment["spec"]["template"].clone();
    template["metadata"].as_object_mut().unwrap().remove("creationTimestamp");
    template.to_string()
}

fn make_set(app: &App, deployment: &Value, number: i64) -> Value {
    let hash = format!("{}-{number}", text(deployment, "/metadata/name"));
    let mut set = json!({"apiVersion": "apps/v1", "kind": "ReplicaSet",
        "metadata": {"name": hash, "namespace": app.name,
            "labels": deployment["spec"]["template"]["metadata"]["labels"],
            "ownerReferences": owned_by(deployment)},
        "spec": {"replicas": 0, "selector": deployment["spec"]["selector"],
            "template": deployment["spec"]["template"]}});
    set["metadata"]["annotations"][NUMBER] = number.to_string().into();
    set["metadata"]["annotations"]["template"] = template(deployment).into();
    for at in ["/metadata/labels", "/spec/template/metadata/labels", "/spec/selector/matchLabels"] {
        set.pointer_mut(at).unwrap()["pod-template-hash"] = hash.as_str().into();
    }
    app.server.create(&set)
}
