//! The database, and where it runs.

use super::{Adapter, DatabaseKind, Decided, Plan, Resources, StoreVariables};

/// Active Record's database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// Which one.
    pub adapter: Decided<Adapter>,
    /// Where it runs, if it is a server.
    pub kind: Decided<DatabaseKind>,
    /// Names of the databases beside the primary one, those that are only read included.
    pub also: Decided<Vec<String>>,
    /// Those of them that the spec says are only read.
    pub replicas: Decided<Vec<String>>,
    /// What the app reads of the primary one.
    pub variables: StoreVariables,
    /// Whether migrations go past PgBouncer.
    pub direct_url: Decided<bool>,
    /// Size of the volume of SQLite or of a server in the cluster.
    pub storage: Decided<String>,
    /// Image of one in the cluster.
    pub image: Decided<String>,
    /// Extensions of PostgreSQL that its superuser creates.
    pub extensions: Decided<Vec<String>>,
    /// Pods of CloudNativePG.
    pub instances: Decided<i64>,
    /// Whether CloudNativePG's PgBouncer stands between app and database.
    pub pooler: Decided<bool>,
    /// Connections that the server allows; none where nobody said and it is not ours.
    pub max_connections: Option<Decided<i64>>,
    /// CPU and memory of one in the cluster.
    pub resources: Resources,
    /// Mebibytes of pages that it keeps in memory.
    pub shared_buffers: Decided<u64>,
}

impl Database {
    /// Whether a database of that name is only read: the spec says so, or its name does, as Rails' guide has it
    /// (`primary_replica`). It is migrated with the one that it copies.
    #[must_use]
    pub fn is_replica(&self, name: &str) -> bool {
        let says = self.replicas.value.iter().any(|each| each == name);
        says || name == "replica" || name.ends_with("_replica")
    }

    /// Where the spec names a database.
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        let at = |list: &Decided<Vec<String>>| {
            let index = list.value.iter().position(|each| each == name)?;
            Some(format!("{}[{index}]", list.field))
        };
        at(&self.replicas).or_else(|| at(&self.also)).unwrap_or_else(|| self.also.field.clone())
    }
}

impl Plan {
    /// Where the database runs: in the cluster only if it is PostgreSQL or MySQL, and by CloudNativePG only PostgreSQL.
    #[must_use]
    pub fn database_kind(&self) -> DatabaseKind {
        match (self.database.adapter.value, self.database.kind.value) {
            (Adapter::Postgresql, kind) => kind,
            (Adapter::Mysql, DatabaseKind::Cluster) => DatabaseKind::Cluster,
            (Adapter::Mysql | Adapter::Sqlite | Adapter::None, _) => DatabaseKind::External,
        }
    }

    /// Whether a server holds the data, wherever it is.
    #[must_use]
    pub fn has_server(&self) -> bool {
        matches!(self.database.adapter.value, Adapter::Postgresql | Adapter::Mysql)
    }

    /// What the database in the cluster is called: the end of the names of its objects, and the label of its pod.
    #[must_use]
    pub fn database_part(&self) -> &'static str {
        match self.database.adapter.value {
            Adapter::Mysql => "mysql",
            Adapter::Postgresql | Adapter::Sqlite | Adapter::None => "postgres",
        }
    }

    /// Databases on its server: the primary one, and those beside it that are known to be there.
    #[must_use]
    pub fn databases(&self) -> usize {
        match self.database_kind() {
            DatabaseKind::External => 1,
            DatabaseKind::Cluster | DatabaseKind::Cnpg => 1 + self.database.also.value.len(),
        }
    }

    /// Whether its PostgreSQL in the cluster holds PostGIS, for which Active Record has an adapter of its own.
    #[must_use]
    pub fn has_postgis(&self) -> bool {
        let database = &self.database;
        self.database_kind() != DatabaseKind::External
            && database.adapter.value == Adapter::Postgresql
            && (database.image.value.contains("postgis")
                || database.extensions.value.iter().any(|name| name == "postgis"))
    }

    /// Whether the app reaches its database through PgBouncer.
    #[must_use]
    pub fn has_pooler(&self) -> bool {
        self.database_kind() == DatabaseKind::Cnpg && self.database.pooler.value
    }
}
