//! `DEPLOY.md`: what to do, computed from the choices.

mod cluster;
mod data;
mod database;
mod delivery;
pub(super) mod environments;
mod front_door;
mod hardening;
mod migrate;
mod rails;
mod schedule;
mod secrets;
mod watch;
mod workers;

use super::text::Text;
use super::{registry, shell_quoted};
use crate::field::Guide;
use crate::plan::{Plan, Strategy, TERMINAL};
use std::borrow::Cow;

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(Guide::Delivery, "How to deploy this app, step by step.");
    let app = &plan.app.value;
    text.push(format!("# Deploying {app}\n\nEverything here was made from `linkspan.yml`. Change that file and generate again; commit both.\n"));
    cluster::write(plan, &mut text);
    once(plan, &mut text);
    secrets::write(plan, &mut text);
    front_door::write(plan, &mut text);
    daily(plan, &mut text);
    if plan.environment.is_none() {
        delivery::write(std::slice::from_ref(plan), &mut text);
    }
    migrate::write(plan, &mut text);
    schedule::write(plan, &mut text);
    data::write(plan, &mut text);
    watch::write(plan, &mut text);
    hardening::write(plan, &mut text);
    rails::write(plan, &mut text);
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
    database::once(plan, text);
    let Some(pull_secret) = &plan.pull_secret else { return };
    let registry = registry(plan);
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

fn deployments(plan: &Plan) -> Vec<String> {
    std::iter::once("web")
        .chain(plan.workers.iter().map(|worker| worker.name.value.as_str()))
        .map(|part| format!("{}-{part}", plan.app.value))
        .collect()
}

fn daily(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Delivery, "What you do every day.");
    text.push("## Deploy\n\nCommit, then:\n");
    code(text, "./deploy.sh");
    let steps = match plan.strategy() {
        Strategy::MigrateThenDeploy => {
            "runs the migration as a Job and waits for it, then replaces the pods one by one. If the migration fails, no pod changes; if the new pods fail, the old release comes back, with the cause told within seconds."
        }
        Strategy::DeployThenMigrate => {
            "replaces the pods one by one, runs the migration as a Job and waits for it, then replaces the pods once more. If the new pods fail, the old release comes back and nothing is migrated, with the cause told within seconds."
        }
        Strategy::Downtime => {
            "stops the app, runs the migration as a Job and waits for it, then starts the new pods. The last line says what runs if something fails."
        }
    };
    let built = match plan.loads_image() {
        Some(program) => format!(
            "builds the image of the current git revision, puts it onto the nodes with `{program}`"
        ),
        None => "builds and pushes the image of the current git revision".to_owned(),
    };
    text.push(format!("It {built}, {steps} Of two deploys at once, the later one is refused. On a machine with another processor than the cluster's, say which: `PLATFORM=linux/amd64 ./deploy.sh`.\n"));
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
    if plan.console.always.value {
        let command: Vec<String> =
            plan.console.command.value.iter().map(|word| shell_quoted(word)).collect();
        text.because(plan.console.always.reason());
        text.push("A pod for consoles is always there; it starts anew with each release, with whatever is open in it:\n");
        code(
            text,
            format!(
                "kubectl --namespace {namespace} exec --stdin --tty deployment/{}-{TERMINAL} -- /rails/bin/docker-entrypoint {}",
                plan.app.value,
                command.join(" ")
            ),
        );
    }
    text.fixed(Guide::Delivery, "The release before.");
    text.push("Back to the release before, or to one that you name (migrations stay, so its code has to bear the newer schema):\n");
    code(text, "./deploy.sh --rollback");
}
