//! A way to the server that holds its connections, and what it answers.

use crate::tree::Tree;
use linkspan_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::Mutex;

/// By kind: the name in addresses, and whether it lives in a namespace.
type Kinds = BTreeMap<String, (String, bool)>;

/// kubectl between us and the server, which speaks TLS.
pub(crate) struct Proxy {
    child: Child,
    address: String,
    agent: ureq::Agent,
    /// By group and version.
    known: Mutex<BTreeMap<String, Kinds>>,
}

impl Proxy {
    /// Starts it on a port that is free.
    pub(crate) fn start(server: &Server) -> Self {
        let mut command = server.command(&["proxy", "--port=0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().rsplit(' ').next().unwrap().to_owned();
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = ureq::Agent::new_with_config(config.build());
        Self { child, address, agent, known: Mutex::default() }
    }

    /// What the server says to a dry run with no field passed over: code, message, causes and warnings.
    pub(crate) fn answer(&self, object: &Tree) -> Value {
        let (api, kind) = (object.word("apiVersion"), object.word("kind"));
        let Some((name, namespaced)) = self.resource(api, kind) else {
            // kubectl says so before it asks.
            return json!({"code": 400, "message": format!("no matches for kind {kind} in version {api}")});
        };
        let within = if namespaced { "namespaces/default/" } else { "" };
        let url = format!(
            "http://{}{}/{within}{name}?dryRun=All&fieldValidation=Strict",
            self.address,
            root(api)
        );
        let request = self.agent.post(&url).header("Content-Type", "application/yaml");
        let mut response = request.send(object.yaml()).unwrap();
        let code = response.status().as_u16();
        let warnings: Vec<String> = response
            .headers()
            .get_all("warning")
            .iter()
            .filter_map(|each| {
                Some(unquoted(String::from_utf8_lossy(each.as_bytes()).split_once("- ")?.1))
            })
            .collect();
        let body: Value = response.body_mut().read_json().unwrap_or_default();
        json!({
            "code": code,
            "message": body["message"],
            "causes": body["details"]["causes"],
            "warnings": warnings,
        })
    }

    fn resource(&self, api: &str, kind: &str) -> Option<(String, bool)> {
        let mut known = self.known.lock().unwrap();
        let kinds = known.entry(api.to_owned()).or_insert_with(|| {
            let url = format!("http://{}{}", self.address, root(api));
            let list: Value =
                self.agent.get(&url).call().unwrap().body_mut().read_json().unwrap_or_default();
            let all = list["resources"].as_array().cloned().unwrap_or_default();
            all.iter()
                .filter_map(|each| {
                    Some((
                        each["kind"].as_str()?,
                        each["name"].as_str()?,
                        each["namespaced"].as_bool()?,
                    ))
                })
                .filter(|(_, name, _)| !name.contains('/'))
                .map(|(kind, name, namespaced)| (kind.to_owned(), (name.to_owned(), namespaced)))
                .collect()
        });
        kinds.get(kind).cloned()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _code = self.child.wait();
    }
}

fn root(api: &str) -> String {
    if api.contains('/') { format!("/apis/{api}") } else { format!("/api/{api}") }
}

/// The text of a warning's header.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}
