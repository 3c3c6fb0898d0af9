//! Calls with their retries, their time limit, and what the server says beside its answer.

use super::ask::Ask;
use super::failure::ClusterError;
use http::header::{ACCEPT, CONTENT_TYPE, DATE, WARNING};
use http::{HeaderMap, Method, Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use linkspan_core::rollout::Moment;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The most that one answer may take.
const ANSWER: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// The API server of one context.
pub(super) struct Rest {
    client: kube::Client,
    /// Its address, for messages.
    pub(super) server: String,
    /// Seconds by which its clock is ahead of ours.
    skew: Cell<i64>,
    warnings: RefCell<Vec<String>>,
}

impl Rest {
    pub(super) fn new(client: kube::Client, server: String) -> Self {
        Self { client, server, skew: Cell::new(0), warnings: RefCell::default() }
    }

    /// The present by the server's clock, which its own times are compared with.
    pub(super) fn now(&self) -> Moment {
        here().plus(self.skew.get())
    }

    /// What the server warned of since the last time, each warning once.
    pub(super) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut *self.warnings.borrow_mut())
    }

    /// Asks until there is an answer, or until patience ends.
    pub(super) async fn call(&self, ask: &Ask) -> Result<Value, ClusterError> {
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            match self.once(ask).await {
                Ok(value) => return Ok(value),
                Err(error) => {
                    let again = error.may_pass() || ask.method == Method::PATCH && error.is_race();
                    if !again || started.elapsed() >= ask.patience {
                        return Err(error);
                    }
                }
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn once(&self, ask: &Ask) -> Result<Value, ClusterError> {
        let answer = async {
            let response = self.send(ask).await?;
            let code = response.status().as_u16();
            let bytes = response
                .into_body()
                .collect()
                .await
                .map_err(|error| ClusterError::of_client(&self.server, &error))?
                .to_bytes();
            if (200..300).contains(&code) {
                return serde_json::from_slice(&bytes).map_err(|_| self.no_api(code));
            }
            // A proxy in between answers in its own words.
            let status = serde_json::from_slice(&bytes).ok().filter(Value::is_object);
            let text = String::from_utf8_lossy(&bytes);
            let status = status.unwrap_or_else(|| serde_json::json!({"message": text.trim()}));
            Err(ClusterError::Api { code, status })
        };
        match tokio::time::timeout(ANSWER, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(ClusterError::Unreachable {
                server: self.server.clone(),
                cause: format!("no answer within {} seconds", ANSWER.as_secs()),
            }),
        }
    }

    /// Sends a request and hands on the answer as it comes, for logs.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Response<Body>, ClusterError> {
        let body = ask.body.as_ref().map(ToString::to_string).unwrap_or_default();
        let request = Request::builder()
            .method(ask.method.clone())
            .uri(ask.uri.as_str())
            .header(ACCEPT, ask.accept)
            .header(CONTENT_TYPE, ask.content)
            .body(Body::from(body.into_bytes()))
            .map_err(|error| ClusterError::Unreachable {
                server: self.server.clone(),
                cause: error.to_string(),
            })?;
        let response = self
            .client
            .send(request)
            .await
            .map_err(|error| ClusterError::of_client(&self.server, &error))?;
        self.note(response.headers());
        Ok(response)
    }

    fn note(&self, headers: &HeaderMap) {
        let text =
            |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
        if let Some(date) = text(DATE).and_then(Moment::from_http) {
            let apart = date.since(here());
            // The header has whole seconds, and the answer was on its way.
            self.skew.set(if (-2..=1).contains(&apart) { 0 } else { apart });
        }
        let mut known = self.warnings.borrow_mut();
        for warning in headers.get_all(WARNING).iter().filter_map(|value| value.to_str().ok()) {
            // `299 - "text"`
            let text = warning.split_once('"').map_or(warning, |(_, rest)| rest);
            let text = text.trim_end_matches('"').replace("\\\"", "\"");
            if !known.contains(&text) {
                known.push(text);
            }
        }
    }

    fn no_api(&self, code: u16) -> ClusterError {
        ClusterError::Unreachable {
            server: self.server.clone(),
            cause: format!("what answers there is no API server (it said {code})"),
        }
    }
}

/// The present by this machine's clock.
fn here() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(
        i64::try_from(since.as_secs()).unwrap_or_default(),
        i64::from(since.subsec_micros()),
    )
}
