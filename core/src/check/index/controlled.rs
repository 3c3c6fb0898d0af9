//! Labels that controllers put on the pods they make: no template has them, and selectors go by them.

use super::super::context::text;
use super::super::object::Object;

/// Stands for whatever value a controller gives.
const ANY: &str = "*";

/// The label that the Job controller gives, and its older name.
const JOB: [&str; 2] = ["batch.kubernetes.io/job-name", "job-name"];

/// Labels whose values nobody knows before.
/// Source: https://kubernetes.io/docs/reference/labels-annotations-taints/, read in November 2026.
const UNKNOWN: [&str; 10] = [
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
    "controller-revision-hash",
    "controller-uid",
    "pod-template-generation",
    "pod-template-hash",
    // Since 1.35 a pod gets those of its node.
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "statefulset.kubernetes.io/pod-name",
];

/// The value by which pods are found: what a controller numbers goes by the name of its object.
pub(in super::super) fn sought<'a>(key: &str, value: &'a str) -> &'a str {
    let base = || {
        let (base, number) = value.rsplit_once('-')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then_some(base)
    };
    match key {
        "statefulset.kubernetes.io/pod-name" => base().unwrap_or(value),
        _ if JOB.contains(&key) => base().unwrap_or(value),
        _ if UNKNOWN.contains(&key) => ANY,
        _ => value,
    }
}

/// Whether a label is one of these.
pub(super) fn is(key: &str) -> bool {
    UNKNOWN.contains(&key) || JOB.contains(&key)
}

/// The labels that the pods of an object get, beside those of its template.
pub(super) fn labels(object: &Object) -> Vec<(&'static str, &str)> {
    const NODE: [&str; 2] = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"];
    let name = object.name.as_str();
    let any = |keys: &[&'static str]| keys.iter().map(|key| (*key, ANY)).collect::<Vec<_>>();
    let mut all = any(&NODE);
    match object.kind.as_str() {
        "Deployment" => all.extend(any(&["pod-template-hash"])),
        "DaemonSet" => {
            all.extend(any(&["controller-revision-hash", "pod-template-generation"]));
        }
        "StatefulSet" => {
            all.extend(any(&["apps.kubernetes.io/pod-index", "controller-revision-hash"]));
            all.push(("statefulset.kubernetes.io/pod-name", name));
        }
        "Job" | "CronJob" => {
            all.extend(any(&["batch.kubernetes.io/controller-uid", "controller-uid"]));
            // A CronJob adds a number to its name.
            let is_one = object.kind == "Job";
            all.extend(JOB.map(|key| (key, if is_one { sought(key, name) } else { name })));
            let spec = match object.root.get("spec") {
                Some(spec) if is_one => Some(spec),
                Some(spec) => spec.at(&["jobTemplate", "spec"]),
                None => None,
            };
            if spec.is_some_and(|spec| text(spec, "completionMode") == Some("Indexed")) {
                all.extend(any(&["batch.kubernetes.io/job-completion-index"]));
            }
        }
        _ => {}
    }
    all
}
