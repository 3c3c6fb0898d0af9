//! Why a cluster did not do what was asked.

use crate::paint::plain;
use serde_json::Value;
use std::error::Error;

/// A failure, in words for the person who started the command.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ClusterError {
    /// The kubeconfig does not lead to a cluster.
    #[error("{0}")]
    Kubeconfig(String, String),
    /// Nobody answers.
    #[error("cannot reach the cluster at {server}: {cause}")]
    Unreachable { server: String, cause: String },
    /// The login did not work.
    #[error("cannot log in to the cluster: {0}")]
    Login(String),
    /// The API server answered with something else than was asked for.
    #[error("{}", .message(status))]
    Api { code: u16, status: Value },
    /// The cluster has no such kind.
    #[error("the cluster knows no {kind} of `{api}`")]
    NoKind { api: String, kind: String },
}

fn message(status: &Value) -> String {
    let message = status.get("message").and_then(Value::as_str).unwrap_or_default();
    format!("the API server says: {}", plain::inline(message))
}

impl ClusterError {
    /// What to do about it; empty where nothing helps.
    pub(crate) fn help(&self) -> String {
        match self {
            Self::Kubeconfig(_, help) => help.clone(),
            Self::Unreachable { cause, .. } if cause.contains("certificate") => {
                "the kubeconfig's certificate authority is not the cluster's: fetch the kubeconfig again"
                    .to_owned()
            }
            Self::Unreachable { .. } => {
                "look whether the cluster runs and whether this machine may reach it, for a VPN too"
                    .to_owned()
            }
            Self::Login(_) => {
                "log in again with your provider's tool, then try `kubectl get namespaces`".to_owned()
            }
            Self::Api { code: 401, .. } => {
                "the login has run out: log in again with your provider's tool".to_owned()
            }
            Self::Api { code: 403, .. } => {
                "the user of this context lacks the right: ask for it, or use another context"
                    .to_owned()
            }
            Self::NoKind { .. } => {
                "install what brings this kind, or choose another way in linkspan.yml".to_owned()
            }
            Self::Api { .. } => String::new(),
        }
    }

    /// Whether the object is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Api { code: 404, .. })
    }

    /// Whether somebody was faster.
    pub(crate) fn is_conflict(&self) -> bool {
        matches!(self, Self::Api { code: 409, .. })
    }

    /// Whether the right is missing.
    pub(crate) fn is_forbidden(&self) -> bool {
        matches!(self, Self::Api { code: 403, .. })
    }

    /// What the API server said about an object that it does not take: its own words, and no trouble
    /// of the server itself.
    pub(crate) fn refusal(&self) -> Option<&Value> {
        match self {
            Self::Api { code: 400 | 403 | 404 | 405 | 409 | 413 | 422 | 500, status } => {
                Some(status)
            }
            _ => None,
        }
    }

    /// Whether the same call may succeed a moment later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable { cause, .. } => !cause.contains("certificate"),
            Self::Api { code: 429 | 502 | 503 | 504, .. } => true,
            // Where storage or an admission webhook is away, the server says 500.
            Self::Api { code: 500, status } => {
                let text = message(status);
                ["etcdserver", "failed calling webhook", "connection refused", "timeout"]
                    .iter()
                    .any(|words| text.contains(words))
            }
            _ => false,
        }
    }

    /// Whether somebody wrote between the server's own reading and writing. Only for a patch is that
    /// no answer: it names no version.
    pub(super) fn is_race(&self) -> bool {
        matches!(self, Self::Api { code: 409, status }
            if message(status).contains("the object has been modified"))
    }

    /// A failure of the client, before an answer came.
    pub(super) fn of_client(server: &str, error: &kube::Error) -> Self {
        let cause = deepest(error);
        match error {
            kube::Error::Auth(_) => Self::Login(cause),
            _ => Self::Unreachable { server: server.to_owned(), cause },
        }
    }
}

/// The innermost reason, which says what happened; those around it say where in the client.
pub(super) fn deepest(error: &(dyn Error + 'static)) -> String {
    let mut current = error;
    while let Some(source) = current.source() {
        current = source;
    }
    let text = current.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    let text = plain::inline(text.get(..end).unwrap_or(&text));
    match text.chars().next() {
        Some(first) => first.to_lowercase().chain(text.chars().skip(1)).collect(),
        None => text,
    }
}
