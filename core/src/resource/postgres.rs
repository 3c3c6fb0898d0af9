//! PostgreSQL in the cluster: one pod of the official image, its data on a volume. No release changes it.

use super::container::{self, explain_resources};
use super::database::{self, APP, PORT, name};
use super::front_door::service_of;
use super::labels::{explain_metadata, metadata};
use super::{BASE, pod, put, stateful};
use crate::bundle::Bundle;
use crate::facts::POSTGRES_USER;
use crate::field::Guide;
use crate::plan::{DatabaseKind, Plan, Reason};
use crate::render::Notes;
use crate::value::ordered;
use k8s_openapi::api::core::v1::{
    ConfigMap, ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, Probe, Volume,
};

/// Labels its pod, and ends the names of its objects.
pub(super) const COMPONENT: &str = "postgres";
/// Where the volume is seen: the image's own place since PostgreSQL 18, and above it in older ones.
const HOME: &str = "/var/lib/postgresql";
/// Below the root of the volume, which may have files of its own, and the same for every version: another
/// major version refuses to start on it, where with a folder for each it would start empty.
const DATA: &str = "/var/lib/postgresql/pgdata";
/// The superuser keeps no password, so that nobody is it but who may run a command in the pod.
const INIT: &str = "\\getenv password POSTGRES_PASSWORD\nCREATE ROLE app LOGIN CREATEDB PASSWORD :'password';\nCREATE DATABASE app OWNER app;\nALTER ROLE postgres PASSWORD NULL;\n";

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if plan.database_kind() == DatabaseKind::Cluster {
        service(plan, bundle);
        init(plan, bundle);
        stateful_set(plan, bundle);
    }
}

fn service(plan: &Plan, bundle: &mut Bundle) {
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

fn init(plan: &Plan, bundle: &mut Bundle) {
    let map = ConfigMap {
        metadata: metadata(plan, &init_name(plan), COMPONENT),
        data: Some(ordered([("app.sql".into(), INIT.into())])),
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

fn args(plan: &Plan) -> Vec<String> {
    let database = &plan.database;
    let most = database.max_connections.as_ref().map_or(0, |most| most.value);
    let mut args = vec![COMPONENT.to_owned()];
    for setting in [
        format!("max_connections={most}"),
        format!("shared_buffers={}MB", database.shared_buffers.value),
    ] {
        args.extend(["-c".to_owned(), setting]);
    }
    args
}

fn server(plan: &Plan) -> Container {
    let database = &plan.database;
    let mut server =
        container::of_image(COMPONENT, database.image.value.clone(), &database.resources, true);
    server.args = Some(args(plan));
    server.ports = Some(vec![ContainerPort {
        name: Some(COMPONENT.into()),
        container_port: PORT,
        ..ContainerPort::default()
    }]);
    server.env = Some(vec![container::plain("PGDATA", DATA.to_owned()), database::password(plan)]);
    server.startup_probe = Some(probe(5, 120));
    server.readiness_probe = Some(probe(5, 3));
    server.liveness_probe = Some(probe(10, 6));
    server.volume_mounts = container::mounts(&[
        ("data", HOME),
        ("init", "/docker-entrypoint-initdb.d"),
        ("run", "/var/run/postgresql"),
        ("shm", "/dev/shm"),
        ("tmp", "/tmp"),
    ]);
    server
}

/// Over the network: while the image makes the database, a server answers at the socket alone.
fn probe(period: i32, failures: i32) -> Probe {
    let user = format!("--username={APP}");
    stateful::probe(&["pg_isready", "--host=127.0.0.1", &user], period, failures)
}

fn stateful_set(plan: &Plan, bundle: &mut Bundle) {
    let scratch = |name: &str| Volume {
        name: name.to_owned(),
        empty_dir: Some(EmptyDirVolumeSource::default()),
        ..Volume::default()
    };
    let init = Volume {
        name: "init".into(),
        config_map: Some(ConfigMapVolumeSource {
            name: init_name(plan),
            ..ConfigMapVolumeSource::default()
        }),
        ..Volume::default()
    };
    let shared = stateful::in_memory("shm", plan.database.shared_buffers.value);
    let volumes = vec![init, scratch("run"), shared, scratch("tmp")];
    let mut spec = pod::spec(plan, server(plan), pod::rights(POSTGRES_USER, true), volumes);
    spec.termination_grace_period_seconds = Some(120);
    let set = stateful::set(plan, COMPONENT, spec, &plan.database.storage.value);
    put(bundle, BASE, COMPONENT, &set, &notes(plan));
}

fn notes(plan: &Plan) -> Notes {
    let database = &plan.database;
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "PostgreSQL for a small install: one pod, its data on a volume. A release does not touch it.",
    ));
    notes.decided("kind", &database.kind);
    explain_metadata(plan, &mut notes);
    stateful::explain(plan, &database.storage, &mut notes);
    let at = |inner: &str| format!("spec.template.spec.{inner}");
    notes.fixed(
        &at("terminationGracePeriodSeconds"),
        Guide::Application,
        "Time to write what is in memory, so that the next start is quick.",
    );
    notes.fixed(
        &at("volumes"),
        Guide::Security,
        "Scratch space, and the script of the first start.",
    );
    notes.comment(
        &at("volumes[2]"),
        Guide::Application,
        "Queries that run in parallel share memory here; a container has 64 MiB of it by itself.",
    );
    let path = at("containers[0]");
    let at = |inner: &str| format!("{path}.{inner}");
    notes.decided(&at("image"), &database.image);
    for (index, decided) in [
        (2, database.max_connections.as_ref().map(|most| most.reason())),
        (4, Some(database.shared_buffers.reason())),
    ] {
        if let Some(reason) = decided {
            notes.because(&at(&format!("args[{index}]")), reason);
        }
    }
    notes.comment(
        &at("env[0]"),
        Guide::Application,
        "The same for every version: on the data of another major version PostgreSQL stops, and does not start empty.",
    );
    notes.because(
        &at("env[1]"),
        database.kind.because(
            "The value stays in the Secret; it is the app's password from the first start on.",
        ),
    );
    for (name, why) in [
        ("startupProbe", "Up to ten minutes to recover after a crash."),
        ("readinessProbe", "Reached only while it answers."),
        ("livenessProbe", "Restarts a PostgreSQL that has not answered for a minute."),
    ] {
        notes.fixed(&at(name), Guide::Monitoring, why);
    }
    explain_resources(&path, &database.resources, &mut notes);
    notes
}
