//! Redis in the cluster: one pod, its data on a volume. No release changes it.

use super::address::{self, At};
use super::container::{self, FILLED_IN, from_secret};
use super::front_door::service_of;
use super::labels::explain_metadata;
use super::mount::mount;
use super::{BASE, put, stateful};
use crate::facts::VALKEY_USER;
use crate::field::Guide;
use crate::plan::{Plan, Reason, redis_part};
use crate::render::{Items, Notes, Part};
use crate::resource::Objects;
use k8s_openapi::api::core::v1::{Container, ContainerPort, EnvVar, PodSpec, Probe};

/// Where Redis listens.
pub(super) const PORT: i32 = 6379;
const COMPONENT: &str = "redis";
/// In memory, for the one file that holds the password.
const SCRATCH: &str = "/run/valkey";
const DATA: &str = "/data";
/// The shell's own `echo` writes the file, so no process has the password among its arguments. What a URL
/// or a line of the file could not bear is refused before anything runs.
const START: &str = "case \"$REDIS_PASSWORD\" in ''|*[!0-9A-Za-z._~-]*) echo 'REDIS_PASSWORD may hold letters, digits, dots, dashes, _ and ~ only, because it stands in a URL' >&2; exit 1 ;; esac; umask 077; echo \"requirepass $REDIS_PASSWORD\" >/run/valkey/password.conf; server=valkey-server; command -v $server >/dev/null || server=redis-server; command -v $server >/dev/null || { echo 'this image has neither valkey-server nor redis-server' >&2; exit 1; }; exec $server /run/valkey/password.conf \"$@\"";
/// A wrong password, or a file still being read, is answered too, but not by this word.
const PING: &str =
    "cli=valkey-cli; command -v $cli >/dev/null || cli=redis-cli; [ \"$($cli ping)\" = PONG ]";

/// Name of the StatefulSet and its Service.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-{COMPONENT}", plan.app.value)
}

/// Where the first is, or one more by its name.
fn at(plan: &Plan, also: Option<&str>) -> At {
    let part = also.map_or_else(|| COMPONENT.to_owned(), redis_part);
    let host = format!("{}-{part}", plan.app.value);
    let url = format!("redis://:$({})@{host}:{PORT}/0", plan.redis.password());
    At { url, host, port: PORT, ..At::default() }
}

/// The variables of the app with their addresses.
pub(super) fn addresses(plan: &Plan, all: &mut Items<EnvVar>) {
    if plan.has_redis() {
        let redis = &plan.redis;
        let because = redis.kind.because(FILLED_IN);
        address::add(&redis.variables, at(plan, None), &because, all);
        let because = redis.also.because(FILLED_IN);
        for also in &redis.also.value {
            address::add(&redis.variables_of(also), at(plan, Some(also)), &because, all);
        }
    }
}

pub(super) fn add(plan: &Plan, bundle: &mut Objects<'_>) {
    if plan.has_redis() {
        for part in plan.redis_parts() {
            service(plan, &part, bundle);
            stateful_set(plan, &part, bundle);
        }
    }
}

fn service(plan: &Plan, part: &str, bundle: &mut Objects<'_>) {
    let service = service_of(plan, part, COMPONENT, PORT);
    let mut notes = Notes::new(Reason::fixed(
        Guide::BackgroundJobs,
        "The address of Redis inside the cluster. It stays when the pod is replaced.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.ports", Guide::BackgroundJobs, "The port that every Redis has.");
    put(bundle, BASE, &format!("{part}-service"), &service, &notes);
}

fn args(plan: &Plan, part: &str) -> Items<String> {
    let mut args = Items::default();
    let full = if part.contains("cache") {
        (["--maxmemory-policy", "allkeys-lru"], "A cache drops what was not used for long.")
    } else {
        (
            ["--maxmemory-policy", "noeviction"],
            "Full means full: a job is refused, never thrown away.",
        )
    };
    for (words, why) in [
        (["--dir", DATA], "On the volume."),
        (
            ["--appendonly", "yes"],
            "Every change is written to a file, once a second to the disk: a pod that dies loses a second at most.",
        ),
        (["--save", ""], "No snapshots beside that file."),
        full,
    ] {
        for word in words {
            args.fixed(word.to_owned(), Guide::BackgroundJobs, why);
        }
    }
    let most = &plan.redis.maxmemory;
    for word in ["--maxmemory".to_owned(), format!("{}mb", most.value)] {
        args.decided(word, most);
    }
    args
}

fn environment(plan: &Plan) -> Items<EnvVar> {
    let mut env = Items::default();
    env.because(
        from_secret(plan, "REDIS_PASSWORD", plan.redis.password()),
        plan.redis.kind.because("The value stays in the Secret."),
    );
    env.fixed(
        from_secret(plan, "REDISCLI_AUTH", plan.redis.password()),
        Guide::Secrets,
        "The same, under the name that redis-cli and valkey-cli read: for the probes, and for you with `kubectl exec`.",
    );
    env
}

fn server(plan: &Plan, part: &str) -> Part<Container> {
    let redis = &plan.redis;
    let mut server =
        container::of_image(COMPONENT, redis.image.value.clone(), &redis.resources, true);
    let Part { object, reasons } = &mut server;
    reasons.decided("image", &redis.image);
    object.command = Some(["sh", "-c", START, "redis"].map(String::from).to_vec());
    reasons.comment(
        "command",
        Guide::Secrets,
        "Writes the password from the Secret into a file in memory and becomes Redis, or Valkey, whichever the image has: the password is on no command line and in no ConfigMap.",
    );
    object.args = Some(reasons.list("args", args(plan, part)));
    object.ports = Some(vec![ContainerPort {
        name: Some(COMPONENT.into()),
        container_port: PORT,
        ..ContainerPort::default()
    }]);
    object.env = Some(reasons.list("env", environment(plan)));
    object.startup_probe = Some(probe(5, 60));
    object.readiness_probe = Some(probe(5, 3));
    object.liveness_probe = Some(probe(10, 6));
    for (name, why) in [
        ("startupProbe", "Up to five minutes to read the file."),
        ("readinessProbe", "Reached only while it answers, password included."),
        ("livenessProbe", "Restarts a Redis that has not answered for a minute."),
    ] {
        reasons.fixed(name, Guide::Monitoring, why);
    }
    object.volume_mounts = Some(vec![mount("data", DATA), mount("password", SCRATCH)]);
    server
}

fn probe(period: i32, failures: i32) -> Probe {
    stateful::probe(&["sh", "-c", PING], period, failures)
}

fn pod(plan: &Plan, part: &str) -> Part<PodSpec> {
    let volumes = [stateful::in_memory("password", 1)].into_iter().collect();
    let mut pod = stateful::pod(plan, server(plan, part), VALKEY_USER, volumes);
    pod.reasons.fixed(
        "volumes",
        Guide::Security,
        "In memory, for the file with the password: it is never on a disk.",
    );
    pod.object.termination_grace_period_seconds = Some(60);
    pod.reasons.fixed(
        "terminationGracePeriodSeconds",
        Guide::BackgroundJobs,
        "Time to write the last changes.",
    );
    pod
}

fn stateful_set(plan: &Plan, part: &str, bundle: &mut Objects<'_>) {
    let redis = &plan.redis;
    let mut notes = Notes::new(Reason::fixed(
        Guide::BackgroundJobs,
        "Redis (Valkey, its free continuation): one pod, its data on a volume. A release does not touch it.",
    ));
    notes.decided("kind", &redis.kind);
    explain_metadata(plan, &mut notes);
    let set = stateful::set(plan, part, pod(plan, part), &redis.storage, &mut notes);
    put(bundle, BASE, part, &set, &notes);
}
