//! Which kinds a cluster knows, and under which path each stands.

use super::ask::Ask;
use super::failure::ClusterError;
use super::rest::Rest;
use linkspan_core::internal::rollout::Id;
use serde_json::Value;
use std::collections::BTreeMap;

/// A kind in one version of its group.
#[derive(Clone, Debug)]
struct Kind {
    version: String,
    plural: String,
    namespaced: bool,
}

/// All kinds, by group and name; the version that the cluster prefers first.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds(BTreeMap<(String, String), Vec<Kind>>);

impl Kinds {
    /// Asks the cluster, in two calls.
    pub(super) async fn discover(rest: &Rest) -> Result<Self, ClusterError> {
        let mut kinds = Self::default();
        for path in ["/api", "/apis"] {
            let mut ask = Ask::get(path);
            ask.accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
            let answer = rest.call(&ask).await?;
            for group in items(&answer, "items") {
                kinds.group(group);
            }
        }
        Ok(kinds)
    }

    fn group(&mut self, group: &Value) {
        let name = text(group, "/metadata/name");
        for version in items(group, "versions") {
            for resource in items(version, "resources") {
                let key = (name.to_owned(), text(resource, "/responseKind/kind").to_owned());
                self.0.entry(key).or_default().push(Kind {
                    version: text(version, "/version").to_owned(),
                    plural: text(resource, "/resource").to_owned(),
                    namespaced: text(resource, "/scope") == "Namespaced",
                });
            }
        }
    }

    fn find(&self, id: &Id) -> Result<&Kind, ClusterError> {
        let all = self.0.get(&(id.group().to_owned(), id.kind.clone()));
        all.and_then(|all| all.iter().find(|each| each.version == id.version()))
            .ok_or_else(|| ClusterError::NoKind { api: id.api.clone(), kind: id.kind.clone() })
    }

    /// Whether objects of this kind stand in a namespace.
    pub(super) fn is_namespaced(&self, id: &Id) -> bool {
        self.find(id).is_ok_and(|kind| kind.namespaced)
    }

    /// The API of a group that the cluster prefers for a kind: `apps/v1`.
    pub(super) fn preferred(&self, group: &str, kind: &str) -> Option<String> {
        let found = self.0.get(&(group.to_owned(), kind.to_owned()))?.first()?;
        Some(match group {
            "" => found.version.clone(),
            _ => format!("{group}/{}", found.version),
        })
    }

    /// Where all objects of a kind stand; in one namespace, where the id names one.
    pub(super) fn folder(&self, id: &Id) -> Result<String, ClusterError> {
        let kind = self.find(id)?;
        let root = if id.group().is_empty() { "/api" } else { "/apis" };
        let within = match (kind.namespaced, id.namespace.as_str()) {
            (true, namespace) if !namespace.is_empty() => format!("/namespaces/{namespace}"),
            _ => String::new(),
        };
        Ok(format!("{root}/{}{within}/{}", id.api, kind.plural))
    }

    /// Where one object stands.
    pub(super) fn path(&self, id: &Id) -> Result<String, ClusterError> {
        Ok(format!("{}/{}", self.folder(id)?, id.name))
    }
}

fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}
