//! What is done once, before the first deploy: the logins, the namespace, what the database needs.

use super::{code, database};
use crate::field::Guide;
use crate::files::registry;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let namespace = &plan.namespace.value;
    text.fixed(Guide::Cluster, "The first commands that change something.");
    text.push("## Once\n\nLook which cluster `kubectl` talks to, then make the namespace:\n");
    code(
        text,
        "kubectl config current-context\nkubectl apply --server-side --field-manager=linkspan -f config/kube/namespace.yml",
    );
    if plan.environment.is_some() && plan.namespace.value != plan.app.value {
        text.because(plan.namespace.reason());
        text.push("Where the app ran before it had environments, that is another namespace: read what [DEPLOY.md](DEPLOY.md) says under An app that ran before, first.\n");
    }
    push_login(plan, text);
    if let Some(pull_secret) = &plan.pull_secret {
        text.because(pull_secret.reason());
        pull_login(plan, namespace, &pull_secret.value, text);
    }
    database::once(plan, text);
}

/// Whether an image goes to a registry; these clusters take it from this machine.
pub(super) fn pushes(plan: &Plan) -> bool {
    plan.loads_image().is_none()
}

/// Where the provider's own registry is used, its section has the login.
fn push_login(plan: &Plan, text: &mut Text) {
    if !pushes(plan) || plan.provider.value.registry_of(&plan.image.value).is_some() {
        return;
    }
    text.because(plan.image.reason());
    text.push("Log in to the registry as somebody who may push to it; docker remembers it on this machine:\n");
    code(text, format!("docker login {}", registry(plan)));
}

fn pull_login(plan: &Plan, namespace: &str, secret: &str, text: &mut Text) {
    if let Some(own) = plan.provider.value.registry_of(&plan.image.value)
        && !own.pull_login.is_empty()
    {
        text.push("Give the cluster a login to the registry, for reading:\n");
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
    text.push("Give the cluster a login of its own, best with a token that may only read. It goes into a folder of its own, so that no other login of yours is sent along, and none into the keychain of this machine instead:\n");
    code(
        text,
        format!(
            "(login=\"$(mktemp -d)\" && trap 'rm -r \"$login\"' EXIT &&\n  printf '{{\"auths\":{{\"none.invalid\":{{}}}}}}' >\"$login/config.json\" &&\n  DOCKER_CONFIG=\"$login\" docker login {registry} &&\n  kubectl --namespace {namespace} create secret generic {secret} \\\n    --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson=\"$login/config.json\" \\\n    --dry-run=client --output yaml |\n  kubectl --namespace {namespace} apply --server-side --field-manager=registry-login -f -)"
        ),
    );
}
