//! Objects of a cluster: read, applied, deleted.

use super::ask::Ask;
use super::failure::ClusterError;
use super::kinds::Kinds;
use super::rest::Rest;
use http::Method;
use linkspan_core::internal::rollout::{Id, MANAGER, Moment, Takeover, takeovers};
use serde_json::{Value, json};
use std::time::Duration;

/// A cluster that answers.
pub(crate) struct Cluster {
    /// The name of its context.
    pub(crate) context: String,
    pub(super) rest: Rest,
    pub(super) kinds: Kinds,
}

/// Whether an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The server says what it would make of it.
    DryRun,
    /// It is written.
    Real,
}

/// An object as the server made it, or would make it.
pub(crate) struct Applied {
    pub(crate) object: Value,
    /// Fields that somebody else had set.
    pub(crate) takeovers: Vec<Takeover>,
}

/// Objects of a list's page.
const PAGE: &str = "500";
/// How often a list begins anew, and after how long.
const BEGUN: usize = 5;
const AGAIN: Duration = Duration::from_secs(1);

impl Cluster {
    pub(super) const fn new(context: String, rest: Rest, kinds: Kinds) -> Self {
        Self { context, rest, kinds }
    }

    /// Where it is.
    pub(crate) fn server(&self) -> &str {
        &self.rest.server
    }

    /// The present by its clock.
    pub(crate) fn now(&self) -> Moment {
        self.rest.now()
    }

    /// What it warned of since the last time.
    pub(crate) fn take_warnings(&self) -> Vec<String> {
        self.rest.take_warnings()
    }

    pub(crate) fn is_namespaced(&self, id: &Id) -> bool {
        self.kinds.is_namespaced(id)
    }

    /// The API under which it knows a kind best.
    pub(crate) fn preferred(&self, group: &str, kind: &str) -> Option<String> {
        self.kinds.preferred(group, kind)
    }

    /// Reads an object; nothing where there is none.
    pub(crate) async fn get(&self, id: &Id) -> Result<Option<Value>, ClusterError> {
        match self.rest.call(&Ask::get(self.kinds.path(id)?)).await {
            Ok(object) => Ok(Some(object)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// All objects of a kind in a namespace.
    pub(crate) async fn list(
        &self,
        api: &str,
        kind: &str,
        namespace: &str,
        selectors: &[(&str, &str)],
    ) -> Result<Vec<Value>, ClusterError> {
        let id = Id {
            api: api.to_owned(),
            kind: kind.to_owned(),
            namespace: namespace.to_owned(),
            name: String::new(),
        };
        let folder = self.kinds.folder(&id)?;
        let (mut all, mut next, mut begun) = (Vec::new(), String::new(), 0);
        loop {
            let mut ask = Ask::get(&folder).with("limit", PAGE);
            for (key, value) in selectors {
                ask = ask.with(key, value);
            }
            if !next.is_empty() {
                ask = ask.with("continue", &next);
            }
            let mut page = match self.rest.call(&ask).await {
                // The version that the list was of is forgotten.
                Err(error) if error.is_expired() && begun < BEGUN => {
                    begun += 1;
                    all.clear();
                    next.clear();
                    tokio::time::sleep(AGAIN).await;
                    continue;
                }
                page => page?,
            };
            let items = page.get_mut("items").and_then(Value::as_array_mut);
            for mut item in items.map(std::mem::take).unwrap_or_default() {
                // A list says once what its items are.
                if let Value::Object(map) = &mut item {
                    map.insert("apiVersion".into(), api.into());
                    map.insert("kind".into(), kind.into());
                }
                all.push(item);
            }
            let token = page.pointer("/metadata/continue").and_then(Value::as_str);
            next = token.unwrap_or_default().to_owned();
            if next.is_empty() {
                return Ok(all);
            }
        }
    }

    /// Applies an object, with no field passed over. The bundle says what its fields are: those that
    /// somebody else set are taken over, and told.
    pub(crate) async fn apply(&self, object: &Value, mode: Mode) -> Result<Applied, ClusterError> {
        let mut ask = Ask::new(Method::PATCH, self.kinds.path(&Id::of(object))?)
            .with("fieldManager", MANAGER)
            .with("fieldValidation", "Strict")
            .body(object.clone());
        ask.content = "application/apply-patch+yaml";
        if mode == Mode::DryRun {
            ask = ask.with("dryRun", "All");
        }
        let taken = match self.rest.call(&ask).await {
            Ok(object) => return Ok(Applied { object, takeovers: Vec::new() }),
            Err(ClusterError::Api { code: 409, status }) if !takeovers(&status).is_empty() => {
                takeovers(&status)
            }
            Err(error) => return Err(error),
        };
        let object = self.rest.call(&ask.with("force", "true")).await?;
        Ok(Applied { object, takeovers: taken })
    }

    /// Applies some fields of an object under a manager of their own; those that it set before and does
    /// not name any more are given back.
    pub(crate) async fn set(&self, object: &Value, manager: &str) -> Result<Value, ClusterError> {
        let mut ask = Ask::new(Method::PATCH, self.kinds.path(&Id::of(object))?)
            .with("fieldManager", manager)
            .with("fieldValidation", "Strict")
            .with("force", "true")
            .body(object.clone());
        ask.content = "application/apply-patch+yaml";
        self.rest.call(&ask).await
    }

    /// Makes an object that must not be there yet.
    pub(crate) async fn create(&self, object: &Value) -> Result<Value, ClusterError> {
        let ask = Ask::new(Method::POST, self.kinds.folder(&Id::of(object))?).body(object.clone());
        self.rest.call(&ask).await
    }

    /// Replaces an object, if it is still the version that the object names, where it names one; within
    /// this time.
    pub(crate) async fn replace(
        &self,
        object: &Value,
        patience: Duration,
    ) -> Result<Value, ClusterError> {
        let ask = Ask::new(Method::PUT, self.kinds.path(&Id::of(object))?);
        self.rest.call(&ask.body(object.clone()).patience(patience)).await
    }

    /// Deletes an object and what it made; that it is gone already is fine.
    pub(crate) async fn delete(&self, id: &Id) -> Result<(), ClusterError> {
        let options = json!({"propagationPolicy": "Background"});
        self.delete_as(id, options).await
    }

    /// Deletes an object with options of the API.
    pub(super) async fn delete_as(&self, id: &Id, options: Value) -> Result<(), ClusterError> {
        let ask = Ask::new(Method::DELETE, self.kinds.path(id)?).body(options);
        match self.rest.call(&ask).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_not_found() => Ok(()),
            Err(error) => Err(error),
        }
    }
}
