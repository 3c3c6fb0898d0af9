//! Of a bundle of several environments, the one that is meant.

use super::Judged;
use crate::error::CliError;
use crate::paint::plain;
use linkspan_core::field::nearest;
use linkspan_core::internal::facts::Kubernetes;

impl Judged {
    /// Leaves the manifests of one environment.
    pub(crate) fn choose(&mut self, environment: Option<&str>) -> Result<(), CliError> {
        let names: Vec<&str> = self.environments.iter().map(|(name, _)| name.as_str()).collect();
        let usage = |message: String, help: String| Err(CliError::Usage(message, help));
        let Some(name) = environment else {
            if names.is_empty() {
                return Ok(());
            }
            let help = format!("name one: `--environment {}`", names.join("` or `--environment "));
            return usage("the bundle holds several environments".to_owned(), help);
        };
        let Some((_, version)) = self.environments.iter().find(|(each, _)| each == name) else {
            let help = match nearest(name, names.iter().copied()) {
                _ if names.is_empty() => "leave out `--environment`".to_owned(),
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it can be {}", names.join(", ")),
            };
            return usage(format!("the bundle has no environment `{}`", plain::inline(name)), help);
        };
        self.kubernetes = Some(*version);
        self.wanted.retain(|each| each.environment == name);
        let folder = folder_of(name);
        self.manifests.retain(|each| each.contains(&folder));
        Ok(())
    }

    /// The version that judges a file: that of its environment, else this one.
    pub(crate) fn version_of(&self, file: &str, otherwise: Kubernetes) -> Kubernetes {
        let found = self.environments.iter().find(|(name, _)| file.contains(&folder_of(name)));
        found.map_or(otherwise, |(_, version)| *version)
    }
}

fn folder_of(environment: &str) -> String {
    format!("{}{environment}/", super::gather::KUBE)
}
