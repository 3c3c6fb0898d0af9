//! The API server over plain HTTP, for the many small calls for which a process each would be too slow.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A way to the API server that lasts as long as this value: `kubectl proxy`, on a port of loopback.
pub struct Api {
    proxy: Child,
    base: String,
    agent: ureq::Agent,
}

/// What came back: status, headers and body.
pub type Answer = ureq::http::Response<ureq::Body>;

/// A kind of objects in namespaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// `/api/v1` or `/apis/GROUP/VERSION`.
    pub group: String,
    /// As in paths: `deployments`.
    pub plural: String,
    /// As in manifests: `Deployment`.
    pub kind: String,
}

impl Kind {
    /// With the group, as kubectl takes it: `deployments.apps`, `pods`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.group.strip_prefix("/apis/").and_then(|group| group.split_once('/')) {
            Some((group, _)) => format!("{}.{group}", self.plural),
            None => self.plural.clone(),
        }
    }

    /// Where its objects in a namespace are.
    #[must_use]
    pub fn path(&self, namespace: &str) -> String {
        format!("{}/namespaces/{namespace}/{}", self.group, self.plural)
    }
}

impl Api {
    /// Opens the way.
    ///
    /// # Panics
    /// When kubectl cannot be started or does not say its port.
    #[must_use]
    pub fn open(kubectl: &Path, kubeconfig: &Path) -> Self {
        let mut proxy = Command::new(kubectl)
            .args(["proxy", "--port=0"])
            .env("KUBECONFIG", kubeconfig)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(proxy.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let address = said.trim().strip_prefix("Starting to serve on ");
        let base = format!("http://{}", address.unwrap_or_else(|| panic!("kubectl proxy: {said}")));
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(60)))
            .http_status_as_error(false)
            .build();
        Self { proxy, base, agent: config.into() }
    }

    /// A call: status and answer. A body goes with its type: `application/json`, `application/merge-patch+json`.
    ///
    /// # Panics
    /// When there is no answer, or a good one that is no JSON; a refusal may say its reason in plain text.
    pub fn call(&self, method: &str, path: &str, body: Option<(&str, &Value)>) -> (u16, Value) {
        let mut answer = self.ask(method, path, body.map(|(kind, body)| (kind, body.to_string())));
        let value = match answer.body_mut().read_json() {
            Err(error) if answer.status().is_success() => panic!("{method} {path}: {error}"),
            value => value.unwrap_or_default(),
        };
        (answer.status().as_u16(), value)
    }

    /// A call whose answer is to be read as a whole.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn ask(&self, method: &str, path: &str, body: Option<(&str, String)>) -> Answer {
        let request = ureq::http::Request::builder().method(method);
        let request = request.uri(format!("{}{path}", self.base));
        let answer = match body {
            None => self.agent.run(request.body(()).unwrap()),
            Some((kind, body)) => {
                self.agent.run(request.header("Content-Type", kind).body(body).unwrap())
            }
        };
        answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// What is at a path, if anything is.
    ///
    /// # Panics
    /// When the server says anything else than "here" or "not found".
    pub fn get(&self, path: &str) -> Option<Value> {
        match self.call("GET", path, None) {
            (200, value) => Some(value),
            (404, _) => None,
            (status, value) => panic!("GET {path}: {status} {value}"),
        }
    }

    /// Changes an object, and takes it calmly when it is gone meanwhile.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn patch(&self, path: &str, patch: &Value) {
        let body = ("application/merge-patch+json", patch);
        self.tolerate("PATCH", path, Some(body), 404);
    }

    /// Makes an object, and takes it calmly when it is there already.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn create(&self, path: &str, object: &Value) {
        self.tolerate("POST", path, Some(("application/json", object)), 409);
    }

    /// Removes an object at once, and takes it calmly when it is gone.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn delete(&self, path: &str) {
        let now = json!({"gracePeriodSeconds": 0, "propagationPolicy": "Background"});
        self.tolerate("DELETE", path, Some(("application/json", &now)), 404);
    }

    fn tolerate(&self, method: &str, path: &str, body: Option<(&str, &Value)>, but: u16) {
        let (status, value) = self.call(method, path, body);
        let fine = (200..300).contains(&status) || status == but;
        assert!(fine, "{method} {path}: {status} {value}");
    }

    /// The kinds in namespaces that can be listed and deleted, each in the version that its group prefers.
    ///
    /// # Panics
    /// When the server does not tell.
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        let groups = self.get("/apis").unwrap();
        let preferred = |group: &Value| {
            format!("/apis/{}", group["preferredVersion"]["groupVersion"].as_str().unwrap())
        };
        let groups = groups["groups"].as_array().unwrap().iter().map(preferred);
        let groups = std::iter::once("/api/v1".to_owned()).chain(groups);
        groups.flat_map(|group| self.kinds_of(&group)).collect()
    }

    fn kinds_of(&self, group: &str) -> Vec<Kind> {
        let listed = self.get(group).unwrap();
        let resources = listed["resources"].as_array().unwrap().iter();
        let can = |resource: &Value, verb: &str| {
            resource["verbs"].as_array().unwrap().iter().any(|each| each == verb)
        };
        let own = resources.filter(|resource| {
            resource["namespaced"] == true && can(resource, "list") && can(resource, "delete")
        });
        let text = |resource: &Value, key: &str| resource[key].as_str().unwrap().to_owned();
        own.map(|resource| Kind {
            group: group.to_owned(),
            plural: text(resource, "name"),
            kind: text(resource, "kind"),
        })
        .collect()
    }

    /// The objects of a kind in a namespace.
    ///
    /// # Panics
    /// When the server does not tell.
    #[must_use]
    pub fn list(&self, kind: &Kind, namespace: &str) -> Vec<Value> {
        let list = self.get(&kind.path(namespace)).unwrap_or_default();
        let mut items = list["items"].as_array().cloned().unwrap_or_default();
        for item in &mut items {
            // A list says it once for all.
            item["kind"] = kind.kind.as_str().into();
            let version = kind.group.trim_start_matches("/apis/").trim_start_matches("/api/");
            item["apiVersion"] = version.into();
        }
        items
    }

    /// Removes a namespace and all in it, which takes controllers elsewhere.
    ///
    /// # Panics
    /// When something stays.
    pub fn empty(&self, namespace: &str, kinds: &[Kind]) {
        let path = format!("/api/v1/namespaces/{namespace}");
        if self.get(&path).is_none() {
            return;
        }
        self.delete(&path);
        for kind in kinds {
            let objects = self.list(kind, namespace);
            if objects.is_empty() {
                continue;
            }
            for object in objects {
                let name = object["metadata"]["name"].as_str().unwrap();
                let path = format!("{}/{name}", kind.path(namespace));
                if !object["metadata"]["finalizers"].is_null() {
                    self.patch(&path, &json!({"metadata": {"finalizers": null}}));
                }
                self.delete(&path);
            }
            let left = self.list(kind, namespace);
            assert!(left.is_empty(), "{namespace}: {left:?}");
        }
        let bare =
            json!({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}});
        let finalize = format!("{path}/finalize");
        self.tolerate("PUT", &finalize, Some(("application/json", &bare)), 404);
        assert!(self.get(&path).is_none(), "the namespace {namespace} stays");
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        // It has ended already if this fails.
        let _ = self.proxy.kill();
        let _ = self.proxy.wait();
    }
}
