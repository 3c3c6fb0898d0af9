//! Ports of data stores, and names that no certificate authority signs.

/// The port of PostgreSQL.
pub const POSTGRESQL_PORT: i64 = 5432;
/// The port of MySQL and MariaDB.
pub const MYSQL_PORT: i64 = 3306;
/// The port of Redis and Valkey.
pub const REDIS_PORT: i64 = 6379;

/// The port of an address by its scheme, where none is written. Source: IANA's registry of service names, and the manuals of
/// MongoDB, RabbitMQ and memcached, read 2026-11-30.
#[must_use]
pub fn scheme_port(scheme: &str) -> Option<i64> {
    Some(match scheme {
        "http" | "ws" => 80,
        "https" | "wss" => 443,
        "postgres" | "postgresql" | "postgis" => POSTGRESQL_PORT,
        "mysql" | "mysql2" | "trilogy" => MYSQL_PORT,
        "redis" | "rediss" | "valkey" => REDIS_PORT,
        "mongodb" => 27017,
        "amqp" => 5672,
        "amqps" => 5671,
        "memcached" => 11211,
        "ldap" => 389,
        "ldaps" => 636,
        "smtp" => 25,
        "smtps" => 465,
        "sftp" | "ssh" => 22,
        "kafka" => 9092,
        "nats" => 4222,
        _ => return None,
    })
}

/// Words in the name of a variable that say which server it leads to, and its port. Source: the manuals of these servers, read
/// 2026-11-30. Mail has none here: each provider has another port.
const NAMED: [(&str, i64); 14] = [
    ("MEMCACHE", 11211),
    ("ELASTIC", 9200),
    ("OPENSEARCH", 9200),
    ("MONGO", 27017),
    ("RABBIT", 5672),
    ("AMQP", 5672),
    ("KAFKA", 9092),
    ("REDIS", REDIS_PORT),
    ("VALKEY", REDIS_PORT),
    ("POSTGRES", POSTGRESQL_PORT),
    ("MYSQL", MYSQL_PORT),
    ("MARIADB", MYSQL_PORT),
    ("CLICKHOUSE", 8123),
    ("MEILI", 7700),
];

/// The usual port of the server that a variable leads to, by its name alone: MONGODB_URI, ELASTICSEARCH_HOST.
#[must_use]
pub fn named_port(variable: &str) -> Option<i64> {
    NAMED.iter().find(|(word, _)| variable.contains(word)).map(|(_, port)| *port)
}

/// Ends of names that no certificate authority signs. Source: RFC 2606, 6761 and 6762, the reservation of `.internal` by
/// ICANN (2024-07-29), and nip.io, whose names are addresses; read 2026-11-23.
const LOCAL: [&str; 6] = [".local", ".localhost", ".test", ".internal", ".example", ".nip.io"];

/// Whether a host name can have no certificate that others trust.
#[must_use]
pub fn is_local(host: &str) -> bool {
    host == "localhost" || LOCAL.iter().any(|end| host.ends_with(end))
}
