//! Does what controllers and kubelets do elsewhere: pods come, serve or fail, and statuses say so.

use crate::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// What becomes of the pods of an image.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Serves,
    Crashes,
    LacksKey,
    LacksImage,
}

/// What is looked at: workloads, and what controllers of others make Secrets from.
const KINDS: [&str; 6] = [
    "deployments.apps",
    "statefulsets.apps",
    "jobs.batch",
    "clusters.postgresql.cnpg.io",
    "externalsecrets.external-secrets.io",
    "sealedsecrets.bitnami.com",
];
const REVISION: &str = "deployment.kubernetes.io/revision";
const HASH: &str = "pod-template-hash";

/// The controllers of one namespace.
pub struct Controllers<'a> {
    server: &'a Server,
    namespace: String,
    fates: Mutex<BTreeMap<String, Fate>>,
    stop: AtomicBool,
}

impl<'a> Controllers<'a> {
    pub fn of(server: &'a Server, namespace: &str) -> Self {
        let (fates, stop) = (Mutex::default(), AtomicBool::new(false));
        Self { server, namespace: namespace.to_owned(), fates, stop }
    }

    /// Pods of this image tag end so; all others serve.
    pub fn doom(&self, tag: &str, fate: Fate) {
        let mut fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        fates.insert(tag.to_owned(), fate);
    }

    /// Plays beside this work, until it ends or panics.
    pub fn beside<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Stop<'a>(&'a AtomicBool);
        impl Drop for Stop<'_> {
            fn drop(&mut self) {
                self.0.store(true, Ordering::Relaxed);
            }
        }
        thread::scope(|scope| {
            let _stop = Stop(&self.stop);
            scope.spawn(|| {
                while !self.stop.load(Ordering::Relaxed) {
                    self.turn();
                    // Leaves the processor to what is tested.
                    thread::park_timeout(Duration::from_millis(200));
                }
            });
            work()
        })
    }

    fn turn(&self) {
        let seen: Vec<Value> = KINDS.iter().flat_map(|kind| self.list(kind)).collect();
        let of = |kind: &str| seen.iter().filter(|each| each["kind"] == kind).collect::<Vec<_>>();
        // What belongs to a workload is looked at when there is something to do.
        let unseen =
            |each: &&&Value| each["metadata"]["generation"] != each["status"]["observedGeneration"];
        let rolls: Vec<&Value> = of("Deployment").iter().filter(unseen).copied().collect();
        if !rolls.is_empty() {
            let (sets, pods) = (self.list("replicasets.apps"), self.list("pods"));
            rolls.iter().for_each(|each| self.roll(each, &sets, &pods));
        }
        for each in of("StatefulSet").iter().filter(unseen) {
            let status = served(each, &each["spec"]["replicas"]);
            self.status("statefulsets.apps", name(each), &status);
        }
        for each in &seen {
            if each["status"]["conditions"].is_null() || !is_seen(each) {
                self.secret_of(each);
            }
        }
        let waits = |job: &&&Value| job["status"]["conditions"].is_null();
        let jobs: Vec<&Value> = of("Job").iter().filter(waits).copied().collect();
        if !jobs.is_empty() {
            let pods = self.list("pods");
            let has_pod = |job: &Value| {
                let of_job =
                    |pod: &Value| pod["metadata"]["labels"]["job-name"] == job["metadata"]["name"];
                pods.iter().any(of_job)
            };
            jobs.iter().filter(|job| !has_pod(job)).for_each(|job| self.run(job));
        }
    }

    /// Makes the Secret that CloudNativePG, External Secrets or Sealed Secrets make from this object.
    fn secret_of(&self, object: &Value) {
        let keys = |at: &str| -> Vec<&str> {
            match &object["spec"][at] {
                Value::Array(list) => {
                    list.iter().filter_map(|each| each["secretKey"].as_str()).collect()
                }
                Value::Object(map) => map.keys().map(String::as_str).collect(),
                _ => Vec::new(),
            }
        };
        let (kind, secret, keys, ready) = match object["kind"].as_str() {
            Some("Cluster") => (
                "clusters.postgresql.cnpg.io",
                format!("{}-app", name(object)),
                vec!["uri", "password"],
                "Ready",
            ),
            Some("ExternalSecret") => {
                let target = object["spec"]["target"]["name"].as_str().unwrap_or(name(object));
                ("externalsecrets.external-secrets.io", target.to_owned(), keys("data"), "Ready")
            }
            Some("SealedSecret") => (
                "sealedsecrets.bitnami.com",
                name(object).to_owned(),
                keys("encryptedData"),
                "Synced",
            ),
            _ => return,
        };
        let data: Value = keys.into_iter().map(|key| (key.to_owned(), json!("a value"))).collect();
        self.create("secrets", &json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": secret}, "stringData": data}));
        let time = "2026-01-01T00:00:00Z";
        let condition = json!({"type": ready, "status": "True", "reason": "Made", "message": "", "lastTransitionTime": time});
        self.status(kind, name(object), &json!({"conditions": [condition],
            "observedGeneration": object["metadata"]["generation"], "syncedResourceVersion": seen(object)}));
    }

    /// A ReplicaSet for each pod template, the newest with the highest number.
    fn roll(&self, deployment: &Value, sets: &[Value], pods: &[Value]) {
        let fate = self.fate(&deployment["spec"]["template"]["spec"]);
        let template = &deployment["spec"]["template"];
        let mut hasher = DefaultHasher::new();
        template.to_string().hash(&mut hasher);
        let hash = format!("{:08x}", hasher.finish() as u32);
        let set = format!("{}-{hash}", name(deployment));
        let own = sets
            .iter()
            .filter(|each| each["metadata"]["ownerReferences"][0]["name"] == name(deployment));
        let number = |set: &Value| -> u32 {
            set["metadata"]["annotations"][REVISION].as_str().unwrap_or("0").parse().unwrap()
        };
        let own: Vec<&Value> = own.collect();
        let newest = own.iter().map(|each| number(each)).max().unwrap_or(0);
        let there = own.iter().find(|each| name(each) == set);
        let next =
            if there.is_some_and(|each| number(each) == newest) { newest } else { newest + 1 };
        if there.is_none() {
            self.create("replicasets.apps", &replica_set(deployment, &set, &hash));
        }
        let wanted = deployment["spec"]["replicas"].clone();
        let mark = json!({"metadata": {"annotations": {REVISION: next.to_string()}}});
        self.patch("deployments.apps", name(deployment), &mark);
        let mark = json!({"metadata": {"annotations": {REVISION: next.to_string()}}, "spec": {"replicas": wanted}});
        self.patch("replicasets.apps", &set, &mark);
        for other in own.iter().filter(|each| name(each) != set) {
            let ends = fate == Fate::Serves || number(other) > newest;
            if ends {
                let none = json!({"spec": {"replicas": 0}});
                self.patch("replicasets.apps", name(other), &none);
                self.delete_pods(pods, other["metadata"]["labels"][HASH].as_str().unwrap());
            }
        }
        let count = if fate == Fate::Serves { wanted.as_u64().unwrap() } else { 1 };
        for index in 0..count {
            let pod = format!("{set}-{index}");
            if !pods.iter().any(|each| name(each) == pod) {
                let owner = json!([{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": set, "uid": "1"}]);
                self.pod(template, &pod, &json!({HASH: hash}), &owner, fate);
            }
        }
        if count == 0 {
            self.delete_pods(pods, &hash);
        }
        let status = if fate == Fate::Serves {
            served(deployment, &wanted)
        } else {
            json!({"observedGeneration": deployment["metadata"]["generation"], "updatedReplicas": 1,
                "replicas": wanted.as_u64().unwrap() + 1, "readyReplicas": wanted, "availableReplicas": wanted})
        };
        self.status("deployments.apps", name(deployment), &status);
    }

    fn run(&self, job: &Value) {
        let fate = self.fate(&job["spec"]["template"]["spec"]);
        let label = json!({"job-name": job["metadata"]["name"]});
        self.pod(&job["spec"]["template"], &format!("{}-x", name(job)), &label, &json!([]), fate);
        let end = match fate {
            Fate::Serves => "Complete",
            Fate::Crashes => "Failed",
            Fate::LacksKey | Fate::LacksImage => return,
        };
        let phase = if end == "Failed" { "Failed" } else { "Succeeded" };
        self.status("pods", &format!("{}-x", name(job)), &json!({"phase": phase}));
        let before = if end == "Failed" { "FailureTarget" } else { "SuccessCriteriaMet" };
        let time = "2026-01-01T00:00:01Z";
        let conditions = [before, end]
            .map(|kind| json!({"type": kind, "status": "True", "lastTransitionTime": time}));
        let mut status = json!({"startTime": "2026-01-01T00:00:00Z", "conditions": conditions});
        if end == "Complete" {
            status["succeeded"] = 1.into();
            status["completionTime"] = time.into();
        }
        self.status("jobs.batch", name(job), &status);
    }

    fn pod(&self, template: &Value, pod: &str, labels: &Value, owners: &Value, fate: Fate) {
        let mut made = template.clone();
        made["apiVersion"] = "v1".into();
        made["kind"] = "Pod".into();
        made["metadata"]["name"] = pod.into();
        for (key, value) in labels.as_object().unwrap() {
            made["metadata"]["labels"][key] = value.clone();
        }
        made["metadata"]["ownerReferences"] = owners.clone();
        self.create("pods", &made);
        let container = &template["spec"]["containers"][0];
        let (phase, state, restarts) = match fate {
            Fate::Serves => ("Running", json!({"running": {}}), 0),
            Fate::Crashes => (
                "Running",
                json!({"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}}),
                2,
            ),
            Fate::LacksImage => (
                "Pending",
                json!({"waiting": {"reason": "ImagePullBackOff", "message": "no such image"}}),
                0,
            ),
            Fate::LacksKey => (
                "Pending",
                json!({"waiting": {"reason": "CreateContainerConfigError",
                "message": "couldn't find key NEW_API_KEY in Secret shop/shop-secrets"}}),
                0,
            ),
        };
        let ready = if fate == Fate::Serves { "True" } else { "False" };
        self.status(
            "pods",
            pod,
            &json!({"phase": phase, "conditions": [{"type": "Ready", "status": ready}], "containerStatuses": [{
                "name": container["name"], "image": container["image"], "imageID": "", "ready": fate == Fate::Serves,
                "restartCount": restarts, "state": state}]}),
        );
    }

    fn fate(&self, pod: &Value) -> Fate {
        let image = pod["containers"][0]["image"].as_str().unwrap();
        let fates = self.fates.lock().unwrap_or_else(PoisonError::into_inner);
        let tag = image.rsplit(':').next().unwrap();
        fates.get(tag).copied().unwrap_or(Fate::Serves)
    }

    /// The objects of a kind, which has its group with it.
    pub fn list(&self, kind: &str) -> Vec<Value> {
        self.server.api.list(self.server.kind(kind), &self.namespace)
    }

    fn path(&self, kind: &str) -> String {
        self.server.kind(kind).path(&self.namespace)
    }

    fn create(&self, kind: &str, object: &Value) {
        self.server.api.create(&self.path(kind), object);
    }

    fn status(&self, kind: &str, name: &str, status: &Value) {
        let path = format!("{}/{name}/status", self.path(kind));
        self.server.api.patch(&path, &json!({"status": status}));
    }

    fn patch(&self, kind: &str, name: &str, patch: &Value) {
        self.server.api.patch(&format!("{}/{name}", self.path(kind)), patch);
    }

    /// Ends those of a template.
    fn delete_pods(&self, pods: &[Value], hash: &str) {
        for pod in pods.iter().filter(|pod| pod["metadata"]["labels"][HASH] == hash) {
            self.server.api.delete(&format!("{}/{}", self.path("pods"), name(pod)));
        }
    }
}

/// The generation of an ExternalSecret as its controller notes it.
fn seen(object: &Value) -> String {
    format!("{}-0", object["metadata"]["generation"])
}

/// Whether the controller of a secret store has done what the object says now.
fn is_seen(object: &Value) -> bool {
    match object["kind"].as_str() {
        Some("ExternalSecret") => object["status"]["syncedResourceVersion"] == seen(object),
        Some("SealedSecret") => {
            object["status"]["observedGeneration"] == object["metadata"]["generation"]
        }
        _ => true,
    }
}

fn name(object: &Value) -> &str {
    object["metadata"]["name"].as_str().unwrap()
}

fn served(object: &Value, wanted: &Value) -> Value {
    json!({"observedGeneration": object["metadata"]["generation"], "replicas": wanted, "updatedReplicas": wanted,
        "readyReplicas": wanted, "availableReplicas": wanted})
}

fn replica_set(deployment: &Value, set: &str, hash: &str) -> Value {
    let mut template = deployment["spec"]["template"].clone();
    template["metadata"]["labels"][HASH] = hash.into();
    let mut selector = deployment["spec"]["selector"].clone();
    selector["matchLabels"][HASH] = hash.into();
    json!({
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": set,
            "labels": template["metadata"]["labels"],
            "ownerReferences": [{"apiVersion": "apps/v1", "kind": "Deployment", "name": name(deployment),
                "uid": deployment["metadata"]["uid"]}],
        },
        "spec": {"replicas": deployment["spec"]["replicas"], "selector": selector, "template": template},
    })
}
