//! PostgreSQL in the cluster: as one pod of the official image, or run by CloudNativePG.
//!
//! PostgreSQL 18 gets fixes until 2030-11. The official image (github.com/docker-library/postgres)
//! has user 999 and, from 18 on, its volume at /var/lib/postgresql; versions before 18 take any
//! PGDATA below it as well. 18.6 is the version that CloudNativePG 1.30.1 starts by itself
//! (`pkg/versions`), so both ways of running it have the same one. CloudNativePG 1.30 runs
//! PostgreSQL 14 to 18 on Kubernetes 1.34 to 1.36 and is tested on 1.33 and 1.37. Read 2026-11-23
//! in the modules' sources; that Docker Hub has the tag 18.6 could not be asked.

/// The official image.
pub const POSTGRES_IMAGE: &str = "docker.io/library/postgres:18.6";

/// The user of that image.
pub const POSTGRES_USER: i64 = 999;

/// The image that CloudNativePG runs.
pub const CNPG_IMAGE: &str = "ghcr.io/cloudnative-pg/postgresql:18.6-system-trixie";

/// The release of CloudNativePG that DEPLOY.md installs where there is none.
pub const CNPG_VERSION: &str = "1.30.1";

/// Connections of `max_connections` that PostgreSQL keeps for its superuser
/// (`superuser_reserved_connections`, its default).
pub const RESERVED_CONNECTIONS: i64 = 3;

/// `max_connections` where nobody says.
pub const DEFAULT_MAX_CONNECTIONS: i64 = 100;
