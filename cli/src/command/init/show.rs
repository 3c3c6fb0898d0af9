//! What was seen, decided and left open, for people and for programs.

use crate::paint::{bold, dim, plain, yellow};
use linkspan_core::internal::detect::{At, Findings, Trust};
use serde_json::json;

/// What was seen and decided, each with its reason.
pub(super) fn seen(findings: &Findings) -> String {
    let mut out = String::new();
    for (head, trust) in [("Read", Trust::Read), ("Likely", Trust::Likely), ("Given", Trust::Given)]
    {
        let all: Vec<_> = findings.found.iter().filter(|each| each.trust == trust).collect();
        if all.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", bold(head)));
        for each in all {
            let value = plain::inline(&each.value.shown());
            let reason = reason(each.at.first(), &each.why);
            out.push_str(&format!("  {}: {value}{}\n", plain::inline(&each.path), dim(&reason)));
        }
    }
    let not_needed: Vec<_> = findings.not_needed().collect();
    if !not_needed.is_empty() {
        out.push_str(&format!("{}\n", bold("Nothing to do for")));
        for (key, why) in not_needed {
            out.push_str(&format!(
                "  {}{}\n",
                plain::inline(&key.key),
                dim(&reason(Some(&key.at), why))
            ));
        }
    }
    out
}

/// What is not carried, what is open, and what else is worth knowing.
pub(super) fn open(findings: &Findings) -> String {
    let mut out = String::new();
    let not_carried: Vec<_> = findings.not_carried().collect();
    if !not_carried.is_empty() {
        out.push_str(&format!("{}\n", bold("Not carried over")));
        for (key, why) in not_carried {
            let reason = reason(Some(&key.at), why);
            out.push_str(&format!("  {}{}\n", yellow(&plain::inline(&key.key)), dim(&reason)));
        }
    }
    if !findings.questions.is_empty() {
        out.push_str(&format!("{}\n", bold("Open")));
        for each in &findings.questions {
            let usual = if each.usual.is_empty() {
                String::new()
            } else {
                format!("; {} is taken until you say", each.usual)
            };
            let line = format!("{}{usual} ({})", each.why, each.flag());
            out.push_str(&format!("  {}: {}\n", yellow(&each.path), plain::inline(&line)));
        }
    }
    let needed: Vec<_> =
        findings.variables.iter().filter(|each| each.needed || each.secret).collect();
    if !needed.is_empty() {
        out.push_str(&format!("{}\n", bold("Variables that the app reads and nothing sets yet: put them in `env`, or their names in `secrets`")));
        for each in needed {
            let word = if each.needed { "needed" } else { "perhaps a secret" };
            out.push_str(&format!(
                "  {}{}\n",
                plain::inline(&each.name),
                dim(&reason(Some(&each.at), word))
            ));
        }
    }
    if !findings.remarks.is_empty() {
        out.push_str(&format!("{}\n", bold("Worth knowing")));
        for each in &findings.remarks {
            let help =
                if each.help.is_empty() { String::new() } else { format!(" ({})", each.help) };
            let line = format!("{}{help}", each.says);
            out.push_str(&format!(
                "  {}{}\n",
                plain::inline(&line),
                dim(&reason(Some(&each.at), ""))
            ));
        }
    }
    out
}

/// All of it on one line of JSON.
pub(super) fn json(findings: &Findings, spec: &str) -> String {
    let flags: Vec<_> = findings
        .questions
        .iter()
        .map(|each| json!({ "path": each.path, "asks": each.asks, "why": each.why, "offers": each.offers, "usual": each.usual, "flag": each.flag() }))
        .collect();
    let all = json!({
        "version": 1,
        "spec": spec,
        "found": findings.found,
        "questions": flags,
        "keys": findings.keys,
        "variables": findings.variables,
        "remarks": findings.remarks,
    });
    format!("{all}\n")
}

fn reason(at: Option<&At>, why: &str) -> String {
    let at = at.map(ToString::to_string).filter(|at| !at.is_empty());
    let parts: Vec<String> =
        at.into_iter().chain((!why.is_empty()).then(|| why.to_owned())).collect();
    if parts.is_empty() { String::new() } else { plain::inline(&format!("  {}", parts.join(": "))) }
}

/// What has moved, on one line of JSON.
pub(super) fn moved(moved: &[linkspan_core::internal::detect::Moved]) -> String {
    format!("{}\n", json!({ "version": 1, "moved": moved }))
}
