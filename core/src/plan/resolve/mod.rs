//! Spec to plan.

mod batch;
mod build;
mod data;
mod delivery;
mod expose;
mod hardening;
mod jobs;
mod processes;
mod secret_store;
mod watch;

use super::names::agent_name;
use super::{
    Adapter, Apm, Choices, Database, DatabaseKind, Decided, Memcached, ObjectPatch, Origin, Plan,
    Redis, RedisKind, Resources, Search, SecretStore, SecretStoreKind, StoreKind, Variables, Web,
    Worker,
};
use crate::facts::Kubernetes;
use crate::field::{self, Default};
use crate::spec::{self, Environment, Spec};
use std::collections::BTreeMap;

/// Makes every decision. What the spec leaves open, or got wrong, takes its default; a missing app
/// name or image takes a placeholder, so that there is always something to show.
#[must_use]
pub fn resolve(spec: &Spec) -> Plan {
    resolve_in(spec, None)
}

/// The same for one of several environments. Each has a namespace of its own.
#[must_use]
pub fn resolve_environment(environment: &Environment) -> Plan {
    resolve_in(&environment.spec, Some(&environment.name))
}

fn resolve_in(spec: &Spec, environment: Option<&str>) -> Plan {
    let app = text(spec.app.as_ref(), "app", "app");
    let name = app.value.clone();
    let hosts = list("hosts", &spec.hosts);
    let database = data::database(spec);
    let adapter = database.adapter.value;
    let active_storage = data::active_storage(spec);
    let workers: Vec<Worker> =
        spec.workers.iter().enumerate().map(|(index, group)| jobs::worker(index, group)).collect();
    let credentials = flag(spec.rails.credentials, "rails.credentials");
    let redis = data::redis(spec, &workers);
    let (memcached, search) = (data::memcached(spec), data::search(spec));
    let provider = expose::provider(spec);
    let private = expose::private(spec, provider.value);
    let room = environment.map_or_else(|| name.clone(), |own| format!("{name}-{own}"));
    let namespace = text_or(spec.namespace.as_ref(), "namespace", &room);
    let secret_store = secret_store::secret_store(spec, &namespace.value);
    let stores =
        Stores { database: &database, redis: &redis, memcached: &memcached, search: &search };
    let secrets = secrets(spec, &credentials, &stores, &secret_store);
    let volume = data::volume(&database, &active_storage);
    let class = expose::storage_class(spec, provider.value);
    let container = build::container(spec);
    let workdir = container.workdir.value.clone();
    let workdir = workdir.as_str();
    Plan {
        environment: environment.map(str::to_owned),
        image: text(spec.image.as_ref(), "image", &format!("registry.example.com/{name}")),
        kubernetes: text(spec.kubernetes.as_ref(), "kubernetes", "")
            .map(|name| Kubernetes::parse(&name).unwrap_or_default()),
        keep: spec
            .keep
            .iter()
            .enumerate()
            .map(|(index, path)| Decided::set(format!("keep[{index}]"), path.clone()))
            .collect(),
        build: build::build(spec, credentials),
        container,
        web: web(spec, &namespace.value),
        storage_class: class.clone(),
        expose: expose::expose(spec, &name, provider.value),
        routes: numbered(&spec.routes, expose::route),
        action_cable: expose::action_cable(spec, adapter, &redis),
        env: variables("env", &spec.env),
        revision_env: each("revision_env", &spec.revision_env),
        secrets,
        secret_name: format!("{name}-secrets"),
        secret_store,
        // A database that Rails does not know may have a migration all the same.
        migrate: (adapter != Adapter::None || batch::migrates(spec))
            .then(|| batch::migrate(spec, &database)),
        volumes: processes::volumes(spec, volume.as_ref(), class.as_ref(), workdir),
        volume,
        files: processes::files(spec, workdir),
        processes: numbered(&spec.processes, |index, each| {
            processes::process(index, each, workdir)
        }),
        sidecars: numbered(&spec.sidecars, |index, each| processes::sidecar(index, each, workdir)),
        init: numbered(&spec.init, processes::step),
        network: hardening::network(spec, &stores, provider.value),
        cloud_identity: named(spec.security.cloud_identity.as_ref(), "security.cloud_identity"),
        quota: hardening::quota(spec),
        database,
        active_storage,
        cron: spec
            .cron
            .iter()
            .enumerate()
            .map(|(index, job)| jobs::cron(index, job, &workers))
            .collect(),
        workers,
        scheduler: jobs::scheduler(spec),
        console: batch::console(spec),
        tasks: batch::tasks(spec),
        logging: watch::logging(spec, &agent_name(&name, environment)),
        monitoring: watch::monitoring(spec),
        pull_secret: pull_secret(spec, &private, &name),
        private,
        redis,
        memcached,
        search,
        pod_security: choice(spec.security.pod_security.as_ref(), "security.pod_security"),
        read_only_root: flag(spec.security.read_only_root, "security.read_only_root"),
        pin_image: flag(spec.security.pin_image, "security.pin_image"),
        delivery: delivery::delivery(spec),
        manifests: each("manifests", &spec.manifests),
        patches: spec.patches.iter().enumerate().map(patch).collect(),
        provider,
        namespace,
        hosts,
        app,
    }
}

fn patch((index, set): (usize, &spec::Patch)) -> ObjectPatch {
    let text = |set: &Option<String>, key: &str| {
        Decided::set(format!("patches[{index}].{key}"), set.clone().unwrap_or_default())
    };
    ObjectPatch {
        kind: text(&set.kind, "kind"),
        name: text(&set.name, "name"),
        patch: text(&set.patch, "patch"),
    }
}

/// A field's default as text; the fallback where the table has none.
fn default_of(path: &str, fallback: &str) -> String {
    match field::find(path).map(|field| field.default) {
        Some(Default::Value(text)) => text.to_owned(),
        _ => fallback.to_owned(),
    }
}

fn text(set: Option<&String>, path: &str, fallback: &str) -> Decided<String> {
    match set {
        Some(value) => Decided::set(path, value.clone()),
        None => Decided {
            value: default_of(path, fallback),
            field: path.to_owned(),
            origin: Origin::Default,
        },
    }
}

/// One of the words of a field. Its default is one of them, which a test of the table holds.
fn choice<T: Choices>(set: Option<&String>, path: &str) -> Decided<T> {
    text(set, path, "").map(|word| chosen(&word))
}

/// One of the words of a field whose default is worked out.
fn choice_or<T: Choices>(set: Option<&String>, path: &str, derived: T) -> Decided<T> {
    text_or(set, path, derived.word()).map(|word| chosen(&word))
}

/// What is written so; the first of all is never used, for a spec is read with these words alone.
fn chosen<T: Choices>(word: &str) -> T {
    T::read(word).unwrap_or(T::FIRST)
}

/// A text whose default is worked out.
fn text_or(set: Option<&String>, path: &str, derived: &str) -> Decided<String> {
    match set {
        Some(value) => Decided::set(path, value.clone()),
        None => Decided::derived(path, derived.to_owned()),
    }
}

fn number(set: Option<i64>, path: &str) -> Decided<i64> {
    match set {
        Some(value) => Decided::set(path, value),
        None => Decided {
            value: default_of(path, "0").parse().unwrap_or(0),
            field: path.to_owned(),
            origin: Origin::Default,
        },
    }
}

fn flag(set: Option<bool>, path: &str) -> Decided<bool> {
    match set {
        Some(value) => Decided::set(path, value),
        None => Decided {
            value: default_of(path, "false") == "true",
            field: path.to_owned(),
            origin: Origin::Default,
        },
    }
}

/// A text that may be absent.
fn named(set: Option<&String>, path: &str) -> Option<Decided<String>> {
    set.map(|value| Decided::set(path, value.clone()))
}

fn list(path: &str, set: &[String]) -> Decided<Vec<String>> {
    let origin = if set.is_empty() { Origin::Default } else { Origin::Set };
    Decided { value: set.to_vec(), field: path.to_owned(), origin }
}

/// The groups of a list, each with its number.
fn numbered<T, U>(groups: &[T], make: impl Fn(usize, &T) -> U) -> Vec<U> {
    groups.iter().enumerate().map(|(index, group)| make(index, group)).collect()
}

/// The items of a list, each at its place.
fn each(path: &str, set: &[String]) -> Vec<Decided<String>> {
    let one =
        |(index, item): (usize, &String)| Decided::set(format!("{path}[{index}]"), item.clone());
    set.iter().enumerate().map(one).collect()
}

/// Plain environment variables, at this path of the spec.
fn variables(path: &str, set: &BTreeMap<String, String>) -> Variables {
    let each = |(name, value): (&String, &String)| {
        (name.clone(), Decided::set(format!("{path}.{name}"), value.clone()))
    };
    set.iter().map(each).collect()
}

fn web(spec: &Spec, namespace: &str) -> Web {
    let web = &spec.web;
    let drain = number(web.drain, "web.drain");
    let shutdown_timeout = number(web.shutdown_timeout, "web.shutdown_timeout");
    let grace = match web.grace {
        Some(seconds) => Decided::set("web.grace", seconds),
        None => Decided::derived("web.grace", drain.value + shutdown_timeout.value + 5),
    };
    Web {
        replicas: replicas(spec),
        autoscale: watch::autoscale(web.autoscale.max, web.autoscale.cpu, "web", "cpu"),
        processes: number(web.processes, "web.processes"),
        threads: number(web.threads, "web.threads"),
        command: batch::command(web.command.as_ref(), "web.command", ""),
        probe: choice(web.probe.as_ref(), "web.probe"),
        port: number(web.port, "web.port"),
        resources: resources(
            "web",
            web.cpu.as_ref(),
            web.memory.as_ref(),
            web.memory_limit.as_ref(),
        ),
        health_path: health_path(spec),
        drain,
        shutdown_timeout,
        grace,
        env: variables("web.env", &web.env),
        priority: web.priority.map(|value| Decided::set("web.priority", value)),
        priority_class: priority_class(web, namespace),
    }
}

/// Below a path of its own, the app answers nowhere else.
fn health_path(spec: &Spec) -> Decided<String> {
    let usual = text(spec.web.health_path.as_ref(), "web.health_path", "");
    let below = spec.expose.path.as_deref().map(|path| path.trim_end_matches('/'));
    match below.filter(|path| !path.is_empty() && spec.web.health_path.is_none()) {
        Some(below) => Decided::derived("web.health_path", format!("{below}{}", usual.value)),
        None => usual,
    }
}

/// One that is made is seen by the whole cluster, so it has the namespace in its name.
fn priority_class(web: &spec::Web, namespace: &str) -> Option<Decided<String>> {
    let path = "web.priority_class";
    let made = || Decided::derived(path, format!("{namespace}-web"));
    named(web.priority_class.as_ref(), path).or_else(|| web.priority.map(|_| made()))
}

/// A volume is held by one node, so one pod is the default.
fn replicas(spec: &Spec) -> Decided<i64> {
    if spec.web.replicas.is_none() && processes::web_is_held(spec) {
        return Decided::derived("web.replicas", 1);
    }
    number(spec.web.replicas, "web.replicas")
}

fn resources(
    at: &str,
    cpu: Option<&String>,
    memory: Option<&String>,
    memory_limit: Option<&String>,
) -> Resources {
    Resources {
        cpu: text(cpu, &format!("{at}.cpu"), ""),
        memory: text(memory, &format!("{at}.memory"), ""),
        memory_limit: text(memory_limit, &format!("{at}.memory_limit"), ""),
    }
}

/// Where the app keeps data.
struct Stores<'a> {
    database: &'a Database,
    redis: &'a Redis,
    memcached: &'a Memcached,
    search: &'a Search,
}

/// The variables that the app needs from its Secret: those that follow from other fields first,
/// then the ones the spec names.
fn secrets(
    spec: &Spec,
    credentials: &Decided<bool>,
    stores: &Stores<'_>,
    store: &SecretStore,
) -> Vec<Decided<String>> {
    let Stores { database, redis, memcached, search } = stores;
    let mut names: Vec<Decided<String>> = Vec::new();
    let key = if credentials.value { "RAILS_MASTER_KEY" } else { "SECRET_KEY_BASE" };
    names.push(credentials.clone().map(|_| key.to_owned()));
    // Who keeps all in the credentials has the addresses there too.
    let in_environment = store.kind.value != SecretStoreKind::Credentials;
    // KEDA counts the jobs of a database by its address, and reads no credentials.
    let counted = spec.workers.iter().any(|worker| {
        let kind = worker.kind.as_deref();
        worker.autoscale.max.is_some() && matches!(kind, Some("solid_queue" | "good_job"))
    });
    let named = database.variables.set().is_some();
    if in_environment || counted || named || database.kind.value == DatabaseKind::Cluster {
        data::urls(database, &spec.env, &mut names);
    }
    let asked = redis.kind.clone().map(|_| String::new());
    match redis.kind.value {
        RedisKind::External if !in_environment && redis.variables.set().is_none() => {}
        RedisKind::External => {
            data::outside(&redis.variables, &asked, &spec.env, &mut names);
            for name in &redis.also.value {
                data::outside(&redis.variables_of(name), &asked, &spec.env, &mut names);
            }
        }
        RedisKind::Cluster => {
            let usual = || asked.map(|_| redis.password().to_owned());
            names.push(redis.variables.password.clone().unwrap_or_else(usual));
        }
        RedisKind::None => {}
    }
    for (kind, variables) in
        [(&memcached.kind, &memcached.variables), (&search.kind, &search.variables)]
    {
        // An address without a password is no secret: `env` may hold the usual variable too.
        let is_plain = || variables.all().all(|variable| spec.env.contains_key(&variable.value));
        if kind.value == StoreKind::External && !is_plain() {
            let asked = kind.clone().map(|_| String::new());
            data::outside(variables, &asked, &spec.env, &mut names);
        }
    }
    if watch::monitoring(spec).apm.value == Apm::NewRelic {
        names.push(Decided::set("monitoring.apm", "NEW_RELIC_LICENSE_KEY".to_owned()));
    }
    for (index, name) in spec.secrets.iter().enumerate() {
        if !names.iter().any(|each| each.value == *name) {
            names.push(Decided::set(format!("secrets[{index}]"), name.clone()));
        }
    }
    names
}

fn pull_secret(spec: &Spec, private: &Decided<bool>, app: &str) -> Option<Decided<String>> {
    let name = text_or(
        spec.registry.pull_secret.as_ref(),
        "registry.pull_secret",
        &format!("{app}-registry"),
    );
    private.value.then_some(name)
}
