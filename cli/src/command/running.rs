//! What runs, for a release that only changes settings.

use crate::cluster::Cluster;
use crate::error::CliError;
use crate::paint::plain;
use linkspan_core::internal::rollout::{Id, Manifest, Release, Revision, Stage, running_image};

/// Writes into every workload the revision that it runs, and into what is new that of the web pods;
/// says which one that is, and nothing where nothing runs.
pub(super) async fn keep_revisions(
    cluster: &Cluster,
    release: &mut Release,
) -> Result<Option<Revision>, CliError> {
    let mut found: Vec<(Id, Revision)> = Vec::new();
    for id in release.step(Stage::Release).map(Manifest::id) {
        let live = cluster.get(&id).await?;
        if let Some(text) = live.as_ref().and_then(running_image) {
            let revision = Revision::parse(&text).map_err(|why| {
                let (name, text) = (plain::inline(&id.name), plain::inline(&text));
                CliError::Usage(
                    format!("{name} runs `{text}`, and {why}"),
                    "name a revision: `--revision REVISION`".to_owned(),
                )
            })?;
            found.push((id, revision));
        }
    }
    let is_web = |(id, _): &&(Id, Revision)| id.name.ends_with("-web");
    let Some((_, first)) = found.iter().find(is_web).or_else(|| found.first()) else {
        return Ok(None);
    };
    release.put_each(|id| {
        found.iter().find(|(each, _)| each.is_same(id)).map_or(first, |(_, revision)| revision)
    });
    Ok(Some(first.clone()))
}
