//! Fluentd to Logz.io, as the guide has it: its configuration after the manual of version 1.19 and of
//! the plug-ins that the image brings (parser-cri, concat, kubernetes_metadata_filter, logzio).

use super::super::container::from;
use super::{Agent, STATE, wanted};
use crate::facts::FLUENTD_IMAGE;
use crate::field::Guide;
use crate::plan::Plan;
use crate::render::Items;
use k8s_openapi::api::core::v1::{EnvVar, EnvVarSource, ObjectFieldSelector};

pub(super) fn agent(plan: &Plan) -> Agent {
    Agent {
        image: FLUENTD_IMAGE,
        config: config(plan),
        file: "fluent.conf",
        folder: "/fluentd/etc",
        args: Vec::new(),
        env: environment(plan),
        resources: ["100m", "200Mi", "400Mi"],
        health: ("/api/plugins.json", 24220),
        asks: true,
        read_only_root: false,
    }
}

/// Where the plug-in finds the name of its node. Without it, it asks for the pods of the whole cluster, and is told of
/// every change to them, on each node (`kubernetes_metadata_watch_pods.rb`, read 2026-11-27).
const NODE: &str = "K8S_NODE_NAME";

fn environment(plan: &Plan) -> Items<EnvVar> {
    let mut env = Items::default();
    env.push(from(&plan.agent(), "LOGZIO_TOKEN", "token"));
    env.comment(
        node_name(),
        Guide::Logging,
        "So that it asks the API server for the pods of its own node, not for all of the cluster.",
    );
    env
}

fn node_name() -> EnvVar {
    let field_ref = ObjectFieldSelector { field_path: "spec.nodeName".into(), api_version: None };
    EnvVar {
        name: NODE.into(),
        value: None,
        value_from: Some(EnvVarSource { field_ref: Some(field_ref), ..EnvVarSource::default() }),
    }
}

fn config(plan: &Plan) -> String {
    let (path, without) = wanted(plan);
    let without: Vec<String> = without.iter().map(|path| format!("\"{path}\"")).collect();
    let (url, app) = (&plan.logging.url.value, &plan.app.value);
    format!(
        "<source>
  @type monitor_agent
  port 24220
</source>
<source>
  @type tail
  path {path}
  exclude_path [{}]
  pos_file {STATE}/tail.pos
  tag kubernetes.*
  read_from_head true
  <parse>
    @type cri
  </parse>
</source>
# What containerd split is one line again.
<filter kubernetes.**>
  @type concat
  key message
  use_partial_cri_logtag true
  partial_cri_logtag_key logtag
  partial_cri_stream_key stream
</filter>
# The lines of a back trace belong to the error before them.
<filter kubernetes.**>
  @type concat
  key message
  stream_identity_key stream
  multiline_start_regexp /^\\S/
  flush_interval 5
  timeout_label @SEND
</filter>
<match kubernetes.**>
  @type relabel
  @label @SEND
</match>
<label @SEND>
  <filter kubernetes.**>
    @type kubernetes_metadata
  </filter>
  # A line of JSON becomes fields.
  <filter kubernetes.**>
    @type parser
    key_name message
    reserve_data true
    emit_invalid_record_to_error false
    <parse>
      @type json
    </parse>
  </filter>
  <match kubernetes.**>
    @type logzio_buffered
    endpoint_url \"{url}?token=#{{ENV['LOGZIO_TOKEN']}}&type={app}\"
    output_include_time true
    output_include_tags true
    http_idle_timeout 10
    <buffer>
      @type file
      path {STATE}/buffer
      flush_interval 5s
      chunk_limit_size 4m
      total_limit_size 256m
    </buffer>
  </match>
</label>
# Fluentd's own log is on its standard output already.
<label @FLUENT_LOG>
  <match **>
    @type null
  </match>
</label>
",
        without.join(", ")
    )
}
