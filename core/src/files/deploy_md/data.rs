//! Redis and uploads in `DEPLOY.md`.

use super::{code, database, sqlite, stores};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Decided, Plan, Uploads, Volume};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    database::write(plan, text);
    redis(plan, text);
    stores::write(plan, text);
    volume(plan, text);
    more_volumes(plan, text);
}

fn redis(plan: &Plan, text: &mut Text) {
    if !plan.has_redis() {
        return;
    }
    let (namespace, redis) = (&plan.namespace.value, &plan.redis);
    let name = format!("{}-redis", plan.app.value);
    text.because(redis.kind.reason());
    text.push(format!("## Redis\n\nRedis runs in the cluster: the StatefulSet `{name}`, one pod, its data on the volume `data-{name}-0`, which stays when the pod goes. While the pod is replaced, Redis is away for some seconds, and Sidekiq retries. To look inside:\n"));
    code(
        text,
        format!(
            "kubectl --namespace {namespace} exec statefulset/{name} -- {} info",
            cli(&redis.image.value)
        ),
    );
    text.because(redis.maxmemory.reason());
    text.push(format!("It holds {} MiB at most; when full, it refuses writes and loses nothing. A cache should drop old entries instead: give it a Redis of its own, or use Solid Cache.\n", redis.maxmemory.value));
    let also = plan.redis_parts().split_off(1);
    if !also.is_empty() {
        let all: Vec<String> =
            also.iter().map(|part| format!("`{}-{part}`", plan.app.value)).collect();
        text.because(redis.also.reason());
        text.push(format!(
            "The same holds for {}, each with a pod and a volume of its own; one whose name holds `cache` drops old entries when it is full.\n",
            all.join(", ")
        ));
    }
    text.because(redis.storage.reason());
    grow(plan, "redis", &redis.storage, text);
}

/// What an image calls its client, as far as its name tells.
fn cli(image: &str) -> &'static str {
    if image.contains("redis") && !image.contains("valkey") { "redis-cli" } else { "valkey-cli" }
}

/// How the volume of a StatefulSet grows.
pub(super) fn grow(plan: &Plan, component: &str, size: &Decided<String>, text: &mut Text) {
    let (namespace, field, size) = (&plan.namespace.value, &size.field, &size.value);
    let name = format!("{}-{component}", plan.app.value);
    text.push(format!("The size of a volume cannot be changed in the StatefulSet. If your storage class lets volumes grow, set `{field}`, generate, and run:\n"));
    code(
        text,
        format!(
            "kubectl --namespace {namespace} patch persistentvolumeclaim data-{name}-0 --type=merge \\\n  --patch='{{\"spec\":{{\"resources\":{{\"requests\":{{\"storage\":\"{size}\"}}}}}}}}'\nkubectl --namespace {namespace} delete statefulset {name} --cascade=orphan\nkubectl apply --server-side --force-conflicts --field-manager=linkspan -f config/kube/{component}.yml"
        ),
    );
}

fn volume(plan: &Plan, text: &mut Text) {
    let Some(size) = &plan.volume else { return };
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    text.because(size.reason());
    text.push(format!("## Files\n\nThe volume `{app}-storage`, {} at `{}`, keeps files when pods are replaced. It is attached to one node at a time, so there is one web pod, all pods of the app run on one node, and each release means a short pause. Back it up: by snapshots of your storage class, or by copies, which are written outside the app's folder.\n", size.value, plan.container.path("storage")));
    if plan.active_storage.service.value == Uploads::Local {
        let exec = format!("kubectl --namespace {namespace} exec deployment/{app}-web --");
        let without = match plan.database.adapter.value {
            Adapter::Sqlite => format!("--exclude='{}*' ", sqlite::FILES),
            Adapter::Postgresql | Adapter::Mysql | Adapter::None => String::new(),
        };
        let workdir = &plan.container.workdir.value;
        text.because(plan.active_storage.service.reason());
        text.push("The uploads, and how they come back:\n");
        code(
            text,
            format!("{exec} tar -cz -C {workdir} {without}storage >../{app}-storage.tar.gz"),
        );
        code(
            text,
            format!("{} tar -xz -C {workdir} <../{app}-storage.tar.gz", database::reading(&exec)),
        );
    }
    sqlite::write(plan, text);
}

/// The volumes that the spec names.
fn more_volumes(plan: &Plan, text: &mut Text) {
    let (app, namespace) = (&plan.app.value, &plan.namespace.value);
    let said: Vec<&Volume> = plan.volumes.iter().filter(|each| !each.at.is_empty()).collect();
    if said.is_empty() {
        return;
    }
    text.fixed(Guide::Application, "Folders that outlive the pods.");
    text.push("## Volumes\n");
    for volume in said {
        let path = &volume.path.value;
        text.because(volume.path.reason());
        let held = if volume.is_held() {
            "one node at a time holds it, so the pods that see it run on one node, and each release of them means a short pause"
        } else {
            "many nodes hold it at once, which needs a storage class that can"
        };
        text.push(format!(
            "The volume `{app}-{}`, {} at `{path}`, keeps its files when pods are replaced; {held}. Back it up, by snapshots of your storage class{}\n",
            volume.name.value,
            volume.size.value,
            if seer(plan, volume).is_some() { " or by this copy:" } else { "." },
        ));
        if is_of_another(plan, volume) {
            text.push("A program that is not the app keeps files there, and a copy of files that are written to at the same time can be torn: use that program's own way, its dump or export, or stop it before the snapshot.\n");
        }
        if let Some(component) = seer(plan, volume) {
            let exec =
                format!("kubectl --namespace {namespace} exec deployment/{app}-{component} --");
            let name = &volume.name.value;
            code(text, format!("{exec} tar -cz -C {path} . >../{app}-{name}.tar.gz"));
        }
    }
}

/// What stays and sees a volume that the app alone writes to. Files of another program, such as a database, cannot be
/// copied while it runs.
fn seer<'a>(plan: &'a Plan, volume: &Volume) -> Option<&'a str> {
    if is_of_another(plan, volume) {
        return None;
    }
    let workers = plan.workers.iter().map(|worker| worker.name.value.as_str());
    let processes = plan.processes.iter().map(|process| process.name.value.as_str());
    let mut all = std::iter::once("web").chain(workers).chain(processes);
    all.find(|component| plan.means(&volume.of.value, component))
}

/// Whether a process of another image sees a volume.
fn is_of_another(plan: &Plan, volume: &Volume) -> bool {
    let is_of_another = |part: &String| plan.is_foreign(part) && plan.means(&volume.of.value, part);
    plan.parts().iter().any(is_of_another)
}
