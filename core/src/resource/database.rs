//! How the app's containers reach a database in the cluster.

use super::container::{FILLED_IN, from, from_secret, plain};
use super::{cnpg, postgres};
use crate::field::Guide;
use crate::plan::{DatabaseKind, Direct, Plan, Reason, url_name};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Container, EnvVar};
use std::sync::Arc;

/// The role of the app and its database, as CloudNativePG calls them too.
pub(super) const APP: &str = "app";
/// Where every PostgreSQL listens.
pub(super) const PORT: i32 = 5432;

/// What is on one connection is not on the next: a prepared statement is not known there, and the lock of a migration that
/// a person runs as a task cannot be given back, so that every later migration waits for it.
const POOLED: &str = "?prepared_statements=false&advisory_locks=false";

const URL: &str = "DATABASE_URL";
const PASSWORD: &str = "DATABASE_PASSWORD";

/// Name of the PostgreSQL of the app, in whatever way it runs.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-{}", plan.app.value, postgres::COMPONENT)
}

/// The variables of its addresses, and why; none for a database elsewhere.
pub(super) fn environment(plan: &Plan) -> Vec<(EnvVar, Arc<Reason>)> {
    let database = &plan.database;
    let mut all = Vec::new();
    let host = match plan.database_kind() {
        DatabaseKind::External => return all,
        DatabaseKind::Cluster => name(plan),
        DatabaseKind::Cnpg => {
            let made = database.kind.because("CloudNativePG makes this Secret.");
            if plan.has_pooler() || plan.databases() > 1 {
                let password = from(&cnpg::secret(plan), PASSWORD, "password");
                all.push((password, Arc::clone(&made)));
            }
            if plan.has_pooler() {
                cnpg::pooler_name(plan)
            } else {
                all.push((direct(plan), made));
                cnpg::host(plan)
            }
        }
    };
    let options = if plan.has_pooler() { POOLED } else { "" };
    if all.iter().all(|(variable, _)| variable.name != URL) {
        let url = plain(URL, address(&host, APP, options));
        all.push((url, database.kind.because(FILLED_IN)));
    }
    for also in &database.also.value {
        let url = plain(&url_name(also), address(&host, &called(also), options));
        all.push((url, database.also.because(FILLED_IN)));
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

fn address(host: &str, database: &str, options: &str) -> String {
    format!("postgresql://{APP}:$({PASSWORD})@{host}:{PORT}/{database}{options}")
}

/// The password of a PostgreSQL in the cluster, under the name that its image reads.
pub(super) fn password(plan: &Plan) -> EnvVar {
    from_secret(plan, "POSTGRES_PASSWORD", PASSWORD)
}

/// Leads a container past PgBouncer, whoever runs it: what belongs to a connection, such as a lock or LISTEN, would be
/// lost where connections are lent for one transaction.
pub(super) fn go_direct(plan: &Plan, container: &mut Container) {
    for variable in container.env.iter_mut().flatten() {
        if let Some(direct) = directs(plan).find(|each| each.variable == variable.name) {
            *variable = from_secret(plan, &direct.variable, &direct.key.value);
        }
    }
    if !plan.has_pooler() {
        return;
    }
    for variable in container.env.iter_mut().flatten() {
        let also = plan.database.also.value.iter().find(|also| url_name(also) == variable.name);
        if let Some(also) = also {
            variable.value = Some(address(&cnpg::host(plan), &called(also), ""));
        } else if variable.name == URL {
            *variable = direct(plan);
        }
    }
}

/// The reason of [`go_direct`], which `why` tells; `own` is how many variables stand before those of the Secret.
pub(super) fn explain_direct(plan: &Plan, path: &str, own: usize, why: &str, notes: &mut Notes) {
    for direct in directs(plan) {
        if let Some(index) = plan.secrets.iter().position(|each| each.value == direct.variable) {
            notes.because(&format!("{path}.env[{}]", own + index), direct.key.because(why));
        }
    }
    let url = environment(plan).iter().position(|(variable, _)| variable.name == URL);
    if let (true, Some(index)) = (plan.has_pooler(), url) {
        let at = format!("{path}.env[{}]", own + plan.secrets.len() + index);
        notes.comment(&at, Guide::Migrations, why);
    }
}

/// Addresses of the Secret that lead past a PgBouncer outside.
fn directs(plan: &Plan) -> impl Iterator<Item = &Direct> {
    plan.migrate.iter().flat_map(|migrate| &migrate.direct)
}
