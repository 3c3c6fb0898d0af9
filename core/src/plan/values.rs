//! The value that holds for each field, as it would be written: what a form shows where nothing is set.

use super::{Choices, Decided, Plan, Resources, SecretStoreKind};
use crate::field::{self, Default};
use std::collections::BTreeMap;

/// A value as it would be written in the spec.
trait Written {
    fn written(&self) -> String;
}

impl Written for String {
    fn written(&self) -> String {
        self.clone()
    }
}

impl Written for i64 {
    fn written(&self) -> String {
        self.to_string()
    }
}

impl Written for bool {
    fn written(&self) -> String {
        self.to_string()
    }
}

impl<T: Choices> Written for T {
    fn written(&self) -> String {
        self.word().to_owned()
    }
}

/// Words of a command; those of a default need no quotes.
impl Written for Vec<String> {
    fn written(&self) -> String {
        self.join(" ")
    }
}

#[derive(Default)]
struct Values(BTreeMap<String, String>);

impl Values {
    fn add<T: Written>(&mut self, decided: &Decided<T>) {
        self.0.insert(decided.field.clone(), decided.value.written());
    }

    /// What is not set has no value to show.
    fn add_some<T: Written>(&mut self, decided: &Decided<T>, is_empty: bool) {
        if !is_empty {
            self.add(decided);
        }
    }

    fn resources(&mut self, resources: &Resources) {
        self.add(&resources.cpu);
        self.add(&resources.memory);
        self.add(&resources.memory_limit);
    }
}

/// The value in force of every single-valued field, by its path (`web.grace`, `workers[0].kind`).
#[must_use]
pub fn values(plan: &Plan) -> BTreeMap<String, String> {
    let mut values = Values::default();
    for text in [&plan.app, &plan.image, &plan.namespace] {
        values.add(text);
    }
    values.add(&plan.pod_security);
    values.add(&plan.network.keda_namespace);
    values.add(&plan.network.cnpg_namespace);
    values.add(&plan.kubernetes.clone().map(|version| version.name().to_owned()));
    let build = &plan.build;
    values.add(&build.source);
    for text in [&build.dockerfile, &build.context] {
        values.add(text);
    }
    for text in [&build.version, &build.target].into_iter().flatten() {
        values.add(text);
    }
    values.add(&plan.container.user);
    values.add(&plan.container.group);
    values.add(&plan.container.workdir);
    values.add(&build.rails);
    values.add(&build.ruby);
    values.add(&build.base_image);
    if let Some(root) = &build.root {
        values.add(root);
    }
    values.add(&build.distribution);
    values.add(&build.lock);
    values.add(&build.frontends);
    values.add(&build.node_in_image);
    for flag in [&build.api_only, &build.bootsnap, &build.image_variants, &build.credentials] {
        values.add(flag);
    }
    values.add(&build.javascript);
    values.add(&build.node);
    let web = &plan.web;
    for number in [
        &web.replicas,
        &web.processes,
        &web.threads,
        &web.port,
        &web.drain,
        &web.shutdown_timeout,
        &web.grace,
    ] {
        values.add(number);
    }
    values.resources(&web.resources);
    values.add(&web.health_path);
    values.add(&web.command);
    values.add(&web.probe);
    let expose = &plan.expose;
    values.add(&expose.via);
    values.add(&expose.tls);
    for text in [
        &expose.ingress_class,
        &expose.gateway_class,
        &expose.gateway_namespace,
        &expose.gateway_listener,
        &expose.tls_secret,
        &expose.issuer,
        &expose.location,
    ] {
        values.add(text);
    }
    values.add(&expose.any_host);
    if let Some(seconds) = &expose.timeout {
        values.add(seconds);
    }
    for text in [&expose.path, &expose.max_body].into_iter().flatten() {
        values.add(text);
    }
    for route in &plan.routes {
        values.add(&route.name);
        values.add(&route.service);
        values.add(&route.port);
        for text in [&route.path, &route.host].into_iter().flatten() {
            values.add(text);
        }
    }
    for text in [&expose.gateway, &expose.certificate, &plan.storage_class].into_iter().flatten() {
        values.add(text);
    }
    values.add(&plan.provider.clone().map(|provider| provider.id.to_owned()));
    values.add(&plan.action_cable.adapter);
    values.add(&plan.action_cable.timeout);
    let database = &plan.database;
    values.add(&database.adapter);
    values.add(&database.kind);
    values.add(&database.storage);
    values.add(&database.image);
    values.add(&database.instances);
    values.add(&database.pooler);
    if let Some(most) = &database.max_connections {
        values.add(most);
    }
    values.resources(&database.resources);
    values.add(&plan.redis.kind);
    values.add(&plan.redis.storage);
    values.add(&plan.redis.image);
    values.resources(&plan.redis.resources);
    let (memcached, search) = (&plan.memcached, &plan.search);
    values.add(&memcached.kind);
    values.add(&memcached.image);
    values.resources(&memcached.resources);
    values.add(&search.kind);
    values.add(&search.engine);
    values.add(&search.storage);
    values.add(&search.image);
    values.resources(&search.resources);
    for variables in
        [&database.variables, &plan.redis.variables, &memcached.variables, &search.variables]
    {
        variables.all().for_each(|variable| values.add(variable));
    }
    values.add(&plan.active_storage.service);
    values.add(&plan.active_storage.storage);
    for worker in &plan.workers {
        values.add(&worker.name);
        values.add(&worker.kind);
        for number in
            [&worker.replicas, &worker.concurrency, &worker.timeout, &worker.quiet, &worker.grace]
        {
            values.add(number);
        }
        values.add(&worker.once);
        values.add(&worker.health);
        for command in [&worker.command, &worker.probe] {
            values.add_some(command, command.value.is_empty());
        }
        values.resources(&worker.resources);
    }
    for volume in plan.volumes.iter().filter(|volume| !volume.at.is_empty()) {
        values.add(&volume.size);
        values.add(&volume.access);
        values.0.extend(
            volume.class.iter().map(|class| (format!("{}.class", volume.at), class.value.clone())),
        );
    }
    for process in &plan.processes {
        values.add(&process.probe);
        values.add(&process.health_path);
        for number in [&process.replicas, &process.grace] {
            values.add(number);
        }
        values.add(&process.once);
        values.resources(&process.resources);
    }
    for sidecar in &plan.sidecars {
        values.resources(&sidecar.resources);
    }
    values.add(&plan.database.direct_url);
    if let Some(migrate) = &plan.migrate {
        values.add(&migrate.strategy);
        values.add(&migrate.timeout);
        values.add(&migrate.command);
    }
    for job in &plan.cron {
        for text in [&job.name, &job.schedule, &job.time_zone] {
            values.add(text);
        }
        values.add_some(&job.code, job.code.value.is_empty());
        for text in [&job.class, &job.args, &job.queue] {
            values.add_some(text, text.value.is_empty());
        }
        for number in [&job.timeout, &job.start_within, &job.retries] {
            values.add(number);
        }
        values.resources(&job.resources);
    }
    values.add(&plan.scheduler);
    values.add(&plan.console.command);
    values.add(&plan.console.always);
    values.add(&plan.console.timeout);
    values.resources(&plan.console.resources);
    values.add(&plan.tasks.timeout);
    values.resources(&plan.tasks.resources);
    watch(plan, &mut values);
    values.add(&plan.private);
    if let Some(secret) = &plan.pull_secret {
        values.add(secret);
    }
    values.add(&plan.read_only_root);
    values.add(&plan.pin_image);
    values.add(&plan.network.policy);
    let store = &plan.secret_store;
    values.add(&store.kind);
    values.add(&store.scope);
    values.add(&store.refresh);
    let is_read = store.kind.value == SecretStoreKind::ExternalSecrets;
    let entry = [Some(&store.key), store.property.as_ref()];
    for text in entry.into_iter().flatten().filter(|_| is_read).chain(&web.priority_class) {
        values.add(text);
    }
    let delivery = &plan.delivery;
    values.add(&delivery.ci);
    values.add(&delivery.gitops);
    values.add(&delivery.submodules);
    for text in [&delivery.branch, &delivery.tests, &delivery.repository] {
        values.add(text);
    }
    values.0
}

/// What is aimed at holds as soon as a most is set, so it is shown before.
fn autoscale(scale: Option<&super::Autoscale>, target: String, values: &mut Values) {
    if let Some(scale) = scale {
        values.add(&scale.max);
        values.add(&scale.target);
    } else if let Some(Default::Value(text)) = field::find(&target).map(|field| field.default) {
        values.0.insert(target, text.to_owned());
    }
}

fn watch(plan: &Plan, values: &mut Values) {
    autoscale(plan.web.autoscale.as_ref(), "web.autoscale.cpu".to_owned(), values);
    for worker in &plan.workers {
        let target = format!("{}.autoscale.jobs", worker.at);
        autoscale(worker.autoscale.as_ref(), target, values);
    }
    let (logging, monitoring) = (&plan.logging, &plan.monitoring);
    values.add(&logging.kind);
    values.add(&logging.to);
    if !logging.url.value.is_empty() {
        values.add(&logging.url);
    }
    values.add(&logging.login);
    let scope = logging.cluster_wide.clone();
    values.add(&scope.map(|all| if all { "cluster" } else { "app" }.to_owned()));
    values.add(&logging.namespace);
    values.add(&logging.json);
    values.add(&monitoring.metrics);
    values.add(&monitoring.port);
    values.add(&monitoring.alerts);
    values.add(&monitoring.apm);
    values.add(&monitoring.check);
    for text in [&monitoring.release, &monitoring.schedule, &monitoring.prober] {
        values.add(text);
    }
}
