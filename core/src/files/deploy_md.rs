//! `DEPLOY.md`: what to do, computed from the choices, from a fresh checkout to an app that runs and on.

mod assumptions;
mod begin;
mod cluster;
mod daily;
mod data;
mod database;
mod delivery;
pub(super) mod environments;
mod front_door;
mod hardening;
mod identity;
mod image;
mod migrate;
mod needs;
mod once;
mod processes;
mod rails;
mod schedule;
mod secrets;
mod sqlite;
mod stores;
mod watch;

use super::text::Text;
use crate::field::Guide;
use crate::plan::{GitOps, Plan};
use std::borrow::Cow;

pub(super) fn write(plan: &Plan) -> Text {
    let mut text = Text::new(Guide::Delivery, "How to deploy this app, step by step.");
    let app = &plan.app.value;
    text.push(format!("# Deploying {app}\n\nThis file and all others of the bundle are generated from `linkspan.yml`. Edit that file only, run `linkspan generate`, and commit both."));
    let alone = plan.environment.is_none();
    if alone {
        text.push("");
        begin::steps(plan, &mut text);
        needs::write(std::slice::from_ref(plan), &mut text);
        assumptions::write(plan, &mut text);
        image::write(plan, &mut text);
        rails::write(std::slice::from_ref(plan), &mut text);
    } else {
        text.push("\nWhat to install and what to change in the app is the same for all environments: do first what [DEPLOY.md](DEPLOY.md) says.\n");
        begin::steps(plan, &mut text);
    }
    cluster::write(plan, &mut text);
    once::write(plan, &mut text);
    identity::write(plan, &mut text);
    secrets::write(plan, &mut text);
    front_door::before(plan, &mut text);
    watch::before(plan, &mut text);
    daily::deploy(plan, &mut text);
    if alone {
        delivery::gitops(std::slice::from_ref(plan), &mut text);
    }
    front_door::after(plan, &mut text);
    begin::every_day(plan, &mut text);
    daily::look(plan, &mut text);
    begin::removal(plan, &mut text);
    text.fixed(Guide::Delivery, "Not needed for a first deploy.");
    text.push("# Appendix\n\nRead what you need, when you need it.\n");
    if alone {
        delivery::write(std::slice::from_ref(plan), &mut text);
    }
    migrate::write(plan, &mut text);
    schedule::write(plan, &mut text);
    processes::write(plan, &mut text);
    data::write(plan, &mut text);
    watch::after(plan, &mut text);
    hardening::write(plan, &mut text);
    begin::words(plan, &mut text);
    text
}

fn code(text: &mut Text, lines: impl Into<Cow<'static, str>>) {
    text.push("```bash").push(lines).push("```\n");
}

fn deployments(plan: &Plan) -> Vec<String> {
    std::iter::once("web")
        .chain(plan.workers.iter().map(|worker| worker.name.value.as_str()))
        .chain(plan.processes.iter().map(|process| process.name.value.as_str()))
        .map(|part| format!("{}-{part}", plan.app.value))
        .collect()
}

/// Whether the cluster follows git, so that a release is a commit.
fn follows_git(plan: &Plan) -> bool {
    plan.delivery.gitops.value != GitOps::None
}

/// How settings that were changed reach the cluster.
fn settings(plan: &Plan) -> &'static str {
    if follows_git(plan) { "commit and push" } else { "`./deploy.sh --config`" }
}
