//! Every decision made concrete. Here and nowhere else defaults are resolved; each value remembers
//! the field it came from, so that "explain" is memory and not a second text.

mod addresses;
mod amount;
mod assumptions;
pub(crate) mod conflicts;
mod connections;
mod database;
mod decided;
mod delivery;
mod demand;
mod differences;
mod expose;
mod hardening;
mod jobs;
mod migrate;
mod names;
mod process;
mod resolve;
mod secret_store;
mod store;
mod values;
mod volume;
mod watch;

/// What the spec can choose, as the field table has it.
pub use crate::field::{
    Access, Adapter, Apm, CableAdapter, Check, Choices, Ci, DatabaseKind, Distribution, GitOps,
    Health, ImageSource, JavaScript, LogAgent, LogScope, LogStore, Metrics, PodSecurity, Probe,
    ProcessProbe, RedisKind, Scheduler, SearchKind, SecretStoreKind, StoreKind, StoreScope,
    Strategy, Tls, Uploads, Via, WorkerKind,
};
pub use assumptions::{Assumption, assumptions};
pub use conflicts::{check, check_environments};
pub use connections::{Connections, Part, connections};
pub(crate) use connections::{POOL, POOL_CLIENTS, POOLERS};
pub use database::Database;
pub use decided::{Decided, Origin, Reason};
pub use delivery::Delivery;
pub(crate) use demand::UNSAID;
pub use demand::{Demand, demand};
pub use differences::{Difference, differences};
pub use expose::{ActionCable, Expose, Route};
pub use hardening::{Network, Quota};
pub use jobs::{Capsule, Cron, Worker};
pub use migrate::{Direct, Migrate};
pub use names::{
    DOWNTIME, LABEL_COMPONENT, LABEL_INSTANCE, LABEL_MANAGED_BY, LABEL_NAME, LABEL_OWN,
    LABEL_PART_OF, LABEL_VERSION, MIGRATED, REFRESHED, STRATEGY,
};
pub use process::{Behind, Door, Init, Process, Sidecar};
pub use resolve::{resolve, resolve_environment};
pub use secret_store::SecretStore;
pub use store::{MEMCACHED, Memcached, SEARCH, Search, StoreVariables};
pub use values::values;
pub use volume::{File, STORAGE, Together, Volume};
pub use watch::{Autoscale, Logging, Monitoring, check_resources, exporter_resources};

use crate::facts::{self, AtATime, Kubernetes, Program, Provider, Rails, Server, Version, server};

/// Stands wherever `deploy.sh` writes the git revision: image tag, Job name, version label.
pub const UNRELEASED: &str = "unreleased";

/// Plain environment variables, sorted by name.
pub type Variables = Vec<(String, Decided<String>)>;

/// All decisions for one app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Names every object.
    pub app: Decided<String>,
    /// The environment that it is for, where the spec has several.
    pub environment: Option<String>,
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
    /// Files of the bundle that are the user's for good.
    pub keep: Vec<Decided<String>>,
    /// What the image holds, and where it comes from.
    pub build: Build,
    /// What the image is to those who run it.
    pub container: Container,
    /// Puma.
    pub web: Web,
    /// Front door.
    pub expose: Expose,
    /// Requests that go to other Services.
    pub routes: Vec<Route>,
    /// Websockets.
    pub action_cable: ActionCable,
    /// Plain environment variables of every process, sorted by name.
    pub env: Variables,
    /// Names of variables that hold the release's revision.
    pub revision_env: Vec<Decided<String>>,
    /// Variables from the Secret, in order.
    pub secrets: Vec<Decided<String>>,
    /// Name of that Secret.
    pub secret_name: String,
    /// Where its values come from.
    pub secret_store: SecretStore,
    /// Database.
    pub database: Database,
    /// Redis.
    pub redis: Redis,
    /// memcached.
    pub memcached: Memcached,
    /// A search engine.
    pub search: Search,
    /// Active Storage.
    pub active_storage: ActiveStorage,
    /// Size of the volume at `storage` in the working folder, which SQLite and local uploads share; none without them.
    pub volume: Option<Decided<String>>,
    /// Every volume, that one first.
    pub volumes: Vec<Volume>,
    /// Files that the image lacks.
    pub files: Vec<File>,
    /// Job workers.
    pub workers: Vec<Worker>,
    /// Processes beside web and workers.
    pub processes: Vec<Process>,
    /// Programs beside a process.
    pub sidecars: Vec<Sidecar>,
    /// Steps before a process.
    pub init: Vec<Init>,
    /// Scheduled jobs.
    pub cron: Vec<Cron>,
    /// Who starts them.
    pub scheduler: Decided<Scheduler>,
    /// Migration; none without a database.
    pub migrate: Option<Migrate>,
    /// The console pod.
    pub console: Console,
    /// Tasks that run once.
    pub tasks: Tasks,
    /// Where the log goes.
    pub logging: Logging,
    /// Metrics, alerts, checks.
    pub monitoring: Monitoring,
    /// Whether pulls need a login.
    pub private: Decided<bool>,
    /// Pull secret; none for a public image.
    pub pull_secret: Option<Decided<String>>,
    /// Pod Security Standard: `restricted` or `baseline`.
    pub pod_security: Decided<PodSecurity>,
    /// Whether the root file system is read-only.
    pub read_only_root: Decided<bool>,
    /// Whether a deploy names the image by its digest too.
    pub pin_image: Decided<bool>,
    /// Who deploys.
    pub delivery: Delivery,
    /// What pods may reach.
    pub network: Network,
    /// What the provider knows the pods by; none for nothing.
    pub cloud_identity: Option<Decided<String>>,
    /// What the namespace may take.
    pub quota: Quota,
    /// Files and folders with manifests that are taken along, in order.
    pub manifests: Vec<Decided<String>>,
    /// Changes to objects, in order.
    pub patches: Vec<ObjectPatch>,
}

/// A change to an object that Linkspan makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPatch {
    /// Its kind.
    pub kind: Decided<String>,
    /// Its name.
    pub name: Decided<String>,
    /// The text of the patch, as YAML.
    pub patch: Decided<String>,
}

/// What the Dockerfile needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// Where the image comes from.
    pub source: Decided<ImageSource>,
    /// Tag or digest of a published image, as the spec has it.
    pub version: Option<Decided<String>>,
    /// The user's Dockerfile.
    pub dockerfile: Decided<String>,
    /// Folder that is sent to the builder.
    pub context: Decided<String>,
    /// Stage that is the image; none for the last one.
    pub target: Option<Decided<String>>,
    /// Values of ARG lines, sorted by name.
    pub args: Vec<(String, Decided<String>)>,
    /// Names of variables with BuildKit's secrets.
    pub secrets: Decided<Vec<String>>,
    /// Variables while the image is built, sorted by name.
    pub env: Vec<(String, Decided<String>)>,
    /// What Gemfile and package.json read.
    pub files: Decided<Vec<String>>,
    /// Whether git has Gemfile.lock.
    pub lock: Decided<bool>,
    /// Folders with a package.json; `.` is the app's own.
    pub frontends: Decided<Vec<String>>,
    /// Packages of the build alone.
    pub build_packages: Decided<Vec<String>>,
    /// What a person has the build do.
    pub steps: Steps,
    /// Rails version.
    pub rails: Decided<String>,
    /// Tag of the Ruby image, without `-slim`.
    pub ruby: Decided<String>,
    /// Where the app lies in the repository, without slashes at its ends; none for the folder of the spec.
    pub root: Option<Decided<String>>,
    /// The whole base image.
    pub base_image: Decided<String>,
    /// Whose packages it takes.
    pub distribution: Decided<Distribution>,
    /// No assets.
    pub api_only: Decided<bool>,
    /// Package manager for JavaScript.
    pub javascript: Decided<JavaScript>,
    /// Version of that program; none for what package.json says.
    pub javascript_version: Option<Decided<String>>,
    /// Version of Node.js.
    pub node: Decided<String>,
    /// Whether the image that runs has it.
    pub node_in_image: Decided<bool>,
    /// Whether bootsnap is there.
    pub bootsnap: Decided<bool>,
    /// Whether libvips is installed.
    pub image_variants: Decided<bool>,
    /// More packages.
    pub packages: Decided<Vec<String>>,
    /// Whether credentials are read.
    pub credentials: Decided<bool>,
}

impl Build {
    /// A file of the app, from the folder of the spec.
    #[must_use]
    pub fn in_root(&self, path: &str) -> String {
        match &self.root {
            Some(root) => format!("{}/{path}", root.value),
            None => path.to_owned(),
        }
    }

    /// The first number of the version of Node.js.
    #[must_use]
    pub fn node_line(&self) -> i64 {
        let read = Version::parse(Program::Node, &self.node.value);
        read.map_or(0, |version| i64::from(version.major))
    }

    /// What is known of the version of Rails.
    #[must_use]
    pub fn facts(&self) -> Option<Rails> {
        facts::rails(&self.rails.value)
    }

    /// Whether it is so old that it has to be told what Rails 7.1 and later do unasked.
    #[must_use]
    pub fn is_old(&self) -> bool {
        self.facts().is_some_and(|rails| !rails.deploys_itself)
    }
}

/// Commands of the build, each as a shell reads it, by when they run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// In what all stages start from.
    pub programs: Decided<Vec<String>>,
    /// Before gems are installed.
    pub before_gems: Decided<Vec<String>>,
    /// Before assets are compiled.
    pub before_assets: Decided<Vec<String>>,
    /// After that.
    pub after_assets: Decided<Vec<String>>,
}

impl Steps {
    /// Whether there are any.
    #[must_use]
    pub fn any(&self) -> bool {
        [&self.programs, &self.before_gems, &self.before_assets, &self.after_assets]
            .iter()
            .any(|each| !each.value.is_empty())
    }
}

/// The user and the folder of the app in its image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Container {
    /// Number of the user.
    pub user: Decided<i64>,
    /// Number of the group.
    pub group: Decided<i64>,
    /// WORKDIR, without a slash at its end.
    pub workdir: Decided<String>,
    /// Whole paths of folders that a read-only root leaves writable.
    pub writable: Decided<Vec<String>>,
}

impl Build {
    /// Whether Dockerfile and entrypoint are files of the bundle.
    #[must_use]
    pub fn is_generated(&self) -> bool {
        self.source.value == ImageSource::Generated
    }

    /// Whether somebody else publishes the image, so that nothing is built.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.source.value == ImageSource::Published
    }
}

impl Container {
    /// The folder of the image that the whole repository is copied to.
    #[must_use]
    pub fn top<'a>(&'a self, build: &Build) -> &'a str {
        let workdir = self.workdir.value.as_str();
        let root = build.root.as_ref().map(|root| format!("/{}", root.value));
        root.and_then(|root| workdir.strip_suffix(&root)).unwrap_or(workdir)
    }

    /// A path of the image: this one below the working folder, or itself where it is a whole one.
    #[must_use]
    pub fn path(&self, path: &str) -> String {
        if path.starts_with('/') {
            return path.to_owned();
        }
        format!("{}/{path}", self.workdir.value)
    }
}

/// Puma's pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Web {
    /// Pods.
    pub replicas: Decided<i64>,
    /// Pods by load; none for a fixed number.
    pub autoscale: Option<Autoscale>,
    /// Puma workers.
    pub processes: Decided<i64>,
    /// Puma threads.
    pub threads: Decided<i64>,
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// How it is asked whether it is well.
    pub probe: Decided<Probe>,
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
    /// Environment variables of its pods alone.
    pub env: Variables,
    /// Value of the PriorityClass that is made; none where none is.
    pub priority: Option<Decided<i64>>,
    /// Name of the PriorityClass.
    pub priority_class: Option<Decided<String>>,
}

impl Web {
    /// The server that it runs; none where its command is not known.
    #[must_use]
    pub fn server(&self) -> Option<&'static Server> {
        server(&self.command.value)
    }

    /// Requests that a pod answers at a time, each of which may hold a connection to the database.
    #[must_use]
    pub fn at_a_time(&self) -> i64 {
        let each = match self.server().map_or(AtATime::Threads, |server| server.at_a_time) {
            AtATime::Threads | AtATime::Fibers => self.threads.value,
            AtATime::One => 1,
        };
        self.processes.value.max(1).saturating_mul(each)
    }
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

/// Redis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redis {
    /// Where it runs.
    pub kind: Decided<RedisKind>,
    /// Names of those beside the first.
    pub also: Decided<Vec<String>>,
    /// What the app reads of the first.
    pub variables: StoreVariables,
    /// Image of one in the cluster.
    pub image: Decided<String>,
    /// Size of its volume.
    pub storage: Decided<String>,
    /// CPU and memory.
    pub resources: Resources,
    /// Mebibytes of data that it may hold.
    pub maxmemory: Decided<u64>,
}

/// Active Storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveStorage {
    /// Where it keeps files.
    pub service: Decided<Uploads>,
    /// Size of the volume for them.
    pub storage: Decided<String>,
}

/// The pod of a Rails console.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Whether a pod is always there for it.
    pub always: Decided<bool>,
    /// Seconds until one on demand is stopped.
    pub timeout: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// What one more Redis is called in the cluster.
#[must_use]
pub fn redis_part(name: &str) -> String {
    format!("redis-{}", name.replace('_', "-"))
}

/// The component of the pod that is always there for a console.
pub const TERMINAL: &str = "terminal";

/// Tasks that run once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tasks {
    /// Seconds until one counts as failed.
    pub timeout: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// The file with the commands that deploy an environment, or the app that has none.
#[must_use]
pub fn guide_of(environment: Option<&str>) -> String {
    environment.map_or_else(|| "DEPLOY.md".to_owned(), |name| format!("DEPLOY-{name}.md"))
}

impl Plan {
    /// The file with the commands that deploy this app, or this environment of it.
    #[must_use]
    pub fn guide(&self) -> String {
        guide_of(self.environment.as_deref())
    }

    /// A plain variable of the web pods.
    #[must_use]
    pub fn web_variable(&self, name: &str) -> Option<&Decided<String>> {
        let all = self.web.env.iter().chain(&self.env);
        all.into_iter().find(|(each, _)| each == name).map(|(_, value)| value)
    }

    /// The tag or the digest of a published image; none for one that is built.
    #[must_use]
    pub fn version(&self) -> Option<&Decided<String>> {
        self.build.version.as_ref().filter(|_| self.build.is_published())
    }

    /// The whole name of a published image, with its tag or its digest; none for one that is built.
    #[must_use]
    pub fn published_image(&self) -> Option<String> {
        let version = self.version()?;
        let mark = if version.value.starts_with("sha256:") { '@' } else { ':' };
        Some(format!("{}{mark}{}", self.image.value, version.value))
    }

    /// What each Redis of the app is called: the end of the names of its objects, and the label of its pod. The first is
    /// that of REDIS_URL.
    #[must_use]
    pub fn redis_parts(&self) -> Vec<String> {
        let also = self.redis.also.value.iter().map(|name| redis_part(name));
        std::iter::once("redis".to_owned()).chain(also).collect()
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
