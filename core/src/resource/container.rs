//! What every container of the app has in common: image, environment, resources, rights.

use super::{apm, config, database, redis};
use crate::field::Guide;
use crate::plan::{Decided, Plan, Reason, Resources, UNRELEASED};
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

/// A container that runs `args`, word by word as they are, through the image's entrypoint.
pub(super) fn container(
    plan: &Plan,
    name: &str,
    args: Vec<String>,
    own: &[Own],
    resources: &Resources,
) -> Container {
    let image = format!("{}:{UNRELEASED}", plan.image.value);
    let mut container = of_image(name, image, resources, plan.read_only_root.value);
    container.args = Some(args.iter().map(|word| literal(word)).collect());
    container.env_from = Some(vec![EnvFromSource {
        config_map_ref: Some(ConfigMapEnvSource { name: config::name(plan), optional: None }),
        ..EnvFromSource::default()
    }]);
    container.env = Some(environment(plan, own));
    container.volume_mounts = mounts(&writable(plan));
    container
}

/// What any container has: name, image, resources, rights.
pub(super) fn of_image(
    name: &str,
    image: String,
    resources: &Resources,
    read_only_root: bool,
) -> Container {
    Container {
        name: name.to_owned(),
        image: Some(image),
        image_pull_policy: Some("IfNotPresent".into()),
        resources: Some(requirements(resources)),
        security_context: Some(rights(read_only_root)),
        ..Container::default()
    }
}

/// Kubernetes puts values in the place of `$(NAME)`, and takes `$$` for `$`.
fn literal(word: &str) -> String {
    word.replace('$', "$$")
}

fn environment(plan: &Plan, own: &[Own]) -> Vec<EnvVar> {
    let plain = own.iter().map(|each| plain(each.name, each.value.clone()));
    let secret = plan.secrets.iter().map(|name| from_secret(plan, &name.value, &name.value));
    plain
        .chain(secret)
        .chain(stores(plan).into_iter().map(|(variable, _)| variable))
        .chain(apm::variables(plan))
        .collect()
}

/// The addresses of data stores in the cluster, and why. Behind the passwords that stand in them:
/// Kubernetes fills in what it has read already.
fn stores(plan: &Plan) -> Vec<(EnvVar, std::sync::Arc<Reason>)> {
    let mut stores = database::environment(plan);
    if plan.has_redis() {
        stores.push((plain_redis(plan), plan.redis.kind.because(FILLED_IN)));
    }
    stores
}

/// Why a variable can name another one.
pub(super) const FILLED_IN: &str = "Kubernetes puts the password in when the container starts.";

pub(super) fn plain(name: &str, value: String) -> EnvVar {
    EnvVar { name: name.to_owned(), value: Some(value), value_from: None }
}

fn plain_redis(plan: &Plan) -> EnvVar {
    plain(
        "REDIS_URL",
        format!("redis://:$(REDIS_PASSWORD)@{}:{}/0", redis::name(plan), redis::PORT),
    )
}

/// A variable that holds one key of the app's Secret.
pub(super) fn from_secret(plan: &Plan, name: &str, key: &str) -> EnvVar {
    from(&plan.secret_name, name, key)
}

/// A variable that holds one key of a Secret.
pub(super) fn from(secret: &str, name: &str, key: &str) -> EnvVar {
    EnvVar {
        name: name.to_owned(),
        value: None,
        value_from: Some(EnvVarSource {
            secret_key_ref: Some(SecretKeySelector {
                name: secret.to_owned(),
                key: key.to_owned(),
                optional: None,
            }),
            ..EnvVarSource::default()
        }),
    }
}

/// What the restricted Pod Security Standard asks of a container.
fn rights(read_only_root: bool) -> SecurityContext {
    SecurityContext {
        allow_privilege_escalation: Some(false),
        capabilities: Some(Capabilities { drop: Some(vec!["ALL".into()]), add: None }),
        read_only_root_filesystem: Some(read_only_root),
        ..SecurityContext::default()
    }
}

pub(super) fn requirements(resources: &Resources) -> ResourceRequirements {
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

/// Volumes by name, each with the folder where it is seen; none for none.
pub(super) fn mounts(volumes: &[(&str, &str)]) -> Option<Vec<VolumeMount>> {
    let mount = |(name, path): &(&str, &str)| VolumeMount {
        name: (*name).to_owned(),
        mount_path: (*path).to_owned(),
        ..VolumeMount::default()
    };
    Some(volumes.iter().map(mount).collect()).filter(|mounts: &Vec<_>| !mounts.is_empty())
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
    for (index, (_, reason)) in stores(plan).into_iter().enumerate() {
        let index = own.len() + plan.secrets.len() + index;
        notes.because(&at(&format!("env[{index}]")), reason);
    }
    let before = own.len() + plan.secrets.len() + stores(plan).len();
    for index in 0..apm::variables(plan).len() {
        notes.decided(&at(&format!("env[{}]", before + index)), &plan.monitoring.apm);
    }
    explain_resources(path, resources, notes);
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
    if let Some((index, size)) = storage_index(plan) {
        notes.decided(&at(&format!("volumeMounts[{index}]")), size);
    }
}

/// Which of the writable folders is the volume, and what decided its size.
pub(super) fn storage_index(plan: &Plan) -> Option<(usize, &Decided<String>)> {
    let index = writable(plan).iter().position(|(name, _)| *name == "storage")?;
    Some((index, plan.volume.as_ref()?))
}

/// The reasons of [`requirements`], for the container at `path`.
pub(super) fn explain_resources(path: &str, resources: &Resources, notes: &mut Notes) {
    notes.decided(&format!("{path}.resources.requests.cpu"), &resources.cpu);
    notes.decided(&format!("{path}.resources.requests.memory"), &resources.memory);
    notes.decided(&format!("{path}.resources.limits.memory"), &resources.memory_limit);
}

/// The size of the database pool of a process that is neither web nor worker.
pub(super) fn threads(plan: &Plan) -> Own {
    Own {
        name: "RAILS_MAX_THREADS",
        value: plan.web.threads.value.to_string(),
        reason: plan.web.threads.reason(),
    }
}

/// Where every process may write files of its own: `TMPDIR`, and `HOME` where the image's is read-only.
pub(super) fn scratch(plan: &Plan) -> Vec<Own> {
    let mut all = vec![Own {
        name: "TMPDIR",
        value: TMPDIR.to_owned(),
        reason: Reason::fixed(
            Guide::Security,
            "Ruby refuses a world-writable folder such as the volume at /tmp; the entrypoint makes this one in it.",
        ),
    }];
    if plan.read_only_root.value {
        all.push(Own {
            name: "HOME",
            value: TMPDIR.to_owned(),
            reason: plan.read_only_root.because(
                "The user's own folder is read-only too; the console's history and caches of libraries go here.",
            ),
        });
    }
    all
}
