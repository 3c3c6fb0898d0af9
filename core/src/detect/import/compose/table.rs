//! Keys of compose files whose fate does not hang on their values. Source: the Compose Specification (compose-spec/compose-spec,
//! `schema/compose-spec.json`), read 2026-12-01.

use super::super::ledger::Always::{NotCarried, NotNeeded};
use super::super::ledger::Row;

const CLUSTER: &str = "the cluster does it";
const NETWORK: &str = "pods of a namespace reach each other by the names of their Services";
const RIGHTS: &str = "pods run without root and without further rights: `patches` add what a process cannot do without";
const DOCKER: &str = "it is about docker on one machine";
const NODE: &str = "it is an option of docker: `patches` change what a pod has";

pub(super) const TABLE: &[Row] = &[
    ("x-*", NotNeeded("it is an extension, which is read through aliases alone")),
    ("version", NotNeeded("compose itself no longer reads it")),
    ("networks", NotNeeded(NETWORK)),
    ("volumes", NotNeeded("volumes follow from what mounts them")),
    ("secrets", NotNeeded("values of secrets go into the cluster's Secret, as DEPLOY.md says")),
    ("configs", NotCarried("files with a text: name them in `files`")),
    ("include", NotCarried("other files are not read by this one: name each with `--from`")),
    ("models", NotCarried("the spec has nothing for it")),
    ("services.*.x-*", NotNeeded("it is an extension")),
    (
        "services.*.annotations",
        NotCarried("annotations of containers: set those of pods by `patches`"),
    ),
    ("services.*.attach", NotNeeded(DOCKER)),
    ("services.*.blkio_config", NotCarried(NODE)),
    ("services.*.cap_add", NotCarried(RIGHTS)),
    ("services.*.cap_drop", NotNeeded("pods have no capabilities anyway")),
    ("services.*.cgroup", NotCarried(RIGHTS)),
    ("services.*.cgroup_parent", NotCarried(RIGHTS)),
    ("services.*.configs", NotCarried("files with a text: name them in `files`")),
    ("services.*.container_name", NotNeeded("a Service has a name of its own")),
    ("services.*.cpuset", NotCarried(NODE)),
    ("services.*.cpu_count", NotCarried("set `cpu`, which is reserved")),
    ("services.*.cpu_percent", NotCarried("set `cpu`, which is reserved")),
    ("services.*.cpu_shares", NotCarried("set `cpu`, which is reserved")),
    ("services.*.cpu_period", NotCarried(NODE)),
    ("services.*.cpu_quota", NotCarried(NODE)),
    ("services.*.cpu_rt_runtime", NotCarried(NODE)),
    ("services.*.cpu_rt_period", NotCarried(NODE)),
    ("services.*.credential_spec", NotCarried(NODE)),
    (
        "services.*.depends_on",
        NotNeeded("pods start in any order, and again until what they need is there"),
    ),
    (
        "services.*.deploy.mode",
        NotCarried("a process for each node: keep it as `manifests` of your own"),
    ),
    ("services.*.deploy.placement", NotCarried("where pods run: `patches` set a nodeSelector")),
    ("services.*.deploy.update_config", NotNeeded("a Deployment replaces its pods one by one")),
    ("services.*.deploy.rollback_config", NotNeeded("deploy.sh undoes what fails")),
    ("services.*.deploy.restart_policy", NotNeeded("what ends is started again")),
    ("services.*.deploy.endpoint_mode", NotNeeded(NETWORK)),
    ("services.*.deploy.labels", NotCarried("labels of services: set those of pods by `patches`")),
    (
        "services.*.deploy.resources",
        NotCarried("set `cpu`, `memory` and `memory_limit`; `patches` add devices"),
    ),
    ("services.*.develop", NotNeeded("it is for development")),
    ("services.*.device_cgroup_rules", NotCarried(RIGHTS)),
    ("services.*.devices", NotCarried(RIGHTS)),
    ("services.*.dns*", NotNeeded(CLUSTER)),
    ("services.*.domainname", NotNeeded(NETWORK)),
    (
        "services.*.entrypoint",
        NotCarried(
            "pods start the command alone: what the entrypoint does before it goes into `init` or `migrate`",
        ),
    ),
    ("services.*.expose", NotNeeded("inside the cluster every port is reached")),
    ("services.*.external_links", NotNeeded(NETWORK)),
    ("services.*.extra_hosts", NotCarried("names that no DNS knows: `patches` set `hostAliases`")),
    ("services.*.gpus", NotCarried(NODE)),
    ("services.*.group_add", NotCarried(RIGHTS)),
    ("services.*.hostname", NotNeeded("each pod has a name of its own")),
    (
        "services.*.init",
        NotNeeded("the programs of the spec end by themselves when they are told to"),
    ),
    ("services.*.ipc", NotCarried(RIGHTS)),
    ("services.*.isolation", NotCarried(NODE)),
    ("services.*.labels", NotCarried("labels of containers: set those of pods by `patches`")),
    ("services.*.label_file", NotCarried("labels of containers: set those of pods by `patches`")),
    ("services.*.links", NotNeeded(NETWORK)),
    (
        "services.*.logging",
        NotNeeded("the node keeps and rotates the log of each pod; `logging` sends it on"),
    ),
    ("services.*.mac_address", NotNeeded(NETWORK)),
    ("services.*.mem_swappiness", NotCarried(NODE)),
    ("services.*.memswap_limit", NotCarried(NODE)),
    ("services.*.network_mode", NotNeeded(NETWORK)),
    ("services.*.networks", NotNeeded(NETWORK)),
    ("services.*.oom_kill_disable", NotCarried(NODE)),
    ("services.*.oom_score_adj", NotCarried(NODE)),
    ("services.*.pid", NotCarried(RIGHTS)),
    ("services.*.pids_limit", NotCarried(NODE)),
    ("services.*.platform", NotCarried("the image has to be built for the nodes' architecture")),
    ("services.*.ports", NotNeeded("the front door leads to the web pods alone")),
    ("services.*.post_start", NotCarried("a step after the start: `patches` set `lifecycle`")),
    ("services.*.pre_stop", NotCarried("a step before the end: `patches` set `lifecycle`")),
    ("services.*.privileged", NotCarried(RIGHTS)),
    ("services.*.profiles", NotNeeded("production has it")),
    ("services.*.pull_policy", NotNeeded("each revision has a tag of its own")),
    ("services.*.read_only", NotNeeded("`security.read_only_root` says it for all pods")),
    ("services.*.restart", NotNeeded("what ends is started again")),
    ("services.*.runtime", NotCarried(NODE)),
    ("services.*.secrets", NotCarried("the store's own: the bundle sets it up by itself")),
    ("services.*.security_opt", NotNeeded("`security.pod_security` says it for all pods")),
    (
        "services.*.shm_size",
        NotCarried("shared memory: `patches` mount an emptyDir of Memory at /dev/shm"),
    ),
    ("services.*.stdin_open", NotNeeded("deploy.sh opens a console in a pod of its own")),
    (
        "services.*.stop_signal",
        NotCarried("pods are told to end by TERM, or as the image's STOPSIGNAL says"),
    ),
    ("services.*.storage_opt", NotCarried(NODE)),
    ("services.*.sysctls", NotCarried(RIGHTS)),
    (
        "services.*.tmpfs",
        NotNeeded("tmp and log can be written to; `container.writable` names more"),
    ),
    ("services.*.tty", NotNeeded("deploy.sh opens a console in a pod of its own")),
    ("services.*.ulimits", NotCarried(NODE)),
    ("services.*.userns_mode", NotCarried(RIGHTS)),
    ("services.*.uts", NotCarried(RIGHTS)),
    (
        "services.*.volumes_from",
        NotCarried("name each folder in `volumes`, with the processes that see it"),
    ),
];

pub(super) const OTHERWISE: &str = "the spec has nothing for it";
