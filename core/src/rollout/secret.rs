//! The Secret of what SOPS has encrypted: names of keys can be read by anyone, values only when decrypted.

use super::MANAGER;
use crate::plan::{LABEL_INSTANCE, LABEL_MANAGED_BY};
use crate::yaml::{self, Content};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Why decrypted values make no Secret. No value stands in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoSecret {
    /// Something else than names with values.
    #[error("what stands in it is not one line for each secret")]
    NotAMap,
    /// A Secret holds texts.
    #[error("these values are no texts: `{}`", .0.join("`, `"))]
    NotText(Vec<String>),
}

/// The names in a file that SOPS has encrypted, of which those of texts can be read as they are.
#[must_use]
pub fn encrypted_keys(text: &str) -> BTreeSet<String> {
    let (documents, _) = yaml::read(text);
    let root = documents.first().and_then(|document| document.root.as_ref());
    let Some(Content::Map(entries)) = root.map(|root| &root.content) else {
        return BTreeSet::new();
    };
    // What SOPS itself has to know stands beside them.
    entries.iter().map(|entry| entry.key.to_string()).filter(|key| key != "sops").collect()
}

/// The app's Secret of decrypted values, to replace what is there.
///
/// # Errors
/// When a value is no text: a number would be another one after YAML and JSON.
pub fn secret_of(app: &str, namespace: &str, name: &str, values: Value) -> Result<Value, NoSecret> {
    let Value::Object(values) = values else { return Err(NoSecret::NotAMap) };
    let odd: Vec<String> =
        values.iter().filter(|(_, value)| !value.is_string()).map(|(key, _)| key.clone()).collect();
    if !odd.is_empty() {
        return Err(NoSecret::NotText(odd));
    }
    Ok(json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": name,
            "namespace": namespace,
            "labels": {LABEL_INSTANCE: app, LABEL_MANAGED_BY: MANAGER},
        },
        "stringData": values,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_values_are_not() {
        let text = "DATABASE_URL: ENC[AES256_GCM,data:a,tag:b==,type:str]\n\"KEY\": ENC[x]\nsops:\n    lastmodified: \"2026-11-24T00:00:00Z\"\n";
        let keys: Vec<String> = encrypted_keys(text).into_iter().collect();
        assert_eq!(keys, ["DATABASE_URL", "KEY"]);
        for broken in ["", "[", "- a\n", "a"] {
            assert!(encrypted_keys(broken).is_empty());
        }
    }

    #[test]
    fn only_texts_make_a_secret() {
        let made = secret_of("shop", "web", "shop-secrets", json!({"A": "1\n2"})).unwrap();
        assert_eq!(made["stringData"]["A"], "1\n2");
        assert_eq!(made["metadata"]["labels"]["app.kubernetes.io/managed-by"], "linkspan");
        let odd = secret_of("shop", "web", "s", json!({"A": "x", "B": 7, "C": {"d": "hush"}}));
        let told = odd.unwrap_err().to_string();
        assert_eq!(told, "these values are no texts: `B`, `C`");
        assert_eq!(secret_of("shop", "web", "s", json!(["hush"])), Err(NoSecret::NotAMap));
    }
}
