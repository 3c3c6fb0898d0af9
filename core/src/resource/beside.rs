//! What stands in a pod beside its process: sidecars, and steps that come before it.

use super::container::{self, literal};
use super::mount::{self, Place};
use super::web::small;
use super::{metrics, pod};
use crate::field::Guide;
use crate::plan::{Decided, Init, Plan, Sidecar};
use crate::render::{Items, Part};
use k8s_openapi::api::core::v1::{Container, ContainerPort, EnvVar, PodSpec, VolumeMount};

/// Adds them: first what the steps may need.
pub(super) fn add(plan: &Plan, component: &str, pod: &mut Part<PodSpec>) {
    let mut all: Items<Container> = Items::default();
    if !plan.is_foreign(component) {
        all.extend(metrics::sidecar(plan));
    }
    let mut places = Vec::new();
    for sidecar in plan.sidecars_of(component) {
        let own = own_places(plan, component, sidecar);
        all.push(beside(plan, component, sidecar, &own));
        places.extend(own);
    }
    for step in plan.steps_of(component) {
        all.push(before(plan, component, step));
    }
    for each in all {
        pod::begin_with(each, pod);
    }
    pod::more_volumes(pod, mount::volumes(&places));
}

/// Scratch space of a sidecar alone; one of the app's image sees what the process sees.
fn own_places(plan: &Plan, component: &str, sidecar: &Sidecar) -> Vec<Place> {
    if !plan.read_only_root.value {
        return Vec::new();
    }
    let is_app = sidecar.image.is_none();
    let mut all = if is_app { mount::places(plan, component) } else { Vec::new() };
    let seen = all.len();
    let stem = format!("beside-{}", sidecar.name.value);
    mount::add_new(&mut all, mount::writable(&stem, &sidecar.writable).collect());
    all.split_off(seen)
}

fn args(command: &Decided<Vec<String>>) -> Items<String> {
    let mut args = Items::default();
    for word in &command.value {
        args.decided(literal(word), command);
    }
    args
}

/// The variables of a container of the app's image that is not the process itself.
fn environment(plan: &Plan, own: Items<EnvVar>) -> Items<EnvVar> {
    let mut own = own;
    own.extend(container::scratch(plan));
    container::environment(plan, own)
}

fn beside(plan: &Plan, component: &str, sidecar: &Sidecar, own: &[Place]) -> Part<Container> {
    let name = &sidecar.name.value;
    let variables = container::variables(&sidecar.env);
    let mut part = match &sidecar.image {
        Some(image) => {
            let mut part = container::of_image(
                name,
                image.value.clone(),
                &sidecar.resources,
                plan.read_only_root.value,
            );
            part.reasons.decided("image", image);
            container::put_args(&mut part, args(&sidecar.command));
            if !variables.is_empty() {
                part.object.env = Some(part.reasons.list("env", variables));
            }
            part
        }
        None => {
            let args = sidecar.command.value.iter().cloned().collect();
            let env = environment(plan, variables);
            let mut part =
                container::container_in(plan, name, component, args, env, &sidecar.resources);
            part.reasons.decided("args", &sidecar.command);
            part
        }
    };
    let Part { object, reasons } = &mut part;
    if !own.is_empty() {
        let first = object.volume_mounts.take().unwrap_or_default();
        let mut mounts: Items<VolumeMount> = first.into_iter().collect();
        mounts.extend(mount::mounts(own));
        object.volume_mounts = Some(reasons.list("volumeMounts", mounts));
    }
    if let Some(port) = &sidecar.port {
        object.ports = Some(vec![ContainerPort {
            container_port: small(port.value),
            ..ContainerPort::default()
        }]);
        reasons.decided("ports", port);
    }
    container::as_user(&mut part, sidecar.user.as_ref());
    part.object.restart_policy = Some("Always".into());
    part.reasons.comment(
        "restartPolicy",
        Guide::Cluster,
        "Runs beside the process, not before it: starts first and ends last.",
    );
    part.reasons.decided("", &sidecar.name);
    part
}

fn before(plan: &Plan, component: &str, step: &Init) -> Part<Container> {
    let name = &step.name.value;
    let words: Items<String> = step.command.value.iter().cloned().collect();
    let mut env = container::variables(&step.env);
    let resources = &plan.tasks.resources;
    let mut part = match &step.image {
        Some(image) => {
            for key in &step.secrets {
                env.decided(container::from_secret(plan, &key.value, &key.value), key);
            }
            container::foreign(plan, (name, component), image, words, env, resources)
        }
        None => {
            let env = environment(plan, env);
            container::container_in(plan, name, component, words, env, resources)
        }
    };
    part.reasons.decided("args", &step.command);
    part.reasons.decided("", &step.name);
    part
}
