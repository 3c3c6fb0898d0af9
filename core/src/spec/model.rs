//! The spec as a value. `None` and empty mean "not set"; defaults are resolved in `plan`.

use crate::value::{FromValue, Value};
use std::collections::BTreeMap;

macro_rules! part {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl FromValue for $name {
            fn from_value(mut value: Value) -> Self {
                Self { $($field: FromValue::from_value(value.take_out(stringify!($field))),)* }
            }
        }
    };
}

part! {
    /// A whole `linkspan.yml`. [`crate::field::fields`] says what each field means.
    Spec {
        /// Names every object.
        app: Option<String>,
        /// Repository without a tag.
        image: Option<String>,
        /// Host names, the first being the main one.
        hosts: Vec<String>,
        /// Kubernetes namespace.
        namespace: Option<String>,
        /// Target version of Kubernetes.
        kubernetes: Option<String>,
        /// Where the cluster runs.
        provider: Option<String>,
        /// Files of the bundle that are the user's for good.
        keep: Vec<String>,
        /// Where the image comes from.
        build: Build,
        /// Versions and image contents.
        rails: Rails,
        /// User and folder of the image.
        container: Container,
        /// Puma.
        web: Web,
        /// Front door.
        expose: Expose,
        /// Requests that go to other Services.
        routes: Vec<Route>,
        /// Websockets.
        action_cable: ActionCable,
        /// Plain environment variables in the order written.
        env: BTreeMap<String, String>,
        /// Names of variables that hold the release's revision.
        revision_env: Vec<String>,
        /// Names of variables that come from the Secret.
        secrets: Vec<String>,
        /// Where the values of secrets come from.
        secret_store: SecretStore,
        /// Active Record's database.
        database: Database,
        /// Redis.
        redis: Redis,
        /// memcached.
        memcached: Memcached,
        /// A search engine.
        search: Search,
        /// Active Storage.
        active_storage: ActiveStorage,
        /// Volumes.
        storage: Storage,
        /// Folders that last.
        volumes: Vec<Volume>,
        /// Files that the image lacks.
        files: Vec<File>,
        /// Groups of job workers.
        workers: Vec<Worker>,
        /// Processes beside web and workers.
        processes: Vec<Process>,
        /// Programs beside a process.
        sidecars: Vec<Sidecar>,
        /// Steps before a process.
        init: Vec<Init>,
        /// Scheduled jobs.
        cron: Vec<Cron>,
        /// Who starts scheduled jobs.
        scheduler: Scheduler,
        /// The migrate Job.
        migrate: Migrate,
        /// The console pod.
        console: Console,
        /// Tasks that run once.
        tasks: Tasks,
        /// Where the log goes.
        logging: Logging,
        /// Metrics, alerts, checks.
        monitoring: Monitoring,
        /// Image pulls.
        registry: Registry,
        /// What pods may do.
        security: Security,
        /// Who deploys.
        delivery: Delivery,
        /// What findings count as.
        check: Check,
        /// What the namespace may take.
        quota: Quota,
        /// Files and folders with manifests that are taken along.
        manifests: Vec<String>,
        /// Changes to objects, in order.
        patches: Vec<Patch>,
    }
}

part! {
    /// An item of `patches`.
    Patch {
        /// Kind of the object.
        kind: Option<String>,
        /// Name of the object.
        name: Option<String>,
        /// What changes, as YAML.
        patch: Option<String>,
    }
}

part! {
    /// `check`
    Check {
        /// Levels by the name of a rule.
        rules: BTreeMap<String, String>,
    }
}

part! {
    /// `build`
    Build {
        /// `generated`, `dockerfile` or `published`.
        from: Option<String>,
        /// Tag or digest of a published image.
        version: Option<String>,
        /// The user's Dockerfile.
        dockerfile: Option<String>,
        /// Folder that is sent to the builder.
        context: Option<String>,
        /// Stage that is the image.
        target: Option<String>,
        /// Values of its ARG lines.
        args: BTreeMap<String, String>,
        /// Variables while the image is built.
        env: BTreeMap<String, String>,
        /// Packages of the build alone.
        packages: Vec<String>,
        /// What Gemfile and package.json read.
        files: Vec<String>,
        /// Whether git has Gemfile.lock.
        lock: Option<bool>,
        /// Folders with a package.json.
        frontends: Vec<String>,
        /// Commands that install programs.
        programs: Vec<String>,
        /// Commands before gems are installed.
        before_gems: Vec<String>,
        /// Commands before assets are compiled.
        before_assets: Vec<String>,
        /// Commands after assets are compiled.
        after_assets: Vec<String>,
        /// Names of variables with BuildKit's secrets.
        secrets: Vec<String>,
    }
}

part! {
    /// `container`
    Container {
        /// Number of the user.
        user: Option<i64>,
        /// Number of the group.
        group: Option<i64>,
        /// WORKDIR.
        workdir: Option<String>,
        /// Folders that a read-only root leaves writable.
        writable: Vec<String>,
    }
}

part! {
    /// `rails`
    Rails {
        /// Rails version, such as 8.1.
        version: Option<String>,
        /// Ruby version, such as 3.4.
        ruby: Option<String>,
        /// Where the app lies in the repository.
        root: Option<String>,
        /// The whole base image.
        base_image: Option<String>,
        /// Whose packages it takes.
        distribution: Option<String>,
        /// No assets.
        api_only: Option<bool>,
        /// Who installs node packages.
        javascript: Option<String>,
        /// Version of that program.
        javascript_version: Option<String>,
        /// Version of Node.js.
        node: Option<String>,
        /// Whether the image that runs has it.
        node_in_image: Option<bool>,
        /// Whether bootsnap is in the Gemfile.
        bootsnap: Option<bool>,
        /// Whether libvips is installed.
        image_variants: Option<bool>,
        /// More Debian packages.
        packages: Vec<String>,
        /// Whether the app reads encrypted credentials.
        credentials: Option<bool>,
    }
}

part! {
    /// `web`
    Web {
        /// Pods.
        replicas: Option<i64>,
        /// Pods by load.
        autoscale: WebAutoscale,
        /// Puma workers per pod.
        processes: Option<i64>,
        /// Puma threads per worker.
        threads: Option<i64>,
        /// Words of the command.
        command: Option<String>,
        /// `http` or `tcp`.
        probe: Option<String>,
        /// Container port.
        port: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
        /// Path of the health check.
        health_path: Option<String>,
        /// Seconds of preStop sleep.
        drain: Option<i64>,
        /// Puma's worker_shutdown_timeout in seconds.
        shutdown_timeout: Option<i64>,
        /// terminationGracePeriodSeconds.
        grace: Option<i64>,
        /// Environment variables of its pods alone.
        env: BTreeMap<String, String>,
        /// Value of the PriorityClass that is made.
        priority: Option<i64>,
        /// Name of the PriorityClass.
        priority_class: Option<String>,
    }
}

part! {
    /// `expose`
    Expose {
        /// `gateway`, `ingress`, `load_balancer` or `none`.
        via: Option<String>,
        /// ingressClassName.
        ingress_class: Option<String>,
        /// gatewayClassName.
        gateway_class: Option<String>,
        /// An existing Gateway.
        gateway: Option<String>,
        /// Its namespace.
        gateway_namespace: Option<String>,
        /// Its listener with TLS.
        gateway_listener: Option<String>,
        /// `cert_manager`, `provider`, `secret` or `none`.
        tls: Option<String>,
        /// Name of the TLS Secret.
        tls_secret: Option<String>,
        /// Name of the ClusterIssuer.
        issuer: Option<String>,
        /// The provider's certificate.
        certificate: Option<String>,
        /// Where a load balancer stands.
        location: Option<String>,
        /// The path that the whole app is below.
        path: Option<String>,
        /// Whether hosts that are not listed come too.
        any_host: Option<bool>,
        /// Largest body of a request.
        max_body: Option<String>,
        /// Seconds until an answer.
        timeout: Option<i64>,
        /// Annotations of the front door's object.
        annotations: BTreeMap<String, String>,
    }
}

part! {
    /// One item of `routes`
    Route {
        /// Names the route.
        name: Option<String>,
        /// How paths start.
        path: Option<String>,
        /// One of the hosts.
        host: Option<String>,
        /// The Service.
        service: Option<String>,
        /// Its port.
        port: Option<i64>,
    }
}

part! {
    /// `action_cable`
    ActionCable {
        /// `redis`, `solid_cable`, `async` or `none`.
        adapter: Option<String>,
        /// Seconds that a connection may last.
        timeout: Option<i64>,
    }
}

part! {
    /// `database`
    Database {
        /// `postgresql`, `mysql`, `sqlite` or `none`.
        adapter: Option<String>,
        /// Names of the databases beside the primary one.
        also: Vec<String>,
        /// Names of those that are only read.
        replicas: Vec<String>,
        /// Whether the migration has an address of its own.
        direct_url: Option<bool>,
        /// Names of variables.
        variables: StoreVariables,
        /// `external`, `cluster` or `cnpg`.
        kind: Option<String>,
        /// Size of its volume.
        storage: Option<String>,
        /// Image with a tag or a digest.
        image: Option<String>,
        /// Extensions of PostgreSQL.
        extensions: Vec<String>,
        /// Pods of CloudNativePG.
        instances: Option<i64>,
        /// Whether PgBouncer stands before it.
        pooler: Option<bool>,
        /// max_connections of the server.
        max_connections: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// `storage`
    Storage {
        /// storageClassName.
        class: Option<String>,
    }
}

part! {
    /// `redis`
    Redis {
        /// `external`, `cluster` or `none`.
        kind: Option<String>,
        /// Names of those beside the first.
        also: Vec<String>,
        /// Names of variables.
        variables: StoreVariables,
        /// Size of its volume.
        storage: Option<String>,
        /// Image with a tag or a digest.
        image: Option<String>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// Names of variables with an address and its parts.
    StoreVariables {
        /// The whole.
        url: Option<String>,
        /// Host.
        host: Option<String>,
        /// Port.
        port: Option<String>,
        /// Name of the database.
        name: Option<String>,
        /// User.
        user: Option<String>,
        /// Password.
        password: Option<String>,
    }
}

part! {
    /// `memcached`
    Memcached {
        /// `external`, `cluster` or `none`.
        kind: Option<String>,
        /// Names of variables.
        variables: StoreVariables,
        /// Image with a tag or a digest.
        image: Option<String>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// `search`
    Search {
        /// `external`, `cluster` or `none`.
        kind: Option<String>,
        /// `opensearch` or `elasticsearch`.
        engine: Option<String>,
        /// Names of variables.
        variables: StoreVariables,
        /// Size of its volume.
        storage: Option<String>,
        /// Image with a tag or a digest.
        image: Option<String>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// `active_storage`
    ActiveStorage {
        /// `external`, `local` or `none`.
        service: Option<String>,
        /// Size of the volume.
        storage: Option<String>,
    }
}

part! {
    /// One item of `workers`
    Worker {
        /// Names the group.
        name: Option<String>,
        /// `sidekiq`, `solid_queue`, `good_job` or `command`.
        kind: Option<String>,
        /// Words of a command of another kind.
        command: Option<String>,
        /// Pods.
        replicas: Option<i64>,
        /// Pods by waiting jobs.
        autoscale: WorkerAutoscale,
        /// Whether there are never two pods.
        once: Option<bool>,
        /// Jobs at a time per pod.
        concurrency: Option<i64>,
        /// Queues in order.
        queues: Vec<String>,
        /// Sidekiq's capsules.
        capsules: Vec<String>,
        /// Seconds for running jobs at shutdown.
        timeout: Option<i64>,
        /// Seconds without new jobs before it.
        quiet: Option<i64>,
        /// `file`, `endpoint` or `none`.
        health: Option<String>,
        /// Words of a command that probes.
        probe: Option<String>,
        /// terminationGracePeriodSeconds.
        grace: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
        /// Environment variables of its pods alone.
        env: BTreeMap<String, String>,
        /// Name of a PriorityClass.
        priority_class: Option<String>,
    }
}

part! {
    /// One item of `cron`
    Cron {
        /// Names the job.
        name: Option<String>,
        /// Five fields, or `@daily` and its like.
        schedule: Option<String>,
        /// Words of the command, or Ruby code.
        command: Option<String>,
        /// Class of an Active Job, or of one of Sidekiq's own.
        class: Option<String>,
        /// Arguments of its `perform`, as a list on one line.
        args: Option<String>,
        /// Queue of the job.
        queue: Option<String>,
        /// Name of the tz database.
        time_zone: Option<String>,
        /// activeDeadlineSeconds.
        timeout: Option<i64>,
        /// startingDeadlineSeconds.
        start_within: Option<i64>,
        /// backoffLimit.
        retries: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
        /// Environment variables of its pods alone.
        env: BTreeMap<String, String>,
    }
}

part! {
    /// `scheduler`
    Scheduler {
        /// `kubernetes`, `sidekiq_cron` or `solid_queue`.
        kind: Option<String>,
    }
}

part! {
    /// `migrate`
    Migrate {
        /// `migrate_then_deploy`, `deploy_then_migrate` or `downtime`.
        strategy: Option<String>,
        /// Words of the command.
        command: Option<String>,
        /// Commands before the pods are replaced.
        before: Vec<String>,
        /// Commands when the new pods serve.
        after: Vec<String>,
        /// activeDeadlineSeconds.
        timeout: Option<i64>,
    }
}

part! {
    /// `console`
    Console {
        /// Words of the command.
        command: Option<String>,
        /// Whether a pod for it stays.
        always: Option<bool>,
        /// activeDeadlineSeconds.
        timeout: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// `tasks`
    Tasks {
        /// activeDeadlineSeconds.
        timeout: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// `web.autoscale`
    WebAutoscale {
        /// Most pods.
        max: Option<i64>,
        /// Percent of the CPU request.
        cpu: Option<i64>,
    }
}

part! {
    /// `autoscale` of an item of `workers`
    WorkerAutoscale {
        /// Most pods.
        max: Option<i64>,
        /// Waiting jobs per pod.
        jobs: Option<i64>,
    }
}

part! {
    /// `logging`
    Logging {
        /// `none`, `fluent_bit`, `fluentd` or `otel`.
        kind: Option<String>,
        /// `elasticsearch`, `opensearch`, `loki`, `otlp` or `logzio`.
        to: Option<String>,
        /// Its address.
        url: Option<String>,
        /// Whether it asks for a login.
        login: Option<bool>,
        /// `app` or `cluster`.
        scope: Option<String>,
        /// The agent's namespace.
        namespace: Option<String>,
        /// Whether Rails writes JSON.
        json: Option<bool>,
    }
}

part! {
    /// `monitoring`
    Monitoring {
        /// `none`, `yabeda` or `prometheus_exporter`.
        metrics: Option<String>,
        /// Port of the metrics.
        port: Option<i64>,
        /// Label by which Prometheus selects.
        release: Option<String>,
        /// Whether there are alert rules.
        alerts: Option<bool>,
        /// `none`, `datadog` or `newrelic`.
        apm: Option<String>,
        /// `none`, `cron` or `probe`.
        check: Option<String>,
        /// When the CronJob checks.
        schedule: Option<String>,
        /// Address of the blackbox exporter.
        prober: Option<String>,
    }
}

part! {
    /// `registry`
    Registry {
        /// Whether pulls need a login.
        private: Option<bool>,
        /// Name of the pull Secret.
        pull_secret: Option<String>,
    }
}

part! {
    /// `security`
    Security {
        /// `restricted` or `baseline`.
        pod_security: Option<String>,
        /// Whether the root file system is read-only.
        read_only_root: Option<bool>,
        /// Whether a deploy names the image by its digest too.
        pin_image: Option<bool>,
        /// Whether there are network policies.
        network_policy: Option<bool>,
        /// Where the ingress controller runs.
        ingress_namespace: Option<String>,
        /// Where Prometheus runs.
        monitoring_namespace: Option<String>,
        /// Where KEDA runs.
        keda_namespace: Option<String>,
        /// Where CloudNativePG's operator runs.
        cnpg_namespace: Option<String>,
        /// Ports that pods may reach outside.
        egress_ports: Vec<String>,
        /// Addresses that pods may reach, each with its port.
        egress_addresses: Vec<String>,
        /// What the provider knows the pods by.
        cloud_identity: Option<String>,
    }
}

part! {
    /// `secret_store`
    SecretStore {
        /// `kubectl`, `credentials`, `external_secrets`, `sealed_secrets` or `sops`.
        kind: Option<String>,
        /// Name of the SecretStore or ClusterSecretStore.
        name: Option<String>,
        /// `cluster` or `namespace`.
        scope: Option<String>,
        /// Name in the secret manager.
        key: Option<String>,
        /// Part of what has that name.
        property: Option<String>,
        /// Seconds until values are read again.
        refresh: Option<i64>,
        /// Public keys of age.
        age: Vec<String>,
    }
}

part! {
    /// `quota`
    Quota {
        /// CPU requests.
        cpu: Option<String>,
        /// Memory limits.
        memory: Option<String>,
        /// Pods.
        pods: Option<i64>,
    }
}

part! {
    /// `delivery`
    Delivery {
        /// `none`, `github` or `gitlab`.
        ci: Option<String>,
        /// The branch that is released.
        branch: Option<String>,
        /// Whether the workflow checks out submodules.
        submodules: Option<bool>,
        /// File of the tests.
        tests: Option<String>,
        /// `none`, `argocd`, `argocd_fleet` or `flux`.
        gitops: Option<String>,
        /// Address of the git repository.
        repository: Option<String>,
    }
}

part! {
    /// One item of `volumes`
    Volume {
        /// Names its claim.
        name: Option<String>,
        /// Where it is seen.
        path: Option<String>,
        /// How much it holds.
        size: Option<String>,
        /// `ReadWriteOnce` or `ReadWriteMany`.
        access: Option<String>,
        /// storageClassName.
        class: Option<String>,
        /// The processes that see it.
        of: Vec<String>,
    }
}

part! {
    /// One item of `files`
    File {
        /// Names it in the pods.
        name: Option<String>,
        /// Where it is seen.
        path: Option<String>,
        /// The key of the Secret that holds it.
        secret: Option<String>,
        /// What it holds.
        text: Option<String>,
        /// The processes that see it.
        of: Vec<String>,
    }
}

part! {
    /// One item of `processes`
    Process {
        /// Names it.
        name: Option<String>,
        /// Words of the command.
        command: Option<String>,
        /// Another image than the app's.
        image: Option<String>,
        /// Where it listens.
        port: Option<i64>,
        /// How paths of the front door start that lead to it.
        path: Option<String>,
        /// The host of the front door that leads to it.
        host: Option<String>,
        /// The port of a load balancer of its own.
        tcp: Option<i64>,
        /// `http`, `tcp`, `command` or `none`.
        probe: Option<String>,
        /// The path that is asked.
        health_path: Option<String>,
        /// Words of the command that is run.
        probe_command: Option<String>,
        /// Pods.
        replicas: Option<i64>,
        /// Whether there are never two pods.
        once: Option<bool>,
        /// The number of its user.
        user: Option<i64>,
        /// Folders that it writes to.
        writable: Vec<String>,
        /// Environment variables of its pods alone.
        env: BTreeMap<String, String>,
        /// Keys of the app's Secret that it gets beside them.
        secrets: Vec<String>,
        /// Seconds from the signal to stop until the kill.
        grace: Option<i64>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// One item of `sidecars`
    Sidecar {
        /// Names it.
        name: Option<String>,
        /// Another image than the app's.
        image: Option<String>,
        /// Words of the command.
        command: Option<String>,
        /// The processes that it stands beside.
        of: Vec<String>,
        /// Where it listens.
        port: Option<i64>,
        /// The number of its user.
        user: Option<i64>,
        /// Folders that it writes to.
        writable: Vec<String>,
        /// Its environment variables.
        env: BTreeMap<String, String>,
        /// CPU request.
        cpu: Option<String>,
        /// Memory request.
        memory: Option<String>,
        /// Memory limit.
        memory_limit: Option<String>,
    }
}

part! {
    /// One item of `init`
    Init {
        /// Names it.
        name: Option<String>,
        /// Words of the command.
        command: Option<String>,
        /// Another image than the app's.
        image: Option<String>,
        /// The processes that it comes before.
        of: Vec<String>,
        /// Its environment variables.
        env: BTreeMap<String, String>,
        /// Keys of the app's Secret that it gets beside them.
        secrets: Vec<String>,
    }
}
