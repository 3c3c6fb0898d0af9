//! What is done once, before the first deploy: the logins, the namespace, what the database needs.

use super::{code, database};
use crate::field::Guide;
use crate::files::registry;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Cluster, "The first commands that change something.");
    text.push("## Once\n\nCheck which cluster `kubectl` talks to (`kubectl config use-context NAME` chooses another), then create the namespace, the app's own area in it:\n");
    code(
        text,
        "kubectl config current-context\nkubectl apply --server-side --field-manager=linkspan -f config/kube/namespace.yml",
    );
    if plan.environment.is_some() && plan.namespace.value != plan.app.value {
        text.because(plan.namespace.reason());
        text.push("If the app was deployed before it had environments, it runs in another namespace: read \"An app that ran before\" in [DEPLOY.md](DEPLOY.md) first.\n");
    }
    push_login(plan, text);
    if let Some(pull_secret) = &plan.pull_secret {
        text.because(pull_secret.reason());
        pull_login(plan, namespace, &pull_secret.value, text);
    }
    database::once(plan, text);
}

/// Whether an image comes from a registry; these clusters take it from this machine.
pub(super) fn pushes(plan: &Plan) -> bool {
    plan.loads_image().is_none()
}

/// Whether a person logs in to push. Where the provider's own registry is used, its section has the login.
pub(super) fn logs_in(plan: &Plan) -> bool {
    pushes(plan)
        && !plan.build.is_published()
        && plan.provider.value.registry_of(&plan.image.value).is_none()
}

fn push_login(plan: &Plan, text: &mut Text) {
    if !logs_in(plan) {
        return;
    }
    text.because(plan.image.reason());
    text.push("Log in to the registry with an account that may push; docker remembers the login on this machine:\n");
    code(text, format!("docker login {}", registry(plan)));
}

fn pull_login(plan: &Plan, namespace: &str, secret: &str, text: &mut Text) {
    if let Some(own) = plan.provider.value.registry_of(&plan.image.value)
        && !own.pull_login.is_empty()
    {
        text.push("Give the cluster a login that may read from the registry:\n");
        code(
            text,
            format!(
                "(login=\"$({})\" && [ -n \"$login\" ] && printf %s \"$login\" |\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=/dev/stdin --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=registry-login -f -)",
                own.pull_login
            ),
        );
        return;
    }
    let registry = registry(plan);
    text.push("Give the cluster a login of its own, best with a token that may only read. A temporary Docker config is used, so only this login is sent to the cluster, and none ends up in your keychain:\n");
    code(
        text,
        format!(
            "(login=\"$(mktemp -d)\" && trap 'rm -r \"$login\"' EXIT &&\n  printf '{{\"auths\":{{\"none.invalid\":{{}}}}}}' >\"$login/config.json\" &&\n  DOCKER_CONFIG=\"$login\" docker login {registry} &&\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=\"$login/config.json\" \\\n    --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=registry-login -f -)"
        ),
    );
}
