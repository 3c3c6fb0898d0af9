//! Hosts in addresses: a name without a dot can only be a Service of the same namespace.

use crate::check::context::{Context, entries, text};
use crate::check::index::{Index, any_of};
use crate::check::names::dns_label;
use crate::check::object::Object;
use crate::check::refs::backend_port;
use crate::check::refs::missing_reference::expect;
use crate::yaml::Node;

/// What stands in the name of a variable that holds the host of a data store.
const STORES: [&str; 13] = [
    "DATABASE",
    "DB_",
    "ELASTIC",
    "KAFKA",
    "MAIL",
    "MEMCACHE",
    "MYSQL",
    "OPENSEARCH",
    "PG",
    "POSTGRES",
    "RABBIT",
    "REDIS",
    "SMTP",
];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    service: &'a str,
    /// None for that of whoever reads it.
    namespace: Option<&'a str>,
    port: Option<&'a str>,
}

/// The value of a variable. In a folder without a Service nothing can be said.
pub(super) fn check(
    context: &mut Context<'_>,
    name: &str,
    value: &Node,
    path: &str,
    namespace: &str,
    index: &Index<'_>,
) {
    if index.services.is_empty() {
        return;
    }
    let Some(written) = value.text() else { return };
    let Some(address) = address(written).or_else(|| bare(name, written)) else { return };
    let space = address.namespace.unwrap_or(namespace);
    if !expect(context, index, ["Service", space, address.service], value, path) {
        return;
    }
    let Some(port) = address.port else { return };
    let mut services = index.all("Service", space, address.service).peekable();
    // Those that a controller makes have ports that are not known, and one without an address has
    // those of its pods.
    let open = |service: &Object| {
        let spec = service.root.get("spec");
        spec.and_then(|spec| text(spec, "clusterIP")) == Some("None")
            || spec.and_then(|spec| text(spec, "type")) == Some("ExternalName")
            || index.has_port(service, "port", port)
    };
    let is_some = services.peek().is_some();
    if is_some && !any_of(services, open) {
        backend_port::report(context, address.service, port, value, path);
    }
}

/// The values of a ConfigMap; files in it are left alone.
pub(super) fn config_map(context: &mut Context<'_>, object: &Object, index: &Index<'_>) {
    for entry in entries(&object.root, "data") {
        let path = format!("data[{}]", entry.key);
        check(context, &entry.key, &entry.value, &path, &object.namespace, index);
    }
}

/// A whole value that is a URL with a host of the cluster.
fn address(text: &str) -> Option<Address<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    let plain = |each: char| each.is_ascii_alphanumeric() || matches!(each, '+' | '-' | '.');
    if scheme.is_empty() || !scheme.chars().all(plain) || text.contains(char::is_whitespace) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (host, None),
    };
    let port =
        port.filter(|port| !port.is_empty() && port.bytes().all(|each| each.is_ascii_digit()));
    of_host(host, port)
}

/// A host by itself, in a variable whose name says that it is one.
fn bare<'t>(name: &str, text: &'t str) -> Option<Address<'t>> {
    let name = name.to_ascii_uppercase();
    let is_host = name.ends_with("HOST") && STORES.iter().any(|store| name.contains(store));
    if is_host { of_host(text, None) } else { None }
}

fn of_host<'t>(host: &'t str, port: Option<&'t str>) -> Option<Address<'t>> {
    let inner = host.strip_suffix(".cluster.local").unwrap_or(host);
    let (inner, is_service) = match inner.strip_suffix(".svc") {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let labels: Vec<&str> = inner.split('.').collect();
    let fine = labels.iter().all(|label| dns_label(label).is_none());
    match labels.as_slice() {
        [service] if !is_service && fine && *service != "localhost" && is_word(service) => {
            Some(Address { service, namespace: None, port })
        }
        // A pod of a StatefulSet stands before its Service.
        [.., service, namespace] if is_service && fine => {
            Some(Address { service, namespace: Some(namespace), port })
        }
        _ => None,
    }
}

fn is_word(text: &str) -> bool {
    text.bytes().any(|each| each.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_the_cluster_are_told_from_others() {
        let of = |service, namespace, port| Some(Address { service, namespace, port });
        for (text, expect) in [
            ("redis://redis:6379/0", of("redis", None, Some("6379"))),
            ("redis://:$(PASSWORD)@shop-redis/0", of("shop-redis", None, None)),
            ("http://web.shop.svc.cluster.local/x", of("web", Some("shop"), None)),
            ("postgres://a:b@pg-0.pg.shop.svc:5432/x", of("pg", Some("shop"), Some("5432"))),
            ("https://shop.example.com", None),
            ("http://localhost:3000", None),
            ("http://10.0.0.1:80", None),
            ("redis://$(HOST):6379", None),
            ("see http://web for more", None),
            ("web", None),
            ("sqlite3:storage/production.sqlite3", None),
        ] {
            assert_eq!(address(text), expect, "{text}");
        }
        assert_eq!(bare("DB_HOST", "postgres"), of("postgres", None, None));
        assert_eq!(bare("APP_HOST", "shop"), None);
        assert_eq!(bare("PGHOST", "db.example.com"), None);
    }
}
