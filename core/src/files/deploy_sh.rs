//! `deploy.sh`: a release with bash, git, docker and kubectl, and nothing of ours.

mod after;
mod environments;
mod published;
mod spec_sum;

pub(super) use environments::write_environments;

use super::text::Text;
use super::{build, deploy_secrets, shell_quoted};
use crate::field::Guide;
use crate::plan::{Plan, Strategy};
use std::borrow::Cow;

/// The part that is the same for every app. Only the assignments before it differ.
pub(super) const BODY: &str = concat!(
    include_str!("deploy_sh/body/talk.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/before.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/lock.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/build.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/policies.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/pods.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/migration.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/rollout.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/rollback.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/task.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/secret.sh.txt"),
    "\n",
    include_str!("deploy_sh/body/main.sh.txt"),
);
/// Where the functions of the migration strategy stand in it.
const MARK: &str = "# STRATEGY\n";

/// For the only plan; `spec` is the text that it was made from.
pub(super) fn write(plan: &Plan, spec: &str) -> Text {
    let mut text =
        Text::new(Guide::Delivery, "Deploys a release: builds its image, migrates, rolls out.");
    let way = match plan.strategy() {
        Strategy::MigrateThenDeploy => {
            "runs its migration once,\n# and changes pods only after the migration has succeeded. A rollout that fails is undone."
        }
        Strategy::DeployThenMigrate => {
            "replaces the pods,\n# runs the migration once, and replaces the pods again, as they know the old schema."
        }
        Strategy::Downtime => "stops the app,\n# runs the migration once, and starts the new pods.",
    };
    let needs = deploy_secrets::needs(plan);
    let needs = match plan.loads_image() {
        Some(program) => Cow::Owned(needs.replace("docker", &format!("docker, {program}"))),
        None => Cow::Borrowed(needs),
    };
    let (what, push) = if plan.build.is_published() {
        ("the version of its image that linkspan.yml names", "")
    } else if plan.loads_image().is_some() {
        ("the current git revision", "builds its image, puts it onto the nodes, ")
    } else {
        ("the current git revision", "builds and pushes its image, ")
    };
    let needs = published::needs(plan, needs);
    text.push(format!(
        "#!/usr/bin/env bash\n# Deploys {what}: {push}{way}\n{needs}set -euo pipefail\n"
    ));
    text.because(plan.app.reason());
    text.push(format!("app={}", shell_quoted(&plan.app.value)));
    text.because(plan.image.reason());
    if plan.build.is_published() && plan.strategy() != Strategy::Downtime {
        text.push("# shellcheck disable=SC2034 # the image is named with its version below");
    }
    text.push(format!("image={}", shell_quoted(&plan.image.value)));
    published::assign(plan, &mut text);
    build::assign(plan, &mut text);
    if let Some(program) = plan.loads_image() {
        text.because(
            plan.provider
                .because("What puts the image onto the nodes, which pull it from no registry."),
        );
        text.push(format!("load={program}"));
    }
    if plan.pin_image.value {
        text.because(plan.pin_image.reason());
        text.push("pin=true");
    }
    text.because(plan.namespace.reason());
    text.push(format!("namespace={}", shell_quoted(&plan.namespace.value)));
    text.fixed(Guide::Cluster, "The Deployments that a release rolls out, in this order.");
    let names: Vec<String> = std::iter::once("web")
        .chain(plan.workers.iter().map(|worker| worker.name.value.as_str()))
        .chain(plan.processes.iter().map(|process| process.name.value.as_str()))
        .map(|part| shell_quoted(&format!("{}-{part}", plan.app.value)))
        .collect();
    text.push(format!("deployments=({})", names.join(" ")));
    text.fixed(Guide::Monitoring, "Those of them whose number of pods an autoscaler decides.");
    text.push(format!("autoscaled={}", shell_quoted(&plan.autoscaled().join(" "))));
    text.fixed(Guide::Secrets, "Keys that have to be in the Secret before a release starts.");
    text.push(format!("secret={}", shell_quoted(&plan.secret_name)));
    let keys: Vec<String> = plan.secret_keys().map(|key| shell_quoted(&key.value)).collect();
    text.push(format!("secret_keys=({})", keys.join(" ")));
    if let Some(migrate) = &plan.migrate {
        text.because(migrate.timeout.reason());
        text.push(format!("migrate_timeout={}", migrate.timeout.value));
    } else {
        text.fixed(Guide::Migrations, "Without a database there is nothing to migrate.");
        text.push("migrate_timeout=0");
    }
    text.fixed(Guide::Delivery, "Seconds that each rollout may take.");
    text.push("rollout_timeout=900");
    text.fixed(
        Guide::Delivery,
        "The checksum of linkspan.yml, without its comments: a release from files that are older than it is refused.",
    );
    text.push(format!("spec_sum={}\n", spec_sum::spec_sum(spec)));
    text.fixed(Guide::Delivery, "The same for every app: read it once.");
    let body = match &plan.migrate {
        Some(migrate) if migrate.has_after() => Cow::Owned(after::with_after(BODY)),
        _ => Cow::Borrowed(BODY),
    };
    let (before, after) = body.split_once(MARK).unwrap_or((&body, ""));
    let script = |part| build::adapted(plan, published::adapted(plan, part)).into_owned();
    text.push(script(deploy_secrets::body(plan, before.trim_end()))).push("");
    if let Some(migrate) = &plan.migrate {
        text.because(migrate.strategy.reason());
    }
    text.push(script(strategy(plan).trim_end().into())).push("");
    text.fixed(Guide::Delivery, "The same for every app: read it once.");
    text.push(script(after.trim_end().into()));
    text
}

/// The functions of the migration strategy.
fn strategy(plan: &Plan) -> &'static str {
    match plan.strategy() {
        Strategy::MigrateThenDeploy => include_str!("deploy_sh/migrate_then_deploy.sh.txt"),
        Strategy::DeployThenMigrate => include_str!("deploy_sh/deploy_then_migrate.sh.txt"),
        Strategy::Downtime => include_str!("deploy_sh/downtime.sh.txt"),
    }
}
