//! Redis in the cluster: one pod, its data on a volume. No release changes it.

use super::container::{self, explain_resources, from_secret};
use super::front_door::service_of;
use super::labels::explain_metadata;
use super::{BASE, pod, put, stateful};
use crate::bundle::Bundle;
use crate::facts::VALKEY_USER;
use crate::field::Guide;
use crate::plan::{Plan, Reason};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Container, ContainerPort, Probe};

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

pub(super) fn add(plan: &Plan, bundle: &mut Bundle) {
    if plan.has_redis() {
        service(plan, bundle);
        stateful_set(plan, bundle);
    }
}

fn service(plan: &Plan, bundle: &mut Bundle) {
    let service = service_of(plan, COMPONENT, COMPONENT, PORT);
    let mut notes = Notes::new(Reason::fixed(
        Guide::BackgroundJobs,
        "The address of Redis inside the cluster. It stays when the pod is replaced.",
    ));
    explain_metadata(plan, &mut notes);
    notes.fixed("spec.ports", Guide::BackgroundJobs, "The port that every Redis has.");
    put(bundle, BASE, "redis-service", &service, &notes);
}

fn args(plan: &Plan) -> Vec<String> {
    let mut args: Vec<String> =
        ["--dir", DATA, "--appendonly", "yes", "--save", ""].map(String::from).to_vec();
    args.extend(["--maxmemory-policy", "noeviction", "--maxmemory"].map(String::from));
    args.push(format!("{}mb", plan.redis.maxmemory.value));
    args
}

fn server(plan: &Plan) -> Container {
    let redis = &plan.redis;
    let mut server =
        container::of_image(COMPONENT, redis.image.value.clone(), &redis.resources, true);
    server.command = Some(["sh", "-c", START, "redis"].map(String::from).to_vec());
    server.args = Some(args(plan));
    server.ports = Some(vec![ContainerPort {
        name: Some(COMPONENT.into()),
        container_port: PORT,
        ..ContainerPort::default()
    }]);
    server.env = Some(vec![
        from_secret(plan, "REDIS_PASSWORD", "REDIS_PASSWORD"),
        from_secret(plan, "REDISCLI_AUTH", "REDIS_PASSWORD"),
    ]);
    server.startup_probe = Some(probe(5, 60));
    server.readiness_probe = Some(probe(5, 3));
    server.liveness_probe = Some(probe(10, 6));
    server.volume_mounts = container::mounts(&[("data", DATA), ("password", SCRATCH)]);
    server
}

fn probe(period: i32, failures: i32) -> Probe {
    stateful::probe(&["sh", "-c", PING], period, failures)
}

fn stateful_set(plan: &Plan, bundle: &mut Bundle) {
    let password = stateful::in_memory("password", 1);
    let mut spec = pod::spec(plan, server(plan), pod::rights(VALKEY_USER, true), vec![password]);
    spec.termination_grace_period_seconds = Some(60);
    let set = stateful::set(plan, COMPONENT, spec, &plan.redis.storage.value);
    put(bundle, BASE, COMPONENT, &set, &notes(plan));
}

fn notes(plan: &Plan) -> Notes {
    let redis = &plan.redis;
    let mut notes = Notes::new(Reason::fixed(
        Guide::BackgroundJobs,
        "Redis (Valkey, its free continuation): one pod, its data on a volume. A release does not touch it.",
    ));
    notes.decided("kind", &redis.kind);
    explain_metadata(plan, &mut notes);
    stateful::explain(plan, &redis.storage, &mut notes);
    let at = |inner: &str| format!("spec.template.spec.{inner}");
    notes.fixed(
        &at("terminationGracePeriodSeconds"),
        Guide::BackgroundJobs,
        "Time to write the last changes.",
    );
    notes.fixed(
        &at("volumes"),
        Guide::Security,
        "In memory, for the file with the password: it is never on a disk.",
    );
    let path = at("containers[0]");
    let at = |inner: &str| format!("{path}.{inner}");
    notes.decided(&at("image"), &redis.image);
    notes.comment(
        &at("command"),
        Guide::Secrets,
        "Writes the password from the Secret into a file in memory and becomes Redis, or Valkey, whichever the image has: the password is on no command line and in no ConfigMap.",
    );
    for (first, last, why) in [
        (0, 1, "On the volume."),
        (
            2,
            3,
            "Every change is written to a file, once a second to the disk: a pod that dies loses a second at most.",
        ),
        (4, 5, "No snapshots beside that file."),
        (6, 7, "Full means full: a job is refused, never thrown away."),
    ] {
        for index in first..=last {
            notes.fixed(&at(&format!("args[{index}]")), Guide::BackgroundJobs, why);
        }
    }
    for index in [8, 9] {
        notes.decided(&at(&format!("args[{index}]")), &redis.maxmemory);
    }
    notes.because(&at("env[0]"), redis.kind.because("The value stays in the Secret."));
    notes.fixed(
        &at("env[1]"),
        Guide::Secrets,
        "The same, under the name that redis-cli and valkey-cli read: for the probes, and for you with `kubectl exec`.",
    );
    for (name, why) in [
        ("startupProbe", "Up to five minutes to read the file."),
        ("readinessProbe", "Reached only while it answers, password included."),
        ("livenessProbe", "Restarts a Redis that has not answered for a minute."),
    ] {
        notes.fixed(&at(name), Guide::Monitoring, why);
    }
    explain_resources(&path, &redis.resources, &mut notes);
    notes
}
