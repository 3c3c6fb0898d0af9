//! What the distribution of the base image installs.

use crate::facts::packages::{
    MYSQL, MYSQL_HEADERS, POSTGRESQL, POSTGRESQL_HEADERS, Package, SQLITE, SQLITE_HEADERS,
};
use crate::plan::{Adapter, Distribution, Plan};

/// The name of each package there.
pub(super) fn named<'a>(
    distribution: Distribution,
    packages: &'static [Package],
) -> impl Iterator<Item = &'a str> {
    let name = move |package: &Package| -> &'a str {
        match distribution {
            Distribution::Debian => package.debian,
            Distribution::Alpine => package.alpine,
        }
    };
    packages.iter().map(name).filter(|name| !name.is_empty())
}

/// The client of the database.
pub(super) const fn client(plan: &Plan) -> &'static [Package] {
    match plan.database.adapter.value {
        Adapter::Postgresql => &POSTGRESQL,
        Adapter::Mysql => &MYSQL,
        Adapter::Sqlite => &SQLITE,
        Adapter::None => &[],
    }
}

/// What its gem is compiled with.
pub(super) const fn headers(plan: &Plan) -> &'static [Package] {
    match plan.database.adapter.value {
        Adapter::Postgresql => &POSTGRESQL_HEADERS,
        Adapter::Mysql => &MYSQL_HEADERS,
        Adapter::Sqlite => &SQLITE_HEADERS,
        Adapter::None => &[],
    }
}

/// A RUN that installs packages, sorted, in one layer without lists left behind, and then does this.
pub(super) fn install(distribution: Distribution, mut packages: Vec<&str>, also: &str) -> String {
    packages.sort_unstable();
    packages.dedup();
    let names = packages.join(" ");
    let also = if also.is_empty() { String::new() } else { format!("    {also} && \\\n") };
    match distribution {
        Distribution::Debian => format!(
            "# hadolint ignore=DL3008\nRUN apt-get update -qq && \\\n    apt-get install --no-install-recommends -y {names} && \\\n{also}    rm -rf /var/lib/apt/lists /var/cache/apt/archives\n"
        ),
        Distribution::Alpine => {
            format!("# hadolint ignore=DL3018\nRUN apk add --no-cache {names}\n")
        }
    }
}
