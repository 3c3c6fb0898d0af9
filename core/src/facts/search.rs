//! Search engines: OpenSearch and Elasticsearch as one node.
//!
//! Sources, read 2026-11-30: the entrypoints of both images (a variable with a dot in its name becomes a setting; what
//! turns OpenSearch's security plugin and its agent off), Elasticsearch's and OpenSearch's manuals for Docker (a heap of half the
//! memory; `node.store.allow_mmap: false` where `vm.max_map_count` cannot be raised; `discovery.type: single-node`;
//! Elasticsearch runs as user 1000 of group 0, whose are its files), opensearch-project/helm-charts#369 and #727 (what
//! a read-only root leaves them without: `config`, where they make a keystore, `logs` and `/tmp`). The newest tags in public
//! use: OpenSearch 3.8.0, Elasticsearch 9.5.3. Searchkick reads OPENSEARCH_URL and ELASTICSEARCH_URL, the gems
//! `elasticsearch` and `opensearch-ruby` read those of their names.

use super::Store;

/// The port of both.
pub const SEARCH_PORT: i64 = 9200;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchEngine {
    /// As people call it.
    pub name: &'static str,
    /// What its images hold.
    pub store: Store,
    /// The image, by its patch version.
    pub image: &'static str,
    /// The variable that its clients read.
    pub url: &'static str,
    /// Its folder in the image.
    pub home: &'static str,
    /// The user of the image.
    pub user: i64,
    /// The group whose are its files.
    pub group: i64,
    /// The variable with options of Java.
    pub java: &'static str,
    /// What it is told by variables, and why.
    pub settings: &'static [(&'static str, &'static str, &'static str)],
}

/// OpenSearch, which is free for everybody.
pub const OPENSEARCH: SearchEngine = SearchEngine {
    name: "OpenSearch",
    store: Store::OpenSearch,
    image: "docker.io/opensearchproject/opensearch:3.8.0",
    url: "OPENSEARCH_URL",
    home: "/usr/share/opensearch",
    user: 1000,
    group: 1000,
    java: "OPENSEARCH_JAVA_OPTS",
    settings: &[
        ("DISABLE_SECURITY_PLUGIN", "true", NO_LOGIN),
        ("DISABLE_INSTALL_DEMO_CONFIG", "true", "No certificates for a demonstration."),
        (
            "DISABLE_PERFORMANCE_ANALYZER_AGENT_CLI",
            "true",
            "No second process in the pod, which would take memory that nobody counted.",
        ),
    ],
};

/// Elasticsearch.
pub const ELASTICSEARCH: SearchEngine = SearchEngine {
    name: "Elasticsearch",
    store: Store::Elasticsearch,
    image: "docker.elastic.co/elasticsearch/elasticsearch:9.5.3",
    url: "ELASTICSEARCH_URL",
    home: "/usr/share/elasticsearch",
    user: 1000,
    group: 0,
    java: "ES_JAVA_OPTS",
    settings: &[
        ("xpack.security.enabled", "false", NO_LOGIN),
        ("xpack.ml.enabled", "false", "Machine learning takes memory beside the heap."),
        (
            "ingest.geoip.downloader.enabled",
            "false",
            "It calls out for a database of places otherwise.",
        ),
    ],
};

/// Why there is no password.
const NO_LOGIN: &str = "No login and no TLS: both need certificates of its own, which one node inside the cluster has no use for. Only pods of the cluster reach it, and with `security.network_policy` the app's alone.";
