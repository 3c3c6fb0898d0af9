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
    if let Some(index) = also.value.iter().position(|name| name == "primary") {
        let message = "the address of the database `primary` is DATABASE_URL".into();
        found.push(
            rails(Severity::Error, "primary-database", message)
                .help("remove it: the primary database is always there")
                .path(format!("database.also[{index}]")),
        );
    }
}
