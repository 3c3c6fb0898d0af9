//! What the images of data stores hold, by the name of their repository.
//!
//! Sources, read 2026-11-30: the Dockerfiles of the official images of PostgreSQL, MySQL, MariaDB and Redis, of postgis/postgis,
//! pgvector/pgvector and timescale/timescaledb, which build on that of PostgreSQL, and of Valkey. On Debian the user is 999; on
//! Alpine it is 70 for PostgreSQL and 999 for Redis. MySQL 8.4 and MariaDB 11.8 are the lines with long support (until 2032-04
//! and 2028-06); their newest patches are those that public projects name. MariaDB's image reads the variables of MySQL's.

/// What runs where MySQL is asked for: MariaDB. Every client logs in there without more ado, where MySQL 8.4 asks for TLS with
/// a certificate that it made itself, which the client library of Debian 13 (MariaDB Connector/C 3.4) refuses, or for a key
/// that trilogy does not ask for.
pub const MYSQL_IMAGE: &str = "docker.io/library/mariadb:11.8.9";

/// The user of the images of MySQL and MariaDB.
pub const MYSQL_USER: i64 = 999;

/// A data store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// PostgreSQL, with whatever extensions.
    Postgresql,
    /// MySQL or MariaDB.
    Mysql,
    /// Redis or Valkey.
    Redis,
    /// memcached.
    Memcached,
    /// OpenSearch.
    OpenSearch,
    /// Elasticsearch.
    Elasticsearch,
    /// Something else.
    Other,
}

impl Store {
    /// As people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Postgresql => "PostgreSQL",
            Self::Mysql => "MySQL or MariaDB",
            Self::Redis => "Redis or Valkey",
            Self::Memcached => "memcached",
            Self::OpenSearch => "OpenSearch",
            Self::Elasticsearch => "Elasticsearch",
            Self::Other => "another program",
        }
    }
}

/// Names of repositories, the last part of each, and what they hold.
const NAMES: [(&str, Store); 16] = [
    ("postgres", Store::Postgresql),
    ("postgresql", Store::Postgresql),
    ("postgis", Store::Postgresql),
    ("pgvector", Store::Postgresql),
    ("timescaledb", Store::Postgresql),
    ("timescaledb-ha", Store::Postgresql),
    ("mysql", Store::Mysql),
    ("mysql-server", Store::Mysql),
    ("mariadb", Store::Mysql),
    ("percona-server", Store::Mysql),
    ("redis", Store::Redis),
    ("valkey", Store::Redis),
    ("memcached", Store::Memcached),
    ("mongo", Store::Other),
    ("opensearch", Store::OpenSearch),
    ("elasticsearch", Store::Elasticsearch),
];

/// What an image holds by its name; none where the name says nothing, as that of a mirror of one's own may.
#[must_use]
pub fn store_of(image: &str) -> Option<Store> {
    let name = repository(image);
    NAMES.iter().find(|(each, _)| *each == name).map(|(_, store)| *store)
}

/// The last part of the repository of an image.
fn repository(image: &str) -> &str {
    let name = image.split('@').next().unwrap_or(image);
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split(':').next().unwrap_or(name)
}

/// The user of an image of PostgreSQL.
#[must_use]
pub fn postgres_user(image: &str) -> i64 {
    let tag = image.split('@').next().unwrap_or(image).rsplit(':').next().unwrap_or_default();
    // timescale/timescaledb is built on Alpine, whatever its tag says.
    let is_alpine = tag.contains("alpine") || image.contains("timescale/timescaledb:");
    if is_alpine { 70 } else { super::POSTGRES_USER }
}

/// Whether an image of PostgreSQL is one that its makers put scripts of their own into, which run at the first start.
#[must_use]
pub fn has_own_scripts(image: &str) -> bool {
    repository(image) != "postgres"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_names() {
        for (image, expect) in [
            ("docker.io/library/postgres:18.6", Some(Store::Postgresql)),
            ("postgis/postgis:17-3.5", Some(Store::Postgresql)),
            ("docker.io/pgvector/pgvector:pg17@sha256:0", Some(Store::Postgresql)),
            ("docker.io/library/mariadb:11.8.9", Some(Store::Mysql)),
            ("localhost:5000/valkey:8", Some(Store::Redis)),
            ("docker.elastic.co/elasticsearch/elasticsearch:9.5.3", Some(Store::Elasticsearch)),
            ("registry.example.com/mirror/pg:17", None),
        ] {
            assert_eq!(store_of(image), expect, "{image}");
        }
        for (image, user) in [
            ("postgres:18.6", 999),
            ("postgres:16-alpine", 70),
            ("postgis/postgis:17-3.5-alpine", 70),
            ("docker.io/timescale/timescaledb:2.17.2-pg17", 70),
        ] {
            assert_eq!(postgres_user(image), user, "{image}");
        }
        assert!(has_own_scripts("postgis/postgis:17-3.5"));
        assert!(!has_own_scripts("localhost:5000/postgres:17"));
    }
}
