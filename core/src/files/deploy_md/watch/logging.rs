//! The agent that sends the log on.

use super::super::code;
use super::set_key;
use crate::files::text::Text;
use crate::plan::{LogAgent, LogStore, Plan};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let logging = &plan.logging;
    let namespace = &logging.namespace.value;
    let agent = plan.agent();
    if logging.kind.value == LogAgent::None {
        return;
    }
    text.because(logging.kind.reason());
    text.push("## Logging\n\nAn agent on each node sends the log to the log store. An administrator (somebody who may create cluster roles) installs it once for each cluster; deploy.sh does not touch it. First its namespace:\n");
    code(
        text,
        "kubectl apply --server-side --field-manager=linkspan -f config/kube/logging/namespace.yml",
    );
    if logging.login.value || logging.to.value == LogStore::Logzio {
        text.because(logging.login.reason());
        text.push(
            "Then its login. Each command waits for a value: paste it, press Enter, then Ctrl-D.\n",
        );
        for (key, about) in keys(logging.to.value) {
            text.push(format!("`{key}`: {about}\n"));
            code(text, set_key(namespace, &agent, key, "cat"));
        }
    }
    text.because(logging.kind.reason());
    text.push("Then the agent; run this again whenever a file of that folder has changed:\n");
    code(
        text,
        format!(
            "kubectl apply --server-side --field-manager=linkspan -f config/kube/logging\nkubectl --namespace {namespace} rollout status daemonset/{agent}\nkubectl --namespace {namespace} logs daemonset/{agent} --tail=20"
        ),
    );
    text.because(logging.cluster_wide.reason());
    text.push(if logging.cluster_wide.value {
        "It reads the pods of all namespaces but `kube-system` and its own. Another app of this cluster needs no agent, and must have none of that scope: each line would be sent twice.\n"
    } else {
        "It reads only this app's pods, so each app can have an agent of its own, and no line is sent twice.\n"
    });
}

/// The keys of its Secret.
fn keys(store: LogStore) -> &'static [(&'static str, &'static str)] {
    match store {
        LogStore::Logzio => &[("token", "the log shipping token of your Logz.io account.")],
        LogStore::Otlp => {
            &[("authorization", "the whole header, such as `Bearer` and a token behind it.")]
        }
        LogStore::Elasticsearch | LogStore::Opensearch | LogStore::Loki => {
            &[("username", "the user who may write logs."), ("password", "that user's password.")]
        }
    }
}
