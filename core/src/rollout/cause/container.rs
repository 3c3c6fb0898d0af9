//! Why a container does not run.

use super::super::json;
use super::super::moment::Clock;
use super::{Cause, Log, image, probe};
use serde_json::Value;

/// Seconds for a Secret or ConfigMap to reach the node.
const CONFIG: i64 = 10;
/// Seconds after the start-up in which an app may say that it is not ready.
const READY: i64 = 120;
/// A container that was started this often is in a loop.
const RESTARTS: i64 = 3;

pub(super) fn cause(pod: &Value, status: &Value, events: &[Value], clock: Clock) -> Option<Cause> {
    let waiting = json::text(status, "/state/waiting/reason");
    if image::is_one(waiting) {
        return Some(image::cause(pod, status, events, clock));
    }
    let subject = Subject { pod, status, events, clock };
    match waiting {
        "CreateContainerConfigError" => return Some(subject.config()),
        "CreateContainerError" | "RunContainerError" => return Some(subject.start()),
        "CrashLoopBackOff" => return subject.crash(true),
        _ => {}
    }
    if status.pointer("/state/terminated").is_some() {
        return subject.crash(false);
    }
    if status.pointer("/state/running").is_some() && !json::is_true(status, "/ready") {
        if json::int(status, "/restartCount") > 0
            && let Some(cause) = subject.crash(false)
        {
            return Some(cause);
        }
        return subject.unready();
    }
    None
}

struct Subject<'a> {
    pod: &'a Value,
    status: &'a Value,
    events: &'a [Value],
    clock: Clock,
}

impl Subject<'_> {
    fn name(&self) -> &str {
        json::name_of(self.status)
    }

    fn spec(&self) -> Option<&Value> {
        let named = |each: &&Value| json::name_of(each) == self.name();
        ["/spec/containers", "/spec/initContainers"]
            .iter()
            .find_map(|at| json::list(self.pod, at).iter().find(named))
    }

    fn cause(&self, rule: &'static str, message: String, help: &str) -> Cause {
        Cause {
            rule,
            object: json::called(self.pod),
            message,
            help: help.to_owned(),
            section: None,
            log: None,
            is_final: false,
        }
    }

    fn log(&self, previous: bool) -> Option<Log> {
        Some(Log {
            pod: json::name(self.pod).to_owned(),
            container: self.name().to_owned(),
            previous,
        })
    }

    /// A Secret, a ConfigMap or the image's user does not fit.
    fn config(&self) -> Cause {
        let said = json::text(self.status, "/state/waiting/message");
        let (names_key, names_secret) = (said.contains("key"), said.contains("secret"));
        let is_key = names_key && said.contains("Secret");
        let section = (is_key || names_secret).then_some("Secrets");
        let help = if is_key {
            "set that key of the Secret"
        } else if names_secret {
            "make the Secret"
        } else if said.contains("configmap") || said.contains("ConfigMap") {
            "apply the whole bundle: the ConfigMap is part of it"
        } else if said.contains("runAsNonRoot") {
            "the image has to run as a user by number that is not 0: build it by the generated Dockerfile"
        } else {
            ""
        };
        let mut cause = self.cause(
            "container-config",
            format!("the container `{}` cannot be configured: {said}", self.name()),
            help,
        );
        cause.section = section;
        // A node that has not seen a new Secret yet says this for a moment.
        let is_late = said.contains("failed to sync");
        let waited = self.clock.since(json::text(self.pod, "/status/startTime"));
        cause.is_final = waited >= if is_late { CONFIG * 6 } else { CONFIG };
        cause
    }

    /// The container runtime cannot run the command.
    fn start(&self) -> Cause {
        let said = json::text(self.status, "/state/waiting/message");
        let help = if said.contains("executable file not found") || said.contains("no such file") {
            "the image lacks the command: look at the command in linkspan.yml and at the Dockerfile"
        } else if said.contains("permission denied") {
            "make the file executable (`chmod +x`), commit it and build again"
        } else {
            ""
        };
        let mut cause = self.cause(
            "container-start",
            format!("the container `{}` cannot be started: {said}", self.name()),
            help,
        );
        cause.is_final = self.clock.since(json::text(self.pod, "/status/startTime")) >= CONFIG;
        cause
    }

    /// The container ends again and again.
    fn crash(&self, is_backing_off: bool) -> Option<Cause> {
        let ended = self
            .status
            .pointer("/state/terminated")
            .or_else(|| self.status.pointer("/lastState/terminated"))?;
        let is_init = json::list(self.pod, "/status/initContainerStatuses")
            .iter()
            .any(|each| json::name_of(each) == self.name());
        let (code, reason) = (json::int(ended, "/exitCode"), json::text(ended, "/reason"));
        if code == 0 && (is_init || !is_backing_off) {
            return None;
        }
        let restarts = json::int(self.status, "/restartCount");
        let never_again = json::text(self.pod, "/spec/restartPolicy") == "Never";
        let name = self.name();
        let killed = |kind| probe::killed(self.events, self.pod, name, kind);
        let mut cause = if reason == "OOMKilled" {
            let limit = self.spec().map_or("", |spec| json::text(spec, "/resources/limits/memory"));
            let limit = if limit.is_empty() { String::new() } else { format!(" (limit {limit})") };
            self.cause(
                "out-of-memory",
                format!("the container `{name}` ran out of memory{limit}"),
                "raise `resources.memory` in linkspan.yml, or run fewer threads or processes in the pod",
            )
        } else if killed("startup") || killed("liveness") {
            let kind = if killed("startup") { "Startup" } else { "Liveness" };
            let said = probe::said(self.events, self.pod, kind).unwrap_or("no answer");
            let word = if kind == "Startup" { "start-up" } else { "liveness" };
            let mut cause = self.cause(
                "probe",
                format!("the container `{name}` was ended because its {word} probe fails: {said}"),
                probe::help(said),
            );
            // It had its whole time to start.
            cause.is_final = kind == "Startup" && restarts >= 1;
            cause
        } else {
            let said = json::text(ended, "/message");
            let said = if said.is_empty() { String::new() } else { format!(": {}", said.trim()) };
            self.cause(
                "crash",
                format!("the container `{name}` {}{said}", how_it_ended(code, reason)),
                if code == 0 { "a web server or worker has to stay in the foreground" } else { "" },
            )
        };
        cause.is_final |= is_backing_off || restarts >= RESTARTS || never_again;
        let is_over = self.status.pointer("/state/terminated").is_some();
        cause.log = self.log(!is_over);
        Some(cause)
    }

    /// Runs, and does not say that it is ready.
    fn unready(&self) -> Option<Cause> {
        let spec = self.spec()?;
        let waited = self.clock.since(json::text(self.status, "/state/running/startedAt"));
        let is_started = self.status.pointer("/started").and_then(Value::as_bool) != Some(false);
        let kind = if is_started { "Readiness" } else { "Startup" };
        let said = probe::said(self.events, self.pod, kind)?;
        let word = if is_started { "readiness" } else { "start-up" };
        let mut cause = self.cause(
            "probe",
            format!("the container `{}` runs, and its {word} probe fails: {said}", self.name()),
            probe::help(said),
        );
        cause.log = self.log(false);
        cause.is_final = is_started && waited >= start_up(spec) + READY;
        Some(cause)
    }
}

/// Seconds that the start-up probe of a container allows.
fn start_up(container: &Value) -> i64 {
    let Some(probe) = container.pointer("/startupProbe") else { return 0 };
    let number = |at: &str, default: i64| match json::int(probe, at) {
        0 => default,
        set => set,
    };
    json::int(probe, "/initialDelaySeconds")
        + number("/periodSeconds", 10) * number("/failureThreshold", 3)
}

fn how_it_ended(code: i64, reason: &str) -> String {
    match code {
        _ if reason == "ContainerCannotRun" || reason == "StartError" => {
            "could not be started".to_owned()
        }
        0 => "ended by itself".to_owned(),
        126 => "ended with exit code 126: its command cannot be executed".to_owned(),
        127 => "ended with exit code 127: the image lacks its command".to_owned(),
        137 => "was killed (exit code 137)".to_owned(),
        139 => "crashed (exit code 139, a segmentation fault)".to_owned(),
        143 => "was told to stop (exit code 143)".to_owned(),
        other => format!("ended with exit code {other}"),
    }
}
