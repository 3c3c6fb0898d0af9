//! What every container of the app has in common: image, environment, resources, rights.

use super::{apm, config, database, memcached, mount, redis, search};
use crate::field::Guide;
use crate::plan::{
    Decided, LABEL_VERSION, Plan, Resources, UNRELEASED, Variables, check_resources,
};
use crate::render::{Items, Part, Reasons};
use k8s_openapi::api::core::v1::{
    Capabilities, ConfigMapEnvSource, Container, EnvFromSource, EnvVar, EnvVarSource,
    ObjectFieldSelector, ResourceRequirements, SecretKeySelector, SecurityContext, VolumeMount,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

/// Where Ruby keeps temporary files: a folder of its own inside the volume, because Ruby refuses a
/// world-writable folder without the sticky bit, which is what an emptyDir is.
pub(super) const TMPDIR: &str = "/tmp/rails";

/// The container of a component that runs `args`, word by word as they are, through the image's entrypoint.
pub(super) fn container(
    plan: &Plan,
    component: &str,
    args: Items<String>,
    env: Items<EnvVar>,
    resources: &Resources,
) -> Part<Container> {
    container_in(plan, component, component, args, env, resources)
}

/// The same by another name, in the pods of a component.
pub(super) fn container_in(
    plan: &Plan,
    name: &str,
    component: &str,
    args: Items<String>,
    env: Items<EnvVar>,
    resources: &Resources,
) -> Part<Container> {
    let image = format!("{}:{UNRELEASED}", plan.image.value);
    let Part { object: mut container, mut reasons } =
        of_image(name, image, resources, plan.read_only_root.value);
    reasons.fixed(
        "name",
        Guide::Cluster,
        "`kubectl logs` and `kubectl exec` find it by this name.",
    );
    reasons.because("image", plan.image.because("deploy.sh writes the git revision in place of `unreleased`: every release has an image of its own, so it can be rolled back."));
    reasons.fixed(
        "imagePullPolicy",
        Guide::DockerImage,
        "A revision never changes, so a node that has the image need not pull it again.",
    );
    container.args = Some(reasons.list("args", args.map(|word| literal(&word))));
    container.env_from = Some(vec![EnvFromSource {
        config_map_ref: Some(ConfigMapEnvSource { name: config::name(plan), optional: None }),
        ..EnvFromSource::default()
    }]);
    reasons.fixed(
        "envFrom",
        Guide::Environment,
        "The same settings for web, workers and migrations.",
    );
    container.env = Some(reasons.list("env", env));
    reasons.fixed(
        "securityContext",
        Guide::Security,
        "What the restricted Pod Security Standard asks for: no more rights than Rails needs.",
    );
    reasons.decided("securityContext.readOnlyRootFilesystem", &plan.read_only_root);
    container.volume_mounts = folders(plan, component, &mut reasons);
    Part { object: container, reasons }
}

/// A container, by its name and its component, that runs another image: of the app's variables it has those that it was given.
pub(super) fn foreign(
    plan: &Plan,
    (name, component): (&str, &str),
    image: &Decided<String>,
    args: Items<String>,
    env: Items<EnvVar>,
    resources: &Resources,
) -> Part<Container> {
    let root = plan.read_only_root.value;
    let mut part = of_image(name, image.value.clone(), resources, root);
    part.reasons.fixed(
        "name",
        Guide::Cluster,
        "`kubectl logs` and `kubectl exec` find it by this name.",
    );
    part.reasons.decided("image", image);
    part.reasons.fixed(
        "securityContext",
        Guide::Security,
        "What the restricted Pod Security Standard asks for.",
    );
    part.reasons.decided("securityContext.readOnlyRootFilesystem", &plan.read_only_root);
    // Without words, what the image starts by itself.
    put_args(&mut part, args.map(|word| literal(&word)));
    if !env.is_empty() {
        part.object.env = Some(part.reasons.list("env", env));
    }
    part.object.volume_mounts = folders(plan, component, &mut part.reasons);
    part
}

/// Where the folders that Rails writes to are seen.
fn folders(plan: &Plan, component: &str, reasons: &mut Reasons) -> Option<Vec<VolumeMount>> {
    let places = mount::places(plan, component);
    if places.is_empty() {
        return None;
    }
    reasons.fixed(
        "volumeMounts",
        Guide::Security,
        "The folders that Rails writes to; everything else is read-only.",
    );
    Some(reasons.list("volumeMounts", mount::mounts(&places)))
}

/// Sets the words that a container runs.
pub(super) fn put_args(part: &mut Part<Container>, args: Items<String>) {
    if !args.is_empty() {
        part.object.args = Some(part.reasons.list("args", args));
    }
}

/// Runs a container as another user than its pod.
pub(super) fn as_user(part: &mut Part<Container>, user: Option<&Decided<i64>>) {
    let Some(user) = user else { return };
    let rights = part.object.security_context.get_or_insert_default();
    rights.run_as_user = Some(user.value);
    rights.run_as_group = Some(user.value);
    for key in ["runAsUser", "runAsGroup"] {
        part.reasons.decided(&format!("securityContext.{key}"), user);
    }
}

/// What any container has: name, image, resources, rights.
pub(super) fn of_image(
    name: &str,
    image: String,
    resources: &Resources,
    read_only_root: bool,
) -> Part<Container> {
    let mut reasons = Reasons::default();
    let object = Container {
        name: name.to_owned(),
        image: Some(image),
        image_pull_policy: Some("IfNotPresent".into()),
        resources: Some(reasons.part("resources", requirements(resources))),
        security_context: Some(rights(read_only_root)),
        ..Container::default()
    };
    Part { object, reasons }
}

/// Kubernetes puts values in the place of `$(NAME)`, and takes `$$` for `$`.
pub(super) fn literal(word: &str) -> String {
    word.replace('$', "$$")
}

/// The variables of a process: its own, those of every process behind them. Addresses of data stores stand behind the
/// passwords in them: Kubernetes fills in what it has read already.
pub(super) fn environment(plan: &Plan, own: Items<EnvVar>) -> Items<EnvVar> {
    let mut env = own;
    let sentence = format!(
        "The value stays in the Secret {}: {} says how to set it.",
        plan.secret_name,
        plan.guide()
    );
    for name in &plan.secrets {
        env.because(from_secret(plan, &name.value, &name.value), name.because(&sentence));
    }
    env.extend(database::environment(plan));
    redis::addresses(plan, &mut env);
    memcached::environment(plan, &mut env);
    search::environment(plan, &mut env);
    for variable in apm::variables(plan) {
        env.decided(variable, &plan.monitoring.apm);
    }
    for name in &plan.revision_env {
        env.decided(revision(&name.value), name);
    }
    env
}

/// Why a variable can name another one.
pub(super) const FILLED_IN: &str = "Kubernetes puts the password in when the container starts.";

pub(super) fn plain(name: &str, value: String) -> EnvVar {
    EnvVar { name: name.to_owned(), value: Some(value), value_from: None }
}

/// A variable that holds a field of its pod.
pub(super) fn of_pod(name: &str, field_path: String) -> EnvVar {
    EnvVar {
        name: name.to_owned(),
        value: None,
        value_from: Some(EnvVarSource {
            field_ref: Some(ObjectFieldSelector { api_version: None, field_path }),
            ..EnvVarSource::default()
        }),
    }
}

/// A variable that holds the revision of the release, which every pod has as a label.
pub(super) fn revision(name: &str) -> EnvVar {
    of_pod(name, format!("metadata.labels['{LABEL_VERSION}']"))
}

/// Variables of one process, as they are.
pub(super) fn variables(all: &Variables) -> Items<EnvVar> {
    let mut env = Items::default();
    for (name, value) in all {
        env.decided(plain(name, literal(&value.value)), value);
    }
    env
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

/// What a container asks for and may have.
pub(super) fn requirements(resources: &Resources) -> Part<ResourceRequirements> {
    let Resources { cpu, memory, memory_limit } = resources;
    let mut reasons = Reasons::default();
    let mut quantity = |list: &str, name: &str, amount: &Decided<String>| {
        reasons.decided(&format!("{list}.{name}"), amount);
        (name.to_owned(), Quantity(amount.value.clone()))
    };
    let object = ResourceRequirements {
        requests: Some(
            [quantity("requests", "cpu", cpu), quantity("requests", "memory", memory)].into(),
        ),
        limits: Some([quantity("limits", "memory", memory_limit)].into()),
        ..ResourceRequirements::default()
    };
    Part { object, reasons }
}

/// Makes the folders that the entrypoint of the bundle makes, where another one starts the processes.
pub(super) fn folder_maker(plan: &Plan) -> Part<Container> {
    let image = format!("{}:{UNRELEASED}", plan.image.value);
    let mut maker = of_image("folders", image, &check_resources(), true);
    let Part { object, reasons } = &mut maker;
    reasons.because("", plan.build.source.because("A volume begins empty, and every process may write to it: Ruby wants a folder of its own for temporary files, and Puma one for its pid file."));
    reasons.decided("image", &plan.image);
    let tmp = ["tmp/cache", "tmp/pids", "tmp/sockets"].map(|path| plan.container.path(path));
    let mkdir = ["mkdir", "-p", "-m", "0700", TMPDIR].map(str::to_owned);
    object.command = Some(mkdir.into_iter().chain(tmp).collect());
    let own = mount::mount("rails-tmp", &plan.container.path("tmp"));
    object.volume_mounts = Some(vec![mount::mount("tmp", "/tmp"), own]);
    maker
}

/// The variables of a process that is neither web nor worker, those that it alone has before them.
pub(super) fn environment_of_job(plan: &Plan, own: &Variables) -> Items<EnvVar> {
    let mut own = variables(own);
    let threads = &plan.web.threads;
    own.decided(plain("RAILS_MAX_THREADS", threads.value.to_string()), threads);
    own.extend(scratch(plan));
    environment(plan, own)
}

/// Where every process may write files of its own: `TMPDIR`, and `HOME` where the image's is read-only.
pub(super) fn scratch(plan: &Plan) -> Items<EnvVar> {
    let mut all = Items::default();
    // Nobody makes the folder.
    if !plan.build.is_generated() && !plan.read_only_root.value {
        return all;
    }
    all.fixed(
        plain("TMPDIR", TMPDIR.to_owned()),
        Guide::Security,
        "Ruby refuses a world-writable folder such as the volume at /tmp; the entrypoint makes this one in it.",
    );
    if plan.read_only_root.value {
        let why = "The user's own folder is read-only too; the console's history and caches of libraries go here.";
        all.because(plain("HOME", TMPDIR.to_owned()), plan.read_only_root.because(why));
    }
    all
}
