//! Files that SOPS has encrypted, and the Secrets that are made of them.

use super::Judged;
use linkspan_core::Generated;

/// A Secret whose values stand encrypted in the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encrypted {
    /// Its environment; empty where the bundle has only one.
    pub(super) environment: String,
    /// The Secret's name.
    pub(crate) secret: String,
    /// Where the values stand, below the app's folder.
    pub(crate) path: String,
}

/// What whoever deploys has to decrypt, by the spec.
pub(super) fn of(generated: &Generated) -> Vec<Encrypted> {
    let encrypted =
        generated.plans().iter().filter(|plan| plan.decrypts_secrets()).map(|plan| Encrypted {
            environment: plan.environment.clone().unwrap_or_default(),
            secret: plan.secret_name.clone(),
            path: plan.secret_file().unwrap_or_default(),
        });
    encrypted.collect()
}

impl Judged {
    /// The Secret that has to be decrypted, and the text that it is in, where the bundle has that.
    pub(crate) fn encrypted(&self) -> Option<(&Encrypted, Option<&str>)> {
        let wanted = self.wanted.first()?;
        let ending = format!("/{}", wanted.path);
        let found = self
            .encrypted
            .iter()
            .find(|(name, _)| **name == wanted.path || name.ends_with(&ending))
            .map(|(_, text)| text.as_str());
        Some((wanted, found))
    }
}
