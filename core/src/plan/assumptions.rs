//! What a bundle assumes of the app, each with the fields that say otherwise: only what holds for this plan.

use super::{
    Adapter, DatabaseKind, ImageSource, Plan, Probe, RedisKind, SecretStoreKind, Strategy, Uploads,
    WorkerKind,
};

/// One thing that the pods rely on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// A sentence about the app, in Markdown.
    pub text: String,
    /// Paths of the fields that say otherwise, the likeliest first.
    pub fields: &'static [&'static str],
    /// What to write there, where a path alone does not tell; a part of a sentence, or nothing.
    pub hint: &'static str,
}

fn one(text: impl Into<String>, fields: &'static [&'static str], hint: &'static str) -> Assumption {
    Assumption { text: text.into(), fields, hint }
}

/// All of them, in the order in which a first deploy meets them.
#[must_use]
pub fn assumptions(plan: &Plan) -> Vec<Assumption> {
    let mut all = Vec::new();
    image(plan, &mut all);
    answers(plan, &mut all);
    secrets(plan, &mut all);
    stores(plan, &mut all);
    jobs(plan, &mut all);
    files(plan, &mut all);
    ends(plan, &mut all);
    all
}

fn image(plan: &Plan, all: &mut Vec<Assumption>) {
    let build = &plan.build;
    let container = &plan.container;
    if build.source.value == ImageSource::Generated {
        if build.lock.value {
            let text = "Git has a `Gemfile.lock`, and the Gemfile reads no other file.";
            all.push(one(text, &["build.lock", "build.files"], ""));
        }
        if !build.api_only.value {
            let text = "`bin/rails assets:precompile` works while the image is built: without database, Redis and secrets, with a `SECRET_KEY_BASE` that means nothing.";
            all.push(one(text, &["build.env", "build.before_assets", "rails.api_only"], ""));
        }
    } else {
        all.push(one(
            format!(
                "The image runs as the user {} and keeps the app in `{}`.",
                container.user.value, container.workdir.value
            ),
            &["container.user", "container.workdir"],
            "",
        ));
    }
    if plan.build.source.value == ImageSource::Dockerfile && !build.api_only.value {
        all.push(one("Assets are compiled in the image.", &["build.args", "build.dockerfile"], ""));
    }
}

fn answers(plan: &Plan, all: &mut Vec<Assumption>) {
    let web = &plan.web;
    let port = web.port.value;
    all.push(match web.probe.value {
        Probe::Http => one(
            format!(
                "The web server listens at the port of `PORT`, {port}, on every address, and answers `{}` there once it has booted: with a status of 200, by plain HTTP, and without a redirect to HTTPS.",
                web.health_path.value
            ),
            &["web.health_path", "web.port", "web.probe"],
            "where no path of the app answers so, `probe: tcp`",
        ),
        Probe::Tcp => one(
            format!("The web server listens at the port of `PORT`, {port}, on every address."),
            &["web.port", "web.command"],
            "",
        ),
    });
    let command = web.command.value.join(" ");
    all.push(one(
        format!("`{command}` starts it, with as many threads as `RAILS_MAX_THREADS` says."),
        &["web.command", "web.threads", "web.env"],
        "",
    ));
    if let Some(path) = &plan.expose.path {
        all.push(one(
            format!(
                "`config.ru` mounts the app at `{}`, which `RAILS_RELATIVE_URL_ROOT` says.",
                path.value
            ),
            &["expose.path"],
            "",
        ));
    }
}

fn secrets(plan: &Plan, all: &mut Vec<Assumption>) {
    all.push(if plan.build.credentials.value {
        one(
            "`RAILS_MASTER_KEY` opens `config/credentials.yml.enc`, or `config/credentials/production.yml.enc`, which git has.",
            &["rails.credentials"],
            "`credentials: false` for an app without them, which then gets `SECRET_KEY_BASE`",
        )
    } else {
        one(
            "It reads `SECRET_KEY_BASE`, and no encrypted credentials.",
            &["rails.credentials"],
            "",
        )
    });
}

fn stores(plan: &Plan, all: &mut Vec<Assumption>) {
    let in_credentials = plan.secret_store.kind.value == SecretStoreKind::Credentials;
    let parts = "where it reads parts, such as DB_HOST and DB_PASSWORD, name those instead";
    let external = plan.database_kind() == DatabaseKind::External;
    match plan.database.adapter.value {
        Adapter::None => {
            let text = "It has no database.";
            all.push(one(text, &["database.adapter"], ""));
        }
        Adapter::Sqlite => {
            let text = format!(
                "Its SQLite databases lie in `{}`, and one pod at a time holds them.",
                plan.container.path("storage")
            );
            all.push(one(text, &["database.adapter", "volumes"], ""));
        }
        Adapter::Postgresql | Adapter::Mysql if external && in_credentials => {}
        Adapter::Postgresql | Adapter::Mysql => {
            let text = "It reads the whole address of its database from `DATABASE_URL`, over what `config/database.yml` says.";
            all.push(one(text, &["env", "secrets"], parts));
        }
    }
    if let Some(migrate) = &plan.migrate {
        let while_old = match migrate.strategy.value {
            Strategy::Downtime => "while nothing else runs",
            Strategy::MigrateThenDeploy => {
                "while pods of the release before still serve, which bear the new schema"
            }
            Strategy::DeployThenMigrate => {
                "when the new pods serve already, which bear the old schema"
            }
        };
        all.push(one(
            format!("`{}` migrates, {while_old}.", migrate.command.value.join(" ")),
            &["migrate.command", "migrate.strategy", "migrate.before"],
            "",
        ));
    }
    match plan.redis.kind.value {
        RedisKind::None => {
            all.push(one("It needs no Redis.", &["redis.kind"], ""));
        }
        RedisKind::External if in_credentials => {}
        RedisKind::External | RedisKind::Cluster => {
            let text = "It reads the address of Redis from `REDIS_URL`.";
            all.push(one(text, &["env", "secrets"], "under the name that it reads"));
        }
    }
}

fn jobs(plan: &Plan, all: &mut Vec<Assumption>) {
    if plan.workers.is_empty() {
        let text = "No job has to outlive a web pod: nothing but the web server works jobs off.";
        all.push(one(text, &["workers"], ""));
        return;
    }
    let names: Vec<String> = plan
        .workers
        .iter()
        .map(|worker| {
            let kind = match worker.kind.value {
                WorkerKind::Sidekiq => "Sidekiq",
                WorkerKind::SolidQueue => "Solid Queue",
                WorkerKind::GoodJob => "GoodJob",
                WorkerKind::Command => "its command",
            };
            format!("`{}` by {kind}", worker.name.value)
        })
        .collect();
    all.push(one(
        format!("Jobs are put where workers take them from: {}.", names.join(", ")),
        &["workers[].kind", "workers[].command"],
        "",
    ));
}

fn files(plan: &Plan, all: &mut Vec<Assumption>) {
    match plan.active_storage.service.value {
        Uploads::External => {
            let text = "Uploads go to a service outside, such as S3, and none to the disk.";
            all.push(one(text, &["active_storage.service", "volumes"], ""));
        }
        Uploads::None => {
            let text = "It keeps no uploads on its disk.";
            all.push(one(text, &["active_storage.service", "volumes"], ""));
        }
        Uploads::Local => {
            let text = format!("Uploads lie in `{}`.", plan.container.path("storage"));
            all.push(one(text, &["active_storage.service", "volumes"], ""));
        }
    }
    if plan.read_only_root.value {
        let mut places =
            vec!["/tmp".to_owned(), plan.container.path("tmp"), plan.container.path("log")];
        places.extend(plan.container.writable.value.iter().cloned());
        places.extend(plan.volumes.iter().map(|volume| volume.path.value.clone()));
        let places: Vec<String> = places.iter().map(|place| format!("`{place}`")).collect();
        all.push(one(
            format!("It writes to {} alone.", places.join(", ")),
            &["container.writable", "volumes", "security.read_only_root"],
            "",
        ));
    }
    let text = "Its log goes to standard output.";
    all.push(one(text, &["env"], "whatever variable the app asks, such as RAILS_LOG_TO_STDOUT"));
}

fn ends(plan: &Plan, all: &mut Vec<Assumption>) {
    let web = &plan.web;
    all.push(one(
        format!(
            "At the signal TERM it takes no more requests and ends within {} seconds.",
            web.grace.value - web.drain.value
        ),
        &["web.shutdown_timeout", "web.grace"],
        "",
    ));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::find;
    use crate::generate;
    use crate::preset::PRESETS;

    #[test]
    fn each_names_fields_that_there_are() {
        let more = "app: a\nimage: b\nbuild: {from: published, version: v1}\nrails: {credentials: false}\ndatabase: {adapter: none}\nexpose: {path: /a}\nweb: {probe: tcp}\n";
        for text in PRESETS.iter().map(|preset| preset.text).chain([more]) {
            for each in assumptions(&generate(text).plan) {
                assert!(!each.fields.is_empty() && each.text.ends_with('.'), "{each:?}");
                assert!(each.fields.iter().all(|path| find(path).is_some()), "{each:?}");
            }
        }
    }

    #[test]
    fn only_what_holds_is_said() {
        let said = |rest: &str, text: &str| {
            let plan = generate(&format!("app: shop\nimage: a/b\n{rest}")).plan;
            assumptions(&plan).iter().any(|each| each.text.contains(text))
        };
        for (rest, text, holds) in [
            ("", "RAILS_MASTER_KEY", true),
            ("rails: {credentials: false}\n", "RAILS_MASTER_KEY", false),
            ("rails: {credentials: false}\n", "SECRET_KEY_BASE`, and", true),
            ("", "answers `/up`", true),
            ("web: {probe: tcp}\n", "answers `/up`", false),
            ("", "from `DATABASE_URL`", true),
            ("database: {adapter: none}\n", "from `DATABASE_URL`", false),
            ("", "the user 1000", false),
            ("build: {from: dockerfile}\ncontainer: {user: 991}\n", "the user 991", true),
            ("", "It writes to `/tmp`", true),
            ("security: {read_only_root: false}\n", "It writes to", false),
        ] {
            assert_eq!(said(rest, text), holds, "{rest}: {text}");
        }
    }
}
