//! `.sops.yaml`: who can decrypt the files with the secrets.

use super::text::Text;
use crate::field::Guide;
use crate::plan::{Plan, SecretStoreKind};

/// For the only plan, or for all environments, each of which can have keys of its own.
pub(super) fn write(plans: &[Plan]) -> Option<Text> {
    let encrypted = |plan: &&Plan| {
        let store = &plan.secret_store;
        store.kind.value == SecretStoreKind::Sops && !store.age.value.is_empty()
    };
    let mut plans = plans.iter().filter(encrypted).peekable();
    plans.peek()?;
    let mut text = Text::new(Guide::Secrets, "Which keys sops encrypts for, and which files.");
    text.push("# For sops. After a change of keys: sops updatekeys FILE\ncreation_rules:");
    for plan in plans {
        let folder = plan.environment.as_deref().unwrap_or_default();
        let slash = if folder.is_empty() { "" } else { "/" };
        text.fixed(Guide::Secrets, "Which files.");
        text.push(format!("  - path_regex: config/kube/{folder}{slash}.*\\.sops\\.yml$"));
        let age = &plan.secret_store.age;
        if !plan.decrypts_secrets() {
            text.because(
                plan.delivery
                    .gitops
                    .because("Flux reads a whole Secret, of which the values are encrypted."),
            );
            text.push("    encrypted_regex: ^(data|stringData)$");
        }
        text.because(age.reason());
        text.push(format!("    age: \"{}\"", age.value.join(",")));
    }
    Some(text)
}
