//! A deploy, and what a day needs after it.

use super::once::pushes;
use super::{code, follows_git};
use crate::field::Guide;
use crate::files::shell_quoted;
use crate::files::text::Text;
use crate::plan::{Plan, Strategy, TERMINAL};

pub(super) fn deploy(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Delivery, "What you do every day.");
    if plan.build.is_published() {
        return version(plan, text);
    }
    text.push("## Deploy\n\nCommit everything; the image is named by the git revision. Then:\n");
    if follows_git(plan) {
        return release(plan, text);
    }
    code(text, "./deploy.sh");
    let steps = steps(plan);
    let handed = if pushes(plan) { "and pushes it" } else { "and puts it on the nodes" };
    text.push(format!("It builds the image of the current git revision {handed}, {steps} While one deploy runs, another one is refused. If the processor of this machine differs from the cluster's (Apple silicon usually does), name the platform: `PLATFORM=linux/amd64 ./deploy.sh`.\n"));
    settings_alone(text);
}

/// What a deploy does with migration and pods.
fn steps(plan: &Plan) -> &'static str {
    match plan.strategy() {
        Strategy::MigrateThenDeploy => {
            "runs the migration as a Job and waits for it, then replaces the pods one by one. If the migration fails, no pod changes; if the new pods fail, the previous release is restored, and deploy.sh says why within seconds."
        }
        Strategy::DeployThenMigrate => {
            "replaces the pods one by one, runs the migration as a Job and waits for it, then replaces the pods once more. If the new pods fail, the previous release is restored, nothing is migrated, and deploy.sh says why within seconds."
        }
        Strategy::Downtime => {
            "stops the app, runs the migration as a Job and waits for it, then starts the new pods. The last line says what runs if something fails."
        }
    }
}

fn settings_alone(text: &mut Text) {
    text.fixed(Guide::Environment, "Settings without a new image.");
    text.push("To apply settings only, such as a variable in `env`, without building an image:\n");
    code(text, "./deploy.sh --config");
}

/// Where a release is another version of a published image.
fn version(plan: &Plan, text: &mut Text) {
    text.because(plan.build.source.reason());
    if follows_git(plan) {
        text.push(format!("## Deploy\n\nA release is another `build.version` in `linkspan.yml`: run `linkspan generate`, commit, and push to `{}`. The cluster takes it from there: settings, then the migration, then the release.\n", plan.delivery.branch.value));
        return;
    }
    text.push("## Deploy\n\nA release is another `build.version` in `linkspan.yml`: run `linkspan generate`, commit, and then:\n");
    code(text, "./deploy.sh");
    text.push(format!(
        "It builds nothing; it {} While one deploy runs, another one is refused.\n",
        steps(plan)
    ));
    settings_alone(text);
}

/// Where a release is a commit.
fn release(plan: &Plan, text: &mut Text) {
    text.because(plan.delivery.gitops.reason());
    code(text, "./release.sh");
    text.push(format!("It builds and pushes the image of the current git revision, writes that revision into the file `Kustomization`, and pushes this commit to `{}`. The cluster takes it from there: settings, then the migration, then the release. If the processor of this machine differs from the cluster's (Apple silicon usually does), name the platform: `PLATFORM=linux/amd64 ./release.sh`. A change of settings alone needs no release.sh: commit and push.\n", plan.delivery.branch.value));
}

pub(super) fn look(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Logging, "Rails writes to standard output.");
    text.push("## Look\n\nThe pods, the log of the web server, and what Kubernetes did lately:\n");
    code(
        text,
        format!(
            "kubectl --namespace {namespace} get pods\nkubectl --namespace {namespace} logs --follow --prefix --selector app.kubernetes.io/component=web\nkubectl --namespace {namespace} get events --sort-by=.lastTimestamp"
        ),
    );
    let workers: Vec<&str> = plan.workers.iter().map(|worker| worker.name.value.as_str()).collect();
    if !workers.is_empty() {
        text.fixed(Guide::BackgroundJobs, "Each group of workers has a log of its own.");
        text.push("The logs of the workers:\n");
        let lines: Vec<String> = workers
            .iter()
            .map(|worker| format!("kubectl --namespace {namespace} logs --follow --prefix --selector app.kubernetes.io/component={worker}"))
            .collect();
        code(text, lines.join("\n"));
    }
    text.fixed(Guide::Console, "In a pod of its own, with the app's settings and secrets.");
    text.push(
        "A Rails console, or a rake task, each in a new pod that is removed when you leave it:\n",
    );
    code(text, "./deploy.sh --console\n./deploy.sh --task bin/rails about");
    if plan.console.always.value {
        let command: Vec<String> =
            plan.console.command.value.iter().map(|word| shell_quoted(word)).collect();
        text.because(plan.console.always.reason());
        text.push("A pod for consoles is always there. Each release replaces it, which ends the consoles that are open in it:\n");
        code(
            text,
            format!(
                "kubectl --namespace {namespace} exec --stdin --tty deployment/{}-{TERMINAL} -- {}{}",
                plan.app.value,
                entrypoint(plan),
                command.join(" ")
            ),
        );
    }
    text.fixed(Guide::Delivery, "The release before.");
    if follows_git(plan) {
        text.push("To go back to the previous release, revert the commit of the release and push. Migrations are not undone, so that release's code must work with the newer schema:\n");
        code(text, "git revert --no-edit HEAD\ngit push");
        return;
    }
    text.push("This goes back to the previous release, and `./deploy.sh --rollback REVISION` to another one. Migrations are not undone, so that release's code must work with the newer schema:\n");
    code(text, "./deploy.sh --rollback");
}

/// What prepares a process, where it is known.
fn entrypoint(plan: &Plan) -> String {
    if !plan.build.is_generated() {
        return String::new();
    }
    format!("{} ", plan.container.path("bin/docker-entrypoint"))
}
