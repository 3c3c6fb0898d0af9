//! Annotations of a pod that the API server understands.

use super::super::context::{Context, entries, filled, given, items, text};
use super::deprecated::{self, APP_ARMOR, SECCOMP, SECCOMP_POD};
use crate::check::names::ANNOTATION;
use crate::yaml::{Entry, Node};

const MIRROR: &str = "kubernetes.io/config.mirror";
const COST: &str = "controller.kubernetes.io/pod-deletion-cost";
const TOLERATIONS: &str = "scheduler.alpha.kubernetes.io/tolerations";

/// Judges them; `places` are where the API server says that annotations and spec stand.
pub(super) fn judge(
    context: &mut Context<'_>,
    metadata: Option<&Node>,
    spec: &Node,
    [at, spec_at]: [&str; 2],
) {
    let Some(metadata) = metadata else { return };
    for entry in entries(metadata, "annotations") {
        let value = entry.value.text().unwrap_or_default();
        let key = entry.key.as_str();
        if key == SECCOMP_POD || key.starts_with(SECCOMP) {
            seccomp(context, entry, &format!("{at}.{key}"));
        } else if let Some(container) = key.strip_prefix(APP_ARMOR) {
            let path = format!("{at}[{key}]");
            app_armor(context, entry, container, spec, &path);
        } else if key == MIRROR && filled(spec, "nodeName").is_none() {
            let message = "a mirror of a static pod needs `nodeName`";
            let help = "remove the annotation: only the kubelet sets it";
            context.report(&ANNOTATION, entry, &format!("{at}[{key}]"), message, help);
        } else if key == COST && !is_cost(value) {
            let message = format!("`{value}` is no whole number of 32 bits");
            let help = "write, say, `100`";
            context.report(&ANNOTATION, &entry.value, &format!("{at}[{key}]"), message, help);
        } else if key == TOLERATIONS
            && !value.is_empty()
            && !matches!(serde_json::from_str(value), Ok(serde_json::Value::Array(_)))
        {
            let message = "these tolerations are no JSON";
            context.report(&ANNOTATION, &entry.value, at, message, "use `tolerations` of the pod");
        }
    }
    fields(context, metadata, spec, spec_at);
    deprecated::annotations(context, metadata, spec);
}

fn is_cost(text: &str) -> bool {
    let first = text.bytes().next();
    (first == Some(b'-') || text == "0" || matches!(first, Some(b'1'..=b'9')))
        && text.parse::<i32>().is_ok()
}

fn seccomp(context: &mut Context<'_>, entry: &Entry, path: &str) {
    let value = entry.value.text().unwrap_or_default();
    let known = matches!(value, "runtime/default" | "docker/default" | "unconfined");
    let fine = value
        .strip_prefix("localhost/")
        .is_some_and(|file| !file.starts_with('/') && file.split('/').all(|part| part != ".."));
    if !known && !fine {
        let message = format!("`{value}` is no seccomp profile");
        let help = "use the field `seccompProfile` instead";
        context.report(&ANNOTATION, &entry.value, path, message, help);
    }
}

fn app_armor(context: &mut Context<'_>, entry: &Entry, container: &str, spec: &Node, path: &str) {
    let has = ["initContainers", "containers", "ephemeralContainers"]
        .iter()
        .flat_map(|list| items(spec, list))
        .any(|each| text(each, "name") == Some(container));
    if !has {
        let message = format!("the pod has no container `{container}`");
        context.report(&ANNOTATION, entry, path, message, "name a container of the pod");
    }
    let value = entry.value.text().unwrap_or_default();
    if !is_app_armor(value) {
        let message = format!("`{value}` is no AppArmor profile");
        let help = "use the field `appArmorProfile` instead";
        context.report(&ANNOTATION, &entry.value, path, message, help);
    }
}

fn is_app_armor(value: &str) -> bool {
    matches!(value, "" | "runtime/default" | "unconfined") || value.starts_with("localhost/")
}

/// Where a field says the same, it has to say the same.
fn fields(context: &mut Context<'_>, metadata: &Node, spec: &Node, spec_at: &str) {
    let annotation = |key: &str| metadata.at(&["annotations", key]).and_then(Node::text);
    let of_pod = |field: &str| spec.at(&["securityContext", field]).filter(|it| !it.is_null());
    if let (Some(value), Some(profile)) = (annotation(SECCOMP_POD), of_pod("seccompProfile")) {
        let path = format!("{spec_at}.securityContext.seccompProfile");
        same(context, value, profile, &path, "docker/default");
    }
    let windows = spec.at(&["os", "name"]).and_then(Node::text) == Some("windows");
    for list in ["initContainers", "containers"] {
        for (at, container) in items(spec, list).iter().enumerate() {
            let name = text(container, "name").unwrap_or_default();
            let own =
                |field: &str| container.at(&["securityContext", field]).filter(|it| !it.is_null());
            let place = format!("{spec_at}.{list}[{at}].securityContext");
            if let (Some(value), Some(profile)) =
                (annotation(&format!("{SECCOMP}{name}")), own("seccompProfile"))
            {
                let path = format!("{place}.seccompProfile");
                same(context, value, profile, &path, "docker/default");
            }
            let Some(value) = annotation(&format!("{APP_ARMOR}{name}")) else { continue };
            // Of a Pod the server copies the annotation to the field where none is.
            let copied =
                context.kind == "Pod" && is_app_armor(value) && !matches!(value, "" | "localhost/");
            let profile =
                own("appArmorProfile").or_else(|| of_pod("appArmorProfile").filter(|_| !copied));
            if let Some(profile) = profile.filter(|_| !windows) {
                same(
                    context,
                    value,
                    profile,
                    &format!("{place}.appArmorProfile"),
                    "runtime/default",
                );
            }
        }
    }
}

fn same(context: &mut Context<'_>, value: &str, profile: &Node, path: &str, older: &str) {
    let local = given(profile, "localhostProfile").and_then(Node::text);
    let fits = match text(profile, "type") {
        Some("Unconfined") => value == "unconfined",
        Some("RuntimeDefault") => value == "runtime/default" || value == older,
        Some("Localhost") => match value.strip_prefix("localhost/") {
            Some(file) if local != Some(file) => {
                let message = "annotation and field name two profiles";
                let path = format!("{path}.localhostProfile");
                return context.report(
                    &ANNOTATION,
                    profile,
                    &path,
                    message,
                    "remove the annotation",
                );
            }
            other => other.is_some(),
        },
        _ => true,
    };
    if !fits {
        let message = "annotation and field say different things";
        let path = format!("{path}.type");
        context.report(&ANNOTATION, profile, &path, message, "remove the annotation");
    }
}
