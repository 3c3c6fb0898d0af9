//! What `linkspan apply` is asked for.

use crate::cluster::Where;
use crate::command::Output;
use linkspan_core::internal::rollout::Revision;
use std::path::PathBuf;
use std::time::Duration;

/// Release a bundle to a cluster: migrate, roll out, clean up
///
/// The image of the revision must be in the registry: deploy.sh builds and pushes it, apply does not.
/// apply writes nothing until the checker and the API server accept every object. The migration comes
/// first, and no pod changes unless it succeeds (`migrate.strategy` has other orders). If the new pods
/// do not run, those from before come back, and apply says why. Only one release runs at a time: apply
/// and deploy.sh share a lock, the Lease APP-deploy.
#[derive(Debug, clap::Args)]
#[command(after_help = crate::exit::CLUSTER_HELP)]
pub(crate) struct Args {
    /// The bundle: the app's folder, or an archive
    #[arg(value_name = "DIR|ARCHIVE", default_value = ".")]
    pub(super) path: PathBuf,
    /// The environment, if linkspan.yml has several
    #[arg(long, value_name = "NAME")]
    pub(super) environment: Option<String>,
    /// The revision to release: the tag of its image, such as the output of
    /// `git rev-parse --short=12 HEAD`; with the digest behind it (`TAG@sha256:...`) pods are pinned to it.
    /// Of a published image it is `build.version`, and need not be given
    #[arg(long, value_name = "REVISION", value_parser = Revision::parse)]
    pub(super) revision: Option<Revision>,
    /// Apply changed settings with the revision that runs, without a migration
    #[arg(long, conflicts_with = "revision")]
    pub(super) config_only: bool,
    #[command(flatten)]
    pub(super) at: Where,
    /// Do not ask whether the current context is the right one
    #[arg(long)]
    pub(super) yes: bool,
    /// Release the files as they are, although linkspan.yml was changed since they were generated
    #[arg(long)]
    pub(super) stale: bool,
    /// How long the pods may take to be ready, such as 90s, 15m or 1h
    #[arg(long, value_name = "TIME", value_parser = time, default_value = "15m")]
    pub(super) timeout: Duration,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    pub(super) output: Output,
}

/// `90s`, `15m`, `1h`.
fn time(text: &str) -> Result<Duration, String> {
    let unit = text.chars().last().and_then(|unit| match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3600),
        _ => None,
    });
    let number = text.get(..text.len().saturating_sub(1)).and_then(|text| text.parse::<u64>().ok());
    match (number, unit) {
        (Some(number @ 1..=100_000), Some(unit)) => Ok(Duration::from_secs(number * unit)),
        _ => Err("write a number with its unit, such as 90s, 15m or 1h".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        for (text, expect) in [
            ("90s", Some(90)),
            ("15m", Some(900)),
            ("1h", Some(3600)),
            ("15", None),
            ("0s", None),
            ("-1s", None),
            ("1d", None),
            ("ä", None),
            ("", None),
            ("99999999999999999999h", None),
        ] {
            assert_eq!(time(text).ok(), expect.map(Duration::from_secs), "{text}");
        }
    }
}
