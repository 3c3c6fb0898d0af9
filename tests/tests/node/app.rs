//! The running app, asked through its Service.

use crate::cluster::{Cluster, LIMIT};
use serde_json::{Value, json};
use std::time::Duration;

/// The app behind a Service.
pub(crate) struct App {
    /// Address and port of the Service.
    pub(crate) address: String,
    agent: ureq::Agent,
}

impl App {
    /// That of an app, which is its namespace too.
    pub(crate) fn of(cluster: &Cluster, app: &str) -> Self {
        Self::in_space(cluster, app, app)
    }

    /// That of an app in a namespace of another name.
    pub(crate) fn in_space(cluster: &Cluster, app: &str, namespace: &str) -> Self {
        let service = cluster.get(&format!("service {app}-web --namespace={namespace}"));
        let ip = service["spec"]["clusterIP"].as_str().unwrap();
        let port = service["spec"]["ports"][0]["port"].as_u64().unwrap();
        Self::at(&format!("{ip}:{port}"))
    }

    /// That behind any address and port.
    pub(crate) fn at(address: &str) -> Self {
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(40)));
        let agent = config.max_idle_connections(0).http_status_as_error(false).build().into();
        Self { address: address.to_owned(), agent }
    }

    /// A page: its status and text.
    pub(crate) fn page(&self, path: &str) -> (u16, String) {
        let call = self.agent.get(format!("http://{}{path}", self.address));
        let mut answer = call.header("Host", "shop.test").call().unwrap();
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap())
    }

    /// The same, if there is an answer.
    pub(crate) fn try_page(&self, path: &str) -> Option<(u16, String)> {
        let call = self.agent.get(format!("http://{}{path}", self.address));
        let mut answer = call.header("Host", "shop.test").call().ok()?;
        Some((answer.status().as_u16(), answer.body_mut().read_to_string().ok()?))
    }

    /// An answer in JSON.
    pub(crate) fn ask(&self, path: &str) -> Value {
        let (status, text) = self.page(path);
        assert_eq!(status, 200, "{path}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Sends something in JSON, and returns what comes back.
    pub(crate) fn send(&self, path: &str, body: &Value) -> Value {
        let call = self.agent.post(format!("http://{}{path}", self.address));
        let call = call.header("Host", "shop.test").header("Accept", "application/json");
        let mut answer = call.send_json(body).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(answer.status().is_success(), "{path}: {} {text}", answer.status());
        serde_json::from_str(&text).unwrap()
    }

    /// Sends an order with a photo, as a browser's form does.
    pub(crate) fn send_photo(&self, bytes: &[u8]) -> Value {
        let mut body = Vec::new();
        for (name, value) in [("customer", "Photographer"), ("item", "Rope"), ("quantity", "1")] {
            let head = format!(
                "--cut\r\nContent-Disposition: form-data; name=\"order[{name}]\"\r\n\r\n{value}\r\n"
            );
            body.extend(head.as_bytes());
        }
        body.extend(
            b"--cut\r\nContent-Disposition: form-data; name=\"order[photo]\"; filename=\"a.bin\"\r\n\
              Content-Type: application/octet-stream\r\n\r\n",
        );
        body.extend(bytes);
        body.extend(b"\r\n--cut--\r\n");
        let call = self.agent.post(format!("http://{}/orders.json", self.address));
        let call = call.header("Content-Type", "multipart/form-data; boundary=cut");
        let mut answer = call.header("Host", "shop.test").send(&body[..]).unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(answer.status().is_success(), "{} {text}", answer.status());
        serde_json::from_str(&text).unwrap()
    }

    /// Sends so many bytes; the status of the answer.
    pub(crate) fn send_bytes(&self, path: &str, count: usize) -> u16 {
        let call = self.agent.post(format!("http://{}{path}", self.address));
        let call = call.header("Host", "shop.test").header("Accept", "application/json");
        call.send(&vec![b'x'; count][..]).unwrap().status().as_u16()
    }

    /// Bytes, after as many redirections as it takes.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let call = self.agent.get(format!("http://{}{path}", self.address));
        let mut answer = call.header("Host", "shop.test").call().unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        answer.body_mut().read_to_vec().unwrap()
    }

    /// Starts work of this many seconds, and returns its number.
    pub(crate) fn pack(&self, seconds: u32) -> u64 {
        self.send("/packings.json", &json!({"seconds": seconds}))["id"].as_u64().unwrap()
    }

    /// What became of it, step by step.
    pub(crate) fn steps(&self, packing: u64) -> Vec<String> {
        let packing = self.ask(&format!("/packings/{packing}"));
        let steps = packing["steps"].as_array().unwrap();
        steps.iter().map(|step| step["name"].as_str().unwrap().to_owned()).collect()
    }

    /// Waits for it to be finished, once, and returns its steps.
    pub(crate) fn packed(&self, cluster: &Cluster, packing: u64) -> Vec<String> {
        cluster.wait("a job is finished", LIMIT, || {
            let steps = self.steps(packing);
            steps.iter().any(|step| step == "finished").then_some(steps)
        })
    }
}
