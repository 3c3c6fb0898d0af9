//! The table. Order is the order of form, reference and written spec.

use super::Default::{Derived, Nothing, Required, Value};
use super::kind::{Choice, Kind, Unit};
use super::{Field, Guide};
use crate::facts;

/// A section of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The key in the spec, `app` for the top level.
    pub id: &'static str,
    /// Its heading.
    pub label: &'static str,
    /// One sentence that says what it is about.
    pub help: &'static str,
}

/// The section of the fields that stand at the top level.
pub(super) const APP: Section =
    section("app", "App", "What it is called, where its image lives, who may reach it.");

/// Sections in the order of the form.
pub const SECTIONS: &[Section] = &[
    APP,
    section("rails", "Rails", "Versions and what the image has to hold."),
    section("web", "Web", "Puma's processes and the pods they run in."),
    section("expose", "Front door", "How requests reach the web pods."),
    section("env", "Environment", "Plain settings, the same for every process."),
    section("secrets", "Secrets", "Names only. Values go straight into the cluster."),
    section("database", "Database", "What Active Record talks to."),
    section("redis", "Redis", "For Sidekiq, Action Cable or a cache."),
    section("active_storage", "Uploads", "Where Active Storage keeps its files."),
    section("workers", "Workers", "Background jobs, one group of pods each."),
    section("cron", "Scheduled jobs", "What runs at given times."),
    section("migrate", "Migrations", "The step between the new image and the new pods."),
    section("console", "Console", "`./deploy.sh --console`: a Rails console in a pod of its own."),
    section("tasks", "Tasks", "`./deploy.sh --task COMMAND`: a Rake task or a script, once."),
    section("registry", "Registry", "Where the cluster pulls the image from."),
    section("security", "Security", "What the pods may do."),
];

const fn section(id: &'static str, label: &'static str, help: &'static str) -> Section {
    Section { id, label, help }
}

const fn choice(value: &'static str, label: &'static str) -> Choice {
    Choice { value, label }
}

const fn count(min: i64, max: i64) -> Kind {
    Kind::Int { min, max, unit: Unit::Count }
}

const fn seconds(min: i64, max: i64) -> Kind {
    Kind::Int { min, max, unit: Unit::Seconds }
}

const fn field(
    path: &'static str,
    label: &'static str,
    help: &'static str,
    kind: Kind,
    default: super::Default,
    guide: Guide,
) -> Field {
    Field { path, label, help, kind, default, guide, common: false }
}

const fn common(mut field: Field) -> Field {
    field.common = true;
    field
}

/// Every field.
pub const FIELDS: &[Field] = &[
    common(field(
        "app",
        "App name",
        "Names every object: lower-case letters, digits and dashes.",
        Kind::Name { longest: 40 },
        Required,
        Guide::Application,
    )),
    common(field(
        "image",
        "Image",
        "Repository of the Docker image, without a tag: each deploy adds the git revision.",
        Kind::Image,
        Required,
        Guide::DockerImage,
    )),
    common(field(
        "hosts",
        "Host names",
        "Names under which people reach the app; the first one is used by the health checks.",
        Kind::Hosts,
        Nothing,
        Guide::Domain,
    )),
    field(
        "namespace",
        "Namespace",
        "The app's own room in the cluster.",
        Kind::Name { longest: 63 },
        Derived("the app name"),
        Guide::Cluster,
    ),
    field(
        "kubernetes",
        "Kubernetes version",
        "The version that your cluster runs; files are checked against it.",
        Kind::Choice(KUBERNETES),
        Value("1.36"),
        Guide::Cluster,
    ),
    common(field(
        "rails.version",
        "Rails version",
        "Decides what the Dockerfile and the settings have to say.",
        Kind::Choice(RAILS),
        Value("8.1"),
        Guide::DockerImage,
    )),
    common(field(
        "rails.ruby",
        "Ruby version",
        "Tag of the Ruby base image; a patch version such as 3.4.7 is better still.",
        Kind::Text,
        Value("3.4"),
        Guide::DockerImage,
    )),
    field(
        "rails.api_only",
        "API only",
        "No assets to build.",
        Kind::Bool,
        Value("false"),
        Guide::DockerImage,
    ),
    field(
        "rails.javascript",
        "JavaScript",
        "Who installs node packages at build time; none for import maps.",
        Kind::Choice(JAVASCRIPT),
        Value("none"),
        Guide::DockerImage,
    ),
    field(
        "rails.node",
        "Node version",
        "Major version of Node.js in the build stage; the final image has none.",
        count(18, 30),
        Value("24"),
        Guide::DockerImage,
    ),
    field(
        "rails.bootsnap",
        "Bootsnap",
        "Compiles the boot cache into the image; turn off when the gem is not in the Gemfile.",
        Kind::Bool,
        Value("true"),
        Guide::DockerImage,
    ),
    field(
        "rails.image_variants",
        "Image variants",
        "Installs libvips, which Active Storage needs to resize images.",
        Kind::Bool,
        Value("true"),
        Guide::DockerImage,
    ),
    field(
        "rails.packages",
        "More packages",
        "Debian packages that your gems need while the app runs.",
        Kind::Packages,
        Nothing,
        Guide::DockerImage,
    ),
    field(
        "rails.credentials",
        "Rails credentials",
        "The app reads config/credentials.yml.enc; its key comes from the secret RAILS_MASTER_KEY.",
        Kind::Bool,
        Value("true"),
        Guide::Secrets,
    ),
    common(field(
        "web.replicas",
        "Web pods",
        "How many pods run Puma (replicas of the web Deployment).",
        count(1, 100),
        Value("2"),
        Guide::Cluster,
    )),
    common(field(
        "web.processes",
        "Puma processes per pod",
        "Puma workers in each pod (WEB_CONCURRENCY).",
        count(0, 32),
        Value("2"),
        Guide::Cluster,
    )),
    common(field(
        "web.threads",
        "Threads per process",
        "Puma threads, and the size of the database pool (RAILS_MAX_THREADS).",
        count(1, 64),
        Value("3"),
        Guide::Cluster,
    )),
    field(
        "web.port",
        "Port",
        "Puma listens here, inside the pod only.",
        Kind::Int { min: 1024, max: 65535, unit: Unit::Port },
        Value("3000"),
        Guide::Cluster,
    ),
    field(
        "web.cpu",
        "CPU",
        "Reserved for each pod (request); no limit is set, because a limit slows requests down.",
        Kind::Cpu,
        Value("500m"),
        Guide::Cluster,
    ),
    field(
        "web.memory",
        "Memory",
        "Reserved for each pod (request).",
        Kind::Memory,
        Value("768Mi"),
        Guide::Cluster,
    ),
    field(
        "web.memory_limit",
        "Memory limit",
        "A pod that needs more is restarted.",
        Kind::Memory,
        Value("1536Mi"),
        Guide::Cluster,
    ),
    field(
        "web.health_path",
        "Health check",
        "Rails answers here when it has booted (rails/health#show).",
        Kind::UrlPath,
        Value("/up"),
        Guide::Monitoring,
    ),
    field(
        "web.drain",
        "Drain time",
        "Seconds a stopping pod goes on serving, while the load balancer learns of it (preStop).",
        seconds(0, 300),
        Value("10"),
        Guide::Delivery,
    ),
    field(
        "web.shutdown_timeout",
        "Shutdown timeout",
        "Seconds Puma gives running requests (worker_shutdown_timeout; Puma's default is 30).",
        seconds(1, 3600),
        Value("30"),
        Guide::Delivery,
    ),
    field(
        "web.grace",
        "Grace period",
        "Seconds from the first signal to the kill (terminationGracePeriodSeconds).",
        seconds(1, 7200),
        Derived("drain + shutdown timeout + 5"),
        Guide::Delivery,
    ),
    common(field(
        "expose.via",
        "Front door",
        "An Ingress for host names and TLS, a load balancer of its own, or nothing outside the cluster.",
        Kind::Choice(EXPOSE),
        Derived("ingress where hosts are named, else load_balancer"),
        Guide::Domain,
    )),
    field(
        "expose.ingress_class",
        "Ingress class",
        "Which controller serves the Ingress; `kubectl get ingressclass` lists yours.",
        Kind::Name { longest: 63 },
        Value("traefik"),
        Guide::Domain,
    ),
    field(
        "expose.tls",
        "TLS",
        "Where the certificate comes from.",
        Kind::Choice(TLS),
        Value("cert_manager"),
        Guide::Domain,
    ),
    field(
        "expose.tls_secret",
        "TLS secret",
        "The Secret that holds the certificate and its key.",
        Kind::Name { longest: 63 },
        Derived("the app name and -tls"),
        Guide::Domain,
    ),
    field(
        "expose.issuer",
        "Certificate issuer",
        "The ClusterIssuer that cert-manager asks.",
        Kind::Name { longest: 63 },
        Value("letsencrypt"),
        Guide::Domain,
    ),
    field(
        "env",
        "Environment variables",
        "Plain values for every process of the app, kept in a ConfigMap. No secrets.",
        Kind::Map,
        Nothing,
        Guide::Environment,
    ),
    field(
        "secrets",
        "Secret names",
        "Environment variables whose values are kept in a Secret; DEPLOY.md says how to set them.",
        Kind::EnvNames,
        Nothing,
        Guide::Secrets,
    ),
    common(field(
        "database.adapter",
        "Database",
        "Decides the client in the image; its address comes from the secret DATABASE_URL.",
        Kind::Choice(DATABASE),
        Value("postgresql"),
        Guide::Application,
    )),
    field(
        "database.storage",
        "Disk for SQLite",
        "Size of the volume that holds the database file.",
        Kind::Memory,
        Value("1Gi"),
        Guide::Application,
    ),
    field(
        "redis.kind",
        "Redis",
        "Outside the cluster, at the address in the secret REDIS_URL, or in it, with the password REDIS_PASSWORD.",
        Kind::Choice(REDIS),
        Derived("external where Sidekiq runs, else none"),
        Guide::BackgroundJobs,
    ),
    field(
        "redis.storage",
        "Disk for Redis",
        "Size of the volume of a Redis in the cluster.",
        Kind::Memory,
        Value("1Gi"),
        Guide::BackgroundJobs,
    ),
    field(
        "redis.image",
        "Redis image",
        "What a Redis in the cluster runs, by tag or digest.",
        Kind::PinnedImage,
        Value(facts::VALKEY_IMAGE),
        Guide::BackgroundJobs,
    ),
    field(
        "redis.cpu",
        "CPU",
        "Reserved for a Redis in the cluster (request).",
        Kind::Cpu,
        Value("100m"),
        Guide::BackgroundJobs,
    ),
    field(
        "redis.memory",
        "Memory",
        "Reserved for a Redis in the cluster (request).",
        Kind::Memory,
        Value("256Mi"),
        Guide::BackgroundJobs,
    ),
    field(
        "redis.memory_limit",
        "Memory limit",
        "Redis holds data up to half of it (maxmemory) and refuses more.",
        Kind::Memory,
        Value("512Mi"),
        Guide::BackgroundJobs,
    ),
    field(
        "active_storage.service",
        "Uploads",
        "Where Active Storage keeps files: a service outside such as S3, or a volume at /rails/storage.",
        Kind::Choice(ACTIVE_STORAGE),
        Value("external"),
        Guide::Application,
    ),
    field(
        "active_storage.storage",
        "Disk for uploads",
        "Size of the volume that holds the files.",
        Kind::Memory,
        Value("10Gi"),
        Guide::Application,
    ),
    field(
        "workers",
        "Workers",
        "A group of pods that work off jobs (a Deployment each).",
        Kind::Groups,
        Nothing,
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].name",
        "Name",
        "Names the Deployment and the file.",
        Kind::Name { longest: 20 },
        Required,
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].kind",
        "Kind",
        "What works the jobs off.",
        Kind::Choice(WORKER),
        Value("sidekiq"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].replicas",
        "Pods",
        "How many pods (replicas).",
        count(0, 100),
        Value("1"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].concurrency",
        "Threads",
        "Jobs at a time in each pod; the database pool follows.",
        count(1, 100),
        Value("5"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].queues",
        "Queues",
        "Which queues, in order; `critical:2` gives a weight. All of the config file when empty.",
        Kind::Queues,
        Nothing,
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].timeout",
        "Shutdown timeout",
        "Seconds a running job may take after the pod is told to stop; then it is put back.",
        seconds(1, 3600),
        Value("25"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].grace",
        "Grace period",
        "Seconds from the first signal to the kill (terminationGracePeriodSeconds).",
        seconds(1, 7200),
        Derived("shutdown timeout + 15"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].cpu",
        "CPU",
        "Reserved for each pod (request).",
        Kind::Cpu,
        Value("250m"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].memory",
        "Memory",
        "Reserved for each pod (request).",
        Kind::Memory,
        Value("512Mi"),
        Guide::BackgroundJobs,
    ),
    field(
        "workers[].memory_limit",
        "Memory limit",
        "A pod that needs more is restarted.",
        Kind::Memory,
        Value("1Gi"),
        Guide::BackgroundJobs,
    ),
    field(
        "cron",
        "Scheduled jobs",
        "Commands that run at given times (a CronJob each).",
        Kind::Groups,
        Nothing,
        Guide::CronJobs,
    ),
    field(
        "cron[].name",
        "Name",
        "Names the CronJob and the file.",
        Kind::Name { longest: 20 },
        Required,
        Guide::CronJobs,
    ),
    field(
        "cron[].schedule",
        "Schedule",
        "Minute, hour, day of the month, month, day of the week, such as `0 6 * * *`, or @daily.",
        Kind::Schedule,
        Required,
        Guide::CronJobs,
    ),
    field(
        "cron[].command",
        "Command",
        "What runs, such as `bin/rails orders:digest`; each time in a pod of its own.",
        Kind::Command,
        Required,
        Guide::CronJobs,
    ),
    field(
        "cron[].time_zone",
        "Time zone",
        "The clock that the schedule is read by. A time that summer time leaves out has no run.",
        Kind::TimeZone,
        Value("Etc/UTC"),
        Guide::CronJobs,
    ),
    field(
        "cron[].timeout",
        "Time limit",
        "Seconds after which a run counts as failed (activeDeadlineSeconds).",
        seconds(10, 86400),
        Value("3600"),
        Guide::CronJobs,
    ),
    field(
        "cron[].start_within",
        "Start within",
        "Seconds that a run may be late; later it is left out (startingDeadlineSeconds).",
        seconds(30, 86400),
        Value("300"),
        Guide::CronJobs,
    ),
    field(
        "cron[].retries",
        "Retries",
        "How often a failed run is tried again before the next time (backoffLimit).",
        count(0, 10),
        Value("0"),
        Guide::CronJobs,
    ),
    field(
        "cron[].cpu",
        "CPU",
        "Reserved for each pod (request).",
        Kind::Cpu,
        Value("250m"),
        Guide::CronJobs,
    ),
    field(
        "cron[].memory",
        "Memory",
        "Reserved for each pod (request).",
        Kind::Memory,
        Value("512Mi"),
        Guide::CronJobs,
    ),
    field(
        "cron[].memory_limit",
        "Memory limit",
        "A pod that needs more is stopped.",
        Kind::Memory,
        Value("1Gi"),
        Guide::CronJobs,
    ),
    field(
        "migrate.command",
        "Migration command",
        "Runs once per release, before any new pod starts.",
        Kind::Command,
        Value("bin/rails db:prepare"),
        Guide::Migrations,
    ),
    field(
        "migrate.timeout",
        "Migration time limit",
        "Seconds after which the migration counts as failed (activeDeadlineSeconds).",
        seconds(30, 86400),
        Value("900"),
        Guide::Migrations,
    ),
    field(
        "console.command",
        "Console command",
        "What a console pod runs.",
        Kind::Command,
        Value("bin/rails console"),
        Guide::Console,
    ),
    field(
        "console.timeout",
        "Console time limit",
        "Seconds after which a console pod is stopped (activeDeadlineSeconds).",
        seconds(60, 86400),
        Value("14400"),
        Guide::Console,
    ),
    field(
        "console.cpu",
        "CPU",
        "Reserved for each pod (request).",
        Kind::Cpu,
        Value("250m"),
        Guide::Console,
    ),
    field(
        "console.memory",
        "Memory",
        "Reserved for each pod (request).",
        Kind::Memory,
        Value("512Mi"),
        Guide::Console,
    ),
    field(
        "console.memory_limit",
        "Memory limit",
        "A pod that needs more is stopped.",
        Kind::Memory,
        Value("1Gi"),
        Guide::Console,
    ),
    field(
        "tasks.timeout",
        "Task time limit",
        "Seconds after which a task counts as failed (activeDeadlineSeconds).",
        seconds(60, 604_800),
        Value("21600"),
        Guide::RakeTasks,
    ),
    field(
        "tasks.cpu",
        "CPU",
        "Reserved for each pod (request).",
        Kind::Cpu,
        Value("250m"),
        Guide::RakeTasks,
    ),
    field(
        "tasks.memory",
        "Memory",
        "Reserved for each pod (request).",
        Kind::Memory,
        Value("512Mi"),
        Guide::RakeTasks,
    ),
    field(
        "tasks.memory_limit",
        "Memory limit",
        "A pod that needs more is stopped.",
        Kind::Memory,
        Value("1Gi"),
        Guide::RakeTasks,
    ),
    field(
        "registry.private",
        "Private registry",
        "The cluster needs a login to pull the image.",
        Kind::Bool,
        Value("true"),
        Guide::DockerImage,
    ),
    field(
        "registry.pull_secret",
        "Pull secret",
        "The Secret that holds the login.",
        Kind::Name { longest: 63 },
        Derived("the app name and -registry"),
        Guide::DockerImage,
    ),
    field(
        "security.pod_security",
        "Pod security",
        "The Pod Security Standard that the namespace enforces.",
        Kind::Choice(POD_SECURITY),
        Value("restricted"),
        Guide::Security,
    ),
    field(
        "security.read_only_root",
        "Read-only root",
        "Containers cannot change their own files; Rails writes to volumes.",
        Kind::Bool,
        Value("true"),
        Guide::Security,
    ),
];

const KUBERNETES: &[Choice] = &[
    choice("1.33", "1.33"),
    choice("1.34", "1.34"),
    choice("1.35", "1.35"),
    choice("1.36", "1.36"),
    choice("1.37", "1.37"),
];
const RAILS: &[Choice] =
    &[choice("7.1", "7.1"), choice("7.2", "7.2"), choice("8.0", "8.0"), choice("8.1", "8.1")];
const JAVASCRIPT: &[Choice] = &[
    choice("none", "none (import maps)"),
    choice("npm", "npm"),
    choice("yarn", "Yarn"),
    choice("pnpm", "pnpm"),
    choice("bun", "Bun"),
];
const EXPOSE: &[Choice] = &[
    choice("ingress", "Ingress"),
    choice("load_balancer", "Load balancer"),
    choice("none", "Inside the cluster only"),
];
const TLS: &[Choice] = &[
    choice("cert_manager", "cert-manager"),
    choice("secret", "A secret of yours"),
    choice("none", "None"),
];
const DATABASE: &[Choice] = &[
    choice("postgresql", "PostgreSQL"),
    choice("mysql", "MySQL"),
    choice("sqlite", "SQLite"),
    choice("none", "None"),
];
const REDIS: &[Choice] =
    &[choice("external", "External"), choice("cluster", "In the cluster"), choice("none", "None")];
const ACTIVE_STORAGE: &[Choice] = &[
    choice("external", "A service outside"),
    choice("local", "A volume"),
    choice("none", "No uploads"),
];
const WORKER: &[Choice] = &[choice("sidekiq", "Sidekiq"), choice("solid_queue", "Solid Queue")];
const POD_SECURITY: &[Choice] =
    &[choice("restricted", "Restricted"), choice("baseline", "Baseline")];
