//! `.sops.yaml`: who can decrypt the file with the secrets.

use super::text::Text;
use crate::field::Guide;
use crate::plan::{Plan, SecretStoreKind};

pub(super) fn write(plan: &Plan) -> Option<Text> {
    let store = &plan.secret_store;
    if store.kind.value != SecretStoreKind::Sops || store.age.value.is_empty() {
        return None;
    }
    let mut text = Text::new(Guide::Secrets, "Which keys sops encrypts for, and which files.");
    text.push("# For sops. After a change of keys: sops updatekeys FILE\ncreation_rules:\n  - path_regex: config/kube/.*\\.sops\\.yml$");
    text.because(store.age.reason());
    text.push(format!("    age: \"{}\"", store.age.value.join(",")));
    Some(text)
}
