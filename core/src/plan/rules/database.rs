//! Several databases, and addresses that there is nobody to read.

use super::rails;
use crate::diagnostic::{Diagnostic, Severity};
use crate::plan::{Adapter, Plan};

pub(super) fn check(plan: &Plan, found: &mut Vec<Diagnostic>) {
    let (adapter, also) = (plan.database.adapter.value, &plan.database.also);
    if matches!(adapter, Adapter::Sqlite | Adapter::None) && !also.value.is_empty() {
        let help = if adapter == Adapter::Sqlite {
            "remove it: Rails keeps each database in a file of its own in `storage`"
        } else {
            "set `database.adapter`, or remove it"
        };
        let message = "only databases of a server have addresses".into();
        found.push(
            rails(Severity::Error, "database-without-server", message)
                .help(help)
                .path("database.also"),
        );
    }
    if plan.database.direct_url.value
        && plan.migrate.as_ref().is_none_or(|job| job.direct.is_empty())
    {
        let message =
            "only the database of a server has an address of its own for migrations".into();
        found.push(
            rails(Severity::Error, "direct-url-without-server", message)
                .help("remove it, or use postgresql or mysql")
                .path("database.direct_url"),
        );
    }
    let is_taken = |name: &str| plan.database.direct_url.value && name.starts_with("migration");
    if let Some(index) = also.value.iter().position(|name| is_taken(name)) {
        let message =
            "addresses that begin with MIGRATION_ are those that the migration uses".into();
        found.push(
            rails(Severity::Error, "direct-url-name", message)
                .help("give the database another name, or remove `database.direct_url`")
                .path(format!("database.also[{index}]")),
        );
    }
    if let Some(index) = also.value.iter().position(|name| name == "primary") {
        let message = "the address of the database `primary` is DATABASE_URL".into();
        found.push(
            rails(Severity::Error, "primary-database", message)
                .help("remove it: the primary database is always there")
                .path(format!("database.also[{index}]")),
        );
    }
}
