//! How the app's containers reach a database in the cluster.

use super::address::{self, At};
use super::container::{FILLED_IN, from, from_secret, plain};
use super::{cnpg, mysql};
use crate::field::Guide;
use crate::plan::{Adapter, DatabaseKind, Decided, Direct, Plan};
use crate::render::{Items, Part};
use k8s_openapi::api::core::v1::EnvVar;

/// The role of the app and its database, as CloudNativePG calls them too.
pub(super) const APP: &str = "app";
/// Where every PostgreSQL listens.
pub(super) const PORT: i32 = 5432;

/// What is on one connection is not on the next: a prepared statement is not known there, and the lock of a migration that
/// a person runs as a task cannot be given back, so that every later migration waits for it.
const POOLED: &str = "?prepared_statements=false&advisory_locks=false";

/// Name of the database of the app in the cluster, in whatever way it runs.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-{}", plan.app.value, plan.database_part())
}

/// The variables of its addresses, and why; none for a database elsewhere.
pub(super) fn environment(plan: &Plan) -> Items<EnvVar> {
    let database = &plan.database;
    let mut all = Items::default();
    let kind = plan.database_kind();
    if kind == DatabaseKind::External {
        return all;
    }
    let variables = &database.variables;
    let has_url = variables.url.is_some();
    let fills_in = has_url && (plan.has_pooler() || plan.databases() > 1);
    if kind == DatabaseKind::Cnpg && (fills_in || variables.password.is_some()) {
        let password = from(&cnpg::secret(plan), database.password(), "password");
        all.because(password, database.kind.because(MADE));
    }
    let mut primary = variables.clone();
    if let Some(url) = direct(plan).filter(|_| !plan.has_pooler()) {
        all.because(url, database.kind.because(MADE));
        primary.url = None;
    }
    let host = host(plan);
    address::add(&primary, at(plan, &host, APP), &database.kind.because(FILLED_IN), &mut all);
    let because = database.also.because(FILLED_IN);
    for also in &database.also.value {
        let at = at(plan, &host, &called(also));
        address::add(&database.variables_of(also), at, &because, &mut all);
    }
    all
}

/// Why a variable comes from another Secret than the app's.
const MADE: &str = "CloudNativePG makes this Secret.";

/// The name that leads to it.
fn host(plan: &Plan) -> String {
    match plan.database_kind() {
        DatabaseKind::External | DatabaseKind::Cluster => name(plan),
        DatabaseKind::Cnpg if plan.has_pooler() => cnpg::pooler_name(plan),
        DatabaseKind::Cnpg => cnpg::host(plan),
    }
}

/// A database of the server at that host.
fn at(plan: &Plan, host: &str, database: &str) -> At {
    let options = if plan.has_pooler() { POOLED } else { "" };
    At {
        url: address(plan, host, database, options),
        host: host.to_owned(),
        port: port(plan),
        name: database.to_owned(),
        user: APP.to_owned(),
    }
}

/// What PostgreSQL calls a database beside the primary one.
pub(super) fn called(also: &str) -> String {
    format!("{APP}_{also}")
}

/// The address that CloudNativePG wrote, if it runs the database and the app reads it whole.
fn direct(plan: &Plan) -> Option<EnvVar> {
    let name = plan.database.variables.url.as_ref()?;
    let is_theirs = plan.database_kind() == DatabaseKind::Cnpg;
    is_theirs.then(|| from(&cnpg::secret(plan), &name.value, "uri"))
}

fn port(plan: &Plan) -> i32 {
    match plan.database.adapter.value {
        Adapter::Mysql => mysql::PORT,
        Adapter::Postgresql | Adapter::Sqlite | Adapter::None => PORT,
    }
}

fn address(plan: &Plan, host: &str, database: &str, options: &str) -> String {
    let scheme = match plan.database.adapter.value {
        Adapter::Mysql => "mysql2",
        Adapter::Postgresql | Adapter::Sqlite | Adapter::None => "postgresql",
    };
    let (port, password) = (port(plan), plan.database.password());
    format!("{scheme}://{APP}:$({password})@{host}:{port}/{database}{options}")
}

/// The password of a PostgreSQL in the cluster, under the name that its image reads.
pub(super) fn password(plan: &Plan) -> EnvVar {
    from_secret(plan, "POSTGRES_PASSWORD", plan.database.password())
}

/// Leads a process past PgBouncer, whoever runs it, for a reason that `why` tells: what belongs to a connection, such as a
/// lock or LISTEN, would be lost where connections are lent for one transaction.
pub(super) fn go_direct(plan: &Plan, env: &mut Items<EnvVar>, why: &str) {
    let database = &plan.database;
    let has = |name: &Option<Decided<String>>, variable: &str| {
        name.as_ref().is_some_and(|name| name.value == variable)
    };
    let mut missing: Vec<&Direct> = directs(plan).collect();
    for variable in env.iter_mut() {
        let name = variable.object.name.clone();
        if let Some(each) = directs(plan).find(|each| each.variable == name) {
            missing.retain(|other| other.variable != name);
            let object = from_secret(plan, &name, &each.key.value);
            *variable = Part::because(object, each.key.because(why));
        }
        if !plan.has_pooler() {
            continue;
        }
        let mut also = database.also.value.iter();
        if let Some(also) = also.find(|also| has(&database.variables_of(also).url, &name)) {
            variable.object.value = Some(address(plan, &cnpg::host(plan), &called(also), ""));
        } else if let Some(url) = direct(plan).filter(|_| has(&database.variables.url, &name)) {
            *variable = Part::from(url);
            variable.reasons.comment("", Guide::Migrations, why);
        } else if has(&database.variables.host, &name) {
            *variable = Part::from(plain(&name, cnpg::host(plan)));
            variable.reasons.comment("", Guide::Migrations, why);
        }
    }
    // What `env` of the spec holds is in the ConfigMap, over which these go.
    let is_plain = |each: &&Direct| plan.env.iter().any(|(name, _)| *name == each.variable);
    for each in missing.into_iter().filter(is_plain) {
        let object = from_secret(plan, &each.variable, &each.key.value);
        env.because(object, each.key.because(why));
    }
}

/// Addresses of the Secret that lead past a PgBouncer outside.
fn directs(plan: &Plan) -> impl Iterator<Item = &Direct> {
    plan.migrate.iter().flat_map(|migrate| &migrate.direct)
}
