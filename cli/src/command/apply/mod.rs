//! `linkspan apply`

mod args;
mod base;
mod context;
mod decrypt;
mod downtime;
mod failure;
mod gate;
mod guard;
mod migrations;
mod order;
mod policies;
mod record;
mod remains;
mod rollout;
mod run;
mod secrets;
mod settle;
mod undo;

pub(crate) use args::Args;

use super::{bundle, stale};
use crate::cluster::{self, Target};
use crate::error::CliError;
use crate::exit::Exit;
use crate::{ask, input, terminal};

pub(super) fn run(args: &Args) -> Result<Exit, CliError> {
    let bundle = bundle::read(&args.path, args.environment.as_deref(), args.output)?;
    if !args.stale {
        bundle::stop_stale(&bundle, &args.path, args.output)?;
    }
    stale::warn(&args.path, &bundle.stale);
    let revision = args.revision.clone().or_else(|| bundle.input.version());
    let revision = revision.filter(|_| !args.config_only);
    if revision.is_none() && !args.config_only {
        return Err(CliError::Usage(
            "nothing says which revision to release".to_owned(),
            "name it, `--revision REVISION`: the tag of an image that is in the registry"
                .to_owned(),
        ));
    }
    if bundle.input.pins()
        && let Some(tag) = revision.as_ref().filter(|revision| !revision.has_digest())
    {
        return Err(CliError::Usage(
            format!("`{tag}` has no digest, and `security.pin_image` asks for one"),
            format!(
                "give both, `--revision {tag}@sha256:...`: the registry tells the digest by \
                 `docker buildx imagetools inspect IMAGE:{tag}`"
            ),
        ));
    }
    cluster::block_on(async {
        let target = args.at.find().await?;
        confirm(args, &target, &bundle.release.app)?;
        let cluster = target.connect().await?;
        run::run(args, revision, &bundle, &cluster).await
    })?
}

/// The wrong cluster is the worst mistake: whoever did not name it is asked.
fn confirm(args: &Args, target: &Target, app: &str) -> Result<(), CliError> {
    if args.yes || args.at.context.is_some() {
        return Ok(());
    }
    let context = crate::paint::plain::inline(&target.context);
    if !terminal::can_ask() {
        return Err(CliError::Usage(
            format!("the context `{context}` ({}) is not confirmed", target.server),
            format!("name it with `--context {context}`, or say `--yes`"),
        ));
    }
    let folder = input::name(&args.path);
    let bundle = if folder == "." { app.to_owned() } else { format!("{app} ({folder})") };
    let question = format!("Apply {bundle} to the context `{context}` at {}?", target.server);
    if ask::yes(&question)? {
        return Ok(());
    }
    Err(CliError::Ended(Exit::CouldNotRun, "stopped: nothing was changed".into(), String::new()))
}
