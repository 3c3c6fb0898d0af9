//! Fluent Bit: its configuration after the manual of version 5.

use super::super::container::from;
use super::{Agent, STATE, wanted};
use crate::facts::FLUENT_BIT_IMAGE;
use crate::field::{Url, url};
use crate::plan::{LogStore, Plan};

const FOLDER: &str = "/fluent-bit/etc/linkspan";
const FILE: &str = "fluent-bit.yaml";

pub(super) fn agent(plan: &Plan) -> Agent {
    let logging = &plan.logging;
    let secret = |name, key| from(&plan.agent(), name, key);
    let env = match logging.to.value {
        _ if !logging.login.value => Vec::new(),
        LogStore::Otlp => vec![secret("AUTHORIZATION", "authorization")],
        LogStore::Elasticsearch | LogStore::Opensearch | LogStore::Loki | LogStore::Logzio => {
            vec![secret("LOG_USER", "username"), secret("LOG_PASSWORD", "password")]
        }
    };
    Agent {
        image: FLUENT_BIT_IMAGE,
        config: config(plan),
        file: FILE,
        folder: FOLDER,
        args: vec![format!("--config={FOLDER}/{FILE}")],
        env: env.into_iter().collect(),
        resources: ["50m", "64Mi", "128Mi"],
        health: ("/api/v1/health", 2020),
        asks: true,
        read_only_root: true,
    }
}

fn config(plan: &Plan) -> String {
    let (path, without) = wanted(plan);
    let mut text = format!(
        "service:\n  flush: 5\n  log_level: warn\n  http_server: on\n  http_port: 2020\n  health_check: on\npipeline:\n  inputs:\n    - name: tail\n      path: {path}\n"
    );
    if !without.is_empty() {
        text.push_str(&format!("      exclude_path: {}\n", without.join(",")));
    }
    // `cri` puts together what containerd split; `ruby` what belongs to one back trace.
    text.push_str(&format!(
        "      tag: kube.*\n      multiline.parser: docker, cri\n      db: {STATE}/tail.db\n      mem_buf_limit: 32MB\n      skip_long_lines: on\n  filters:\n    - name: multiline\n      match: kube.*\n      multiline.key_content: log\n      multiline.parser: ruby\n    - name: kubernetes\n      match: kube.*\n      merge_log: on\n      merge_log_key: rails\n      annotations: off\n  outputs:\n"
    ));
    text.push_str(&output(plan));
    text
}

fn output(plan: &Plan) -> String {
    let logging = &plan.logging;
    let app = &plan.app.value;
    let at = url(&logging.url.value).unwrap_or(Url { tls: true, host: "localhost", port: 443 });
    let (name, own) = match logging.to.value {
        LogStore::Opensearch => ("opensearch", index(app)),
        LogStore::Loki => (
            "loki",
            format!(
                "      labels: app={app}\n      label_keys: $kubernetes['namespace_name'],$kubernetes['pod_name'],$kubernetes['container_name']\n      line_format: json\n"
            ),
        ),
        LogStore::Otlp => ("opentelemetry", "      logs_uri: /v1/logs\n".to_owned()),
        LogStore::Elasticsearch | LogStore::Logzio => ("es", index(app)),
    };
    let mut text = format!(
        "    - name: {name}\n      match: kube.*\n      host: {}\n      port: {}\n{own}      retry_limit: 20\n",
        at.host, at.port
    );
    if at.tls {
        text.push_str("      tls: on\n");
    }
    if logging.login.value {
        text.push_str(match logging.to.value {
            LogStore::Otlp => "      header: Authorization ${AUTHORIZATION}\n",
            LogStore::Elasticsearch | LogStore::Opensearch | LogStore::Loki | LogStore::Logzio => {
                "      http_user: ${LOG_USER}\n      http_passwd: ${LOG_PASSWORD}\n"
            }
        });
    }
    text
}

/// An index for each day.
fn index(app: &str) -> String {
    format!(
        "      logstash_format: on\n      logstash_prefix: {app}\n      suppress_type_name: on\n"
    )
}
