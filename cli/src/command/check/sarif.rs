//! Findings as SARIF 2.1.0, the form that code scanners read. Columns count characters.

use linkspan_core::diagnostic::{
    Allowed, Diagnostic, Edit, Fix, Report, Rule, Severity, Suppressed,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The whole log, indented, with a line end.
pub(super) fn text(report: &Report) -> String {
    let all = report.diagnostics.iter();
    let rules: BTreeSet<&Rule> = all
        .chain(report.suppressed.iter().map(|each| &each.diagnostic))
        .map(|each| each.rule)
        .collect();
    let rules: Vec<&Rule> = rules.into_iter().collect();
    let mut results: Vec<Value> =
        report.diagnostics.iter().map(|each| result(each, &rules)).collect();
    results.extend(report.suppressed.iter().map(|each| suppressed(each, &rules)));
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "linkspan",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|each| rule(each)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "note",
    }
}

fn rule(rule: &Rule) -> Value {
    let name = rule.name;
    json!({
        "id": name,
        "shortDescription": { "text": sentence(rule.says) },
        "fullDescription": { "text": format!("{} {}", sentence(rule.says), rule.why) },
        "help": {
            "text": format!("{} See `linkspan explain {name}`.", rule.why),
            "markdown": format!("{} See `linkspan explain {name}`.", rule.why),
        },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.tier.word()] },
    })
}

/// The schema wants sentences as a person would write them.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

fn result(each: &Diagnostic, rules: &[&Rule]) -> Value {
    let said = if each.help.is_empty() {
        each.message.clone()
    } else {
        format!("{}\nhelp: {}", each.message, each.help)
    };
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(each.rule));
    if let Some(index) = rules.iter().position(|rule| *rule == each.rule) {
        result.insert("ruleIndex".into(), json!(index));
    }
    result.insert("level".into(), json!(level(each.severity)));
    result.insert("message".into(), json!({ "text": said }));
    if !each.file.is_empty() {
        result.insert("locations".into(), json!([location(each)]));
    }
    if let Some(related) = &each.related {
        let mut physical = Map::new();
        physical.insert("artifactLocation".into(), json!({ "uri": uri(&related.file) }));
        if related.place.line > 0 {
            physical.insert("region".into(), json!({ "startLine": related.place.line }));
        }
        let location = json!({
            "id": 1,
            "physicalLocation": physical,
            "message": { "text": related.message },
        });
        result.insert("relatedLocations".into(), json!([location]));
    }
    // One that would show a secret has no edits.
    if let Some(fix) = each.fix.as_ref().filter(|fix| !fix.edits.is_empty()) {
        result.insert("fixes".into(), json!([change(each, fix)]));
    }
    Value::Object(result)
}

fn suppressed(each: &Suppressed, rules: &[&Rule]) -> Value {
    let mut value = result(&each.diagnostic, rules);
    let kind = match each.by {
        Allowed::Comment => "inSource",
        Allowed::Settings => "external",
    };
    let mut suppression = json!({ "kind": kind });
    if let (Value::Object(map), false) = (&mut suppression, each.reason.is_empty()) {
        map.insert("justification".into(), json!(each.reason));
    }
    if let Value::Object(map) = &mut value {
        map.insert("suppressions".into(), json!([suppression]));
    }
    value
}

fn location(each: &Diagnostic) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({ "uri": uri(&each.file) }));
    if each.place.line > 0 {
        let (line, column) = (each.place.line, each.place.column.max(1));
        let region = json!({
            "startLine": line,
            "startColumn": column,
            "endLine": line,
            "endColumn": column + each.width,
        });
        physical.insert("region".into(), region);
    }
    let mut location = Map::new();
    location.insert("physicalLocation".into(), Value::Object(physical));
    if !each.path.is_empty() {
        let logical = json!([{ "fullyQualifiedName": each.path, "kind": "member" }]);
        location.insert("logicalLocations".into(), logical);
    }
    Value::Object(location)
}

fn change(each: &Diagnostic, fix: &Fix) -> Value {
    let replacements: Vec<Value> = fix.edits.iter().map(replacement).collect();
    json!({
        "description": { "text": fix.says },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&each.file) },
            "replacements": replacements,
        }],
    })
}

fn replacement(edit: &Edit) -> Value {
    let region = json!({
        "startLine": edit.start.line,
        "startColumn": edit.start.column,
        "endLine": edit.end_line,
        "endColumn": edit.end_column,
    });
    json!({ "deletedRegion": region, "insertedContent": { "text": edit.text } })
}

/// A path as a reference: relative where it is, with everything odd as `%xx`.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte);
    let mut out = String::new();
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for byte in path.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        for (path, expect) in [
            ("config/kube/web.yml", "config/kube/web.yml"),
            ("a b/ä%.yml", "a%20b/%C3%A4%25.yml"),
            ("/srv/app.yml", "file:///srv/app.yml"),
            ("<stdin>", "%3Cstdin%3E"),
            ("a:b.yml", "a%3Ab.yml"),
        ] {
            assert_eq!(uri(path), expect);
        }
    }
}
