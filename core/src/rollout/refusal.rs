//! What the API server says about an object that it does not take, at its place in the bundle.

use super::json;
use super::manifest::Manifest;
use crate::check::catalog::cluster::SERVER_REFUSES;
use crate::diagnostic::Diagnostic;
use serde::Serialize;
use serde_json::Value;

/// A field that somebody else set last, and that applying takes over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Takeover {
    /// Such as `spec.replicas`.
    pub path: String,
    /// Who set it, such as `kubectl-edit`.
    pub manager: String,
}

/// The fields that a conflict is about; empty for any other answer.
#[must_use]
pub fn takeovers(status: &Value) -> Vec<Takeover> {
    json::list(status, "/details/causes")
        .iter()
        .filter(|cause| json::text(cause, "/reason") == "FieldManagerConflict")
        .map(|cause| {
            let message = json::text(cause, "/message");
            let manager = message.split('"').nth(1).unwrap_or(message).to_owned();
            let path = json::text(cause, "/field").trim_start_matches('.').to_owned();
            Takeover { path, manager }
        })
        .collect()
}

/// One finding for each field that the server names; one for the whole object where it names none.
#[must_use]
pub fn refusals(status: &Value, manifest: &Manifest) -> Vec<Diagnostic> {
    let mut all: Vec<(String, String)> = json::list(status, "/details/causes")
        .iter()
        .map(|cause| (json::text(cause, "/field"), json::text(cause, "/message")))
        .filter(|(field, message)| !field.is_empty() && !message.is_empty())
        .map(|(field, message)| (field.trim_start_matches('.').to_owned(), message.to_owned()))
        .collect();
    if all.is_empty() {
        all = from_message(json::text(status, "/message"));
    }
    let id = manifest.id();
    all.into_iter()
        .map(|(path, message)| {
            let (place, width) = manifest.place(&path);
            Diagnostic::new(&SERVER_REFUSES, format!("the API server refuses {id}: {message}"))
                .help(help(&message))
                .file(manifest.file.as_str())
                .path(path)
                .at(place, width)
        })
        .collect()
}

/// Reads the fields out of the texts of strict decoding and of server-side apply.
fn from_message(message: &str) -> Vec<(String, String)> {
    if let Some((_, rest)) = message.split_once("strict decoding error: ") {
        return rest.split(", ").map(|each| (quoted(each), each.to_owned())).collect();
    }
    if let Some((_, rest)) = message.split_once("failed to create typed patch object (") {
        let rest = rest.split_once("): ").map_or(rest, |(_, rest)| rest);
        let lines = rest.strip_prefix("errors:").unwrap_or(rest).lines().map(str::trim);
        return lines
            .filter(|line| !line.is_empty())
            .map(|line| match line.split_once(": ") {
                Some((path, why)) if path.starts_with('.') => {
                    (path.trim_start_matches('.').to_owned(), why.to_owned())
                }
                _ => (String::new(), line.to_owned()),
            })
            .collect();
    }
    vec![(String::new(), message.to_owned())]
}

fn quoted(text: &str) -> String {
    text.split('"').nth(1).unwrap_or_default().to_owned()
}

fn help(message: &str) -> &'static str {
    if message.contains("immutable") {
        "this field cannot change: delete the object by hand, if it may be made anew"
    } else if message.contains("unknown field") || message.contains("not declared in schema") {
        "the cluster's version does not know this field: `linkspan check` names the versions that do"
    } else if message.contains("exceeded quota") {
        "the namespace's quota is used up: raise it, or ask for less"
    } else if message.contains("cannot patch resource")
        || message.contains("cannot create resource")
    {
        "the user of this context lacks the right: ask for it, or use another context"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::super::manifest::manifests;
    use super::*;
    use crate::check::Source;
    use serde_json::json;

    const WEB: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replica: 2
  template:
    spec:
      containers:
        - name: web
          imge: a
";

    #[test]
    fn every_field_that_the_server_names_gets_its_place() {
        let manifest = &manifests(&[Source { path: "web.yml", text: WEB }])[0];
        for (status, expect) in [
            (
                json!({"message": "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema"}),
                vec!["6 spec.replica field not declared in schema"],
            ),
            (
                json!({"message": "failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors:\n  .spec.replica: field not declared in schema\n  .spec.template.spec.containers[name=\"web\"].imge: field not declared in schema"}),
                vec![
                    "6 spec.replica field not declared in schema",
                    "11 spec.template.spec.containers[name=\"web\"].imge field not declared in schema",
                ],
            ),
            (
                json!({"message": "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown field \"spec.replica\", unknown field \"spec.template.spec.containers[0].imge\""}),
                vec![
                    "6 spec.replica unknown field \"spec.replica\"",
                    "11 spec.template.spec.containers[0].imge unknown field \"spec.template.spec.containers[0].imge\"",
                ],
            ),
            (
                json!({"message": "x", "details": {"causes": [{"reason": "FieldValueRequired",
                    "message": "Required value", "field": "spec.template.spec.containers[0].image"}]}}),
                vec!["10 spec.template.spec.containers[0].image Required value"],
            ),
            (
                json!({"message": "admission webhook \"x\" denied the request: no"}),
                vec!["1  admission webhook \"x\" denied the request: no"],
            ),
        ] {
            let found: Vec<String> = refusals(&status, manifest)
                .iter()
                .map(|each| {
                    let message =
                        each.message.strip_prefix("the API server refuses Deployment web: ");
                    format!("{} {} {}", each.place.line, each.path, message.unwrap())
                })
                .collect();
            assert_eq!(found, expect);
        }
    }

    #[test]
    fn a_conflict_names_the_other_one() {
        let status = json!({"reason": "Conflict", "details": {"causes": [
            {"reason": "FieldManagerConflict", "field": ".spec.replicas",
                "message": "conflict with \"kubectl-scale\" using apps/v1 with subresource \"scale\""}]}});
        assert_eq!(
            takeovers(&status),
            [Takeover { path: "spec.replicas".into(), manager: "kubectl-scale".into() }]
        );
        assert_eq!(takeovers(&json!({"reason": "Conflict"})), []);
    }
}
