//! `DEPLOY.md`: what to do, computed from the choices.

mod cluster;
mod data;
mod front_door;
mod schedule;

use super::text::Text;
use crate::field::Guide;
use crate::plan::{Adapter, Plan, Uploads, WorkerKind};
use std::borrow::Cow;

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(Guide::Delivery, "How to deploy this app, step by step.");
    let app = &plan.app.value;
    text.push(format!("# Deploying {app}\n\nEverything here was made from `linkspan.yml`. Change that file and generate again; commit both.\n"));
    cluster::write(plan, &mut text);
    once(plan, &mut text);
    secrets(plan, &mut text);
    front_door::write(plan, &mut text);
    daily(plan, &mut text);
    schedule::write(plan, &mut text);
    data::write(plan, &mut text);
    rails(plan, &mut text);
    text
}

fn code(text: &mut Text, lines: impl Into<Cow<'static, str>>) {
    text.push("```bash").push(lines).push("```\n");
}

fn once(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.push("## Once\n\nLook which cluster `kubectl` talks to, then make the namespace:\n");
    code(
        text,
        "kubectl config current-context\nkubectl apply --server-side --field-manager=linkspan -f config/kube/namespace.yml",
    );
    let Some(pull_secret) = &plan.pull_secret else { return };
    let registry = match plan.image.value.split_once('/') {
        Some((first, _)) if first.contains(['.', ':']) || first == "localhost" => first,
        _ => "docker.io",
    };
    text.because(pull_secret.reason());
    if let Some(own) = plan.provider.value.registry_of(&plan.image.value)
        && !own.pull_login.is_empty()
    {
        text.push("Give the cluster a login to the registry, for reading:\n");
        let secret = &pull_secret.value;
        code(
            text,
            format!(
                "{} |\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=/dev/stdin --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=registry-login -f -",
                own.pull_login
            ),
        );
        return;
    }
    text.push("Give the cluster a login to the registry. It goes into a folder of its own, so that no other login of yours is sent along:\n");
    code(
        text,
        format!(
            "login=\"$(mktemp -d)\"\nDOCKER_CONFIG=\"$login\" docker login {registry}\nkubectl --namespace {namespace} create secret generic {} \\\n  --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=\"$login/config.json\" \\\n  --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=registry-login -f -\nrm -r \"$login\"",
            pull_secret.value
        ),
    );
}

fn secrets(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Secrets, "Values go from a file or the keyboard into the cluster; none is in this bundle or on a command line.");
    text.push(format!(
        "## Secrets\n\nEach command sets one key of the Secret `{}` and leaves the others alone. The value comes from a file or from the keyboard, never from the command line: where a command waits, paste the value, press Enter and then Ctrl-D.\n",
        plan.secret_name
    ));
    for name in &plan.secrets {
        text.because(name.reason());
        let (source, about) = source(plan, &name.value);
        text.push(format!("`{}`: {about}\n", name.value));
        let manager = name.value.to_ascii_lowercase().replace('_', "-");
        code(
            text,
            format!(
                "(value=\"$({source})\" && [ -n \"$value\" ] && printf %s \"$value\" |\n  kubectl --namespace {} create secret generic {} \\\n    --from-file={}=/dev/stdin --dry-run=client --output yaml |\n  kubectl --namespace {} apply --server-side --field-manager=secret-{manager} -f -)",
                plan.namespace.value, plan.secret_name, name.value, plan.namespace.value
            ),
        );
    }
    text.fixed(Guide::Secrets, "Pods read their environment when they start.");
    text.push("Pods read their environment when they start. After a change:\n");
    let mut names: Vec<String> =
        deployments(plan).iter().map(|name| format!("deployment/{name}")).collect();
    if plan.has_redis() {
        names.insert(0, format!("statefulset/{}-redis", plan.app.value));
    }
    code(
        text,
        format!("kubectl --namespace {} rollout restart {}", plan.namespace.value, names.join(" ")),
    );
}

fn deployments(plan: &Plan) -> Vec<String> {
    std::iter::once("web")
        .chain(plan.workers.iter().map(|worker| worker.name.value.as_str()))
        .map(|part| format!("{}-{part}", plan.app.value))
        .collect()
}

/// Where a value comes from, and one sentence about it.
fn source(plan: &Plan, name: &str) -> (&'static str, String) {
    match name {
        "RAILS_MASTER_KEY" => ("cat config/master.key", "opens `config/credentials.yml.enc` (use the key file of your production credentials, if they have their own).".into()),
        "SECRET_KEY_BASE" => ("bin/rails secret", "signs cookies and sessions.".into()),
        "DATABASE_URL" => {
            let example = match plan.database.adapter.value {
                Adapter::Mysql => "`mysql2://USER:PASSWORD@HOST:3306/DATABASE`",
                _ => "`postgresql://USER:PASSWORD@HOST:5432/DATABASE`",
            };
            ("cat", format!("the address of the database, such as {example}; characters such as `@` or `/` in the password have to be percent-encoded."))
        }
        "REDIS_PASSWORD" => ("openssl rand -hex 32", "the password of the Redis in the cluster, made at random. It stands in a URL, so it may hold letters, digits, dots, dashes, `_` and `~` only.".into()),
        "REDIS_URL" => ("cat", "the address of Redis, such as `redis://:PASSWORD@HOST:6379/0`.".into()),
        _ => ("cat", "named in `linkspan.yml`.".into()),
    }
}

fn daily(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Delivery, "What you do every day.");
    text.push("## Deploy\n\nCommit, then:\n");
    code(text, "./deploy.sh");
    text.push("It builds and pushes the image of the current git revision, runs the migration as a Job and waits for it, then replaces the pods one by one. If the migration fails, no pod changes; if the new pods fail, the old release comes back, with the cause told within seconds. Of two deploys at once, the later one is refused. On a machine with another processor than the cluster's, say which: `PLATFORM=linux/amd64 ./deploy.sh`.\n");
    text.fixed(Guide::Environment, "Settings without a new image.");
    text.push("Settings alone, with the image that runs:\n");
    code(text, "./deploy.sh --config");
    text.fixed(Guide::Logging, "Rails writes to standard output.");
    text.push("## Look\n");
    code(
        text,
        format!(
            "kubectl --namespace {namespace} get pods\nkubectl --namespace {namespace} logs --follow --prefix --selector app.kubernetes.io/component=web\nkubectl --namespace {namespace} get events --sort-by=.lastTimestamp"
        ),
    );
    text.fixed(Guide::Console, "In a pod of its own, with the app's settings and secrets.");
    text.push("A console, or a task, each in a pod of its own that ends with it:\n");
    code(text, "./deploy.sh --console\n./deploy.sh --task bin/rails about");
    text.fixed(Guide::Delivery, "The release before.");
    text.push("Back to the release before, or to one that you name (migrations stay, so its code has to bear the newer schema):\n");
    code(text, "./deploy.sh --rollback");
}

fn rails(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Application, "What the app itself has to bring.");
    text.push("## In the app\n");
    let old = plan.build.rails.value == "7.1";
    text.push("- `config/puma.rb` reads `PORT`, `RAILS_MAX_THREADS` and `WEB_CONCURRENCY`; the file that Rails generates does.");
    if plan.web.shutdown_timeout.value != 30 {
        text.because(plan.web.shutdown_timeout.reason());
        text.push(format!(
            "- `config/puma.rb` needs `worker_shutdown_timeout {}`, because Puma's default is 30.",
            plan.web.shutdown_timeout.value
        ));
    }
    text.because(plan.web.health_path.reason());
    text.push(format!(
        "- `config/routes.rb` answers {} (`get \"up\" => \"rails/health#show\"`).",
        plan.web.health_path.value
    ));
    front_door::in_the_app(plan, text);
    text.fixed(Guide::Logging, "So that the log is one stream.");
    text.push("- `config/environments/production.rb` logs to `STDOUT`; Rails 7.1 and later do so by default.");
    text.fixed(Guide::Migrations, "The file system is read-only, and the schema belongs into git.");
    text.push("- `config/environments/production.rb` has `config.active_record.dump_schema_after_migration = false`.");
    if old {
        text.because(plan.build.rails.reason());
        text.push("- Rails 7.1 writes `tmp/pids/server.pid`; the entrypoint removes an old one.");
    }
    if plan.build.bootsnap.value {
        text.because(plan.build.bootsnap.reason());
        text.push("- The Gemfile has `bootsnap`, 1.24.1 or later.");
    }
    uploads(plan, text);
    front_door::cable(plan, text);
    for worker in &plan.workers {
        text.because(worker.kind.reason());
        let name = &worker.name.value;
        match worker.kind.value {
            WorkerKind::Sidekiq => text.push(format!("- Worker `{name}`: the Gemfile has `sidekiq`{}.", sidekiq_redis(plan))),
            WorkerKind::SolidQueue => text.push(format!("- Worker `{name}`: `config.solid_queue.shutdown_timeout = {}.seconds`; `config/queue.yml` uses at most {} threads.", worker.timeout.value, worker.concurrency.value)),
        };
    }
}

/// What Sidekiq asks of a Redis that is not ours.
fn sidekiq_redis(plan: &Plan) -> &'static str {
    if plan.has_redis() {
        ""
    } else {
        "; Redis is version 7 or later with `maxmemory-policy noeviction`"
    }
}

fn uploads(plan: &Plan, text: &mut Text) {
    let service = &plan.active_storage.service;
    text.because(service.reason());
    match service.value {
        Uploads::External => {
            text.push("- Active Storage keeps files in a service such as S3, not on the `:local` disk: a pod's own files are gone with it.");
        }
        Uploads::Local => {
            text.push("- `config/environments/production.rb` has `config.active_storage.service = :local`, and `config/storage.yml` keeps that service at `Rails.root.join(\"storage\")`; the files that Rails generates do.");
        }
        Uploads::None => {}
    }
}
