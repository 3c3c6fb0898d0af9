//! Ports of data stores, and which clusters keep to a NetworkPolicy: Kubernetes takes the object
//! everywhere, but it is the network plug-in that has to act on it.
//!
//! Sources: the manuals of each plug-in and provider as far as they could be read, 2026-11-23. Not
//! checked on a cluster of each provider.

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

/// Clusters, and what makes them keep to network policies.
pub const NETWORK_POLICY_SUPPORT: [(&str, &str); 8] = [
    ("DigitalOcean", "always: Cilium"),
    (
        "EKS",
        "with `enableNetworkPolicy` of the VPC CNI add-on; with Auto Mode, when its network policy controller is on",
    ),
    ("GKE", "with Dataplane V2 (always with Autopilot)"),
    ("AKS", "when made with `--network-policy` or `--network-dataplane cilium`"),
    ("Hetzner and other own clusters", "with Cilium or Calico; not with Flannel alone"),
    ("k3s", "always: a controller of its own"),
    ("minikube", "when started with `--cni=calico` or `--cni=cilium`"),
    ("kind", "since 0.24"),
];
