//! memcached in the cluster.
//!
//! Sources, read 2026-11-30: the Dockerfile of the official image (user 11211, on Debian and on Alpine; whatever begins with a
//! dash is handed to memcached), its manual (`-m`: mebibytes for items alone, beside which connections and tables take memory;
//! no UDP since 1.5.6), the tags in public use (1.6.45 is the newest), and Dalli's README (MEMCACHE_SERVERS; `host:port`).
//! Rails 7.1 and later ask for Dalli 3.0.1 (`active_support/cache/mem_cache_store.rb`).

/// The image, by its patch version.
pub const MEMCACHED_IMAGE: &str = "docker.io/library/memcached:1.6.45";

/// The user of that image.
pub const MEMCACHED_USER: i64 = 11_211;

/// Its port.
pub const MEMCACHED_PORT: i64 = 11_211;

/// The variable that Dalli, the client that Rails uses, reads where it is told nothing.
pub const MEMCACHE_SERVERS: &str = "MEMCACHE_SERVERS";
