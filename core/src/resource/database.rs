//! How the app's containers reach a database in the cluster.

use super::container::{FILLED_IN, from, from_secret, plain};
use super::{cnpg, mysql};
use crate::field::Guide;
use crate::plan::{Adapter, DatabaseKind, Direct, Plan, url_name};
use crate::render::{Items, Part};
use k8s_openapi::api::core::v1::EnvVar;
use std::sync::Arc;

/// The role of the app and its database, as CloudNativePG calls them too.
pub(super) const APP: &str = "app";
/// Where every PostgreSQL listens.
pub(super) const PORT: i32 = 5432;

/// What is on one connection is not on the next: a prepared statement is not known there, and the lock of a migration that
/// a person runs as a task cannot be given back, so that every later migration waits for it.
const POOLED: &str = "?prepared_statements=false&advisory_locks=false";

const URL: &str = "DATABASE_URL";
pub(super) const PASSWORD: &str = "DATABASE_PASSWORD";

/// Name of the database of the app in the cluster, in whatever way it runs.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-{}", plan.app.value, plan.database_part())
}

/// The variables of its addresses, and why; none for a database elsewhere.
pub(super) fn environment(plan: &Plan) -> Items<EnvVar> {
    let database = &plan.database;
    let mut all = Items::default();
    let filled_in = || database.kind.because(FILLED_IN);
    let options = if plan.has_pooler() { POOLED } else { "" };
    let host = match plan.database_kind() {
        DatabaseKind::External => return all,
        DatabaseKind::Cluster => {
            let host = name(plan);
            all.because(plain(URL, address(plan, &host, APP, options)), filled_in());
            host
        }
        DatabaseKind::Cnpg => {
            let made = database.kind.because("CloudNativePG makes this Secret.");
            if plan.has_pooler() || plan.databases() > 1 {
                let password = from(&cnpg::secret(plan), PASSWORD, "password");
                all.because(password, Arc::clone(&made));
            }
            if plan.has_pooler() {
                let host = cnpg::pooler_name(plan);
                all.because(plain(URL, address(plan, &host, APP, options)), filled_in());
                host
            } else {
                all.because(direct(plan), made);
                cnpg::host(plan)
            }
        }
    };
    for also in &database.also.value {
        let url = plain(&url_name(also), address(plan, &host, &called(also), options));
        all.because(url, database.also.because(FILLED_IN));
    }
    all
}

/// What PostgreSQL calls a database beside the primary one.
pub(super) fn called(also: &str) -> String {
    format!("{APP}_{also}")
}

/// The address that CloudNativePG wrote.
fn direct(plan: &Plan) -> EnvVar {
    from(&cnpg::secret(plan), URL, "uri")
}

fn address(plan: &Plan, host: &str, database: &str, options: &str) -> String {
    let (scheme, port) = match plan.database.adapter.value {
        Adapter::Mysql => ("mysql2", mysql::PORT),
        Adapter::Postgresql | Adapter::Sqlite | Adapter::None => ("postgresql", PORT),
    };
    format!("{scheme}://{APP}:$({PASSWORD})@{host}:{port}/{database}{options}")
}

/// The password of a PostgreSQL in the cluster, under the name that its image reads.
pub(super) fn password(plan: &Plan) -> EnvVar {
    from_secret(plan, "POSTGRES_PASSWORD", PASSWORD)
}

/// Leads a process past PgBouncer, whoever runs it, for a reason that `why` tells: what belongs to a connection, such as a
/// lock or LISTEN, would be lost where connections are lent for one transaction.
pub(super) fn go_direct(plan: &Plan, env: &mut Items<EnvVar>, why: &str) {
    for variable in env.iter_mut() {
        let name = variable.object.name.clone();
        if let Some(each) = directs(plan).find(|each| each.variable == name) {
            let object = from_secret(plan, &name, &each.key.value);
            *variable = Part::because(object, each.key.because(why));
        }
        if !plan.has_pooler() {
            continue;
        }
        if let Some(also) = plan.database.also.value.iter().find(|also| url_name(also) == name) {
            variable.object.value = Some(address(plan, &cnpg::host(plan), &called(also), ""));
        } else if name == URL {
            *variable = Part::from(direct(plan));
            variable.reasons.comment("", Guide::Migrations, why);
        }
    }
}

/// Addresses of the Secret that lead past a PgBouncer outside.
fn directs(plan: &Plan) -> impl Iterator<Item = &Direct> {
    plan.migrate.iter().flat_map(|migrate| &migrate.direct)
}
