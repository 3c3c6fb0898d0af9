//! OpenTelemetry Collector: its configuration after the documentation of version 0.157. Names of pod,
//! namespace and container stand in the names of the files, so the API server is not asked.

use super::super::container::from;
use super::{Agent, STATE};
use crate::facts::OTEL_IMAGE;
use crate::plan::Plan;

const FOLDER: &str = "/etc/otelcol-contrib";
const FILE: &str = "config.yaml";

pub(super) fn agent(plan: &Plan) -> Agent {
    let login = plan.logging.login.value;
    let secret = login.then(|| from(&plan.agent(), "AUTHORIZATION", "authorization"));
    Agent {
        image: OTEL_IMAGE,
        config: config(plan),
        file: FILE,
        folder: FOLDER,
        args: vec![format!("--config={FOLDER}/{FILE}")],
        env: secret.into_iter().collect(),
        resources: ["50m", "128Mi", "256Mi"],
        health: ("/", 13133),
        asks: false,
        read_only_root: true,
    }
}

fn config(plan: &Plan) -> String {
    let logging = &plan.logging;
    let at = |namespace: &str| format!("/var/log/pods/{namespace}_*/*/*.log");
    let files = if logging.cluster_wide.value {
        let without = ["kube-system", logging.namespace.value.as_str()].map(at);
        format!("    include: [/var/log/pods/*/*/*.log]\n    exclude: [{}]\n", without.join(", "))
    } else {
        format!("    include: [{}]\n", at(&plan.namespace.value))
    };
    let login = if logging.login.value {
        "    headers:\n      authorization: ${env:AUTHORIZATION}\n"
    } else {
        ""
    };
    let (url, app) = (&logging.url.value, &plan.app.value);
    format!(
        "extensions:
  health_check:
    endpoint: 0.0.0.0:13133
  file_storage:
    directory: {STATE}
receivers:
  file_log:
{files}    start_at: beginning
    include_file_path: true
    storage: file_storage
    operators:
      # What containerd split is one line again; the file's name says whose it is.
      - type: container
      # The lines of a back trace belong to the error before them.
      - type: recombine
        combine_field: body
        is_first_entry: body matches \"^\\\\S\"
        source_identifier: attributes[\"log.file.path\"]
        force_flush_period: 5s
      # A line of JSON becomes attributes.
      - type: json_parser
        if: body matches \"^[{{]\"
        parse_from: body
        parse_to: attributes
        on_error: send_quiet
processors:
  memory_limiter:
    check_interval: 1s
    limit_percentage: 75
    spike_limit_percentage: 20
  resource:
    attributes:
      - key: service.name
        value: {app}
        action: insert
  batch: {{}}
exporters:
  otlp_http:
    endpoint: {url}
{login}service:
  extensions: [health_check, file_storage]
  pipelines:
    logs:
      receivers: [file_log]
      processors: [memory_limiter, resource, batch]
      exporters: [otlp_http]
"
    )
}
