//! MySQL or MariaDB in the cluster: one pod of the official image, its data on a volume. No release changes it.

use super::container::{self, from_secret};
use super::database::{APP, name};
use super::front_door::service_of;
use super::labels::{explain_metadata, metadata};
use super::mount::mount;
use super::{BASE, put, stateful};
use crate::facts::MYSQL_USER;
use crate::field::Guide;
use crate::plan::{Adapter, DatabaseKind, Plan, Reason};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use crate::value::ordered;
use k8s_openapi::api::core::v1::{
    ConfigMap, ConfigMapVolumeSource, Container, ContainerPort, EmptyDirVolumeSource, EnvVar,
    PodSpec, Probe, Volume,
};

/// Labels its pod, and ends the names of its objects.
pub(super) const COMPONENT: &str = "mysql";
/// Where the volume is seen.
const HOME: &str = "/var/lib/mysql";
/// Below the root of the volume, which may have files of its own, and in which the server would not make its data.
const DATA: &str = "--datadir=/var/lib/mysql/data";
/// More databases of the app begin with its name, and it makes them itself. The underscore is one in a pattern, too.
const INIT: &str = "GRANT ALL PRIVILEGES ON `app\\_%`.* TO 'app'@'%';\n";
/// An answer is enough, also that the password is another by now. MariaDB's program has another name; while the image makes the database, no server
/// listens at this address.
const PING: &str = "admin=mysqladmin; command -v $admin >/dev/null || admin=mariadb-admin; MYSQL_PWD=\"$MYSQL_PASSWORD\" exec $admin --host=127.0.0.1 --user=app --connect-timeout=3 ping";

/// Where it listens.
pub(super) const PORT: i32 = 3306;

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    let is_here = plan.database.adapter.value == Adapter::Mysql;
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
        "The address of the database inside the cluster.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.clusterIP", Guide::Application, "The name leads to the pod itself.");
    notes.fixed("spec.ports", Guide::Application, "The port that every MySQL has.");
    put(bundle, BASE, "mysql-service", &service, &notes);
}

fn init_name(plan: &Plan) -> String {
    format!("{}-init", name(plan))
}

fn init(plan: &Plan, bundle: &mut Objects<'_>) {
    let map = ConfigMap {
        metadata: metadata(plan, &init_name(plan), COMPONENT),
        data: Some(ordered([("app.sql".into(), INIT.into())])),
        ..ConfigMap::default()
    };
    let mut notes = Notes::new(Reason::fixed(
        Guide::Application,
        "What the database runs once, at its first start on an empty volume.",
    ));
    explain_metadata(plan, &mut notes);
    notes.comment(
        "data",
        Guide::Application,
        "The app's user owns its databases and no others; root logs in from inside the pod alone.",
    );
    put(bundle, BASE, "mysql-init", &map, &notes);
}

fn args(plan: &Plan) -> Items<String> {
    let database = &plan.database;
    let mut args = Items::default();
    args.fixed(DATA.to_owned(), Guide::Application, "On the volume, below its root.");
    args.fixed(
        "--character-set-server=utf8mb4".to_owned(),
        Guide::Application,
        "Every character, as Rails asks for.",
    );
    if let Some(most) = &database.max_connections {
        args.decided(format!("--max-connections={}", most.value), most);
    }
    let buffers = &database.shared_buffers;
    args.decided(format!("--innodb-buffer-pool-size={}M", buffers.value), buffers);
    args
}

fn environment(plan: &Plan) -> Items<EnvVar> {
    let mut env = Items::default();
    for (name, text) in
        [("MYSQL_DATABASE", APP), ("MYSQL_USER", APP), ("MYSQL_ROOT_HOST", "localhost")]
    {
        env.fixed(
            container::plain(name, text.to_owned()),
            Guide::Application,
            "What the image makes at its first start.",
        );
    }
    for name in ["MYSQL_PASSWORD", "MYSQL_ROOT_PASSWORD"] {
        env.because(
            from_secret(plan, name, plan.database.password()),
            plan.database.kind.because(
                "The value stays in the Secret; it is the password of the app, and of root inside the pod, from the first start on.",
            ),
        );
    }
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
        ("livenessProbe", "Restarts a server that has not answered for a minute."),
    ] {
        reasons.fixed(name, Guide::Monitoring, why);
    }
    object.volume_mounts = Some(vec![
        mount("data", HOME),
        mount("init", "/docker-entrypoint-initdb.d"),
        mount("run", "/var/run/mysqld"),
        mount("tmp", "/tmp"),
    ]);
    server
}

fn probe(period: i32, failures: i32) -> Probe {
    stateful::probe(&["sh", "-c", PING], period, failures)
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
    volumes.push(scratch("tmp"));
    volumes
}

fn pod(plan: &Plan) -> Part<PodSpec> {
    let mut pod = stateful::pod(plan, server(plan), MYSQL_USER, volumes(plan));
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
        "MySQL or MariaDB for a small install: one pod, its data on a volume. A release does not touch it.",
    ));
    notes.decided("kind", &database.kind);
    explain_metadata(plan, &mut notes);
    let set = stateful::set(plan, COMPONENT, pod(plan), &database.storage, &mut notes);
    put(bundle, BASE, COMPONENT, &set, &notes);
}
