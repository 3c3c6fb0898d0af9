//! What every container of the app has in common: image, environment, resources, rights.

use super::config;
use crate::field::Guide;
use crate::plan::{Plan, Reason, Resources, UNRELEASED};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{
    Capabilities, ConfigMapEnvSource, Container, EnvFromSource, EnvVar, EnvVarSource,
    ResourceRequirements, SecretKeySelector, SecurityContext, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// Where Ruby keeps temporary files: a folder of its own inside the volume, because Ruby refuses a
/// world-writable folder without the sticky bit, which is what an emptyDir is.
pub(super) const TMPDIR: &str = "/tmp/rails";

/// A variable of one process, and why.
pub(super) struct Own {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) reason: std::sync::Arc<Reason>,
}

/// A container that runs `args` through the image's entrypoint.
pub(super) fn container(
    plan: &Plan,
    name: &str,
    args: Vec<String>,
    own: &[Own],
    resources: &Resources,
) -> Container {
    Container {
        name: name.to_owned(),
        image: Some(format!("{}:{UNRELEASED}", plan.image.value)),
        image_pull_policy: Some("IfNotPresent".into()),
        args: Some(args),
        env_from: Some(vec![EnvFromSource {
            config_map_ref: Some(ConfigMapEnvSource { name: config::name(plan), optional: None }),
            ..EnvFromSource::default()
        }]),
        env: Some(environment(plan, own)),
        resources: Some(requirements(resources)),
        security_context: Some(SecurityContext {
            allow_privilege_escalation: Some(false),
            capabilities: Some(Capabilities { drop: Some(vec!["ALL".into()]), add: None }),
            read_only_root_filesystem: Some(plan.read_only_root.value),
            ..SecurityContext::default()
        }),
        volume_mounts: Some(mounts(plan)).filter(|mounts| !mounts.is_empty()),
        ..Container::default()
    }
}

fn environment(plan: &Plan, own: &[Own]) -> Vec<EnvVar> {
    let plain = own.iter().map(|each| EnvVar {
        name: each.name.to_owned(),
        value: Some(each.value.clone()),
        value_from: None,
    });
    let secret = plan.secrets.iter().map(|name| EnvVar {
        name: name.value.clone(),
        value: None,
        value_from: Some(EnvVarSource {
            secret_key_ref: Some(SecretKeySelector {
                name: plan.secret_name.clone(),
                key: name.value.clone(),
                optional: None,
            }),
            ..EnvVarSource::default()
        }),
    });
    plain.chain(secret).collect()
}

fn requirements(resources: &Resources) -> ResourceRequirements {
    let mut requests = BTreeMap::new();
    requests.insert("cpu".into(), Quantity(resources.cpu.value.clone()));
    requests.insert("memory".into(), Quantity(resources.memory.value.clone()));
    let mut limits = BTreeMap::new();
    limits.insert("memory".into(), Quantity(resources.memory_limit.value.clone()));
    ResourceRequirements {
        requests: Some(requests),
        limits: Some(limits),
        ..ResourceRequirements::default()
    }
}

/// Names and places of the folders that Rails writes to.
pub(super) fn writable(plan: &Plan) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    if plan.read_only_root.value {
        all.extend([("tmp", "/tmp"), ("rails-tmp", "/rails/tmp"), ("rails-log", "/rails/log")]);
    }
    if plan.has_volume() {
        all.push(("storage", "/rails/storage"));
    }
    all
}

fn mounts(plan: &Plan) -> Vec<VolumeMount> {
    writable(plan)
        .into_iter()
        .map(|(name, path)| VolumeMount {
            name: name.to_owned(),
            mount_path: path.to_owned(),
            ..VolumeMount::default()
        })
        .collect()
}

/// The reasons of [`container`], for the container at `path`.
pub(super) fn explain(
    plan: &Plan,
    path: &str,
    own: &[Own],
    resources: &Resources,
    notes: &mut Notes,
) {
    let at = |inner: &str| format!("{path}.{inner}");
    notes.because(
        &at("name"),
        Reason::fixed(Guide::Cluster, "`kubectl logs` and `kubectl exec` find it by this name."),
    );
    notes.because(&at("image"), plan.image.because("deploy.sh writes the git revision in place of `unreleased`: every release has an image of its own, so it can be rolled back."));
    notes.fixed(
        &at("imagePullPolicy"),
        Guide::DockerImage,
        "A revision never changes, so a node that has the image need not pull it again.",
    );
    notes.fixed(
        &at("envFrom"),
        Guide::Environment,
        "The same settings for web, workers and migrations.",
    );
    for (index, each) in own.iter().enumerate() {
        notes.because(&at(&format!("env[{index}]")), std::sync::Arc::clone(&each.reason));
    }
    for (index, name) in plan.secrets.iter().enumerate() {
        let sentence = format!(
            "The value stays in the Secret {}: DEPLOY.md says how to set it.",
            plan.secret_name
        );
        notes.because(&at(&format!("env[{}]", own.len() + index)), name.because(&sentence));
    }
    notes.decided(&at("resources.requests.cpu"), &resources.cpu);
    notes.decided(&at("resources.requests.memory"), &resources.memory);
    notes.decided(&at("resources.limits.memory"), &resources.memory_limit);
    notes.fixed(
        &at("securityContext"),
        Guide::Security,
        "What the restricted Pod Security Standard asks for: no more rights than Rails needs.",
    );
    notes.decided(&at("securityContext.readOnlyRootFilesystem"), &plan.read_only_root);
    notes.fixed(
        &at("volumeMounts"),
        Guide::Security,
        "The folders that Rails writes to; everything else is read-only.",
    );
}

/// `TMPDIR` for every process.
pub(super) fn tmpdir() -> Own {
    Own {
        name: "TMPDIR",
        value: TMPDIR.to_owned(),
        reason: Reason::fixed(
            Guide::Security,
            "Ruby refuses a world-writable folder such as the volume at /tmp; the entrypoint makes this one in it.",
        ),
    }
}
