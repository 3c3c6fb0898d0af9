//! What the server answers to one object.

use crate::tree::Tree;
use linkspan_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// By kind: the name in addresses, and whether it lives in a namespace.
type Kinds = BTreeMap<String, (String, bool)>;

/// The server, and the kinds that it was asked for.
pub(crate) struct Judge<'a> {
    server: &'a Server,
    /// By group and version.
    known: Mutex<BTreeMap<String, Kinds>>,
}

impl<'a> Judge<'a> {
    /// Of a server that runs.
    pub(crate) fn of(server: &'a Server) -> Self {
        Self { server, known: Mutex::default() }
    }

    /// What the server says to a dry run with no field passed over: code, message, causes and warnings.
    pub(crate) fn answer(&self, object: &Tree) -> Value {
        let (api, kind) = (object.word("apiVersion"), object.word("kind"));
        let Some((name, namespaced)) = self.resource(api, kind) else {
            // kubectl says so before it asks.
            return json!({"code": 400, "message": format!("no matches for kind {kind} in version {api}")});
        };
        let within = if namespaced { "namespaces/default/" } else { "" };
        let path = format!("{}/{within}{name}?dryRun=All&fieldValidation=Strict", root(api));
        let body = ("application/yaml", object.yaml());
        let mut response = self.server.api.ask("POST", &path, Some(body));
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
            let list = self.server.api.get(&root(api)).unwrap_or_default();
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

fn root(api: &str) -> String {
    if api.contains('/') { format!("/apis/{api}") } else { format!("/api/{api}") }
}

/// The text of a warning's header.
fn unquoted(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    text.replace("\\\"", "\"").replace("\\\\", "\\")
}
