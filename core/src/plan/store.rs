//! Data stores beside the database, and the variables that the app reads the address of each of them from.

use super::{
    Database, DatabaseKind, Decided, Origin, Plan, Redis, RedisKind, Resources, SearchKind,
    StoreKind,
};
use crate::facts::{ELASTICSEARCH, OPENSEARCH, SearchEngine};

/// The component of memcached in the cluster, and the end of the names of its objects.
pub const MEMCACHED: &str = "memcached";
/// The same of a search engine.
pub const SEARCH: &str = "search";

/// Names of variables with the address of a store: the whole, or the parts that the spec names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoreVariables {
    /// The whole.
    pub url: Option<Decided<String>>,
    /// The host.
    pub host: Option<Decided<String>>,
    /// The port.
    pub port: Option<Decided<String>>,
    /// The name of the database.
    pub name: Option<Decided<String>>,
    /// The user.
    pub user: Option<Decided<String>>,
    /// The password; the key of the Secret is called so too.
    pub password: Option<Decided<String>>,
}

impl StoreVariables {
    /// Those that there are, the whole first.
    pub fn all(&self) -> impl Iterator<Item = &Decided<String>> {
        let Self { url, host, port, name, user, password } = self;
        [url, host, port, name, user, password].into_iter().flatten()
    }

    /// The first that the spec says something of.
    #[must_use]
    pub fn set(&self) -> Option<&Decided<String>> {
        self.all().find(|each| each.origin == Origin::Set)
    }

    /// Those of one more store of the kind: its name stands before what is its own.
    fn of(&self, also: &str, path: &str) -> Self {
        let own = |variable: &Option<Decided<String>>| {
            let variable = variable.as_ref()?;
            let name = format!("{}_{}", also.to_ascii_uppercase(), variable.value);
            Some(Decided::set(path, name))
        };
        Self {
            url: own(&self.url),
            host: own(&self.host),
            name: own(&self.name),
            ..Self::default()
        }
    }
}

/// memcached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memcached {
    /// Where it runs.
    pub kind: Decided<StoreKind>,
    /// What the app reads.
    pub variables: StoreVariables,
    /// Image of one in the cluster.
    pub image: Decided<String>,
    /// CPU and memory.
    pub resources: Resources,
    /// Mebibytes of entries that it may hold.
    pub holds: Decided<u64>,
}

/// A search engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// Where it runs.
    pub kind: Decided<StoreKind>,
    /// Which one.
    pub engine: Decided<SearchKind>,
    /// What the app reads.
    pub variables: StoreVariables,
    /// Size of its volume.
    pub storage: Decided<String>,
    /// Image of one in the cluster.
    pub image: Decided<String>,
    /// CPU and memory.
    pub resources: Resources,
    /// Mebibytes of Java's heap.
    pub heap: Decided<u64>,
}

impl Search {
    /// What is known of the engine.
    #[must_use]
    pub fn facts(&self) -> &'static SearchEngine {
        match self.engine.value {
            SearchKind::Opensearch => &OPENSEARCH,
            SearchKind::Elasticsearch => &ELASTICSEARCH,
        }
    }
}

impl Database {
    /// The variables of a database beside the primary one. By parts, a replica has a host of its own, any other a name.
    #[must_use]
    pub fn variables_of(&self, also: &str) -> StoreVariables {
        let all = self.variables.of(also, &self.path_of(also));
        let is_replica = self.is_replica(also);
        StoreVariables {
            host: all.host.filter(|_| is_replica),
            name: all.name.filter(|_| !is_replica),
            ..all
        }
    }

    /// The key of the Secret, and the variable, that hold its password in the cluster.
    #[must_use]
    pub fn password(&self) -> &str {
        let named = self.variables.password.as_ref();
        named.map_or("DATABASE_PASSWORD", |variable| variable.value.as_str())
    }
}

impl Redis {
    /// The variables of one more Redis, by its name.
    #[must_use]
    pub fn variables_of(&self, also: &str) -> StoreVariables {
        let index = self.also.value.iter().position(|each| each == also);
        let path = index.map_or_else(|| self.also.field.clone(), |at| format!("redis.also[{at}]"));
        StoreVariables { name: None, ..self.variables.of(also, &path) }
    }

    /// The key of the Secret, and the variable, that hold the password in the cluster.
    #[must_use]
    pub fn password(&self) -> &str {
        let named = self.variables.password.as_ref();
        named.map_or("REDIS_PASSWORD", |variable| variable.value.as_str())
    }
}

impl Plan {
    /// Whether the app has a memcached, wherever it runs.
    #[must_use]
    pub fn uses_memcached(&self) -> bool {
        self.memcached.kind.value != StoreKind::None
    }

    /// Whether the app has a search engine, wherever it runs.
    #[must_use]
    pub fn uses_search(&self) -> bool {
        self.search.kind.value != StoreKind::None
    }

    /// Whether memcached runs in the cluster.
    #[must_use]
    pub fn has_memcached(&self) -> bool {
        self.memcached.kind.value == StoreKind::Cluster
    }

    /// Whether a search engine runs in the cluster.
    #[must_use]
    pub fn has_search(&self) -> bool {
        self.search.kind.value == StoreKind::Cluster
    }

    /// What each store that Linkspan runs by itself is called: the end of the names of its objects, and the label of its
    /// pod. An operator's are not among them.
    #[must_use]
    pub fn store_parts(&self) -> Vec<String> {
        let mut all = if self.has_redis() { self.redis_parts() } else { Vec::new() };
        if self.database_kind() == DatabaseKind::Cluster {
            all.push(self.database_part().to_owned());
        }
        if self.has_memcached() {
            all.push(MEMCACHED.to_owned());
        }
        if self.has_search() {
            all.push(SEARCH.to_owned());
        }
        all
    }

    /// Every variable with an address of a store, or a part of it, that the bundle itself gives the pods.
    #[must_use]
    pub fn given_variables(&self) -> Vec<Decided<String>> {
        self.variables_where(|is_inside| is_inside)
    }

    /// The same of all stores, wherever they are.
    #[must_use]
    pub fn read_variables(&self) -> Vec<Decided<String>> {
        self.variables_where(|_| true)
    }

    fn variables_where(&self, wanted: impl Fn(bool) -> bool) -> Vec<Decided<String>> {
        let mut all: Vec<Decided<String>> = Vec::new();
        let database = &self.database;
        if wanted(self.database_kind() != DatabaseKind::External) && self.has_server() {
            all.extend(database.variables.all().cloned());
            for also in &database.also.value {
                all.extend(database.variables_of(also).all().cloned());
            }
        }
        let redis = &self.redis;
        if redis.kind.value != RedisKind::None && wanted(self.has_redis()) {
            all.extend(redis.variables.all().cloned());
            for also in &redis.also.value {
                all.extend(redis.variables_of(also).all().cloned());
            }
        }
        for (kind, variables) in [
            (self.memcached.kind.value, &self.memcached.variables),
            (self.search.kind.value, &self.search.variables),
        ] {
            if kind != StoreKind::None && wanted(kind == StoreKind::Cluster) {
                all.extend(variables.all().cloned());
            }
        }
        all
    }
}
