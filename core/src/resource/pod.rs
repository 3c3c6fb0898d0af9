//! What every pod of the app has in common.

use super::container;
use super::labels::{explain_pod_labels, pod_labels, selector, selector_labels};
use super::mount;
use crate::field::Guide;
use crate::plan::{Decided, LABEL_COMPONENT, Plan, Together};
use crate::render::{Items, Part, Reasons};
use k8s_openapi::api::core::v1::{
    Affinity, Container, PodAffinity, PodAffinityTerm, PodAntiAffinity, PodSecurityContext,
    PodSpec, PodTemplateSpec, SeccompProfile, TopologySpreadConstraint, Volume,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{
    LabelSelector, LabelSelectorRequirement, ObjectMeta,
};

/// A template of pods that run a release.
pub(super) fn template(plan: &Plan, component: &str, pod: Part<PodSpec>) -> Part<PodTemplateSpec> {
    let mut reasons = Reasons::default();
    explain_pod_labels(&mut reasons);
    let object = PodTemplateSpec {
        metadata: Some(ObjectMeta {
            labels: Some(pod_labels(plan, component)),
            ..ObjectMeta::default()
        }),
        spec: Some(reasons.part("spec", pod)),
    };
    Part { object, reasons }
}

/// A pod of a component of the app: the folders that it writes to, and on which node.
pub(super) fn of_app(plan: &Plan, component: &str, container: Part<Container>) -> Part<PodSpec> {
    let needs_group = mount::needs_group(plan, component);
    let places = mount::places(plan, component);
    let has_places = !places.is_empty();
    let user = user_of(plan, component);
    let mut rights = app_rights(plan, needs_group);
    if let User::Its(number) = user {
        let number = number.map(|number| number.value);
        rights.run_as_user = number;
        rights.run_as_group = number;
        rights.fs_group = rights.fs_group.map(|group| number.unwrap_or(group));
    }
    let mut pod = spec(plan, container, rights, mount::volumes(&places));
    match user {
        User::OfTheApp => explain_user(plan, &mut pod.reasons),
        User::Its(number) => explain_its(number, &mut pod.reasons),
    }
    if plan.read_only_root.value && !plan.build.is_generated() && !plan.is_foreign(component) {
        begin_with(container::folder_maker(plan), &mut pod);
    }
    if has_places {
        pod.reasons.fixed("volumes", Guide::Security, "Scratch space of each pod, gone with it.");
    }
    if let Some(together) = plan.together(component) {
        let why = match together {
            Together::All => {
                "The volume can be held by one node at a time: all pods of the app run on the same one."
            }
            Together::Only(_) => {
                "A volume can be held by one node at a time: all pods that see it run on the same one."
            }
        };
        pod.object.affinity = Some(beside_the_volume(plan, together));
        pod.reasons.comment("affinity", Guide::Application, why);
    }
    if needs_group {
        pod.reasons.fixed(
            "securityContext.fsGroupChangePolicy",
            Guide::Application,
            "Without it, the owner of every file would be looked at when a pod starts.",
        );
    }
    pod
}

/// Adds what runs before the containers, behind what does so already.
pub(super) fn begin_with(first: Part<Container>, pod: &mut Part<PodSpec>) {
    let all = pod.object.init_containers.get_or_insert_default();
    let path = format!("initContainers[{}]", all.len());
    all.push(pod.reasons.part(&path, first));
}

/// Whom the pods of a component run as.
#[derive(Clone, Copy)]
enum User<'a> {
    /// The app's.
    OfTheApp,
    /// One of its own; its image's where none is named.
    Its(Option<&'a Decided<i64>>),
}

fn user_of<'a>(plan: &'a Plan, component: &str) -> User<'a> {
    let process = plan.processes.iter().find(|process| process.name.value == component);
    match process {
        Some(process) if process.user.is_some() || process.image.is_some() => {
            User::Its(process.user.as_ref())
        }
        _ => User::OfTheApp,
    }
}

fn explain_its(number: Option<&Decided<i64>>, reasons: &mut Reasons) {
    reasons.fixed(
        "securityContext",
        Guide::Security,
        "The image's own user, never root; seccomp filters system calls.",
    );
    if let Some(number) = number {
        for key in ["runAsUser", "runAsGroup"] {
            reasons.decided(&format!("securityContext.{key}"), number);
        }
    }
}

/// Puts more volumes behind those of a pod.
pub(super) fn more_volumes(pod: &mut Part<PodSpec>, more: Items<Volume>) {
    if more.is_empty() {
        return;
    }
    let first = pod.object.volumes.take().unwrap_or_default();
    let at = first.len();
    let mut all = first;
    for (index, part) in more.into_iter().enumerate() {
        all.push(pod.reasons.part(&format!("volumes[{}]", at + index), part));
    }
    pod.object.volumes = Some(all);
}

/// What any pod has, those of data stores too.
pub(super) fn spec(
    plan: &Plan,
    container: Part<Container>,
    rights: PodSecurityContext,
    volumes: Items<Volume>,
) -> Part<PodSpec> {
    let mut reasons = Reasons::default();
    reasons.fixed(
        "serviceAccountName",
        Guide::DockerImage,
        "Brings the login for the image registry.",
    );
    reasons.fixed(
        "automountServiceAccountToken",
        Guide::Security,
        "It does not talk to the Kubernetes API.",
    );
    reasons.comment(
        "enableServiceLinks",
        Guide::Environment,
        "Else a Service named `redis` would set REDIS_PORT in every pod.",
    );
    let object = PodSpec {
        service_account_name: Some(plan.app.value.clone()),
        automount_service_account_token: Some(false),
        enable_service_links: Some(false),
        security_context: Some(rights),
        containers: reasons.list("containers", [container].into_iter().collect()),
        volumes: Some(reasons.list("volumes", volumes)).filter(|volumes| !volumes.is_empty()),
        ..PodSpec::default()
    };
    Part { object, reasons }
}

/// What pods of the app's image may do, and the group of their volume if they have one.
pub(super) fn app_rights(plan: &Plan, volume: bool) -> PodSecurityContext {
    rights(plan.container.user.value, plan.container.group.value, volume)
}

/// Why the app's pods run as this user.
pub(super) fn explain_user(plan: &Plan, reasons: &mut Reasons) {
    reasons.fixed(
        "securityContext",
        Guide::Security,
        "The image's own user, never root; seccomp filters system calls.",
    );
    reasons.decided("securityContext.runAsUser", &plan.container.user);
    reasons.decided("securityContext.runAsGroup", &plan.container.group);
}

/// What the restricted Pod Security Standard asks of a pod, and the group of its volume if it has one.
pub(super) fn rights(user: i64, group: i64, volume: bool) -> PodSecurityContext {
    PodSecurityContext {
        run_as_non_root: Some(true),
        run_as_user: Some(user),
        run_as_group: Some(group),
        fs_group: volume.then_some(group),
        fs_group_change_policy: volume.then(|| "OnRootMismatch".into()),
        seccomp_profile: Some(SeccompProfile {
            type_: "RuntimeDefault".into(),
            localhost_profile: None,
        }),
        ..PodSecurityContext::default()
    }
}

/// A volume can be held by one node at a time: a pod goes where the others that see it are, and the first of them, which
/// is one of those that it looks for, goes anywhere.
fn beside_the_volume(plan: &Plan, together: Together) -> Affinity {
    let mut labels = selector_labels(plan, "");
    labels.remove(LABEL_COMPONENT);
    let (operator, values) = match together {
        Together::All => {
            let mut others = plan.store_parts();
            // A label that no pod of the app has without Redis either: the list may not be empty.
            if !plan.has_redis() {
                others.splice(0..0, plan.redis_parts());
            }
            let foreign = plan.processes.iter().map(|process| &process.name.value);
            others.extend(foreign.filter(|name| plan.is_foreign(name)).cloned());
            ("NotIn", others)
        }
        Together::Only(members) => ("In", members),
    };
    let expression = LabelSelectorRequirement {
        key: LABEL_COMPONENT.into(),
        operator: operator.into(),
        values: Some(values),
    };
    let term = PodAffinityTerm {
        label_selector: Some(LabelSelector {
            match_labels: Some(labels),
            match_expressions: Some(vec![expression]),
        }),
        topology_key: "kubernetes.io/hostname".into(),
        ..PodAffinityTerm::default()
    };
    Affinity {
        pod_affinity: Some(PodAffinity {
            required_during_scheduling_ignored_during_execution: Some(vec![term]),
            ..PodAffinity::default()
        }),
        ..Affinity::default()
    }
}

/// Keeps a second pod of a part away from every node while there is one anywhere, even one that is ending or out of
/// reach: the scheduler counts it until it is gone.
pub(super) fn alone(plan: &Plan, component: &str, pod: &mut Part<PodSpec>) {
    let term = PodAffinityTerm {
        label_selector: Some(selector(plan, component)),
        // Every node of ours has the same value of it.
        topology_key: "kubernetes.io/os".into(),
        ..PodAffinityTerm::default()
    };
    pod.object.affinity.get_or_insert_default().pod_anti_affinity = Some(PodAntiAffinity {
        required_during_scheduling_ignored_during_execution: Some(vec![term]),
        ..PodAntiAffinity::default()
    });
    pod.reasons.comment(
        "affinity.podAntiAffinity",
        Guide::BackgroundJobs,
        "Never two: a new pod gets no node while an old one is anywhere, be it ending or on a node that nobody reaches.",
    );
}

/// Spreads the pods of a Deployment over nodes and zones where it can.
pub(super) fn spread(plan: &Plan, component: &str, pod: &mut Part<PodSpec>) {
    let constraint = |key: &str| TopologySpreadConstraint {
        max_skew: 1,
        topology_key: key.to_owned(),
        when_unsatisfiable: "ScheduleAnyway".into(),
        label_selector: Some(selector(plan, component)),
        match_label_keys: Some(vec!["pod-template-hash".into()]),
        ..TopologySpreadConstraint::default()
    };
    let keys = ["kubernetes.io/hostname", "topology.kubernetes.io/zone"];
    pod.object.topology_spread_constraints = Some(keys.map(constraint).to_vec());
    pod.reasons.fixed("topologySpreadConstraints", Guide::Cluster, "Pods go to different nodes and zones where there are any, so that one failure does not take them all.");
}
