//! Why a cluster did not do what was asked.

use crate::paint::plain;
use serde_json::Value;
use std::error::Error;
use std::time::Duration;

/// How long a 500 is asked again that says nothing of what is away.
const UNKNOWN: Duration = Duration::from_secs(20);

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
                "check that the cluster runs, and that this machine can reach it, such as by a VPN"
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

    /// How long the same call is worth trying again; nothing where the answer stays the same.
    pub(super) fn passes_within(&self, patience: Duration) -> Option<Duration> {
        match self {
            Self::Unreachable { cause, .. } => (!cause.contains("certificate")).then_some(patience),
            Self::Api { code: 408 | 429 | 501..=599, .. } => Some(patience),
            // Where storage or an admission webhook is away, the server says 500. With other words it can be a
            // fault that stays.
            Self::Api { code: 500, status } => {
                let text = message(status);
                let is_away =
                    ["etcdserver", "failed calling webhook", "connection refused", "timeout"]
                        .iter()
                        .any(|words| text.contains(words));
                Some(if is_away { patience } else { patience.min(UNKNOWN) })
            }
            _ => None,
        }
    }

    /// Whether the login is not taken any more. Credentials that are loaded anew may be.
    pub(super) fn is_unauthorized(&self) -> bool {
        matches!(self, Self::Api { code: 401, .. })
    }

    /// Whether the version that a list goes on from is too old: the list begins anew.
    pub(super) fn is_expired(&self) -> bool {
        matches!(self, Self::Api { code: 410, .. })
    }

    /// How long the server asks to be left alone.
    pub(super) fn asked_pause(&self) -> Option<Duration> {
        let Self::Api { status, .. } = self else { return None };
        let seconds = status.pointer("/details/retryAfterSeconds")?.as_u64()?;
        (seconds > 0).then(|| Duration::from_secs(seconds))
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_may_pass_is_tried_again() {
        let patience = Duration::from_secs(60);
        for (code, message, expect) in [
            (500, "", Some(20)),
            (500, "Internal error occurred: failed calling webhook \"x\"", Some(60)),
            (502, "<html>Bad Gateway</html>", Some(60)),
            (503, "", Some(60)),
            (504, "", Some(60)),
            (520, "", Some(60)),
            (408, "", Some(60)),
            (429, "", Some(60)),
            (400, "", None),
            (401, "", None),
            (403, "", None),
            (404, "", None),
            (409, "", None),
            (410, "", None),
            (422, "", None),
        ] {
            let error = ClusterError::Api { code, status: json!({"message": message}) };
            let found = error.passes_within(patience);
            assert_eq!(found, expect.map(Duration::from_secs), "{code} {message}");
        }
    }

    #[test]
    fn the_server_says_how_long_it_wants_to_be_left_alone() {
        for (status, expect) in [
            (json!({"details": {"retryAfterSeconds": 3}}), Some(3)),
            (json!({"details": {"retryAfterSeconds": 0}}), None),
            (json!({"details": {"retryAfterSeconds": "3"}}), None),
            (json!({}), None),
        ] {
            let error = ClusterError::Api { code: 429, status };
            assert_eq!(error.asked_pause(), expect.map(Duration::from_secs));
        }
    }
}
