//! `config/database.yml`.

use super::app::SOLID;
use super::{App, close, open};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, CableAdapter, DatabaseKind, Plan, WorkerKind};

pub(super) fn write(app: &App<'_>, text: &mut Text) {
    let plan = app.plan;
    let adapter = match plan.database.adapter.value {
        Adapter::Postgresql if plan.has_postgis() => {
            "postgis # of activerecord-postgis-adapter; without that gem, postgresql, and the URL as it is"
        }
        Adapter::Postgresql => "postgresql",
        Adapter::Mysql => "mysql2 # or trilogy, by the gem that the app has",
        Adapter::Sqlite => "sqlite3",
        Adapter::None => return,
    };
    let rails = app.rails();
    let key = rails.map_or("pool", |rails| rails.pool);
    let files = plan.database.adapter.value == Adapter::Sqlite;
    let is_new = rails.is_some_and(|rails| rails.solid);
    let url = plan.database.variables.url.as_ref();
    text.because(plan.database.adapter.reason());
    open(text, "config/database.yml", "yaml");
    text.push(format!("production:\n  primary: &primary\n    adapter: {adapter}"));
    if files {
        text.push("    database: storage/production.sqlite3");
    } else if let Some(url) = url {
        let address = app.address(&url.value);
        let change = if plan.has_postgis() { ".sub(\"postgresql:\", \"postgis:\")" } else { "" };
        text.push(format!("    url: <%= {address}{change} %>"));
    } else {
        parts(plan, text);
    }
    text.because(
        plan.build
            .rails
            .because("A connection for each thread; the key's name changed in Rails 8.1."),
    );
    text.push(format!("    {key}: <%= ENV.fetch(\"RAILS_MAX_THREADS\", 5) %>"));
    text.because(plan.database.also.reason());
    let names: Vec<String> =
        if files && is_new { with_solid(&plan.database.also.value) } else { app.databases() };
    for name in &names {
        let of = plan.database.variables_of(name);
        let place = match (files, of.url) {
            (true, _) => format!("database: storage/production_{name}.sqlite3"),
            (false, Some(url)) => format!("url: <%= {} %>", app.address(&url.value)),
            (false, None) => match (of.host, of.name) {
                (Some(host), _) => format!("host: <%= ENV[\"{}\"] %>", host.value),
                (None, Some(own)) => format!("database: <%= ENV[\"{}\"] %>", own.value),
                (None, None) => format!("database: {}", called(plan, name)),
            },
        };
        let own = if plan.database.is_replica(name) {
            "replica: true".to_owned()
        } else {
            format!("migrations_paths: db/{name}_migrate")
        };
        text.push(format!("  {name}:\n    <<: *primary\n    {place}\n    {own}"));
    }
    close(text);
    let in_cluster = plan.database_kind() == DatabaseKind::Cluster;
    if in_cluster && plan.database.adapter.value == Adapter::Mysql {
        text.because(plan.database.kind.reason());
        let of_url = url.map_or_else(String::new, |url| format!("{url} of the database in the cluster begins with `mysql2:`. With the gem trilogy, write `url: <%= ENV[\"{url}\"].sub(\"mysql2:\", \"trilogy:\") %>`. ", url = url.value));
        text.push(format!("{of_url}If `database.image` is MySQL's own and not MariaDB's, it shows a certificate that it made itself: write `ssl_mode: disabled` for mysql2 {}, whose library refuses it otherwise on Debian 13.\n", if url.is_some() { "beside the URL" } else { "there" }));
    }
    together(app, &names, text);
    if plan.database.adapter.value == Adapter::Postgresql
        && plan.database_kind() == DatabaseKind::External
    {
        text.because(plan.database.direct_url.reason());
        let Some(url) = url else {
            let direct = if plan.database.direct_url.value {
                ""
            } else {
                ", and set `database.direct_url: true` in `linkspan.yml`, so that migrations connect directly"
            };
            text.push(format!("If these lead to PgBouncer in transaction mode, add `prepared_statements: false` and `advisory_locks: false`{direct}.\n"));
            return;
        };
        let direct = if plan.database.direct_url.value {
            format!("; MIGRATION_{}, which leads past PgBouncer, needs neither", url.value)
        } else {
            ", and set `database.direct_url: true` in `linkspan.yml`, so that migrations connect directly: Rails keeps two migrations apart by an advisory lock, which PgBouncer would hand to other connections".to_owned()
        };
        text.push(format!("If {} points at PgBouncer in transaction mode, append `?prepared_statements=false&advisory_locks=false`{direct}.\n", url.value));
    }
}

/// The primary database by the parts of its address that the app reads.
fn parts(plan: &Plan, text: &mut Text) {
    let names = ["host", "port", "username", "password", "database"];
    for (key, read) in App::parts(&plan.database.variables, names) {
        text.push(format!("    {key}: <%= {read} %>"));
    }
    if plan.has_pooler() {
        text.because(plan.database.pooler.because("Connections are lent for one transaction."));
        text.push("    prepared_statements: false\n    advisory_locks: false");
    }
}

/// What the server calls a database whose name nobody tells.
fn called(plan: &Plan, name: &str) -> String {
    if plan.database_kind() == DatabaseKind::External {
        return name.to_owned();
    }
    format!("app_{name}")
}

/// The databases of Rails 8, each a file, and those of the app.
fn with_solid(also: &[String]) -> Vec<String> {
    let own = also.iter().filter(|name| !SOLID.contains(&name.as_str())).cloned();
    SOLID.into_iter().map(str::to_owned).chain(own).collect()
}

/// Where Rails' own files speak of databases that the spec does not have.
fn together(app: &App<'_>, names: &[String], text: &mut Text) {
    let is_new = app.rails().is_some_and(|rails| rails.solid);
    let kinds = app.job_kinds();
    // What is not used needs no table, but its setting has to go all the same.
    let of_cable = app.plan.action_cable.adapter.value == CableAdapter::SolidCable;
    let is_used = |name: &str| match name {
        "queue" => kinds.contains(&WorkerKind::SolidQueue),
        "cable" => of_cable,
        _ => true,
    };
    let missing: Vec<&str> = SOLID
        .into_iter()
        .filter(|name| !names.iter().any(|each| each == name) && (*name != "cable" || of_cable))
        .collect();
    if missing.is_empty() || !(is_new || app.solid().iter().any(|gem| gem.starts_with("solid"))) {
        return;
    }
    let edits: Vec<&str> = missing
        .iter()
        .map(|name| match *name {
            "cache" => "`database: cache` from `config/cache.yml`",
            "queue" => "`config.solid_queue.connects_to` from `production.rb`",
            _ => "`connects_to` from `config/cable.yml`",
        })
        .collect();
    let used: Vec<&str> = missing.iter().copied().filter(|name| is_used(name)).collect();
    let schemas: Vec<String> = used.iter().map(|name| format!("`db/{name}_schema.rb`")).collect();
    text.fixed(
        Guide::Application,
        "A database that is named and not there stops Rails at its start.",
    );
    text.push(format!(
        "Rails 8 and the installers of its gems name more databases: {names}. `linkspan.yml` has none of them, and Rails does not start with a database that is not there. Either remove {edits}, and move the tables that the app uses into the first database: copy what stands in {schemas} into a migration, then delete that file. Or give each a database of its own: `database: {{also: [{list}]}}` in `linkspan.yml`.\n",
        names = missing.join(", "),
        list = used.join(", "),
        edits = edits.join(", "),
        schemas = schemas.join(", "),
    ));
}
