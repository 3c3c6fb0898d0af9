//! Migrations in `DEPLOY.md`: which code meets which schema, and what that asks of a migration.

use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{Adapter, DatabaseKind, Migrate, Plan, Strategy};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let Some(migrate) = &plan.migrate else { return };
    let strategy = migrate.strategy.value;
    text.because(migrate.strategy.reason());
    text.push(format!(
        "## Migrations\n\nWith `migrate.strategy: {}`, this is which code runs against which schema, and when:\n",
        strategy.word()
    ));
    text.push(time_line(strategy));
    text.push(demands(strategy));
    steps(migrate, text);
    text.push("Ruby holds back what a migration prints until it ends. To read it while it runs, put `$stdout.sync = true` into `config/environments/production.rb`.\n");
    if strategy == Strategy::Downtime {
        text.because(migrate.strategy.because("CronJobs are suspended, not deleted."));
        text.push("Every release with this strategy stops the app, so set it for the release that needs it, and take it out afterwards. Pods and runs of scheduled jobs get their time to end, consoles and tasks too: while one of them does not, nothing is migrated.\n");
    }
    if plan.database.adapter.value == Adapter::None {
        text.push("On the first install nothing runs yet, so the migration comes first with every strategy.\n");
        return;
    }
    text.fixed(Guide::Migrations, "The database knows best whether it is a first install.");
    text.push("On the first install nothing runs yet, so the migration comes first with every strategy. `bin/rails db:prepare` asks each database: where there are no tables it loads the schema and the seeds, elsewhere it migrates, as `bin/rails db:migrate` does.\n");
    address(plan, text);
}

/// Which commands run when, where there are several.
fn steps(migrate: &Migrate, text: &mut Text) {
    let listed = |commands: &[String]| {
        let all: Vec<String> =
            commands.iter().map(|each| format!("`{}`", each.replace('`', "'"))).collect();
        all.join(", then ")
    };
    let first = &migrate.before;
    if !first.value.is_empty() {
        text.because(first.reason());
        text.push(format!(
            "The migration runs {}; the first command that fails ends it.\n",
            listed(&first.value)
        ));
    }
    if migrate.has_after() {
        text.because(migrate.after.reason());
        text.push(format!(
            "When the new pods serve, and none of the release before are left, a second Job runs {}. If it fails, nothing is undone: the new pods run on, and the next deploy runs it again. So code that serves must work with the schema before it and behind it. `--config` and `--rollback` leave it out.\n",
            listed(&migrate.after.value)
        ));
    }
}

const fn time_line(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::MigrateThenDeploy => {
            "| step | code that runs | schema |\n|---|---|---|\n| before | old | old |\n| the migration | old | old, then new |\n| the pods are replaced | old and new | new |\n| after | new | new |\n"
        }
        Strategy::DeployThenMigrate => {
            "| step | code that runs | schema |\n|---|---|---|\n| before | old | old |\n| the pods are replaced | old and new | old |\n| the migration | new | old, then new |\n| the pods are replaced again | new | new |\n| after | new | new |\n"
        }
        Strategy::Downtime => {
            "| step | code that runs | schema |\n|---|---|---|\n| before | old | old |\n| the app is stopped | old, then none | old |\n| the migration | none | old, then new |\n| the new pods start | new | new |\n| after | new | new |\n"
        }
    }
}

const fn demands(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::MigrateThenDeploy => {
            "So the old code must work with the new schema: add in one release, and remove in a later one, when no code reads it any more (a column is first named in `ignored_columns`). The gem `strong_migrations` finds migrations that break this. A migration that fails leaves the pods as they are.\n"
        }
        Strategy::DeployThenMigrate => {
            "So the new code must work with the old schema: it may not need what this release's migration adds. Removing is safe, where the new code has named the column in `ignored_columns`. The gem `strong_migrations` finds migrations that lock a table for long. If the migration fails, the new pods run on, because the old code may not work with what was changed already: fix the migration and deploy again. Pods are replaced twice, because Rails reads the columns of a table once.\n"
        }
        Strategy::Downtime => {
            "So a migration may change anything; nobody is served meanwhile. If it never starts, what ran before is started again. If it fails on the way, the app stays stopped, because the schema may have changed: fix the migration and run `./deploy.sh`, or, if its log says that nothing was changed, `./deploy.sh --config` starts what ran before. Pods that fail after the migration are not undone either. A deploy that was cut off goes on when it is run again.\n"
        }
    }
}

/// What a pooler does to a migration.
fn address(plan: &Plan, text: &mut Text) {
    let database = &plan.database;
    if database.adapter.value != Adapter::Postgresql {
        return;
    }
    text.because(database.direct_url.reason());
    if plan.database_kind() != DatabaseKind::External {
        return;
    }
    if database.direct_url.value {
        text.push("The migration goes past PgBouncer, by addresses of its own: Rails keeps two migrations apart by an advisory lock, which belongs to a connection, and PgBouncer gives connections to others between transactions.\n");
    }
}
