//! Stores beside database and Redis, and the variables that addresses of all of them stand in.

use super::data::{SearchKind, StoreKind};
use super::{Section, common, field, section};
use crate::facts;
use crate::field::Default::{Derived, Nothing, Value};
use crate::field::accepts::Accepts;
use crate::field::choices::Choices;
use crate::field::{Default, Field, Guide};

/// A variable that holds an address or a part of it.
pub(super) const fn variable(
    path: &'static str,
    label: &'static str,
    help: &'static str,
    default: Default,
    guide: Guide,
) -> Field {
    field(path, label, help, Accepts::EnvName, default, guide)
}

/// What holds of every part.
macro_rules! part {
    ($path:literal, $label:literal, $what:literal, $guide:expr) => {
        part!($path, $label, $what, "", $guide)
    };
    ($path:literal, $label:literal, $what:literal, $more:literal, $guide:expr) => {
        variable(
            $path,
            $label,
            concat!(
                "The environment variable with ",
                $what,
                ", for an app that reads its address in parts. Outside the cluster its value stands in `env`, else in the Secret.",
                $more,
            ),
            Nothing,
            $guide,
        )
    };
}

pub(super) use part;

pub(super) const MEMCACHED: Section = section(
    "memcached",
    "memcached",
    "For Rails' cache.",
    &[
        common(field(
            "memcached.kind",
            "memcached",
            "A memcached outside the cluster, at the address in MEMCACHE_SERVERS, or one inside it: one pod, nothing on a disk.",
            Accepts::Choice(StoreKind::CHOICES),
            Value("none"),
            Guide::Application,
        )),
        variable(
            "memcached.variables.url",
            "Variable of the address",
            "The environment variable with `host:port`, as Dalli reads it. Once any variable of memcached is set, the app gets those alone that are.",
            Derived("MEMCACHE_SERVERS, unless parts are named"),
            Guide::Application,
        ),
        part!("memcached.variables.host", "Variable of the host", "the host", Guide::Application),
        part!("memcached.variables.port", "Variable of the port", "the port", Guide::Application),
        field(
            "memcached.image",
            "memcached image",
            "The image of a memcached in the cluster, by tag or digest.",
            Accepts::PinnedImage,
            Value(facts::MEMCACHED_IMAGE),
            Guide::Application,
        ),
        field(
            "memcached.cpu",
            "CPU",
            "Reserved for a memcached in the cluster (request).",
            Accepts::Cpu,
            Value("100m"),
            Guide::Application,
        ),
        field(
            "memcached.memory",
            "Memory",
            "Reserved for a memcached in the cluster (request).",
            Accepts::Memory,
            Value("128Mi"),
            Guide::Application,
        ),
        field(
            "memcached.memory_limit",
            "Memory limit",
            "memcached keeps entries in three quarters of it and drops the oldest beyond that; the rest is for connections and tables.",
            Accepts::Memory,
            Value("256Mi"),
            Guide::Application,
        ),
    ],
);

pub(super) const SEARCH: Section = section(
    "search",
    "Search",
    "OpenSearch or Elasticsearch.",
    &[
        common(field(
            "search.kind",
            "Search engine",
            "A search engine outside the cluster, at the address in OPENSEARCH_URL or ELASTICSEARCH_URL, or one inside it for a small install: one pod, its index on a volume.",
            Accepts::Choice(StoreKind::CHOICES),
            Value("none"),
            Guide::Application,
        )),
        common(field(
            "search.engine",
            "Engine",
            "OpenSearch or Elasticsearch: which image runs, and which variable has the address.",
            Accepts::Choice(SearchKind::CHOICES),
            Derived("what `search.image` holds by its name, else opensearch"),
            Guide::Application,
        )),
        variable(
            "search.variables.url",
            "Variable of the address",
            "The environment variable with the address, such as ELASTICSEARCH_URL. Once any variable of the search engine is set, the app gets those alone that are.",
            Derived("OPENSEARCH_URL or ELASTICSEARCH_URL, by the engine, unless parts are named"),
            Guide::Application,
        ),
        part!("search.variables.host", "Variable of the host", "the host", Guide::Application),
        part!("search.variables.port", "Variable of the port", "the port", Guide::Application),
        field(
            "search.storage",
            "Disk for the index",
            "Size of the volume of a search engine in the cluster.",
            Accepts::Memory,
            Value("10Gi"),
            Guide::Application,
        ),
        field(
            "search.image",
            "Search image",
            "The image of a search engine in the cluster, by tag or digest: the makers' own, or one made of it with plugins.",
            Accepts::PinnedImage,
            Derived("OpenSearch 3.8 or Elasticsearch 9.5, by the engine"),
            Guide::Application,
        ),
        field(
            "search.cpu",
            "CPU",
            "Reserved for a search engine in the cluster (request).",
            Accepts::Cpu,
            Value("500m"),
            Guide::Application,
        ),
        field(
            "search.memory",
            "Memory",
            "Reserved for a search engine in the cluster (request).",
            Accepts::Memory,
            Value("2Gi"),
            Guide::Application,
        ),
        field(
            "search.memory_limit",
            "Memory limit",
            "Java's heap is half of it; the rest is for threads, the network and cached files.",
            Accepts::Memory,
            Value("2Gi"),
            Guide::Application,
        ),
    ],
);
