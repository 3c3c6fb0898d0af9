//! Continuous delivery in `DEPLOY.md`.

use super::code;
use crate::files::ci::uses_docker;
use crate::files::text::Text;
use crate::plan::{Ci, GitOps, Plan};

/// For the only plan, or for all environments.
pub(super) fn write(plans: &[Plan], text: &mut Text) {
    let Some(plan) = plans.first() else { return };
    let delivery = &plan.delivery;
    let is_published = plan.build.is_published();
    if delivery.ci.value == Ci::None || is_published && delivery.gitops.value != GitOps::None {
        return;
    }
    let branch = &delivery.branch.value;
    let cluster = delivery.gitops.value == GitOps::None;
    let names = names(plans);
    text.because(delivery.ci.reason());
    let place = names.first().map_or_else(String::new, |first| format!(" to `{first}`"));
    let (built, weekly) = if is_published {
        ("is ", "")
    } else {
        (
            "is built and ",
            " Once a week the same revision is built again without cached layers, on the newest base image, and deployed under another tag (`REBUILD`).",
        )
    };
    text.push(format!("## Continuous delivery\n\nEach commit on `{branch}` {built}deployed{place}, one after the other.{weekly}"));
    if !delivery.tests.value.is_empty() {
        text.push(format!("A deploy waits for the tests in `{}`.", delivery.tests.value));
    }
    text.push("");
    if let Some((first, others)) = names.split_first() {
        by_hand(plan, first, others, text);
    }
    if cluster {
        plans.iter().for_each(|plan| user(plan, text));
        text.push("Better than a lasting key: if your cloud trusts the tokens of the workflow (OIDC), let its login step write the kubeconfig in each run, bind the same role to that user, and leave this secret out.\n");
    }
    match delivery.ci.value {
        Ci::None => {}
        Ci::Github => github(plan, &names, text),
        Ci::Gitlab => {
            let kubeconfig = if !cluster {
                ", and `RELEASE_TOKEN`, a project access token that may write the repository"
            } else if names.is_empty() {
                ", and `KUBECONFIG`, of the type File, with the content of `../kubeconfig`"
            } else {
                ", and `KUBECONFIG`, of the type File, once for each environment with that as its scope and the content of its `../kubeconfig-ENVIRONMENT`"
            };
            let sops = if sops_key(plan) {
                ", and `SOPS_AGE_KEY`, the private key that opens the secrets"
            } else {
                ""
            };
            let registry: &[&str] =
                if uses_docker(plan) { &["REGISTRY_USER", "REGISTRY_PASSWORD"] } else { &[] };
            let build = secrets(plan).iter().map(String::as_str);
            let needed: Vec<String> =
                registry.iter().copied().chain(build).map(|name| format!("`{name}`")).collect();
            let all = format!("{}{kubeconfig}{sops}", needed.join(", "));
            let all = all.trim_start_matches(", and ");
            let weekly = if is_published {
                String::new()
            } else {
                format!(
                    " For the weekly build, add a schedule for the branch `{branch}` under Build, Pipeline schedules."
                )
            };
            text.push(format!("Set these variables under Settings, CI/CD, Variables, masked and protected: {all}.{weekly}\n"));
            forget(cluster, text);
        }
    }
}

/// Names of the environments.
fn names(plans: &[Plan]) -> Vec<&str> {
    plans.iter().filter_map(|plan| plan.environment.as_deref()).collect()
}

/// How a release goes on from the first environment.
fn by_hand(plan: &Plan, first: &str, others: &[&str], text: &mut Text) {
    if others.is_empty() {
        return;
    }
    let quoted: Vec<String> = others.iter().map(|name| format!("`{name}`")).collect();
    let others = quoted.join(" and to ");
    let gitops = plan.delivery.gitops.value != GitOps::None;
    match plan.delivery.ci.value {
        Ci::None => {}
        Ci::Github => {
            let how = if gitops {
                format!("it gets what `{first}` has then, and no image is built")
            } else {
                format!(
                    "the newest commit goes to `{first}` first, where nothing changes if it runs there already, and then on with the same image"
                )
            };
            let weekly = if gitops {
                ""
            } else {
                " Tick `rebuild` to hand on the image of this week's base."
            };
            text.push(format!("A person starts the deploy to {others}: Actions, Deploy, Run workflow, and there the environment; {how}.{weekly} To require approval, name reviewers of that environment under Settings, Environments.\n"));
        }
        Ci::Gitlab => {
            let what = if gitops {
                format!("It gets what `{first}` has then, and no image is built.")
            } else {
                format!("It gets the image that was built for `{first}`.")
            };
            text.push(format!("A person starts the deploy to {others} in the pipeline, once that of `{first}` has succeeded. {what} Who may start it is set under Settings, CI/CD, Protected environments.\n"));
        }
    }
}

/// Secrets that the build reads.
fn secrets(plan: &Plan) -> &[String] {
    if plan.build.is_published() { &[] } else { &plan.build.secrets.value }
}

/// Whether the workflow has to be given a key that opens the secrets.
fn sops_key(plan: &Plan) -> bool {
    plan.decrypts_secrets() && !plan.secret_store.age.value.is_empty()
}

fn github(plan: &Plan, names: &[&str], text: &mut Text) {
    let cluster = plan.delivery.gitops.value == GitOps::None;
    let weekly = if plan.build.is_published() {
        ""
    } else {
        "The weekly build runs if that is the default branch of the repository. "
    };
    text.push(format!(
        "{weekly}The workflow's secrets, each read from a file or from the keyboard:\n"
    ));
    let all = if names.is_empty() { &["production"] } else { names };
    let mut lines = Vec::new();
    for (index, name) in all.iter().enumerate() {
        // A release that is handed on builds nothing.
        if (cluster || index == 0) && uses_docker(plan) {
            lines.push(format!("gh secret set REGISTRY_USER --env {name}"));
            lines.push(format!("gh secret set REGISTRY_PASSWORD --env {name}"));
        }
        if cluster || index == 0 {
            let build = secrets(plan).iter();
            lines.extend(build.map(|secret| format!("gh secret set {secret} --env {name}")));
        }
        if sops_key(plan) {
            lines.push(format!("gh secret set SOPS_AGE_KEY --env {name}"));
        }
        if cluster {
            let file = if names.is_empty() { String::new() } else { format!("-{name}") };
            lines.push(format!("gh secret set KUBECONFIG --env {name} <../kubeconfig{file}"));
        }
    }
    code(text, asking(&lines));
    forget(cluster, text);
}

/// Commands that ask, as one block: a shell that got it line by line would give the next command to the first as its value.
fn asking(lines: &[String]) -> String {
    match lines {
        [only] => only.clone(),
        lines => format!("({})", lines.join(" &&\n  ")),
    }
}

/// The user of the workflow, and the file that it logs in with.
fn user(plan: &Plan, text: &mut Text) {
    let (namespace, app) = (&plan.namespace.value, &plan.app.value);
    let (folder, file) = match &plan.environment {
        Some(name) => (format!("config/kube/{name}/access"), format!("kubeconfig-{name}")),
        None => ("config/kube/access".to_owned(), "kubeconfig".to_owned()),
    };
    let class = if plan.web.priority.is_some() { ", beside its PriorityClass" } else { "" };
    text.push(format!("`{folder}` describes the user of the workflow: it may do in the namespace `{namespace}` what a release does there, and nothing in any other{class}. The pods that it makes can use every Secret and every service account of that namespace, so guard its key as you guard those, and keep what is not the app's in namespaces of its own. Somebody who may give rights makes it, once the namespace is there, and again when the bundle has a new kind of object:\n"));
    code(text, format!("kubectl apply --server-side --field-manager=linkspan -f {folder}"));
    let own = folder.trim_end_matches("/access");
    text.push(format!("It may not change the namespace itself, whose labels limit what pods may do. When `{own}/namespace.yml` has changed, an administrator applies it.\n"));
    text.push("Then write its kubeconfig, outside of the repository:\n");
    code(
        text,
        format!(
            "(umask 077 && cat >../{file} <<END\napiVersion: v1\nkind: Config\nclusters:\n  - name: cluster\n    cluster:\n      server: $(kubectl config view --minify --output jsonpath='{{.clusters[0].cluster.server}}')\n      certificate-authority-data: $(kubectl config view --minify --flatten --output jsonpath='{{.clusters[0].cluster.certificate-authority-data}}')\nusers:\n  - name: deployer\n    user:\n      token: $(kubectl --namespace {namespace} get secret {app}-deployer --output go-template='{{{{.data.token | base64decode}}}}')\ncontexts:\n  - name: deployer\n    context: {{cluster: cluster, user: deployer, namespace: {namespace}}}\ncurrent-context: deployer\nEND\n)\nkubectl --kubeconfig ../{file} auth can-i patch deployments"
        ),
    );
}

/// What was handed over is not kept lying about.
fn forget(cluster: bool, text: &mut Text) {
    if cluster {
        text.push("Then remove the file:\n");
        code(text, "rm ../kubeconfig*");
    }
}

/// How the cluster follows git, for the only plan or for all environments.
pub(super) fn gitops(plans: &[Plan], text: &mut Text) {
    let Some(plan) = plans.first() else { return };
    let (delivery, is_published) = (&plan.delivery, plan.build.is_published());
    let app = &plan.app.value;
    let names = names(plans);
    text.because(delivery.gitops.reason());
    let (who, first, look) = match delivery.gitops.value {
        GitOps::None => return,
        GitOps::ArgoCd if names.is_empty() => {
            ("Argo CD", String::new(), format!("kubectl --namespace argocd get application {app}"))
        }
        GitOps::ArgoCd => ("Argo CD", String::new(), look_at_set(app)),
        GitOps::ArgoCdFleet => {
            let label = match names.first() {
                Some(first) => format!(
                    "It deploys an environment to every cluster of Argo CD whose Secret has the label `{app}` with its name, such as `{app}={first}`"
                ),
                None => format!(
                    "It deploys to every cluster of Argo CD whose Secret has the label `{app}=true`"
                ),
            };
            let first = format!(
                "{label}; each needs the namespace, the registry login and the secrets above. "
            );
            ("Argo CD", first, look_at_set(app))
        }
        GitOps::Flux => ("Flux", String::new(), look_at_flux(app, &names)),
    };
    text.push(format!("## GitOps\n\n{who} follows the branch `{}` and applies what stands there: settings, then the migration, then the release. {first}Once, when the first release is in git:\n", delivery.branch.value));
    let folder = "kubectl apply --server-side --field-manager=linkspan -f config/gitops";
    if delivery.gitops.value == GitOps::Flux && !names.is_empty() {
        let lines: Vec<String> = names.iter().map(|name| format!("{folder}/{name}")).collect();
        code(text, lines.join("\n"));
        text.push("Each in the cluster of its environment, which Flux runs in.\n");
    } else {
        code(text, folder);
    }
    let kept = "`linkspan generate` leaves the revision in the file `Kustomization` as it is; an archive and the page know nothing of it and say `unreleased`: keep the line of yours.\n";
    if let Some((first, others)) = names.split_first() {
        if is_published {
            text.push("A release is a commit that names another `build.version`: it reaches every environment at once.\n");
        } else {
            text.push("A release is a commit: this builds and pushes the image, and writes its revision into the file `Kustomization` of the environment:\n");
            let lines: Vec<String> =
                names.iter().map(|name| format!("./release.sh {name}")).collect();
            code(text, lines.join("\n"));
            if !others.is_empty() {
                text.push(format!("Only the first, `{first}`, builds: the others get the image that runs there. Other changes of a folder below `config/kube`, such as those of settings, reach their environment as soon as they are on the branch.\n"));
            }
        }
    }
    if !is_published {
        text.push(kept);
    }
    text.push("To see its progress:\n");
    code(text, look);
    if delivery.repository.value.starts_with("ssh://") {
        let secret = match delivery.gitops.value {
            GitOps::Flux => format!("the Secret `{app}-git` in the namespace `flux-system`, with `identity` and `known_hosts`"),
            GitOps::None | GitOps::ArgoCd | GitOps::ArgoCdFleet => "a Secret in the namespace `argocd` with the label `argocd.argoproj.io/secret-type: repository`".to_owned(),
        };
        text.push(format!("{who} reads the repository with a key of its own: {secret}.\n"));
    }
    let script = if names.is_empty() { "./deploy.sh" } else { "./deploy.sh ENVIRONMENT" };
    text.push(format!("What deploy.sh does and this does not: it takes back a release whose pods do not come up (here they stay beside the old ones, which go on serving; `git revert` the release commit), lets one deploy run at a time, says the cause, and looks for missing secrets first. A migration that failed is tried again by the next release only. `{script} --console` and `--task` work as ever; a release, `--config` and `--rollback` by it would be undone by the cluster.\n"));
}

fn look_at_set(app: &str) -> String {
    format!(
        "kubectl --namespace argocd get applicationset {app}\nkubectl --namespace argocd get applications"
    )
}

fn look_at_flux(app: &str, names: &[&str]) -> String {
    let look = |name: &str| {
        format!(
            "kubectl --namespace flux-system get gitrepository {name}\nkubectl --namespace flux-system get kustomization.kustomize.toolkit.fluxcd.io {name}-settings {name}-release"
        )
    };
    if names.is_empty() {
        return look(app);
    }
    let lines: Vec<String> = names.iter().map(|name| look(&format!("{app}-{name}"))).collect();
    lines.join("\n")
}
