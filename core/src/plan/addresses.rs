//! Ports of the addresses that the spec's environment names.

use crate::facts::{named_port, scheme_port};
use std::collections::BTreeMap;

/// Ends of names of variables that hold a host alone, and the end that its port has in their place.
const HOSTS: [&str; 5] = ["_HOST", "_ADDRESS", "_SERVER", "_HOSTNAME", "_ADDR"];

/// Ends of names of variables that hold an address or a list of them.
const ADDRESSES: [&str; 8] =
    ["_SERVERS", "_HOSTS", "_BROKERS", "_NODES", "_URL", "_URLS", "_URI", "_ENDPOINT"];

/// Whether a variable holds an address by its name.
fn says(name: &str) -> bool {
    HOSTS.iter().chain(&ADDRESSES).any(|end| name.ends_with(end))
}

/// The usual port of the server that a variable leads to, whose value nobody knows here.
pub(super) fn of_name(name: &str) -> Option<i64> {
    named_port(name).filter(|_| says(name))
}

/// The port of each address in these variables, with the variable that names it. What leads to the pod itself is none.
pub(super) fn ports(env: &BTreeMap<String, String>) -> Vec<(String, i64)> {
    let mut found: Vec<(String, i64)> = Vec::new();
    let mut add = |name: &str, port: i64| {
        if !found.iter().any(|(_, each)| *each == port) {
            found.push((name.to_owned(), port));
        }
    };
    for (name, text) in env {
        for part in text.split(',').map(str::trim) {
            let port = port(name, part).or_else(|| usual(env, name, part));
            if let Some(port) = port {
                add(name, port);
            }
        }
        // A port in a variable of its own, beside its host.
        let host = name
            .strip_suffix("_PORT")
            .and_then(|head| HOSTS.iter().find_map(|end| env.get(&format!("{head}{end}"))));
        if let (Some(host), Some(port)) = (host, number(text))
            && !is_self(host)
        {
            add(name, port);
        }
    }
    found
}

/// The usual port of what a bare host is the host of, unless a variable beside it says another.
fn usual(env: &BTreeMap<String, String>, name: &str, host: &str) -> Option<i64> {
    let head = HOSTS.iter().find_map(|end| name.strip_suffix(end));
    let is_said = head.is_some_and(|head| env.contains_key(&format!("{head}_PORT")));
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let is_host = !host.is_empty() && host.chars().all(word) && !is_self(host);
    of_name(name).filter(|_| is_host && !is_said)
}

/// The port of one address: a URL, or in a variable that says so, or with a name of several parts, `host:port`.
fn port(name: &str, text: &str) -> Option<i64> {
    if let Some((scheme, rest)) = text.split_once("://") {
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let server = rest.get(..end)?;
        let server = server.rsplit_once('@').map_or(server, |(_, server)| server);
        let (host, written) = split(server);
        let known = || scheme_port(&scheme.to_ascii_lowercase());
        return written.or_else(known).filter(|_| !host.is_empty() && !is_self(host));
    }
    let (host, written) = split(text);
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '[' | ']' | ':');
    let is_host = !host.is_empty() && host.chars().all(word) && !is_self(host);
    written.filter(|_| is_host && (says(name) || host.contains('.')))
}

/// Host and port; an IPv6 address stands in brackets.
fn split(server: &str) -> (&str, Option<i64>) {
    match server.rsplit_once(':') {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (host, number(port)),
        _ => (server, None),
    }
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|port| digits && (1..=65535).contains(port))
}

/// Whether a host is the pod itself, or every address of it.
fn is_self(host: &str) -> bool {
    matches!(host, "localhost" | "0.0.0.0" | "::" | "[::]" | "::1" | "[::1]")
        || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_environment_name_their_ports() {
        for (name, text, expect) in [
            ("ELASTICSEARCH_URL", "http://es.data:9200", Some(9200)),
            ("SEARCH", "http://es.data:9200/shop?a=1", Some(9200)),
            ("CACHE_REDIS_URL", "redis://cache.data", Some(6379)),
            ("MONGO", "mongodb://a.example,b.example", Some(27017)),
            ("AMQP", "amqps://mq.example/vhost", Some(5671)),
            ("KAFKA_BROKERS", "one:9092,two:9092", Some(9092)),
            ("MEMCACHE_SERVERS", "cache:11211", Some(11211)),
            ("STATSD_ADDR", "[2001:db8::1]:8125", Some(8125)),
            ("SMTP_ADDRESS", "mail.example.com", None),
            ("APP_REDIS_HOST", "redis.example.com", Some(6379)),
            ("ELASTICSEARCH_HOST", "es.example.com", Some(9200)),
            ("ELASTICSEARCH_INDEX", "shop", None),
            ("REDIS_HOST", "localhost", None),
            ("BIND", "tcp://0.0.0.0:3000", None),
            ("REDIS_URL", "redis://localhost:6379/0", None),
            ("TIME", "10:30", None),
            ("RATIO", "a.b:1x", None),
            ("PUBLIC_URL", "https://shop.example.com", Some(443)),
        ] {
            let env = BTreeMap::from([(name.to_owned(), text.to_owned())]);
            let found: Vec<i64> = ports(&env).into_iter().map(|(_, port)| port).collect();
            assert_eq!(found.first().copied(), expect, "{name}={text}");
        }
        for (name, expect) in [
            ("MONGODB_URI", Some(27017)),
            ("MONGO_DATABASE_URL", Some(27017)),
            ("SIDEKIQ_REDIS_HOST", Some(6379)),
            ("OPENSEARCH_PASSWORD", None),
            ("STRIPE_URL", None),
        ] {
            assert_eq!(of_name(name), expect, "{name}");
        }
        let pair = [("REDIS_HOST", "redis.example.com"), ("REDIS_PORT", "6380")];
        let env = pair.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        assert_eq!(ports(&env), [("REDIS_PORT".to_owned(), 6380)]);
        let pair = [("SMTP_ADDRESS", "mail.example.com"), ("SMTP_PORT", "587"), ("PORT", "3000")];
        let env = pair.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        assert_eq!(ports(&env), [("SMTP_PORT".to_owned(), 587)]);
    }
}
