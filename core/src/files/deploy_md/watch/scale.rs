//! How many pods there are.

use super::super::code;
use super::set_key;
use crate::facts::KEDA;
use crate::files::text::Text;
use crate::plan::{Adapter, DatabaseKind, Plan, WorkerKind};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    if let Some(scale) = &plan.web.autoscale {
        text.because(scale.max.reason());
        text.push(format!("## Web pods by load\n\n{} to {} web pods, so that they use {} % of their reserved CPU on average. The cluster has to measure its pods: if the command below shows no numbers, install metrics-server (GKE, AKS and k3s have it; on EKS it is the add-on `metrics-server`, on DigitalOcean a 1-click app, on minikube `minikube addons enable metrics-server`; elsewhere its own manifest):\n", plan.web.replicas.value, scale.max.value, scale.target.value));
        code(
            text,
            format!(
                "kubectl top nodes\nkubectl --namespace {namespace} get horizontalpodautoscaler"
            ),
        );
    }
    keda(plan, text);
}

fn keda(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    let scaled = || plan.workers.iter().filter(|worker| worker.autoscale.is_some());
    let Some(first) = scaled().find_map(|worker| worker.autoscale.as_ref()) else { return };
    text.because(first.max.reason());
    text.push(format!("## Workers by waiting jobs\n\nKEDA, {KEDA} or later, counts the waiting jobs and sets the number of worker pods. Install it before the first deploy: without it the cluster refuses config/kube. This has to list both of its kinds:\n"));
    code(
        text,
        "kubectl get customresourcedefinition scaledobjects.keda.sh triggerauthentications.keda.sh",
    );
    let outside =
        scaled().any(|worker| worker.kind.value == WorkerKind::Sidekiq) && !plan.has_redis();
    let mysql = scaled().any(|worker| worker.kind.value == WorkerKind::SolidQueue)
        && plan.database.adapter.value == Adapter::Mysql
        && plan.database_kind() == DatabaseKind::External;
    let parts = scaled()
        .any(|worker| matches!(worker.kind.value, WorkerKind::SolidQueue | WorkerKind::GoodJob))
        && plan.database.adapter.value == Adapter::Postgresql
        && plan.database_kind() == DatabaseKind::External
        && plan.database.variables.url.is_none();
    let mut keys: Vec<(&str, &str)> = Vec::new();
    if outside {
        keys.extend([
            ("address", "host and port of Redis, such as `redis.example.com:6379`."),
            ("password", "its password."),
            ("tls", "`enable` where REDIS_URL starts with `rediss://`, else `disable`."),
        ]);
    }
    if mysql {
        keys.push((
            "connectionString",
            "the database of the jobs, as `USER:PASSWORD@tcp(HOST:3306)/DATABASE`.",
        ));
    }
    if parts {
        keys.push((
            "connection",
            "the database of the jobs, as `postgresql://USER:PASSWORD@HOST:5432/DATABASE`.",
        ));
    }
    if !keys.is_empty() {
        text.push(format!("KEDA cannot read the app's URL, so it gets the parts of it in the Secret `{}`. Each command waits for a value: paste it, press Enter, then Ctrl-D:\n", plan.keda_secret()));
        for (key, about) in keys {
            text.push(format!("`{key}`: {about}\n"));
            code(text, set_key(namespace, &plan.keda_secret(), key, "cat"));
        }
    }
    text.push("To see what it counts, and how many pods it asks for:\n");
    code(
        text,
        format!("kubectl --namespace {namespace} get scaledobjects,horizontalpodautoscalers"),
    );
}
