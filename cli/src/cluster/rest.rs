//! Calls with their retries, their time limit, and what the server says beside its answer.

use super::ask::Ask;
use super::connect::Login;
use super::failure::ClusterError;
use super::random::random;
use http::header::{ACCEPT, CONTENT_TYPE, DATE, RETRY_AFTER, WARNING};
use http::{HeaderMap, Method, Request, Response};
use http_body_util::BodyExt;
use kube::client::Body;
use linkspan_core::internal::rollout::Moment;
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The most that one answer may take.
const ANSWER: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// The most that a server may ask to be left alone.
const LONGEST_ASKED: Duration = Duration::from_secs(60);

/// The API server of one context.
pub(super) struct Rest {
    client: RefCell<kube::Client>,
    /// Where its credentials come from.
    login: Login,
    /// Its address, for messages.
    pub(super) server: String,
    /// Seconds by which its clock is ahead of ours.
    skew: Cell<i64>,
    warnings: RefCell<Vec<String>>,
}

impl Rest {
    pub(super) fn new(client: kube::Client, login: Login, server: String) -> Self {
        let client = RefCell::new(client);
        Self { client, login, server, skew: Cell::new(0), warnings: RefCell::default() }
    }

    /// The present by the server's clock, which its own times are compared with.
    pub(super) fn now(&self) -> Moment {
        here().plus(self.skew.get())
    }

    /// What the server warned of since the last time, each warning once.
    pub(super) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut *self.warnings.borrow_mut())
    }

    /// Asks until there is an answer, or until patience ends. Whoever asks for something that is not the same the
    /// second time looks what became of the first.
    pub(super) async fn call(&self, ask: &Ask) -> Result<Value, ClusterError> {
        let started = Instant::now();
        let (mut pause, mut has_logged_in) = (FIRST_PAUSE, false);
        loop {
            let error = match self.once(ask).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            if error.is_unauthorized() && !has_logged_in {
                has_logged_in = true;
                if self.log_in().await {
                    continue;
                }
            }
            let is_race = ask.method == Method::PATCH && error.is_race();
            let limit =
                if is_race { Some(ask.patience) } else { error.passes_within(ask.patience) };
            if limit.is_none_or(|limit| started.elapsed() >= limit) {
                return Err(error);
            }
            tokio::time::sleep(next_pause(pause, error.asked_pause(), random())).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Loads the credentials anew; says whether there are any.
    async fn log_in(&self) -> bool {
        match self.login.client().await {
            Ok(client) => {
                self.client.replace(client);
                true
            }
            Err(_) => false,
        }
    }

    async fn once(&self, ask: &Ask) -> Result<Value, ClusterError> {
        let answer = async {
            let response = self.send(ask).await?;
            let code = response.status().as_u16();
            let after = retry_after(response.headers());
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
            let mut status = status.unwrap_or_else(|| serde_json::json!({"message": text.trim()}));
            if let (Some(seconds), Value::Object(map)) = (after, &mut status) {
                let details = map.entry("details").or_insert_with(|| serde_json::json!({}));
                if let Value::Object(details) = details {
                    details.insert("retryAfterSeconds".into(), seconds.into());
                }
            }
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
        let client = self.client.borrow().clone();
        let response = client
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

/// The seconds of a `Retry-After`.
fn retry_after(headers: &HeaderMap) -> Option<u64> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

/// How long to wait before the next try: as long as the server asks, or ours; up to half as long again, so that those
/// who were refused together do not come back together.
fn next_pause(own: Duration, asked: Option<Duration>, random: u64) -> Duration {
    let least = asked.map_or(own, |asked| asked.min(LONGEST_ASKED).max(own));
    let share = u32::try_from(random % 512).unwrap_or_default();
    least + least * share / 1024
}

/// The present by this machine's clock.
fn here() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment::new(
        i64::try_from(since.as_secs()).unwrap_or_default(),
        i64::from(since.subsec_micros()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_as_long_as_the_server_asks_and_no_two_are_alike() {
        let seconds = Duration::from_secs_f64;
        for (own, asked, random, expect) in [
            (1.0, None, 0, 1.0),
            (1.0, None, 256, 1.25),
            (4.0, None, 511, 5.996),
            (1.0, Some(7.0), 0, 7.0),
            (5.0, Some(1.0), 0, 5.0),
            (1.0, Some(3600.0), 0, 60.0),
        ] {
            let found = next_pause(seconds(own), asked.map(seconds), random).as_secs_f64();
            assert!((found - expect).abs() < 0.001, "{own} {asked:?} {random}: {found}");
        }
    }

    #[test]
    fn seconds_are_read_from_the_header() {
        for (text, expect) in [("7", Some(7)), (" 7 ", Some(7)), ("soon", None), ("-1", None)] {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, text.parse().unwrap());
            assert_eq!(retry_after(&headers), expect, "{text}");
        }
    }
}
