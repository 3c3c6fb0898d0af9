//! Continuous delivery in `DEPLOY.md`.

use super::code;
use crate::files::text::Text;
use crate::plan::{Ci, GitOps, Plan};

pub(super) fn write(plan: &Plan, text: &mut Text) {
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
