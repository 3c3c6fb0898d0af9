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
const KINDS: &str = "deployments,replicasets,statefulsets,jobs,pods,clusters.postgresql.cnpg.io,\
    externalsecrets.external-secrets.io,sealedsecrets.bitnami.com";
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
        let seen = self.list(KINDS);
        let of = |kind: &str| seen.iter().filter(|each| each["kind"] == kind).collect::<Vec<_>>();
        for each in of("Deployment") {
            if each["metadata"]["generation"] != each["status"]["observedGeneration"] {
                self.roll(each, &of("ReplicaSet"), &of("Pod"));
            }
        }
        for each in of("StatefulSet") {
            if each["metadata"]["generation"] != each["status"]["observedGeneration"] {
                let status = served(each, &each["spec"]["replicas"]);
                self.status(&format!("statefulset/{}", name(each)), &status);
            }
        }
        for each in &seen {
            if each["status"]["conditions"].is_null() || !is_seen(each) {
                self.secret_of(each);
            }
        }
        for each in of("Job") {
            let label =
                |pod: &&Value| pod["metadata"]["labels"]["job-name"] == each["metadata"]["name"];
            if each["status"]["conditions"].is_null() && !of("Pod").iter().any(label) {
                self.run(each);
            }
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
        let (path, secret, keys, ready) = match object["kind"].as_str() {
            Some("Cluster") => (
                "cluster.postgresql.cnpg.io",
                format!("{}-app", name(object)),
                vec!["uri", "password"],
                "Ready",
            ),
            Some("ExternalSecret") => {
                let target = object["spec"]["target"]["name"].as_str().unwrap_or(name(object));
                ("externalsecret", target.to_owned(), keys("data"), "Ready")
            }
            Some("SealedSecret") => {
                ("sealedsecret", name(object).to_owned(), keys("encryptedData"), "Synced")
            }
            _ => return,
        };
        let data: Value = keys.into_iter().map(|key| (key.to_owned(), json!("a value"))).collect();
        self.create(&json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": secret}, "stringData": data}));
        let time = "2026-01-01T00:00:00Z";
        let condition = json!({"type": ready, "status": "True", "reason": "Made", "message": "", "lastTransitionTime": time});
        self.status(&format!("{path}/{}", name(object)), &json!({"conditions": [condition],
            "observedGeneration": object["metadata"]["generation"], "syncedResourceVersion": seen(object)}));
    }

    /// A ReplicaSet for each pod template, the newest with the highest number.
    fn roll(&self, deployment: &Value, sets: &[&Value], pods: &[&Value]) {
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
        let own: Vec<&&Value> = own.collect();
        let newest = own.iter().map(|each| number(each)).max().unwrap_or(0);
        let there = own.iter().find(|each| name(each) == set);
        let next =
            if there.is_some_and(|each| number(each) == newest) { newest } else { newest + 1 };
        if there.is_none() {
            self.create(&replica_set(deployment, &set, &hash));
        }
        let wanted = deployment["spec"]["replicas"].clone();
        let mark = json!({"metadata": {"annotations": {REVISION: next.to_string()}}});
        self.patch(&format!("deployment/{}", name(deployment)), &mark, &[]);
        let mark = json!({"metadata": {"annotations": {REVISION: next.to_string()}}, "spec": {"replicas": wanted}});
        self.patch(&format!("replicaset/{set}"), &mark, &[]);
        for other in own.iter().filter(|each| name(each) != set) {
            let ends = fate == Fate::Serves || number(other) > newest;
            if ends {
                self.patch(
                    &format!("replicaset/{}", name(other)),
                    &json!({"spec": {"replicas": 0}}),
                    &[],
                );
                let hash = other["metadata"]["labels"][HASH].as_str().unwrap();
                self.delete_pods(&format!("{HASH}={hash}"));
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
            self.delete_pods(&format!("{HASH}={hash}"));
        }
        let status = if fate == Fate::Serves {
            served(deployment, &wanted)
        } else {
            json!({"observedGeneration": deployment["metadata"]["generation"], "updatedReplicas": 1,
                "replicas": wanted.as_u64().unwrap() + 1, "readyReplicas": wanted, "availableReplicas": wanted})
        };
        self.status(&format!("deployment/{}", name(deployment)), &status);
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
        self.status(&format!("pod/{}-x", name(job)), &json!({"phase": phase}));
        let before = if end == "Failed" { "FailureTarget" } else { "SuccessCriteriaMet" };
        let time = "2026-01-01T00:00:01Z";
        let conditions = [before, end]
            .map(|kind| json!({"type": kind, "status": "True", "lastTransitionTime": time}));
        let mut status = json!({"startTime": "2026-01-01T00:00:00Z", "conditions": conditions});
        if end == "Complete" {
            status["succeeded"] = 1.into();
            status["completionTime"] = time.into();
        }
        self.status(&format!("job/{}", name(job)), &status);
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
        self.create(&made);
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
            &format!("pod/{pod}"),
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

    pub fn list(&self, kinds: &str) -> Vec<Value> {
        let within = format!("--namespace={}", self.namespace);
        let text = self.server.good(&["get", kinds, &within, "-o", "json"]);
        let list: Value = serde_json::from_str(&text).unwrap();
        list["items"].as_array().unwrap().clone()
    }

    fn create(&self, object: &Value) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("object.json");
        std::fs::write(&file, object.to_string()).unwrap();
        let within = format!("--namespace={}", self.namespace);
        self.tolerant(&["create", &within, "-f", file.to_str().unwrap()]);
    }

    fn status(&self, what: &str, status: &Value) {
        self.patch(what, &json!({"status": status}), &["--subresource=status"]);
    }

    fn patch(&self, what: &str, patch: &Value, more: &[&str]) {
        let (within, patch) = (format!("--namespace={}", self.namespace), patch.to_string());
        let mut args = vec!["patch", what, &within, "--type=merge", "-p", &patch];
        args.extend(more);
        self.tolerant(&args);
    }

    fn delete_pods(&self, selector: &str) {
        let within = format!("--namespace={}", self.namespace);
        self.tolerant(&["delete", "pods", &within, "--selector", selector, "--wait=false"]);
    }

    /// What is gone meanwhile is gone, and what is there is there.
    fn tolerant(&self, args: &[&str]) {
        let output = self.server.command(args).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let known = told.contains("NotFound") || told.contains("AlreadyExists");
        assert!(output.status.success() || known, "{args:?}: {told}");
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
