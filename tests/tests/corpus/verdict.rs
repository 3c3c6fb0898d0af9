//! What an API server answered: paths out of its causes, its messages and its warnings.

use serde_json::Value;
use std::collections::BTreeSet;

/// An answer to a dry run.
pub(super) struct Verdict {
    pub(super) valid: bool,
    /// Paths that it refuses.
    pub(super) refused: BTreeSet<String>,
    /// Whether it could read the object and judged all of it.
    pub(super) judged: bool,
    /// What it warns of: a path, or the beginning of a path.
    pub(super) warned: Vec<Warning>,
}

/// Where a warning points.
pub(super) enum Warning {
    At(String),
    /// It names a volume, not where it stands.
    Volume(String),
}

impl Verdict {
    /// None where the server was not asked or said something else, such as that it is busy.
    pub(super) fn new(answer: &Value) -> Option<Self> {
        let code = answer["code"].as_u64()?;
        let valid = match code {
            201 | 409 => true,
            400 | 422 => false,
            _ => return None,
        };
        let message = answer["message"].as_str().unwrap_or_default();
        let causes = answer["causes"].as_array().map_or(&[][..], Vec::as_slice);
        let mut refused: BTreeSet<String> = causes
            .iter()
            .filter_map(|cause| cause["field"].as_str())
            .filter(|field| code == 422 && !matches!(*field, "" | "<nil>"))
            .map(str::to_owned)
            .collect();
        if code == 400 {
            for word in ["unknown field \"", "duplicate field \""] {
                let fields = message.split(word).skip(1);
                refused.extend(fields.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
        let warnings = answer["warnings"].as_array().map_or(&[][..], Vec::as_slice);
        let warned = warnings.iter().filter_map(Value::as_str).map(warning).collect();
        Some(Self { valid, refused, judged: code == 422, warned })
    }
}

/// Most begin with a path and a colon; the older ones name a volume or an annotation.
fn warning(text: &str) -> Warning {
    let quoted = |text: &str| {
        let name = text.split_once('"').and_then(|(_, rest)| rest.split_once('"'));
        name.map(|(name, _)| name.trim_end_matches('\\').to_owned()).unwrap_or_default()
    };
    let text = text.replace("\\\"", "\"");
    if text.starts_with("volume \"") {
        return Warning::Volume(quoted(&text));
    }
    if text.starts_with("annotation \"") {
        return Warning::At(format!("metadata.annotations[{}]", quoted(&text)));
    }
    let end = [": ", " is "].iter().filter_map(|sign| text.find(sign)).min();
    Warning::At(end.and_then(|end| text.get(..end)).unwrap_or(text.as_str()).to_owned())
}
