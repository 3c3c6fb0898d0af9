//! The versioned JSON form of a report, for machines.

use super::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Envelope<'a> {
    version: u32,
    diagnostics: &'a [super::Diagnostic],
    suppressed: &'a [super::Suppressed],
}

/// `{"version":1,"diagnostics":[...],"suppressed":[...]}` on one line. Fields are only ever added within a version.
#[must_use]
pub fn to_json(report: &Report) -> String {
    let (diagnostics, suppressed) = (&report.diagnostics, &report.suppressed);
    serde_json::to_string(&Envelope { version: 1, diagnostics, suppressed })
        .unwrap_or_else(|_| String::from(r#"{"version":1,"diagnostics":[],"suppressed":[]}"#))
}
