//! A deploy, and what a day needs after it.

use super::once::pushes;
use super::{code, follows_git};
use crate::field::Guide;
use crate::files::shell_quoted;
use crate::files::text::Text;
use crate::plan::{Plan, Strategy, TERMINAL};

pub(super) fn deploy(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Delivery, "What you do every day.");
    text.push("## Deploy\n\nCommit, then:\n");
    if follows_git(plan) {
        return release(plan, text);
    }
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
    let handed = if pushes(plan) { "and pushes it" } else { "and puts it on the nodes" };
    text.push(format!("It builds the image of the current git revision {handed}, {steps} Of two deploys at once, the later one is refused. On a machine with another processor than the cluster's (a Mac of today has another than most), say which: `PLATFORM=linux/amd64 ./deploy.sh`.\n"));
    text.fixed(Guide::Environment, "Settings without a new image.");
    text.push("Settings alone, with the image that runs:\n");
    code(text, "./deploy.sh --config");
}

/// Where a release is a commit.
fn release(plan: &Plan, text: &mut Text) {
    text.because(plan.delivery.gitops.reason());
    code(text, "./release.sh");
    text.push(format!("It builds and pushes the image of the current git revision, writes that revision into the file `Kustomization`, and pushes this commit to `{}`. The cluster takes it from there: settings, then the migration, then the release. On a machine with another processor than the cluster's (a Mac of today has another than most), say which: `PLATFORM=linux/amd64 ./release.sh`. Settings alone are a commit without it.\n", plan.delivery.branch.value));
}

pub(super) fn look(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
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
    if follows_git(plan) {
        text.push("Back to the release before (migrations stay, so its code has to bear the newer schema): take back the commit of the release, and push:\n");
        code(text, "git revert --no-edit HEAD\ngit push");
        return;
    }
    text.push("Back to the release before, or to one that you name (migrations stay, so its code has to bear the newer schema):\n");
    code(text, "./deploy.sh --rollback");
}
