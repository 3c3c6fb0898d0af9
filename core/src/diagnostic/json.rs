//! The versioned JSON form of a report, for machines.

use super::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Envelope<'a> {
    version: u32,
    diagnostics: &'a [super::Diagnostic],
}

/// `{"version":1,"diagnostics":[...]}` on one line. Fields are only ever added within a version.
#[must_use]
pub fn to_json(report: &Report) -> String {
    serde_json::to_string(&Envelope { version: 1, diagnostics: &report.diagnostics })
        .unwrap_or_else(|_| String::from(r#"{"version":1,"diagnostics":[]}"#))
}
