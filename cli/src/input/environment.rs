//! Of a bundle of several environments, the one that is meant.

use super::Input;
use crate::error::CliError;
use crate::paint::plain;
use linkspan_core::check::Source;
use linkspan_core::field::nearest;
use linkspan_core::internal::facts::Kubernetes;
use linkspan_core::internal::intake::{folder_of, manifests};
use linkspan_core::internal::rollout::Revision;
use linkspan_core::plan::{Plan, guide_of};

impl Input {
    /// Leaves the manifests of one environment.
    pub(crate) fn choose(&mut self, environment: Option<&str>) -> Result<(), CliError> {
        let names: Vec<&str> = self.specs.environments().map(|(name, _)| name).collect();
        let usage = |message: String, help: String| Err(CliError::Usage(message, help));
        let Some(name) = environment else {
            if names.is_empty() {
                return Ok(());
            }
            let help = format!("name one: `--environment {}`", names.join("` or `--environment "));
            return usage("the bundle holds several environments".to_owned(), help);
        };
        if !names.contains(&name) {
            let help = match nearest(name, names.iter().copied()) {
                _ if names.is_empty() => "leave out `--environment`".to_owned(),
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it can be {}", names.join(", ")),
            };
            return usage(format!("the bundle has no environment `{}`", plain::inline(name)), help);
        }
        self.environment = Some(name.to_owned());
        Ok(())
    }

    /// The manifests of the environment that is meant, or all.
    pub(crate) fn manifests(&self) -> Vec<Source<'_>> {
        let mut all = manifests(&self.files.sources());
        if let Some(name) = &self.environment {
            let folder = folder_of(name);
            all.retain(|each| each.path.contains(&folder));
        }
        all
    }

    /// The name of the file with the commands that deploy what is meant.
    pub(crate) fn guide(&self) -> String {
        guide_of(self.environment.as_deref())
    }

    /// The version of the cluster that the environment runs in.
    pub(crate) fn kubernetes(&self) -> Kubernetes {
        match (&self.environment, self.plans().next()) {
            (Some(_), Some(plan)) => plan.kubernetes.value,
            _ => self.specs.usual(),
        }
    }

    /// Whether the pods of the environment name their image by its digest.
    pub(crate) fn pins(&self) -> bool {
        self.plans().any(|plan| plan.pin_image.value)
    }

    /// The revision of a published image, which the spec names.
    pub(crate) fn version(&self) -> Option<Revision> {
        let plan = self.plans().next()?;
        Revision::parse(&plan.version()?.value).ok()
    }

    /// Every decision of the first spec for the environment that is meant.
    pub(super) fn plans(&self) -> impl Iterator<Item = &Plan> {
        let plans = self.specs.plans.iter();
        plans.filter(|plan| self.environment.is_none() || plan.environment == self.environment)
    }
}
