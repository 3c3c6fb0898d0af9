//! How the app's containers reach a database in the cluster.

use super::container::{FILLED_IN, from, from_secret, plain};
use super::{cnpg, postgres};
use crate::field::Guide;
use crate::plan::{DatabaseKind, Plan, Reason, url_name};
use crate::render::Notes;
use k8s_openapi::api::core::v1::{Container, EnvVar};
use std::sync::Arc;

/// The role of the app and its database, as CloudNativePG calls them too.
pub(super) const APP: &str = "app";
/// Where every PostgreSQL listens.
pub(super) const PORT: i32 = 5432;

const URL: &str = "DATABASE_URL";
const PASSWORD: &str = "DATABASE_PASSWORD";

/// Name of the PostgreSQL of the app, in whatever way it runs.
pub(super) fn name(plan: &Plan) -> String {
    format!("{}-{}", plan.app.value, postgres::COMPONENT)
}

/// The variables of its address, and why; none for a database elsewhere.
pub(super) fn environment(plan: &Plan) -> Vec<(EnvVar, Arc<Reason>)> {
    let database = &plan.database;
    match plan.database_kind() {
        DatabaseKind::External => Vec::new(),
        DatabaseKind::Cluster => {
            let url = plain(URL, address(&name(plan), APP, ""));
            let mut all = vec![(url, database.kind.because(FILLED_IN))];
            for also in &database.also.value {
                let url = address(&name(plan), &format!("{APP}_{also}"), "");
                all.push((plain(&url_name(also), url), database.also.because(FILLED_IN)));
            }
            all
        }
        DatabaseKind::Cnpg if plan.has_pooler() => {
            // A statement that was prepared on one connection is not known on the next.
            let url = address(&cnpg::pooler_name(plan), APP, "?prepared_statements=false");
            let secret = from(&cnpg::secret(plan), PASSWORD, "password");
            vec![
                (secret, database.kind.because("CloudNativePG makes this Secret.")),
                (plain(URL, url), database.pooler.because(FILLED_IN)),
            ]
        }
        DatabaseKind::Cnpg => vec![(
            from(&cnpg::secret(plan), URL, "uri"),
            database.kind.because("CloudNativePG makes this Secret, address and password in it."),
        )],
    }
}

fn address(host: &str, name: &str, options: &str) -> String {
    format!("postgresql://{APP}:$({PASSWORD})@{host}:{PORT}/{name}{options}")
}

/// The password of a PostgreSQL in the cluster, under the name that its image reads.
pub(super) fn password(plan: &Plan) -> EnvVar {
    from_secret(plan, "POSTGRES_PASSWORD", PASSWORD)
}

/// A migration holds a lock for as long as it runs, which PgBouncer would lose: it goes past it.
pub(super) fn go_direct(plan: &Plan, container: &mut Container) {
    if plan.has_pooler() {
        for variable in container.env.iter_mut().flatten().filter(|each| each.name == URL) {
            *variable = from(&cnpg::secret(plan), URL, "uri");
        }
    }
}

/// The reason of [`go_direct`]; `first` is the place of the first variable of [`environment`].
pub(super) fn explain_direct(plan: &Plan, path: &str, first: usize, notes: &mut Notes) {
    if plan.has_pooler() {
        notes.comment(
            &format!("{path}.env[{}]", first + 1),
            Guide::Migrations,
            "Past PgBouncer: a migration holds a lock that belongs to its connection.",
        );
    }
}
