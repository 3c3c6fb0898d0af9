//! The JSON Schema of `linkspan.yml`, for editors.

use super::accepts::{Accepts, Unit};
use super::check::LEVELS;
use super::{Default, Field, fields};
use serde_json::{Map, Value, json};

/// The schema as readable JSON with a line end.
#[must_use]
pub fn json_schema() -> String {
    let mut root = object("");
    if let Value::Object(map) = &mut root {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!("linkspan.yml"));
    }
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    text
}

/// The object of all fields whose path starts with `prefix`.
fn object(prefix: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields() {
        let Some(rest) = field.path.strip_prefix(prefix) else { continue };
        match rest.split_once('.') {
            Some((head, _)) if !head.ends_with("[]") => {
                let inner = format!("{prefix}{head}.");
                properties.entry(head).or_insert_with(|| object(&inner));
            }
            Some(_) => {}
            None => {
                if field.default == Default::Required {
                    required.push(json!(rest));
                }
                properties.insert(rest.to_owned(), property(field));
            }
        }
    }
    let mut schema = json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    });
    if let (Value::Object(map), false) = (&mut schema, required.is_empty()) {
        map.insert("required".into(), Value::Array(required));
    }
    schema
}

fn property(field: &Field) -> Value {
    let mut value = match field.accepts {
        Accepts::Int { min, max, unit } => {
            let mut value = json!({ "type": "integer", "minimum": min, "maximum": max });
            if let (Unit::Seconds, Value::Object(map)) = (unit, &mut value) {
                map.insert("x-unit".into(), json!("seconds"));
            }
            value
        }
        Accepts::Bool => json!({ "type": "boolean" }),
        Accepts::Choice(choices) => {
            let words: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
            json!({ "enum": with_numbers(&words) })
        }
        Accepts::Text
        | Accepts::Version(_)
        | Accepts::Cpu
        | Accepts::Memory
        | Accepts::ImageVersion
        | Accepts::ProgramVersion => {
            json!({ "type": ["string", "number"] })
        }
        Accepts::Name { longest } => {
            json!({ "type": "string", "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$", "maxLength": longest })
        }
        Accepts::TimeZone => {
            json!({ "type": "string", "pattern": "^(UTC|[A-Z][A-Za-z]+/[A-Z].*)$" })
        }
        Accepts::UrlPath | Accepts::Folder => json!({ "type": "string", "pattern": "^/" }),
        Accepts::RepoPath => json!({ "type": "string", "pattern": "^[^/]" }),
        Accepts::RepoPaths => {
            json!({ "type": "array", "items": { "type": "string", "pattern": "^[^/]" } })
        }
        Accepts::Url => json!({ "type": "string", "pattern": "^https?://" }),
        Accepts::Image
        | Accepts::Place
        | Accepts::Body
        | Accepts::Host
        | Accepts::EnvName
        | Accepts::PinnedImage
        | Accepts::Repository
        | Accepts::Command
        | Accepts::Schedule
        | Accepts::Reference
        | Accepts::RemoteKey => {
            json!({ "type": "string", "minLength": 1 })
        }
        Accepts::Hosts
        | Accepts::EnvNames
        | Accepts::Queues
        | Accepts::Databases
        | Accepts::Packages
        | Accepts::Capsules
        | Accepts::ShellCommands
        | Accepts::Places
        | Accepts::Processes
        | Accepts::Commands
        | Accepts::Extensions
        | Accepts::Stores
        | Accepts::Addresses => {
            json!({ "type": "array", "items": { "type": "string", "minLength": 1 } })
        }
        Accepts::Patch => json!({ "type": "string", "minLength": 1 }),
        Accepts::Class | Accepts::ObjectKind => json!({ "type": "string", "pattern": "^[A-Z]" }),
        Accepts::Queue => json!({ "type": "string", "pattern": "^[A-Za-z0-9_.-]+$" }),
        Accepts::Arguments => json!({ "type": ["array", "string"] }),
        Accepts::AgeKeys => {
            json!({ "type": "array", "items": { "type": "string", "pattern": "^age1" } })
        }
        Accepts::Ports => json!({
            "type": "array",
            "items": { "type": "integer", "minimum": 1, "maximum": 65535 },
        }),
        Accepts::Map | Accepts::Annotations => json!({
            "type": "object",
            "additionalProperties": { "type": ["string", "number", "boolean"] },
        }),
        Accepts::Rules => {
            let words: Vec<&str> = LEVELS.iter().map(|level| level.value).collect();
            json!({ "type": "object", "additionalProperties": { "enum": words } })
        }
        // The same fields again, none of them required: the core judges what an environment may hold.
        Accepts::Environments => json!({
            "type": "object",
            "propertyNames": { "pattern": "^[a-z]([a-z0-9-]*[a-z0-9])?$", "maxLength": 20 },
            "additionalProperties": { "type": ["object", "null"] },
        }),
        Accepts::Groups => {
            let prefix = format!("{}[].", field.path);
            json!({ "type": "array", "items": object(&prefix) })
        }
    };
    if let Value::Object(map) = &mut value {
        map.insert("description".into(), json!(format!("{}. {}", field.label, field.help)));
        if let Default::Value(text) = field.default {
            map.insert("default".into(), typed(field.accepts, text));
        }
    }
    value
}

/// Words that look like numbers are accepted as numbers too: `version: 8.1`.
fn with_numbers(words: &[&str]) -> Vec<Value> {
    let mut all: Vec<Value> = words.iter().map(|word| json!(word)).collect();
    all.extend(
        words.iter().filter_map(|word| word.parse::<f64>().ok()).map(|number| json!(number)),
    );
    all
}

fn typed(kind: Accepts, text: &str) -> Value {
    match kind {
        Accepts::Int { .. } => {
            text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
        }
        Accepts::Bool => json!(text == "true"),
        _ => json!(text),
    }
}
