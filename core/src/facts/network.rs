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

/// Ends of names that no certificate authority signs. Source: RFC 2606, 6761 and 6762, the reservation of `.internal` by
/// ICANN (2024-07-29), and nip.io, whose names are addresses; read 2026-11-23.
const LOCAL: [&str; 6] = [".local", ".localhost", ".test", ".internal", ".example", ".nip.io"];

/// Whether a host name can have no certificate that others trust.
#[must_use]
pub fn is_local(host: &str) -> bool {
    host == "localhost" || LOCAL.iter().any(|end| host.ends_with(end))
}
