//! How many pods there are: by CPU for web pods, by waiting jobs for workers.

mod keda;

use super::labels::{explain_metadata, metadata};
use super::web::{name, small};
use super::{BASE, put};
use crate::field::Guide;
use crate::plan::{Autoscale, Plan};
use crate::render::Notes;
use crate::resource::Objects;
use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec,
    MetricTarget, ResourceMetricSource,
};

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if let Some(scale) = &plan.web.autoscale {
        by_cpu(plan, scale, bundle);
    }
    keda::add(plan, bundle);
}

fn by_cpu(plan: &Plan, scale: &Autoscale, bundle: &mut Objects<'_>) {
    let cpu = ResourceMetricSource {
        name: "cpu".into(),
        target: MetricTarget {
            type_: "Utilization".into(),
            average_utilization: Some(small(scale.target.value)),
            ..MetricTarget::default()
        },
    };
    let scaler = HorizontalPodAutoscaler {
        metadata: metadata(plan, &name(plan), "web"),
        spec: Some(HorizontalPodAutoscalerSpec {
            scale_target_ref: CrossVersionObjectReference {
                api_version: Some("apps/v1".into()),
                kind: "Deployment".into(),
                name: name(plan),
            },
            min_replicas: Some(small(plan.web.replicas.value)),
            max_replicas: small(scale.max.value),
            metrics: Some(vec![MetricSpec {
                type_: "Resource".into(),
                resource: Some(cpu),
                ..MetricSpec::default()
            }]),
            ..HorizontalPodAutoscalerSpec::default()
        }),
        ..HorizontalPodAutoscaler::default()
    };
    let mut notes = Notes::new(
        scale
            .max
            .because("Decides how many web pods there are; so the Deployment does not say it."),
    );
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.scaleTargetRef", Guide::Monitoring, "Puma's Deployment.");
    notes.decided("spec.minReplicas", &plan.web.replicas);
    notes.decided("spec.maxReplicas", &scale.max);
    notes.decided("spec.metrics", &scale.target);
    put(bundle, BASE, "web-autoscaler", &scaler, &notes);
}
