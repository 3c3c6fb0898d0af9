//! What has to be there before the first command: programs with their versions, and what a person has to know.

use super::once::pushes;
use super::stores;
use crate::facts::{Kubernetes, tools};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, Ci, DatabaseKind, Plan, RedisKind, SecretStoreKind, Tls, WorkerKind};
use tools::Tool;

/// For the only plan, or for all environments.
pub(super) fn write(plans: &[Plan], text: &mut Text) {
    let Some(plan) = plans.first() else { return };
    let any = |is_so: &dyn Fn(&Plan) -> bool| plans.iter().any(is_so);
    text.fixed(Guide::Cluster, "Without these, the commands below do not work.");
    text.push("## What you need\n\nOn this machine:\n\n| program | version | what it does here |\n|---|---|---|");
    for tool in programs(plans) {
        let version = if tool.oldest.is_empty() {
            "any".to_owned()
        } else {
            format!("{} or later", tool.oldest)
        };
        text.push(format!("| `{}` | {version} | {} |", tool.name, tool.purpose));
    }
    text.push("\nAnd at hand:\n");
    text.because(plan.kubernetes.reason());
    let oldest = Kubernetes::ALL.first().copied().unwrap_or(plan.kubernetes.value);
    text.push(format!(
        "- a Kubernetes cluster of version {} (at least {}) in which you may create a namespace",
        plan.kubernetes.value.name(),
        oldest.name()
    ));
    text.because(plan.image.reason());
    if let Some(image) = plan.published_image() {
        text.push(format!("- the image `{image}`, in a registry that the cluster reaches"));
    } else if pushes(plan) {
        text.push(format!("- a registry that takes the image `{}`", plan.image.value));
    }
    data(plan, plans, text);
    if any(&|plan| !plan.hosts.value.is_empty()) {
        text.because(plan.hosts.reason());
        text.push("- the right to change the DNS records of the names in `hosts`");
    }
    text.push("");
}

fn data(plan: &Plan, plans: &[Plan], text: &mut Text) {
    let any = |is_so: &dyn Fn(&Plan) -> bool| plans.iter().any(is_so);
    text.because(plan.database.kind.reason());
    let external = any(&|plan| plan.database_kind() == DatabaseKind::External);
    match plan.database.adapter.value {
        Adapter::Postgresql if external => {
            text.push(
                "- an empty PostgreSQL database that the cluster reaches, and a user who owns it",
            );
        }
        Adapter::Mysql if external => {
            text.push("- an empty MySQL database that the cluster reaches, and a user who owns it");
        }
        Adapter::Postgresql | Adapter::Mysql | Adapter::Sqlite | Adapter::None => {}
    }
    text.because(plan.redis.kind.reason());
    if any(&|plan| plan.redis.kind.value == RedisKind::External) {
        let of_jobs = any(&|plan| plan.has_worker(WorkerKind::Sidekiq));
        let policy = if of_jobs { ", with `maxmemory-policy noeviction`" } else { "" };
        text.push(format!("- a Redis, version 7 or later, that the cluster reaches{policy}"));
    }
    stores::needs(plan, text);
}

/// Those that the commands of these plans call.
fn programs(plans: &[Plan]) -> Vec<Tool> {
    let any = |is_so: &dyn Fn(&Plan) -> bool| plans.iter().any(is_so);
    let stores = |kind| any(&|plan| plan.secret_store.kind.value == kind);
    let mut found = vec![tools::GIT, tools::BASH, tools::DOCKER, tools::KUBECTL];
    let logs_in = |plan: &Plan| plan.pull_secret.is_some() || plan.pin_image.value;
    if !any(&|plan| !plan.build.is_published() || logs_in(plan)) {
        found.retain(|tool| *tool != tools::DOCKER);
    }
    // Its version is the release: nobody asks for a revision.
    if !any(&|plan| !plan.build.is_published()) {
        found.retain(|tool| *tool != tools::GIT);
    }
    for plan in plans {
        if let Some(own) = plan.provider.value.tool
            && !found.contains(&own)
        {
            found.push(own);
        }
    }
    let mut when = |is_so: bool, tool: Tool| {
        if is_so {
            found.push(tool);
        }
    };
    when(any(&|plan| plan.expose.tls.value == Tls::CertManager), tools::HELM);
    when(stores(SecretStoreKind::Sops), tools::SOPS);
    when(
        any(&|plan| plan.decrypts_secrets() && !plan.secret_store.age.value.is_empty()),
        tools::AGE,
    );
    when(stores(SecretStoreKind::SealedSecrets), tools::KUBESEAL);
    when(
        any(&|plan| plan.has_redis() || plan.database_kind() == DatabaseKind::Cluster),
        tools::OPENSSL,
    );
    when(any(&|plan| plan.delivery.ci.value == Ci::Github), tools::GH);
    found
}
