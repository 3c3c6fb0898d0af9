//! Where the log goes.

use super::{Section, common, field, section};
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::Guide;
use crate::field::accepts::Accepts;
use crate::field::choices::{Choices, choices};

pub(super) const LOGGING: Section = section(
    "logging",
    "Logging",
    "Rails writes its log to standard output; an agent on each node can send it to a log store.",
    &[
        common(field(
            "logging.kind",
            "Agent",
            "The agent that reads the log on each node (a DaemonSet); without one, read the log with `kubectl logs`.",
            Accepts::Choice(LogAgent::CHOICES),
            Value("none"),
            Guide::Logging,
        )),
        common(field(
            "logging.to",
            "Sent to",
            "The store that the log is sent to.",
            Accepts::Choice(LogStore::CHOICES),
            Derived("the first that the agent can send to"),
            Guide::Logging,
        )),
        common(field(
            "logging.url",
            "Address",
            "The address of that store, such as https://logs.example.com:9200.",
            Accepts::Url,
            Nothing,
            Guide::Logging,
        )),
        field(
            "logging.login",
            "Login",
            "Whether the store asks for a login; the agent reads it from a Secret.",
            Accepts::Bool,
            Derived("true for https"),
            Guide::Logging,
        ),
        field(
            "logging.scope",
            "Whose log",
            "`app` reads this app's pods alone; `cluster` reads all, so one app of a cluster may have it.",
            Accepts::Choice(LogScope::CHOICES),
            Value("app"),
            Guide::Logging,
        ),
        field(
            "logging.namespace",
            "Namespace",
            "The agent's own namespace: it reads files of the node, which the app's namespace does not allow.",
            Accepts::Name { longest: 63 },
            Derived("the app's name, the environment's if there are several, and -logging"),
            Guide::Logging,
        ),
        field(
            "logging.json",
            "JSON lines",
            "Rails writes each request as one line of JSON; DEPLOY.md shows the settings.",
            Accepts::Bool,
            Derived("true with an agent"),
            Guide::Logging,
        ),
    ],
);

choices! {
    /// Programs that read logs on a node.
    pub enum LogAgent {
        /// None
        None = "none", "None";
        /// Fluent Bit
        FluentBit = "fluent_bit", "Fluent Bit";
        /// Fluentd
        Fluentd = "fluentd", "Fluentd";
        /// OpenTelemetry Collector
        Otel = "otel", "OpenTelemetry Collector";
    }
}

choices! {
    /// What keeps logs.
    pub enum LogStore {
        /// Elasticsearch
        Elasticsearch = "elasticsearch", "Elasticsearch";
        /// OpenSearch
        Opensearch = "opensearch", "OpenSearch";
        /// Loki
        Loki = "loki", "Loki";
        /// Whatever speaks the OpenTelemetry protocol
        Otlp = "otlp", "OTLP";
        /// Logz.io
        Logzio = "logzio", "Logz.io";
    }
}

choices! {
    /// Whose log the agent reads.
    pub enum LogScope {
        /// That of the app's own namespace.
        App = "app", "This app";
        /// That of every namespace.
        Cluster = "cluster", "The whole cluster";
    }
}
