//! The value that holds for each field, as it would be written: what a form shows where nothing is set.

use super::{Adapter, Decided, JavaScript, Plan, Resources, Tls, Via, WorkerKind};
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
            Self::Secret => "secret",
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
    for text in [&expose.ingress_class, &expose.tls_secret, &expose.issuer] {
        values.add(text);
    }
    values.add(&plan.database.adapter);
    values.add(&plan.database.storage);
    values.add(&plan.redis.clone().map(|wanted| {
        let word = if wanted { "external" } else { "none" };
        word.to_owned()
    }));
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
        values.add(&migrate.command.clone().map(|words| words.join(" ")));
    }
    values.add(&plan.private);
    if let Some(secret) = &plan.pull_secret {
        values.add(secret);
    }
    values.add(&plan.read_only_root);
    values.0
}
