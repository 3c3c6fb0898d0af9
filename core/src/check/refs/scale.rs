//! Autoscalers: Kubernetes' own and KEDA's.

use crate::check::context::{Context, filled, given, list, text};
use crate::check::index::Index;
use crate::check::object::Object;
use crate::check::refs::missing_reference::expect;
use crate::check::refs::missing_secret::Missing;
use crate::check::refs::{
    autoscaler_request, fixed_replicas, missing_target, secret, trigger_variable,
};

/// A HorizontalPodAutoscaler.
pub(super) fn autoscaler(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let Some(workload) = missing_target::check(context, object, index) else { return };
    fixed_replicas::check(context, object, workload);
    for (at, metric) in list(&object.root, &["spec", "metrics"]).iter().enumerate() {
        if let Some(resource) = metric.get("resource") {
            let path = format!("spec.metrics[{at}].resource");
            autoscaler_request::check(context, object, workload, resource, &path, index);
        }
    }
}

/// KEDA's ScaledObject: its target, how it logs in, and variables that it reads from the target.
pub(super) fn scaled_object(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    let workload = missing_target::check(context, object, index);
    if let Some(workload) = workload {
        fixed_replicas::check(context, object, workload);
    }
    for (at, trigger) in list(&object.root, &["spec", "triggers"]).iter().enumerate() {
        if let Some(login) = trigger.get("authenticationRef")
            && let (Some(name), Some(node)) = (filled(login, "name"), given(login, "name"))
        {
            let path = format!("spec.triggers[{at}].authenticationRef.name");
            let kind = text(login, "kind").unwrap_or("TriggerAuthentication");
            let space =
                if kind == "TriggerAuthentication" { object.namespace.as_str() } else { "" };
            expect(context, index, [kind, space, name], node, &path);
        }
        if let Some(workload) = workload {
            let path = format!("spec.triggers[{at}].metadata");
            trigger_variable::check(context, trigger, workload, &path, index);
        }
    }
}

/// Secrets that KEDA logs in with.
pub(super) fn authentication(
    context: &mut Context<'_>,
    object: &Object,
    index: &Index<'_>,
    missing: &mut Missing,
) {
    for (at, each) in list(&object.root, &["spec", "secretTargetRef"]).iter().enumerate() {
        let path = format!("spec.secretTargetRef[{at}]");
        secret::reference(context, each, &path, &object.namespace, index, missing);
    }
}
