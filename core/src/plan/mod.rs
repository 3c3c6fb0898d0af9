//! Every decision made concrete. Here and nowhere else defaults are resolved; each value remembers
//! the field it came from, so that "explain" is memory and not a second text.

mod decided;
mod names;
mod resolve;
mod rules;
mod values;

pub use decided::{Decided, Origin, Reason};
pub use names::{
    LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, LABEL_PART_OF, LABEL_VERSION,
};
pub use resolve::resolve;
pub use rules::check;
pub use values::values;

use crate::facts::Kubernetes;

/// Stands wherever `deploy.sh` writes the git revision: image tag, Job name, version label.
pub const UNRELEASED: &str = "unreleased";

/// All decisions for one app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Names every object.
    pub app: Decided<String>,
    /// Repository without a tag.
    pub image: Decided<String>,
    /// Host names.
    pub hosts: Decided<Vec<String>>,
    /// Namespace.
    pub namespace: Decided<String>,
    /// Target version.
    pub kubernetes: Decided<Kubernetes>,
    /// What the image holds.
    pub build: Build,
    /// Puma.
    pub web: Web,
    /// Front door.
    pub expose: Expose,
    /// Plain environment variables of every process, sorted by name.
    pub env: Vec<(String, Decided<String>)>,
    /// Variables from the Secret, in order.
    pub secrets: Vec<Decided<String>>,
    /// Name of that Secret.
    pub secret_name: String,
    /// Database.
    pub database: Database,
    /// Whether Redis is used.
    pub redis: Decided<bool>,
    /// Job workers.
    pub workers: Vec<Worker>,
    /// Migration; none without a database.
    pub migrate: Option<Migrate>,
    /// Whether pulls need a login.
    pub private: Decided<bool>,
    /// Pull secret; none for a public image.
    pub pull_secret: Option<Decided<String>>,
    /// Pod Security Standard: `restricted` or `baseline`.
    pub pod_security: Decided<String>,
    /// Whether the root file system is read-only.
    pub read_only_root: Decided<bool>,
}

/// What the Dockerfile needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// Rails version.
    pub rails: Decided<String>,
    /// Tag of the Ruby image, without `-slim`.
    pub ruby: Decided<String>,
    /// No assets.
    pub api_only: Decided<bool>,
    /// Package manager for JavaScript.
    pub javascript: Decided<JavaScript>,
    /// Major version of Node.js.
    pub node: Decided<i64>,
    /// Whether bootsnap is there.
    pub bootsnap: Decided<bool>,
    /// Whether libvips is installed.
    pub image_variants: Decided<bool>,
    /// More packages.
    pub packages: Decided<Vec<String>>,
    /// Whether credentials are read.
    pub credentials: Decided<bool>,
}

/// Who installs node packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JavaScript {
    /// Import maps: nobody.
    None,
    /// npm
    Npm,
    /// Yarn
    Yarn,
    /// pnpm
    Pnpm,
    /// Bun
    Bun,
}

/// Puma's pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// Pods.
    pub replicas: Decided<i64>,
    /// Puma workers.
    pub processes: Decided<i64>,
    /// Puma threads.
    pub threads: Decided<i64>,
    /// Port.
    pub port: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
    /// Health check path.
    pub health_path: Decided<String>,
    /// Seconds of preStop sleep.
    pub drain: Decided<i64>,
    /// Seconds Puma gives running requests.
    pub shutdown_timeout: Decided<i64>,
    /// Seconds until the kill.
    pub grace: Decided<i64>,
}

/// CPU and memory of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resources {
    /// CPU request.
    pub cpu: Decided<String>,
    /// Memory request.
    pub memory: Decided<String>,
    /// Memory limit.
    pub memory_limit: Decided<String>,
}

/// Front door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expose {
    /// Which one.
    pub via: Decided<Via>,
    /// ingressClassName.
    pub ingress_class: Decided<String>,
    /// TLS.
    pub tls: Decided<Tls>,
    /// Name of the TLS Secret.
    pub tls_secret: Decided<String>,
    /// Name of the ClusterIssuer.
    pub issuer: Decided<String>,
}

/// Kinds of front door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// An Ingress.
    Ingress,
    /// A Service of type LoadBalancer.
    LoadBalancer,
    /// Nothing outside the cluster.
    None,
}

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// cert-manager makes it.
    CertManager,
    /// Somebody puts it into the Secret.
    Secret,
    /// Plain HTTP.
    None,
}

/// Active Record's database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// Which one.
    pub adapter: Decided<Adapter>,
    /// Size of SQLite's volume.
    pub storage: Decided<String>,
}

/// Database adapters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adapter {
    /// PostgreSQL
    Postgresql,
    /// MySQL
    Mysql,
    /// SQLite
    Sqlite,
    /// No database
    None,
}

/// A group of job workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Path of the group in the spec: `workers[0]`.
    pub at: String,
    /// Names the group.
    pub name: Decided<String>,
    /// What works the jobs off.
    pub kind: Decided<WorkerKind>,
    /// Pods.
    pub replicas: Decided<i64>,
    /// Jobs at a time.
    pub concurrency: Decided<i64>,
    /// Queues.
    pub queues: Decided<Vec<String>>,
    /// Seconds for running jobs.
    pub timeout: Decided<i64>,
    /// Seconds until the kill.
    pub grace: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// Kinds of job workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerKind {
    /// Sidekiq
    Sidekiq,
    /// Solid Queue
    SolidQueue,
}

/// The migrate Job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrate {
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Seconds until it counts as failed.
    pub timeout: Decided<i64>,
}

impl Plan {
    /// Whether the app keeps files on a volume of its own, so that only one pod can run.
    #[must_use]
    pub fn has_volume(&self) -> bool {
        self.database.adapter.value == Adapter::Sqlite
    }

    /// The name that health checks give as `Host`: the first host without a wildcard.
    #[must_use]
    pub fn main_host(&self) -> Option<&str> {
        self.hosts.value.iter().map(String::as_str).find(|host| !host.starts_with("*."))
    }
}

#[cfg(test)]
mod tests;
