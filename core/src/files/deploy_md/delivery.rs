//! Continuous delivery in `DEPLOY.md`.

use super::code;
use crate::files::text::Text;
use crate::plan::{Ci, GitOps, Plan};

pub(super) fn write(plan: &Plan, text: &mut Text) {
    gitops(plan, text);
    let delivery = &plan.delivery;
    if delivery.ci.value == Ci::None {
        return;
    }
    let (namespace, branch) = (&plan.namespace.value, &delivery.branch.value);
    let cluster = delivery.gitops.value == GitOps::None;
    text.because(delivery.ci.reason());
    text.push(format!("## Continuous delivery\n\nEach commit on `{branch}` is built and deployed, one after the other. Once a week the same revision is built anew without kept layers, on a base image of today, and deployed under a tag of its own (`REBUILD`)."));
    if !delivery.tests.value.is_empty() {
        text.push(format!("A deploy waits for the tests in `{}`.", delivery.tests.value));
    }
    text.push("");
    if cluster {
        text.push(format!("`kubeconfig` is a file with a user that may change the namespace `{namespace}`, and that namespace itself, and nothing else. Better than one that lasts: where your cloud trusts the tokens of the workflow (OIDC), let its login step write the kubeconfig at each run, and leave this secret out.\n"));
    }
    match delivery.ci.value {
        Ci::None => {}
        Ci::Github => {
            text.push("The weekly build runs if that is the default branch of the repository. The workflow's secrets, each read from a file or from the keyboard:\n");
            let kubeconfig = if cluster {
                "\ngh secret set KUBECONFIG --env production <kubeconfig"
            } else {
                ""
            };
            code(
                text,
                format!(
                    "gh secret set REGISTRY_USER --env production\ngh secret set REGISTRY_PASSWORD --env production{kubeconfig}"
                ),
            );
        }
        Ci::Gitlab => {
            let kubeconfig = if cluster {
                ", and `KUBECONFIG`, of the type File"
            } else {
                ", and `RELEASE_TOKEN`, a project access token that may write the repository"
            };
            text.push(format!("Set these variables under Settings, CI/CD, Variables, masked and protected: `REGISTRY_USER`, `REGISTRY_PASSWORD`{kubeconfig}. For the weekly build, add a schedule for the branch `{branch}` under Build, Pipeline schedules.\n"));
        }
    }
}

fn gitops(plan: &Plan, text: &mut Text) {
    let delivery = &plan.delivery;
    let app = &plan.app.value;
    text.because(delivery.gitops.reason());
    let (who, first, look) = match delivery.gitops.value {
        GitOps::None => return,
        GitOps::ArgoCd => {
            ("Argo CD", String::new(), format!("kubectl --namespace argocd get application {app}"))
        }
        GitOps::ArgoCdFleet => (
            "Argo CD",
            format!(
                "It deploys to every cluster of Argo CD whose Secret has the label `{app}=true`; each needs the namespace, the registry login and the secrets above. "
            ),
            format!(
                "kubectl --namespace argocd get applicationset {app}\nkubectl --namespace argocd get applications"
            ),
        ),
        GitOps::Flux => (
            "Flux",
            String::new(),
            format!(
                "kubectl --namespace flux-system get gitrepository {app}\nkubectl --namespace flux-system get kustomization.kustomize.toolkit.fluxcd.io {app}-settings {app}-release"
            ),
        ),
    };
    text.push(format!("## GitOps\n\n{who} follows the branch `{}` and applies what stands there: settings, then the migration, then the release. {first}Once, when the first release is in git:\n", delivery.branch.value));
    code(text, "kubectl apply --server-side --field-manager=linkspan -f config/gitops");
    text.push("A release is a commit: this builds and pushes the image and writes its revision into the file `Kustomization`, which `linkspan generate` sets back to `unreleased`, so release after it:\n");
    code(text, "./release.sh");
    text.push("To see how far it is:\n");
    code(text, look);
    if delivery.repository.value.starts_with("ssh://") {
        let secret = match delivery.gitops.value {
            GitOps::Flux => format!("the Secret `{app}-git` in the namespace `flux-system`, with `identity` and `known_hosts`"),
            GitOps::None | GitOps::ArgoCd | GitOps::ArgoCdFleet => "a Secret in the namespace `argocd` with the label `argocd.argoproj.io/secret-type: repository`".to_owned(),
        };
        text.push(format!("{who} reads the repository with a key of its own: {secret}.\n"));
    }
    text.push("What deploy.sh does and this does not: it takes back a release whose pods do not come up (here they stay beside the old ones, which go on serving; `git revert` the release commit), lets one deploy run at a time, says the cause, and looks for missing secrets first. A migration that failed is tried again by the next release only. `./deploy.sh --console` and `--task` work as ever; a release, `--config` and `--rollback` by it would be undone by the cluster.\n");
}
