//! What a provider wants, in `DEPLOY.md`.

use super::code;
use crate::files::text::Text;
use crate::plan::Plan;

pub(super) fn write(plan: &Plan, text: &mut Text) {
    let provider = plan.provider.value;
    if provider.credentials.is_empty() && provider.pitfalls.is_empty() {
        return;
    }
    text.because(plan.provider.reason());
    text.push(format!("## Cluster\n\nThe cluster runs at {}.", provider.label));
    if !provider.credentials.is_empty() {
        text.push("This lets `kubectl` find it:\n");
        code(text, provider.credentials.replace("{namespace}", &plan.namespace.value));
    } else {
        text.push("");
    }
    if let Some(registry) = provider.registry_of(&plan.image.value) {
        text.push("This lets `deploy.sh` push the image:\n");
        code(text, registry.login);
        if registry.pull_login.is_empty() {
            text.because(plan.private.reason());
            text.push("The cluster may read this registry by the rights that the provider gives its nodes, so it needs no login of its own.\n");
        }
    }
    text.because(plan.provider.reason());
    text.push("Good to know:\n");
    for pitfall in provider.pitfalls {
        text.push(format!("- {pitfall}"));
    }
    text.push("");
}
