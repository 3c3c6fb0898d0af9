//! PostgreSQL in the cluster: one pod of the official image, its data on a volume. No release changes it.

use super::container;
use super::database::{self, APP, PORT, name};
use super::front_door::service_of;
use super::labels::{explain_metadata, metadata};
use super::mount::mount;
use super::{BASE, put, stateful};
use crate::facts::{has_own_scripts, postgres_user};
use crate::field::Guide;
use crate::plan::{Adapter, DatabaseKind, Plan, Reason};
use crate::render::{Items, Notes, Part, words};
use crate::resource::Objects;
use crate::value::ordered;
use k8s_openapi::api::core::v1::{
    ConfigMap, ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, EnvVar,
    PodSpec, Probe, Volume, VolumeMount,
};

/// Labels its pod, and ends the names of its objects.
pub(super) const COMPONENT: &str = "postgres";
/// Where the volume is seen: the image's own place since PostgreSQL 18, and above it in older ones.
const HOME: &str = "/var/lib/postgresql";
/// Below the root of the volume, which may have files of its own, and the same for every version: another
/// major version refuses to start on it, where with a folder for each it would start empty.
const DATA: &str = "/var/lib/postgresql/pgdata";
/// The superuser keeps no password, so that nobody is it but who may run a command in the pod.
const INIT: &str = "CREATE ROLE app LOGIN CREATEDB PASSWORD :'password';\nCREATE DATABASE app OWNER app;\nALTER ROLE postgres PASSWORD NULL;\n";

const PASSWORD: &str = "\\getenv password POSTGRES_PASSWORD\n";
/// Extensions of which a part is loaded when the server starts.
const PRELOADED: [&str; 5] =
    ["pg_stat_statements", "timescaledb", "pg_cron", "pgaudit", "auto_explain"];

/// The script of the first start. What is created in the template is in every database that is made of it.
fn script(plan: &Plan) -> String {
    let created: String = created(plan).map(|line| format!("{line}\n")).collect();
    if created.is_empty() {
        return format!("{PASSWORD}{INIT}");
    }
    format!("{PASSWORD}\\connect template1\n{created}\\connect postgres\n{INIT}")
}

/// What creates the extensions of the app.
pub(super) fn created(plan: &Plan) -> impl Iterator<Item = String> {
    let all = plan.database.extensions.value.iter();
    all.map(|name| format!("CREATE EXTENSION IF NOT EXISTS \"{name}\" CASCADE;"))
}

/// Those of them that the server loads when it starts.
pub(super) fn preloaded(plan: &Plan) -> Vec<&str> {
    let all = plan.database.extensions.value.iter().map(String::as_str);
    all.filter(|name| PRELOADED.contains(name)).collect()
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let is_here = plan.database.adapter.value == Adapter::Postgresql;
    if is_here && plan.database_kind() == DatabaseKind::Cluster {
        service(plan, bundle);
        init(plan, bundle);
        stateful_set(plan, bundle);
    }
}

fn service(plan: &Plan, bundle: &mut Objects<'_>) {
    let mut service = service_of(plan, COMPONENT, COMPONENT, PORT);
    if let Some(spec) = &mut service.spec {
        spec.cluster_ip = Some("None".into());
    }
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "The address of PostgreSQL inside the cluster.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.clusterIP", Guide::Application, "The name leads to the pod itself.");
    notes.fixed("spec.ports", Guide::Application, "The port that every PostgreSQL has.");
    put(bundle, BASE, "postgres-service", &service, &notes);
}

fn init_name(plan: &Plan) -> String {
    format!("{}-init", name(plan))
}

fn init(plan: &Plan, bundle: &mut Objects<'_>) {
    let map = ConfigMap {
        metadata: metadata(plan, &init_name(plan), COMPONENT),
        data: Some(ordered([("app.sql".into(), script(plan))])),
        ..ConfigMap::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "What PostgreSQL runs once, at its first start on an empty volume.",
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "data",
        Guide::Application,
        "The app's role may make databases but is no superuser; the superuser cannot log in from outside the pod.",
    );
    put(bundle, BASE, "postgres-init", &map, &notes);
}

fn args(plan: &Plan) -> Items<String> {
    let database = &plan.database;
    let mut args = words([COMPONENT]);
    if let Some(most) = &database.max_connections {
        args.push("-c".to_owned());
        args.decided(format!("max_connections={}", most.value), most);
    }
    let preloaded = preloaded(plan);
    if !preloaded.is_empty() {
        args.push("-c".to_owned());
        let text = format!("shared_preload_libraries={}", preloaded.join(","));
        args.decided(text, &database.extensions);
    }
    let buffers = &database.shared_buffers;
    args.push("-c".to_owned());
    args.decided(format!("shared_buffers={}MB", buffers.value), buffers);
    args
}

fn environment(plan: &Plan) -> Items<EnvVar> {
    let mut env = Items::default();
    env.comment(
        container::plain("PGDATA", DATA.to_owned()),
        Guide::Application,
        "The same for every version: on the data of another major version PostgreSQL stops, and does not start empty.",
    );
    env.because(
        database::password(plan),
        plan.database.kind.because(
            "The value stays in the Secret; it is the app's password from the first start on.",
        ),
    );
    env
}

fn server(plan: &Plan) -> Part<Container> {
    let database = &plan.database;
    let mut server =
        container::of_image(COMPONENT, database.image.value.clone(), &database.resources, true);
    let Part { object, reasons } = &mut server;
    reasons.decided("image", &database.image);
    object.args = Some(reasons.list("args", args(plan)));
    object.ports = Some(vec![ContainerPort {
        name: Some(COMPONENT.into()),
        container_port: PORT,
        ..ContainerPort::default()
    }]);
    object.env = Some(reasons.list("env", environment(plan)));
    object.startup_probe = Some(probe(5, 120));
    object.readiness_probe = Some(probe(5, 3));
    object.liveness_probe = Some(probe(10, 6));
    for (name, why) in [
        ("startupProbe", "Up to ten minutes to recover after a crash."),
        ("readinessProbe", "Reached only while it answers."),
        ("livenessProbe", "Restarts a PostgreSQL that has not answered for a minute."),
    ] {
        reasons.fixed(name, Guide::Monitoring, why);
    }
    object.volume_mounts = Some(vec![
        mount("data", HOME),
        init_mount(plan),
        mount("run", "/var/run/postgresql"),
        mount("shm", "/dev/shm"),
        mount("tmp", "/tmp"),
    ]);
    server
}

/// The script of the first start: in the folder for such, or beside those that the image has there.
fn init_mount(plan: &Plan) -> VolumeMount {
    const FOLDER: &str = "/docker-entrypoint-initdb.d";
    if !has_own_scripts(&plan.database.image.value) {
        return mount("init", FOLDER);
    }
    let sub_path = Some("app.sql".to_owned());
    VolumeMount { sub_path, ..mount("init", &format!("{FOLDER}/zz-app.sql")) }
}

/// Over the network: while the image makes the database, a server answers at the socket alone.
fn probe(period: i32, failures: i32) -> Probe {
    let user = format!("--username={APP}");
    stateful::probe(&["pg_isready", "--host=127.0.0.1", &user], period, failures)
}

fn volumes(plan: &Plan) -> Items<Volume> {
    let scratch = |name: &str| Volume {
        name: name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    };
    let mut volumes = Items::default();
    volumes.push(Volume {
        name: "init".into(),
        config_map: Some(ConfigMapVolumeSource {
            name: init_name(plan),
            ..ConfigMapVolumeSource::default()
        }),
        ..Volume::default()
    });
    volumes.push(scratch("run"));
    volumes.comment(
        stateful::in_memory("shm", plan.database.shared_buffers.value),
        Guide::Application,
        "Queries that run in parallel share memory here; a container has 64 MiB of it by itself.",
    );
    volumes.push(scratch("tmp"));
    volumes
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let mut pod =
        stateful::pod(plan, server(plan), postgres_user(&plan.database.image.value), volumes(plan));
    pod.reasons.fixed(
        "volumes",
        Guide::Security,
        "Scratch space, and the script of the first start.",
    );
    pod.object.termination_grace_period_seconds = Some(120);
    pod.reasons.fixed(
        "terminationGracePeriodSeconds",
        Guide::Application,
        "Time to write what is in memory, so that the next start is quick.",
    );
    pod
}

fn stateful_set(plan: &Plan, bundle: &mut Objects<'_>) {
    let database = &plan.database;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "PostgreSQL for a small install: one pod, its data on a volume. A release does not touch it.",
    ));
    notes.decided("kind", &database.kind);
    explain_metadata(plan, &mut notes);
    let set = stateful::set(plan, COMPONENT, pod(plan), &database.storage, &mut notes);
    put(bundle, BASE, COMPONENT, &set, &notes);
}
