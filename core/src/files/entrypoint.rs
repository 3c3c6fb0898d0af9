//! `bin/docker-entrypoint`: what happens in a container before its process starts.

use super::text::Text;
use crate::field::Guide;
use crate::plan::{Plan, WorkerKind};

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(
        Guide::DockerImage,
        "Runs first in every container, then becomes the process that it was given.",
    );
    text.push("#!/usr/bin/env bash\n# Prepares the folders that Rails writes to, then becomes the given command.");
    text.fixed(Guide::Migrations, "Migrations run in a Job of their own, once a release: in an entrypoint every pod would run them.");
    text.push("# It never migrates: deploy.sh runs the migration once, in a Job.");
    text.push("set -euo pipefail\n");
    text.fixed(Guide::Security, "Ruby refuses a world-writable folder, so it gets one of its own inside the volume at /tmp.");
    text.push(
        "if [[ -n \"${TMPDIR:-}\" ]]; then\n  mkdir -p \"$TMPDIR\"\n  chmod 0700 \"$TMPDIR\"\nfi\n",
    );
    text.fixed(Guide::Cluster, "The volume at tmp is empty in a new pod and survives a restart of its container: folders have to be made, and an old pid file would stop Puma from starting.");
    text.push("mkdir -p tmp/cache tmp/pids tmp/sockets");
    let touches = |kind| plan.touches_file(kind);
    if touches(WorkerKind::Sidekiq) || touches(WorkerKind::SolidQueue) {
        text.push("# What a worker before touched says nothing of the next one.\nrm -f tmp/pids/server.pid tmp/alive\n");
    } else {
        text.push("rm -f tmp/pids/server.pid\n");
    }
    text.fixed(Guide::DockerImage, "exec: the process gets the signals of Kubernetes itself.");
    text.push("exec \"$@\"");
    text
}
