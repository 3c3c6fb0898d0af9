//! Ports of data stores, and names that no certificate authority signs.

/// The port of PostgreSQL.
pub const POSTGRESQL_PORT: i64 = 5432;
/// The port of MySQL and MariaDB.
pub const MYSQL_PORT: i64 = 3306;
/// The port of Redis and Valkey.
pub const REDIS_PORT: i64 = 6379;

/// Ends of names that no certificate authority signs. Source: RFC 2606, 6761 and 6762, the reservation of `.internal` by
/// ICANN (2024-07-29), and nip.io, whose names are addresses; read 2026-11-23.
const LOCAL: [&str; 6] = [".local", ".localhost", ".test", ".internal", ".example", ".nip.io"];

/// Whether a host name can have no certificate that others trust.
#[must_use]
pub fn is_local(host: &str) -> bool {
    host == "localhost" || LOCAL.iter().any(|end| host.ends_with(end))
}
