//! Every decision made concrete. Here and nowhere else defaults are resolved; each value remembers
//! the field it came from, so that "explain" is memory and not a second text.

mod amount;
mod decided;
mod expose;
mod names;
mod resolve;
mod rules;
mod values;

pub use decided::{Decided, Origin, Reason};
pub use expose::{ActionCable, CableAdapter, Expose, Tls, Via};
pub use names::{
    LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, LABEL_PART_OF, LABEL_VERSION,
};
pub use resolve::resolve;
pub use rules::check;
pub use values::values;

use crate::facts::{Kubernetes, Provider};

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
    /// Where the cluster runs.
    pub provider: Decided<&'static Provider>,
    /// StorageClass of volumes; none for the cluster's default.
    pub storage_class: Option<Decided<String>>,
    /// What the image holds.
    pub build: Build,
    /// Puma.
    pub web: Web,
    /// Front door.
    pub expose: Expose,
    /// Websockets.
    pub action_cable: ActionCable,
    /// Plain environment variables of every process, sorted by name.
    pub env: Vec<(String, Decided<String>)>,
    /// Variables from the Secret, in order.
    pub secrets: Vec<Decided<String>>,
    /// Name of that Secret.
    pub secret_name: String,
    /// Database.
    pub database: Database,
    /// Redis.
    pub redis: Redis,
    /// Active Storage.
    pub active_storage: ActiveStorage,
    /// Size of the volume at /rails/storage, which SQLite and local uploads share; none without them.
    pub volume: Option<Decided<String>>,
    /// Job workers.
    pub workers: Vec<Worker>,
    /// Scheduled jobs.
    pub cron: Vec<Cron>,
    /// Migration; none without a database.
    pub migrate: Option<Migrate>,
    /// The console pod.
    pub console: Console,
    /// Tasks that run once.
    pub tasks: Tasks,
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

/// Redis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redis {
    /// Where it runs.
    pub kind: Decided<RedisKind>,
    /// Image of one in the cluster.
    pub image: Decided<String>,
    /// Size of its volume.
    pub storage: Decided<String>,
    /// CPU and memory.
    pub resources: Resources,
    /// Mebibytes of data that it may hold.
    pub maxmemory: Decided<u64>,
}

/// Where Redis runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedisKind {
    /// Elsewhere, at REDIS_URL.
    External,
    /// In the cluster, as a StatefulSet.
    Cluster,
    /// Nowhere.
    None,
}

/// Active Storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveStorage {
    /// Where it keeps files.
    pub service: Decided<Uploads>,
    /// Size of the volume for them.
    pub storage: Decided<String>,
}

/// Where uploads are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Uploads {
    /// In a service such as S3.
    External,
    /// On a volume of the cluster.
    Local,
    /// The app has no uploads.
    None,
}

/// A command that runs at given times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron {
    /// Names the job.
    pub name: Decided<String>,
    /// Five fields, or `@daily` and its like.
    pub schedule: Decided<String>,
    /// Name of the tz database.
    pub time_zone: Decided<String>,
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Seconds until a run counts as failed.
    pub timeout: Decided<i64>,
    /// Seconds that a run may be late.
    pub start_within: Decided<i64>,
    /// Tries after the first.
    pub retries: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// The pod of a Rails console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Seconds until it is stopped.
    pub timeout: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// Tasks that run once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tasks {
    /// Seconds until one counts as failed.
    pub timeout: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
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
    /// Whether the app keeps files on a volume, which one node at a time can hold.
    #[must_use]
    pub fn has_volume(&self) -> bool {
        self.volume.is_some()
    }

    /// Whether Redis runs in the cluster.
    #[must_use]
    pub fn has_redis(&self) -> bool {
        self.redis.kind.value == RedisKind::Cluster
    }

    /// The name that health checks give as `Host`: the first host without a wildcard.
    #[must_use]
    pub fn main_host(&self) -> Option<&str> {
        self.hosts.value.iter().map(String::as_str).find(|host| !host.starts_with("*."))
    }
}

#[cfg(test)]
mod tests;
