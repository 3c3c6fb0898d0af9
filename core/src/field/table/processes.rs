//! Processes beside the web server and the workers, and what runs in the pods of one.

use super::{Section, common, count, field, seconds, section};
use crate::field::Default::{Derived, Nothing, Required, Value};
use crate::field::Guide;
use crate::field::accepts::{Accepts, Unit};
use crate::field::choices::{Choices, choices};

/// A port that a process may open without rights.
const PORT: Accepts = Accepts::Int { min: 1, max: 65535, unit: Unit::Count };

pub(super) const PROCESSES: Section = section(
    "processes",
    "Further processes",
    "What is neither web server nor worker: a websocket server, an SMTP server, a program of another image.",
    &[
        field(
            "processes",
            "Processes",
            "Processes that others reach by a port, or that only run (a Deployment each).",
            Accepts::Groups,
            Nothing,
            Guide::Cluster,
        ),
        common(field(
            "processes[].name",
            "Name",
            "Names the Deployment, its Service and their files.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Cluster,
        )),
        common(field(
            "processes[].command",
            "Command",
            "What it runs; with an image of its own, nothing said means what that image starts.",
            Accepts::Command,
            Nothing,
            Guide::Cluster,
        )),
        common(field(
            "processes[].image",
            "Image",
            "Another image than the app's, by tag or digest. It gets its own `env` and the `secrets` that it names, and a release of the app leaves its pods alone.",
            Accepts::PinnedImage,
            Nothing,
            Guide::DockerImage,
        )),
        common(field(
            "processes[].port",
            "Port",
            "The port that it listens on; it makes a Service of the same port.",
            PORT,
            Nothing,
            Guide::Cluster,
        )),
        common(field(
            "processes[].path",
            "Path at the front door",
            "Requests whose path starts so go to this process in place of the web pods.",
            Accepts::UrlPath,
            Nothing,
            Guide::Domain,
        )),
        common(field(
            "processes[].host",
            "Host at the front door",
            "One of `hosts`: requests for it go to this process in place of the web pods.",
            Accepts::Host,
            Nothing,
            Guide::Domain,
        )),
        common(field(
            "processes[].tcp",
            "TCP port outside",
            "A port of a load balancer of its own that leads to `port`, such as 25 for SMTP; the client's address stays (externalTrafficPolicy: Local).",
            PORT,
            Nothing,
            Guide::Domain,
        )),
        common(field(
            "processes[].probe",
            "Probe",
            "How Kubernetes asks whether it is well: by a request, by opening its port, by a command, or not at all.",
            Accepts::Choice(ProcessProbe::CHOICES),
            Derived("its port where it has one, else none"),
            Guide::Monitoring,
        )),
        field(
            "processes[].health_path",
            "Health check",
            "With `probe: http`, the path that answers while it is well.",
            Accepts::UrlPath,
            Value("/"),
            Guide::Monitoring,
        ),
        field(
            "processes[].probe_command",
            "Health command",
            "With `probe: command`, a command that succeeds in its pod while it is well.",
            Accepts::Command,
            Nothing,
            Guide::Monitoring,
        ),
        common(field(
            "processes[].replicas",
            "Pods",
            "How many pods (replicas).",
            count(0, 100),
            Value("1"),
            Guide::Cluster,
        )),
        field(
            "processes[].once",
            "Never two",
            "One pod, and never a second one beside it, neither in a release nor when a node is drained or lost. A release then means a short gap.",
            Accepts::Bool,
            Value("false"),
            Guide::Cluster,
        ),
        field(
            "processes[].user",
            "User",
            "The number of the user that it runs as; with an image of its own, nothing said means that image's user, which must have a number.",
            count(1, 999_999_999),
            Nothing,
            Guide::Security,
        ),
        field(
            "processes[].writable",
            "Writable folders",
            "Folders that it writes to beside /tmp, where the root file system is read-only (an emptyDir each).",
            Accepts::Places,
            Nothing,
            Guide::Security,
        ),
        field(
            "processes[].env",
            "Variables",
            "Plain environment variables of this process alone; they win over those of `env`. No secrets.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "processes[].secrets",
            "Secrets",
            "Names of keys of the app's Secret that a process with an image of its own gets; one of the app's image has all.",
            Accepts::EnvNames,
            Nothing,
            Guide::Secrets,
        ),
        field(
            "processes[].grace",
            "Grace period",
            "Seconds from the signal to stop until the pod is killed (terminationGracePeriodSeconds).",
            seconds(1, 7200),
            Value("30"),
            Guide::Delivery,
        ),
        field(
            "processes[].cpu",
            "CPU",
            "Reserved for each pod (resources.requests).",
            Accepts::Cpu,
            Value("250m"),
            Guide::Cluster,
        ),
        field(
            "processes[].memory",
            "Memory",
            "Reserved for each pod (resources.requests).",
            Accepts::Memory,
            Value("512Mi"),
            Guide::Cluster,
        ),
        field(
            "processes[].memory_limit",
            "Memory limit",
            "A pod that uses more memory is restarted (resources.limits).",
            Accepts::Memory,
            Value("1Gi"),
            Guide::Cluster,
        ),
    ],
);

pub(super) const SIDECARS: Section = section(
    "sidecars",
    "Sidecars",
    "Programs that run in the pods of a process, beside it.",
    &[
        field(
            "sidecars",
            "Sidecars",
            "Containers that start before a process and end after it, in the same pods.",
            Accepts::Groups,
            Nothing,
            Guide::Cluster,
        ),
        common(field(
            "sidecars[].name",
            "Name",
            "Names the container.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Cluster,
        )),
        common(field(
            "sidecars[].image",
            "Image",
            "Its image, by tag or digest; nothing said means the app's, with its variables and folders.",
            Accepts::PinnedImage,
            Nothing,
            Guide::DockerImage,
        )),
        common(field(
            "sidecars[].command",
            "Command",
            "What it runs; with an image of its own, nothing said means what that image starts.",
            Accepts::Command,
            Nothing,
            Guide::Cluster,
        )),
        common(field(
            "sidecars[].of",
            "Processes",
            "The processes that it stands beside: `web`, names of workers and processes.",
            Accepts::Processes,
            Derived("web"),
            Guide::Cluster,
        )),
        field(
            "sidecars[].port",
            "Port",
            "The port that it listens on, inside the pod.",
            PORT,
            Nothing,
            Guide::Cluster,
        ),
        field(
            "sidecars[].user",
            "User",
            "The number of the user that it runs as; nothing said means the app's.",
            count(1, 999_999_999),
            Nothing,
            Guide::Security,
        ),
        field(
            "sidecars[].writable",
            "Writable folders",
            "Folders that it writes to, where the root file system is read-only (an emptyDir each).",
            Accepts::Places,
            Nothing,
            Guide::Security,
        ),
        field(
            "sidecars[].env",
            "Variables",
            "Plain environment variables of this container. With an image of its own it gets no others.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "sidecars[].cpu",
            "CPU",
            "Reserved in each pod (resources.requests).",
            Accepts::Cpu,
            Value("50m"),
            Guide::Cluster,
        ),
        field(
            "sidecars[].memory",
            "Memory",
            "Reserved in each pod (resources.requests).",
            Accepts::Memory,
            Value("64Mi"),
            Guide::Cluster,
        ),
        field(
            "sidecars[].memory_limit",
            "Memory limit",
            "A container that uses more memory is restarted (resources.limits).",
            Accepts::Memory,
            Value("128Mi"),
            Guide::Cluster,
        ),
    ],
);

pub(super) const INIT: Section = section(
    "init",
    "Init steps",
    "Commands that have to succeed before a process starts, in the same pod.",
    &[
        field(
            "init",
            "Init steps",
            "Steps in their order, each in a container that ends (initContainers).",
            Accepts::Groups,
            Nothing,
            Guide::Cluster,
        ),
        common(field(
            "init[].name",
            "Name",
            "Names the container.",
            Accepts::Name { longest: 20 },
            Required,
            Guide::Cluster,
        )),
        common(field(
            "init[].command",
            "Command",
            "What it runs, in every new pod: it must bear to run often, and several times at once.",
            Accepts::Command,
            Required,
            Guide::Cluster,
        )),
        common(field(
            "init[].image",
            "Image",
            "Another image than the app's, by tag or digest. It gets its own `env` and the `secrets` that it names, none of the app's.",
            Accepts::PinnedImage,
            Nothing,
            Guide::DockerImage,
        )),
        common(field(
            "init[].of",
            "Processes",
            "The processes that it comes before: `web`, names of workers and processes.",
            Accepts::Processes,
            Derived("web"),
            Guide::Cluster,
        )),
        field(
            "init[].env",
            "Variables",
            "Plain environment variables of this step. With an image of its own it gets no others but its `secrets`.",
            Accepts::Map,
            Nothing,
            Guide::Environment,
        ),
        field(
            "init[].secrets",
            "Secrets",
            "Names of keys of the app's Secret that a step with an image of its own gets; one of the app's image has all.",
            Accepts::EnvNames,
            Nothing,
            Guide::Secrets,
        ),
    ],
);

choices! {
    /// How Kubernetes asks whether a process is well.
    pub enum ProcessProbe {
        /// By a request.
        Http = "http", "HTTP request";
        /// By opening its port.
        Tcp = "tcp", "Open port";
        /// By a command in its pod.
        Command = "command", "A command";
        /// By nothing but that it runs.
        None = "none", "None";
    }
}
