//! Keys of Kamal whose fate does not hang on their values. Source: the pages of its configuration, version 2.12.0 (commit
//! eee0083, `lib/kamal/configuration/docs/*.yml`), read 2026-12-01.

use super::super::ledger::Always::{NotCarried, NotNeeded};
use super::super::ledger::Row;

const SERVERS: &str = "it is about logins to servers, and kubectl speaks to a cluster";
const PROXY: &str = "the Ingress or Gateway takes the place of Kamal's proxy";
const PLACE: &str = "where a pod runs, the cluster decides";
const BUILDER: &str = "`docker build` of deploy.sh, or the CI workflow, builds the image";
const TOOL: &str = "it is about Kamal itself";

pub(super) const TABLE: &[Row] = &[
    ("x-*", NotNeeded("it is an extension, which Kamal reads only through aliases")),
    ("labels", NotCarried("labels of containers: set those of pods by `patches`")),
    ("servers.*.labels", NotCarried("labels of containers: set those of pods by `patches`")),
    (
        "asset_path",
        NotCarried(
            "old and new assets do not stand side by side: serve them from a bucket or a CDN (`config.asset_host`) if a release must not miss any",
        ),
    ),
    (
        "servers.*.asset_path",
        NotCarried(
            "old and new assets do not stand side by side: serve them from a bucket or a CDN",
        ),
    ),
    (
        "error_pages_path",
        NotCarried("the front door has error pages of its own: see its annotations"),
    ),
    ("hooks_path", NotCarried("hooks are not run: look at each for what a release has to do")),
    ("hooks_output", NotNeeded(TOOL)),
    ("secrets_path", NotNeeded("values of secrets go into the cluster's Secret")),
    (
        "require_destination",
        NotNeeded("with `environments`, deploy.sh has to be told which one by itself"),
    ),
    ("primary_role", NotNeeded("its role became `web`")),
    ("allow_empty_roles", NotNeeded("a worker may have no pods: `replicas: 0`")),
    ("retain_containers", NotNeeded("a Deployment keeps old revisions by itself")),
    ("minimum_version", NotNeeded(TOOL)),
    ("readiness_delay", NotNeeded("a startup probe waits until a pod answers")),
    (
        "deploy_timeout",
        NotNeeded("deploy.sh waits until the new pods are ready, and undoes what fails"),
    ),
    ("run_directory", NotNeeded(SERVERS)),
    ("ssh", NotNeeded(SERVERS)),
    ("sshkit", NotNeeded(SERVERS)),
    ("boot", NotNeeded("a Deployment replaces its pods one by one")),
    ("output", NotNeeded("it is about what Kamal itself prints")),
    ("logging.options", NotNeeded("the node keeps and rotates the log of each pod")),
    ("proxy.ssl_redirect", NotNeeded("Rails redirects by itself: `config.force_ssl`")),
    (
        "proxy.forward_headers",
        NotNeeded("the front door hands on which scheme and address a request came by"),
    ),
    ("proxy.healthcheck.interval", NotNeeded("Kubernetes asks in its own rhythm")),
    ("proxy.healthcheck.timeout", NotNeeded("Kubernetes asks in its own rhythm")),
    ("proxy.logging", NotNeeded("the controller of the front door logs requests by itself")),
    ("proxy.run", NotNeeded(PROXY)),
    (
        "proxy.path_prefix",
        NotCarried(
            "set `expose.path` if the whole app lives below that path, or `routes` for other Services",
        ),
    ),
    (
        "proxy.path_prefixes",
        NotCarried(
            "set `expose.path` if the whole app lives below that path, or `routes` for other Services",
        ),
    ),
    (
        "proxy.strip_path_prefix",
        NotCarried("the front door hands the path on as it is: `expose.path` tells Rails of it"),
    ),
    (
        "builder.arch",
        NotCarried(
            "the image has the architecture of the machine that builds it: it has to be that of the nodes",
        ),
    ),
    ("builder.remote", NotNeeded(BUILDER)),
    ("builder.local", NotNeeded(BUILDER)),
    ("builder.cache", NotNeeded(BUILDER)),
    ("builder.driver", NotNeeded(BUILDER)),
    (
        "builder.pack",
        NotCarried(
            "buildpacks build nothing here: `build.from` knows a Dockerfile, or an image that is published",
        ),
    ),
    (
        "builder.ssh",
        NotCarried("the build gets no SSH agent: fetch private gems by a token in `build.secrets`"),
    ),
    (
        "builder.provenance",
        NotCarried("the build makes no attestation: let a CI workflow of your own do it"),
    ),
    (
        "builder.sbom",
        NotCarried("the build makes no list of parts: let a CI workflow of your own do it"),
    ),
    ("accessories.*.service", NotNeeded("it names a container there")),
    ("accessories.*.host", NotNeeded(PLACE)),
    ("accessories.*.hosts", NotNeeded(PLACE)),
    ("accessories.*.role", NotNeeded(PLACE)),
    ("accessories.*.roles", NotNeeded(PLACE)),
    ("accessories.*.tag", NotNeeded(PLACE)),
    ("accessories.*.tags", NotNeeded(PLACE)),
    ("accessories.*.network", NotNeeded("pods of a namespace reach each other")),
    ("accessories.*.options.restart", NotNeeded("what ends is started again")),
    ("servers.*.options.restart", NotNeeded("what ends is started again")),
    ("accessories.*.labels", NotCarried("labels of containers: set those of pods by `patches`")),
    (
        "accessories.*.registry",
        NotCarried("a pull secret of another registry: add it to the namespace by hand"),
    ),
    (
        "accessories.*.proxy",
        NotCarried("the front door leads to it by `routes`, or by `path` and `host` of a process"),
    ),
    (
        "accessories.*.files",
        NotCarried("files of the server: keep them as `manifests` of your own"),
    ),
    ("accessories.*.cmd", NotCarried("the bundle starts its data stores with settings of its own")),
    (
        "accessories.*.port",
        NotNeeded("the app reaches it inside the cluster, and nobody from outside"),
    ),
];

pub(super) const OTHERWISE: &str = "the spec has nothing for it, and Kamal 2.12 does not list it";

#[cfg(test)]
pub(super) const VERSION: &str = "2.12.0";
