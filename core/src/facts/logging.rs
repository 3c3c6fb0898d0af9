//! Programs that read logs on a node.
//!
//! Fluent Bit 5.1, Fluentd 1.19 and OpenTelemetry Collector 0.157 were current in autumn 2026. Fluent
//! Bit's and the collector's tags are in public use; that of Fluentd is the newest of its Logz.io
//! variant that a public listing of the repository's tags names (newer Fluentds exist; their tags of
//! this variant could not be checked). Since 0.144 the collector calls its parts `otlp_http` and
//! `file_log`; the names without an underscore warn. Promtail ended 2026-03-02, so Loki gets its log
//! from Fluent Bit. Sources: docs.fluentbit.io, docs.fluentd.org, opentelemetry.io and the
//! repositories fluent/fluentd-kubernetes-daemonset and logzio/logzio-k8s, read 2026-11-23.

/// Fluent Bit.
pub const FLUENT_BIT_IMAGE: &str = "docker.io/fluent/fluent-bit:5.1.2";

/// Fluentd with the plug-ins for Logz.io, containerd's log format and Kubernetes' names.
pub const FLUENTD_IMAGE: &str =
    "docker.io/fluent/fluentd-kubernetes-daemonset:v1.19.0-debian-logzio-1.1";

/// The OpenTelemetry Collector with the receiver of files.
pub const OTEL_IMAGE: &str = "docker.io/otel/opentelemetry-collector-contrib:0.157.0";

/// Where Logz.io listens for accounts in its first region; the others have listeners of their own.
pub const LOGZIO_LISTENER: &str = "https://listener.logz.io:8071";
