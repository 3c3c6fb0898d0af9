//! The app of one environment, or of all of them together.

use crate::facts::{self, Rails};
use crate::plan::{
    Adapter, CableAdapter, DatabaseKind, Health, Plan, RedisKind, SecretStoreKind, StoreVariables,
    Worker, WorkerKind,
};

/// The databases that Rails 8 makes of its own accord.
pub(super) const SOLID: [&str; 3] = ["cache", "queue", "cable"];

/// What has to hold in every environment.
pub(super) struct App<'a> {
    /// The first environment, or the only one.
    pub(super) plan: &'a Plan,
    all: &'a [Plan],
}

impl<'a> App<'a> {
    /// None of no plan.
    pub(super) fn of(all: &'a [Plan]) -> Option<Self> {
        Some(Self { plan: all.first()?, all })
    }

    pub(super) fn rails(&self) -> Option<Rails> {
        facts::rails(&self.plan.build.rails.value)
    }

    /// The first plan of which this is so.
    pub(super) fn find(&self, is_so: impl Fn(&Plan) -> bool) -> Option<&'a Plan> {
        self.all.iter().find(|plan| is_so(plan))
    }

    /// Every worker of every environment.
    pub(super) fn workers(&self) -> impl Iterator<Item = &'a Worker> {
        self.all.iter().flat_map(|plan| &plan.workers)
    }

    /// The first worker of a kind.
    pub(super) fn worker(&self, kind: WorkerKind) -> Option<&'a Worker> {
        self.workers().find(|worker| worker.kind.value == kind)
    }

    /// The first Sidekiq that shows by HTTP that it lives.
    pub(super) fn alive_endpoint(&self) -> Option<&'a Worker> {
        self.workers().find(|worker| {
            worker.kind.value == WorkerKind::Sidekiq && worker.health.value == Health::Endpoint
        })
    }

    /// Every host name of every environment, each once.
    pub(super) fn hosts(&self) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        for host in self.all.iter().flat_map(|plan| &plan.hosts.value) {
            if !found.contains(&host.as_str()) {
                found.push(host);
            }
        }
        found
    }

    /// Whether jobs run inside Puma, as the setting that Rails has for it says.
    pub(super) fn jobs_in_puma(&self) -> bool {
        self.find(|plan| plan.web_variable("SOLID_QUEUE_IN_PUMA").is_some()).is_some()
    }

    /// What works jobs off, the first first; a command is no kind that Active Job knows.
    pub(super) fn job_kinds(&self) -> Vec<WorkerKind> {
        let mut kinds: Vec<WorkerKind> = Vec::new();
        for kind in self.workers().map(|worker| worker.kind.value) {
            if kind != WorkerKind::Command && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if self.jobs_in_puma() && !kinds.contains(&WorkerKind::SolidQueue) {
            kinds.push(WorkerKind::SolidQueue);
        }
        kinds
    }

    /// Names of the databases beside the primary one: those of the spec, and those of Rails 8 whose addresses are
    /// secrets. What else ends in `_DATABASE_URL` may be the address of anything.
    pub(super) fn databases(&self) -> Vec<String> {
        let plan = self.plan;
        let mut found = plan.database.also.value.clone();
        for name in SOLID {
            let url = format!("{}_DATABASE_URL", name.to_ascii_uppercase());
            let is_secret = || plan.secrets.iter().any(|key| key.value == url);
            if !found.iter().any(|each| each == name) && is_secret() {
                found.push(name.to_owned());
            }
        }
        found
    }

    /// Workers of which nobody knows what they do, each once.
    pub(super) fn commands(&self) -> Vec<&'a Worker> {
        let mut found: Vec<&Worker> = Vec::new();
        for worker in self.workers().filter(|worker| worker.kind.value == WorkerKind::Command) {
            if !found.iter().any(|each| each.name.value == worker.name.value) {
                found.push(worker);
            }
        }
        found
    }

    /// Whether there is a database of that name beside the primary one.
    pub(super) fn has_database(&self, name: &str) -> bool {
        // Each is a file on the volume, which costs nothing.
        let files = self.plan.database.adapter.value == Adapter::Sqlite;
        let is_new = self.rails().is_some_and(|rails| rails.solid);
        (files && is_new) || self.databases().iter().any(|each| each == name)
    }

    /// Gems whose tables the app has to have.
    pub(super) fn solid(&self) -> Vec<&'static str> {
        let mut found = Vec::new();
        let kinds = self.job_kinds();
        if kinds.contains(&WorkerKind::SolidQueue) {
            found.push("solid_queue");
        }
        if self.plan.action_cable.adapter.value == CableAdapter::SolidCable {
            found.push("solid_cable");
        }
        if self.solid_cache() {
            found.push("solid_cache");
        }
        if kinds.contains(&WorkerKind::GoodJob) {
            found.push("good_job");
        }
        found
    }

    /// How Ruby asks for the address of the database, or of Redis.
    pub(super) fn address(&self, variable: &str) -> String {
        if self.in_credentials(variable) {
            format!("Rails.application.credentials.{}", variable.to_ascii_lowercase())
        } else {
            format!("ENV[\"{variable}\"]")
        }
    }

    /// Whether it stands in the credentials, and in no variable.
    pub(super) fn in_credentials(&self, variable: &str) -> bool {
        let plan = self.plan;
        let of_redis = plan.redis.variables.url.as_ref().is_some_and(|url| url.value == variable);
        let (outside, variables) = if of_redis {
            (plan.redis.kind.value == RedisKind::External, &plan.redis.variables)
        } else {
            (plan.database_kind() == DatabaseKind::External, &plan.database.variables)
        };
        // What the spec names is a variable, wherever its value stands.
        let outside = outside && variables.set().is_none();
        plan.secret_store.kind.value == SecretStoreKind::Credentials
            && outside
            && !plan.secret_keys().any(|key| key.value == variable)
    }

    /// Whether the cache is in a table.
    pub(super) fn solid_cache(&self) -> bool {
        self.has_database("cache") && self.find(Plan::uses_memcached).is_none()
    }

    /// How Ruby asks for the parts of an address, by what each is called there.
    pub(super) fn parts(
        variables: &StoreVariables,
        names: [&'static str; 5],
    ) -> Vec<(&'static str, String)> {
        let StoreVariables { host, port, user, password, name, .. } = variables;
        let all = names.into_iter().zip([host, port, user, password, name]);
        all.filter_map(|(key, variable)| {
            Some((key, format!("ENV[\"{}\"]", variable.as_ref()?.value)))
        })
        .collect()
    }

    /// Seconds that Puma has to end in every environment.
    pub(super) fn shutdown(&self) -> i64 {
        let own = self.plan.web.shutdown_timeout.value;
        self.all.iter().map(|plan| plan.web.shutdown_timeout.value).min().unwrap_or(own)
    }
}
