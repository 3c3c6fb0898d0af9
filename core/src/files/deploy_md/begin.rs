//! How DEPLOY.md opens and closes: the steps of a first deploy, the daily round, and what the words mean.

use super::{code, follows_git};
use crate::facts::nouns::{self, Noun};
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::{DatabaseKind, Plan, Scheduler, Via};

/// The steps of a first deploy, in the order of the sections.
pub(super) fn steps(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Delivery, "The way from a checkout to an app that answers.");
    text.push("Plan half an hour for the first deploy. Follow these steps in order; the sections after them are for later.\n");
    let alone = plan.environment.is_none();
    let provider = plan.provider.value;
    let has_cluster = !provider.credentials.is_empty() || !provider.pitfalls.is_empty();
    let mut number = 0;
    let mut step = |is_there: bool, section: &str, what: &str| {
        if is_there {
            number += 1;
            let anchor = section.to_lowercase().replace(' ', "-");
            text.push(format!("{number}. [{section}](#{anchor}): {what}"));
        }
    };
    step(
        alone,
        "What you need",
        "programs on this machine, a cluster, and what else has to be there",
    );
    step(
        alone,
        super::assumptions::HEADING,
        "of an app that was there before, compare it line by line",
    );
    step(
        alone && !plan.build.is_generated(),
        "The image",
        "what the pods rely on in an image that is not Linkspan's",
    );
    step(
        alone && !plan.build.is_published(),
        "In the app",
        "the changes that your Gemfile and Rails' config files need; commit them",
    );
    step(has_cluster, "Cluster", "let `kubectl` find the cluster");
    let logs_in = plan.pull_secret.is_some() || super::once::logs_in(plan);
    let once = if logs_in {
        "create the namespace and log in to the registry"
    } else {
        "create the namespace"
    };
    step(true, "Once", once);
    step(true, "Secrets", "put passwords and keys into the cluster");
    step(plan.expose.via.value != Via::None, "Front door", "prepare how requests reach the app");
    let deploy = if plan.build.is_published() {
        "migrate, start"
    } else if follows_git(plan) {
        "build the image and hand it to git"
    } else {
        "build, push, migrate, start"
    };
    step(true, "Deploy", deploy);
    step(true, "Check it", "see that it runs and answers");
    text.push("\nWords that are new to you, such as pod or Ingress, are explained at the end of this file, in [Kubernetes in Rails words](#kubernetes-in-rails-words).\n");
}

/// What repeats.
pub(super) fn every_day(plan: &Plan, text: &mut Text) {
    let name = plan.environment.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
    text.fixed(Guide::Delivery, "What repeats, once the app runs.");
    let code_changes = if plan.build.is_published() {
        "Another version of the image: set `build.version`, generate, commit and deploy."
    } else {
        "A change of the app's code: commit and deploy."
    };
    text.push(format!("## Every day\n\n{code_changes} A change of how it runs, such as another worker, a variable or a host name:\n"));
    let release = match (follows_git(plan), plan.build.is_published()) {
        (true, true) => "git push",
        (true, false) => "./release.sh",
        (false, _) => "./deploy.sh",
    };
    text.push(format!("1. edit `linkspan.yml`\n2. `linkspan generate` writes the files anew, and says what changed\n3. `git add --all && git commit`\n4. `{release}`\n"));
    if follows_git(plan) {
        return;
    }
    let environment = if name.is_empty() { String::new() } else { format!(" --environment{name}") };
    text.push(format!("Without deploy.sh, by the command line alone: `linkspan plan{environment}` shows what a release would change in the cluster, `linkspan apply{environment} --revision REVISION` releases an image that is in the registry, and `linkspan status{environment}` shows what is running, and what is wrong with what is not.\n"));
}

/// Taking a part of the app, or all of it, out of the cluster.
pub(super) fn removal(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Delivery, "Nothing is deleted by surprise.");
    text.push("## Remove\n\nA worker, a scheduled job or anything else of `linkspan.yml`: take it out there and generate. `linkspan generate` names the files that are no longer generated; delete them, commit, and deploy: the release then removes from the cluster what ran from them.");
    let data = !plan.store_parts().is_empty()
        || !plan.volumes.is_empty()
        || plan.database_kind() != DatabaseKind::External;
    if data {
        text.push(
            "What keeps data, a StatefulSet and its volumes, stays until you delete it by hand.",
        );
    }
    text.push("\nThe whole app, with its Secret and, where the cluster keeps them, its data; there is no way back:\n");
    code(text, format!("kubectl delete namespace {namespace}"));
}

/// The nouns of this guide, a line each.
pub(super) fn words(plan: &Plan, text: &mut Text) {
    text.fixed(Guide::Cluster, "For a reader who knows Rails and not Kubernetes.");
    text.push("## Kubernetes in Rails words\n");
    let is_clock = !plan.cron.is_empty() && plan.scheduler.value == Scheduler::Kubernetes;
    let keeps = !plan.store_parts().is_empty();
    let all: [(&str, Noun, bool); 12] = [
        ("context", nouns::CONTEXT, true),
        ("namespace", nouns::NAMESPACE, true),
        ("pod", nouns::POD, true),
        ("Deployment", nouns::DEPLOYMENT, true),
        ("Job", nouns::JOB, true),
        ("CronJob", nouns::CRON_JOB, is_clock),
        ("Service", nouns::SERVICE, true),
        ("Ingress", nouns::INGRESS, plan.expose.via.value == Via::Ingress),
        ("Gateway", nouns::GATEWAY, plan.expose.via.value == Via::Gateway),
        ("Secret", nouns::SECRET, true),
        ("ConfigMap", nouns::CONFIG_MAP, true),
        ("volume", nouns::VOLUME, keeps || !plan.volumes.is_empty()),
    ];
    for (name, noun, _) in all.iter().filter(|(_, _, is_used)| *is_used) {
        text.push(format!("- **{name}**: {}", noun.short));
    }
    if keeps {
        text.push(format!("- **StatefulSet**: {}", nouns::STATEFUL_SET.short));
    }
    text.push(format!("- **node**: {}\n", nouns::NODE.short));
    text.push("`linkspan explain pod` says more, and so for each of them; `linkspan explain FILE:LINE` says why a line of a generated file is there.\n");
}
