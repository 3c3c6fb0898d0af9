//! `DEPLOY.md` of several environments: what they are, how a release goes through them, what differs.
//! The commands of each stand in a file of its own.

use super::{assumptions, code, delivery, image, needs, rails};
use crate::bundle::File;
use crate::field::Guide;
use crate::files::names;
use crate::files::text::Text;
use crate::plan::{Difference, GitOps, LogAgent, Plan};

/// Makes of the commands for the only environment those for this one.
pub(crate) fn name_environment(file: &mut File, environment: &str) {
    for (index, line) in file.lines.iter_mut().enumerate() {
        let title = if index == 0 { format!(": {environment}") } else { String::new() };
        let text = line
            .text
            .replace("./deploy.sh", &format!("./deploy.sh {environment}"))
            .replace("./release.sh", &format!("./release.sh {environment}"))
            .replace("config/kube", &format!("config/kube/{environment}"));
        line.text = (text + &title).into();
    }
}

pub(in crate::files) fn write_environments(plans: &[Plan], differences: &[Difference]) -> Text {
    let mut text = Text::new(Guide::Delivery, "How to deploy this app to each environment.");
    let Some(first) = plans.first() else { return text };
    text.push(format!("# Deploying {}\n\nThis file and all others of the bundle are generated from `linkspan.yml`. Edit that file only, run `linkspan generate`, and commit both.\n\nThe app runs in {} environments. Each has a namespace, a Secret and a folder below `config/kube` of its own, and its own guide, from the first command to the daily ones:\n", first.app.value, plans.len()));
    for plan in plans {
        let name = name(plan);
        text.because(plan.namespace.reason());
        text.push(format!(
            "- `{name}`, in the namespace `{}`: [{guide}]({guide})",
            plan.namespace.value,
            guide = plan.guide()
        ));
    }
    text.push("\nFor the first deploy, install the programs and change the app as this file says, then follow the guide of each environment. The guides explain words such as namespace and pod at their end.\n");
    needs::write(plans, &mut text);
    assumptions::write(first, &mut text);
    image::write(first, &mut text);
    rails::write(plans, &mut text);
    rails_env(first, &mut text);
    text.fixed(Guide::Delivery, "What was tried in one environment is what runs in the next.");
    if first.delivery.gitops.value == GitOps::None {
        text.push("## A release\n\nOne image goes through all environments. The first deploy of a revision builds it; for the others deploy.sh finds it in the registry:\n");
        let lines: Vec<String> =
            plans.iter().map(|plan| format!("./deploy.sh {}", name(plan))).collect();
        code(&mut text, lines.join("\n"));
        text.push("If the environments are in different clusters, name the context: `KUBE_CONTEXT=NAME ./deploy.sh ENVIRONMENT`.\n");
    }
    delivery::gitops(plans, &mut text);
    delivery::write(plans, &mut text);
    earlier(plans, &mut text);
    table(plans, differences, &mut text);
    text
}

/// Where the app ran before it had environments: nothing moves by itself, and nothing that runs there is told of it.
fn earlier(plans: &[Plan], text: &mut Text) {
    let Some(plan) = plans.iter().find(|plan| name(plan) == "production").or(plans.last()) else {
        return;
    };
    let (app, heir) = (&plan.app.value, name(plan));
    let script = if plan.delivery.gitops.value == GitOps::None { "deploy" } else { "release" };
    text.because(plan.namespace.reason());
    text.push("## An app that ran before\n");
    if let Some(plan) = plans.iter().find(|plan| plan.namespace.value == *app) {
        text.push(format!("Without environments the app runs in the namespace `{app}`. `{}` has it, so `./{script}.sh {}` takes over what runs there. Remove the files that `linkspan generate` names as no longer generated.\n", name(plan), name(plan)));
    } else {
        text.push(format!("Without environments the app runs in the namespace `{app}`, and none of these has it. What runs there goes on running, but gets no more releases; its Secret, its volumes and what is stored in them stay there. So where the app runs already, let one environment have that namespace, before its first deploy:\n"));
        text.push(format!("```yaml\nenvironments:\n  {heir}:\n    namespace: {app}\n```\n"));
        text.push(format!("Then `./{script}.sh {heir}` takes over what runs. To move instead, deploy to the new namespace with a Secret and data of its own, point the names in `hosts` to it, and delete the namespace `{app}` when nothing in it is needed: its volumes go with it.\n"));
    }
    if plans.iter().any(|plan| plan.logging.kind.value != LogAgent::None) {
        text.because(plan.logging.namespace.reason());
        text.push(format!("The log agent from before is in the namespace `{app}-logging`, and sends each line a second time: delete that namespace.\n"));
    }
    text.because(plan.delivery.gitops.reason());
    match plan.delivery.gitops.value {
        GitOps::None => {}
        GitOps::Flux => {
            let kind = "kustomization.kustomize.toolkit.fluxcd.io";
            let flux = "kubectl --namespace flux-system";
            text.push("Flux still follows the folder from before, and would delete what is no longer in it. Before you push the files of the environments, let it go without its objects:\n");
            code(
                text,
                format!(
                    "{flux} patch {kind} {app}-release --type=merge --patch='{{\"spec\":{{\"prune\":false}}}}' &&\n  {flux} patch {kind} {app}-settings --type=merge --patch='{{\"spec\":{{\"prune\":false}}}}' &&\n  {flux} delete {kind} {app}-release {app}-settings"
                ),
            );
        }
        GitOps::ArgoCd => {
            text.push("Argo CD still follows the folder from before, and would delete what is no longer in it. Before you push the files of the environments, let it go without its objects:\n");
            code(text, format!("kubectl --namespace argocd delete application {app}"));
        }
        GitOps::ArgoCdFleet => {
            text.push(format!("The ApplicationSet `{app}` makes other Applications for environments, and those from before take their objects along. Before you apply it again, set `preserveResourcesOnDeletion: true` in the `syncPolicy` of the one in the cluster.\n"));
        }
    }
}

fn table(plans: &[Plan], differences: &[Difference], text: &mut Text) {
    text.fixed(Guide::Delivery, "Counted from the spec: set, default and worked out alike.");
    text.push("## What differs\n");
    text.push(format!("| Field | In common | {} |", names(plans, " | ")));
    text.push(format!("| --- | --- |{}", " --- |".repeat(plans.len())));
    for row in differences {
        let cells: Vec<String> = row.values.iter().map(|value| cell(value)).collect();
        text.push(format!("| {} | {} |", cell(&row.field), cells.join(" | ")));
    }
    text.push("");
}

/// A value as a cell of a table, whatever it holds.
fn cell(value: &str) -> String {
    let flat: String =
        value.chars().map(|each| if each.is_control() { ' ' } else { each }).collect();
    let flat = flat.trim().replace('|', "\\|");
    match flat.as_str() {
        "" => String::new(),
        text if text.contains('`') => format!("``` {text} ```"),
        text => format!("`{text}`"),
    }
}

fn rails_env(plan: &Plan, text: &mut Text) {
    text.fixed(
        Guide::Environment,
        "Staging is worth something only if it runs what production runs.",
    );
    text.push("## RAILS_ENV\n\n`RAILS_ENV` is `production` in all of them: the image has the gems and the assets of that mode alone, and a staging in another mode would test what nobody uses. What differs goes into `env` and `secrets` of `linkspan.yml`.\n");
    if plan.build.credentials.value {
        text.because(plan.build.credentials.reason());
        text.push("Rails looks for credentials by `RAILS_ENV`, so all environments open one file, with one `RAILS_MASTER_KEY`. What has to differ between them belongs into `secrets`. For a file of its own in each, set a variable such as `DEPLOY_ENV` in `env` of each environment, and in `config/application.rb` the path:\n");
        text.push("```ruby\nconfig.credentials.content_path = Rails.root.join(\"config/credentials/#{ENV.fetch(\"DEPLOY_ENV\", \"production\")}.yml.enc\")\n```\n");
        text.push("Its key is then the `RAILS_MASTER_KEY` of that environment.\n");
    }
}

fn name(plan: &Plan) -> &str {
    plan.environment.as_deref().unwrap_or_default()
}
