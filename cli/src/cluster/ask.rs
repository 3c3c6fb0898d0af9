//! One request to the API server.

use http::Method;
use serde_json::Value;
use std::fmt::Write;
use std::time::Duration;

/// How long a call is tried again while the API server is away: longer than its restart takes.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) method: Method,
    /// With its query.
    pub(super) uri: String,
    pub(super) body: Option<Value>,
    pub(super) content: &'static str,
    pub(super) accept: &'static str,
    pub(super) patience: Duration,
}

impl Ask {
    pub(super) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            uri: path.into(),
            body: None,
            content: "application/json",
            accept: "application/json",
            patience: PATIENCE,
        }
    }

    pub(super) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// Adds a part of the query.
    pub(super) fn with(mut self, key: &str, value: &str) -> Self {
        self.uri.push(if self.uri.contains('?') { '&' } else { '?' });
        self.uri.push_str(key);
        self.uri.push('=');
        encode(value, &mut self.uri);
        self
    }

    pub(super) fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

/// Everything but letters, digits and `-._~` by its bytes.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_whatever_it_is_given() {
        let ask = Ask::get("/api").with("labelSelector", "a/b=c,d").with("x", "ä &");
        assert_eq!(ask.uri, "/api?labelSelector=a%2Fb%3Dc%2Cd&x=%C3%A4%20%26");
    }
}
