//! Files that SOPS has encrypted, and the Secrets that are made of them.

use super::Input;

/// A Secret whose values stand encrypted in the bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encrypted {
    /// The Secret's name.
    pub(crate) secret: String,
    /// Where the values stand, below the app's folder.
    pub(crate) path: String,
}

impl Input {
    /// The Secret that has to be decrypted, and the text that it is in, where the bundle has that.
    pub(crate) fn encrypted(&self) -> Option<(Encrypted, Option<&str>)> {
        let plan = self.plans().find(|plan| plan.decrypts_secrets())?;
        let path = plan.secret_file().unwrap_or_default();
        let ending = format!("/{path}");
        let mut all = self.files.encrypted.iter();
        let found = all.find(|(name, _)| **name == path || name.ends_with(&ending));
        let wanted = Encrypted { secret: plan.secret_name.clone(), path };
        Some((wanted, found.map(|(_, text)| text.as_str())))
    }
}
