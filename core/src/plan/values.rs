//! The value that holds for each field, as it would be written: what a form shows where nothing is set.

use super::{
    Adapter, CableAdapter, Decided, JavaScript, Plan, RedisKind, Resources, Tls, Uploads, Via,
    WorkerKind,
};
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

impl Written for Via {
    fn written(&self) -> String {
        let word = match self {
            Self::Gateway => "gateway",
            Self::Ingress => "ingress",
            Self::LoadBalancer => "load_balancer",
            Self::None => "none",
        };
        word.to_owned()
    }
}

impl Written for Tls {
    fn written(&self) -> String {
        let word = match self {
            Self::CertManager => "cert_manager",
            Self::Provider => "provider",
            Self::Secret => "secret",
            Self::None => "none",
        };
        word.to_owned()
    }
}

impl Written for CableAdapter {
    fn written(&self) -> String {
        let word = match self {
            Self::Redis => "redis",
            Self::SolidCable => "solid_cable",
            Self::Async => "async",
            Self::None => "none",
        };
        word.to_owned()
    }
}

impl Written for Adapter {
    fn written(&self) -> String {
        let word = match self {
            Self::Postgresql => "postgresql",
            Self::Mysql => "mysql",
            Self::Sqlite => "sqlite",
            Self::None => "none",
        };
        word.to_owned()
    }
}

impl Written for JavaScript {
    fn written(&self) -> String {
        let word = match self {
            Self::None => "none",
            Self::Npm => "npm",
            Self::Yarn => "yarn",
            Self::Pnpm => "pnpm",
            Self::Bun => "bun",
        };
        word.to_owned()
    }
}

impl Written for WorkerKind {
    fn written(&self) -> String {
        let word = match self {
            Self::Sidekiq => "sidekiq",
            Self::SolidQueue => "solid_queue",
        };
        word.to_owned()
    }
}

impl Written for RedisKind {
    fn written(&self) -> String {
        let word = match self {
            Self::External => "external",
            Self::Cluster => "cluster",
            Self::None => "none",
        };
        word.to_owned()
    }
}

impl Written for Uploads {
    fn written(&self) -> String {
        let word = match self {
            Self::External => "external",
            Self::Local => "local",
            Self::None => "none",
        };
        word.to_owned()
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
    for text in [&plan.app, &plan.image, &plan.namespace, &plan.pod_security] {
        values.add(text);
    }
    values.add(&plan.kubernetes.clone().map(|version| version.name().to_owned()));
    let build = &plan.build;
    values.add(&build.rails);
    values.add(&build.ruby);
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
    for text in [&expose.gateway, &expose.certificate, &plan.storage_class].into_iter().flatten() {
        values.add(text);
    }
    values.add(&plan.provider.clone().map(|provider| provider.id.to_owned()));
    values.add(&plan.action_cable.adapter);
    values.add(&plan.action_cable.timeout);
    values.add(&plan.database.adapter);
    values.add(&plan.database.storage);
    values.add(&plan.redis.kind);
    values.add(&plan.redis.storage);
    values.add(&plan.redis.image);
    values.resources(&plan.redis.resources);
    values.add(&plan.active_storage.service);
    values.add(&plan.active_storage.storage);
    for worker in &plan.workers {
        values.add(&worker.name);
        values.add(&worker.kind);
        for number in [&worker.replicas, &worker.concurrency, &worker.timeout, &worker.grace] {
            values.add(number);
        }
        values.resources(&worker.resources);
    }
    if let Some(migrate) = &plan.migrate {
        values.add(&migrate.timeout);
        values.add(&migrate.command);
    }
    for job in &plan.cron {
        for text in [&job.name, &job.schedule, &job.time_zone] {
            values.add(text);
        }
        values.add(&job.command);
        for number in [&job.timeout, &job.start_within, &job.retries] {
            values.add(number);
        }
        values.resources(&job.resources);
    }
    values.add(&plan.console.command);
    values.add(&plan.console.timeout);
    values.resources(&plan.console.resources);
    values.add(&plan.tasks.timeout);
    values.resources(&plan.tasks.resources);
    values.add(&plan.private);
    if let Some(secret) = &plan.pull_secret {
        values.add(secret);
    }
    values.add(&plan.read_only_root);
    values.0
}
