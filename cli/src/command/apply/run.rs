//! The whole run: looked at, locked, released, unlocked.

use super::args::Args;
use super::context::{Phase, Run};
use super::decrypt::{self, Opened};
use super::guard::{self, Raced};
use super::record::Record;
use super::undo::{self, Kept};
use super::{base, failure, migrations, order, policies, remains, rollout, secrets};
use crate::cluster::{Cluster, DeployLock, Lost, Taken};
use crate::command::Output;
use crate::command::bundle::{self, Bundle};
use crate::command::running::keep_revisions;
use crate::command::trial::{self, Tried};
use crate::error::CliError;
use crate::exit::Exit;
use crate::paint::{Board, bold, dim, plain};
use crate::terminal;
use linkspan_core::internal::rollout::{Manifest, Release, Revision, Stage, span};
use std::cell::{Cell, RefCell};

pub(super) async fn run(
    args: &Args,
    revision: Option<Revision>,
    bundle: &Bundle,
    cluster: &Cluster,
) -> Result<Exit, CliError> {
    let mut release = bundle.release.clone();
    release.fill_namespaces(|id| cluster.is_namespaced(id));
    let revision = match revision {
        Some(revision) => {
            release.put(&revision);
            revision
        }
        None => keep_revisions(cluster, &mut release).await?.ok_or_else(|| {
            let help = "release a revision: `linkspan apply --revision REVISION`";
            CliError::Usage("nothing runs yet".to_owned(), help.to_owned())
        })?,
    };
    fits(&release)?;
    let record = Record {
        version: 1,
        app: release.app.clone(),
        namespace: release.namespace.clone(),
        context: cluster.context.clone(),
        revision: revision.to_string(),
        ..Record::default()
    };
    let run = Run {
        cluster,
        release,
        guide: bundle.input.guide(),
        timeout: args.timeout,
        board: Board::new(),
        started: cluster.now(),
        phase: Cell::new(Phase::Nothing),
        untouched: Cell::new(false),
        record: RefCell::new(record),
        policies: RefCell::default(),
        warned: RefCell::default(),
    };
    let (context, at) = (plain::inline(&cluster.context), cluster.server());
    let what = if args.config_only { "settings of" } else { "revision" };
    terminal::talk(&format!(
        "{} {what} {revision} to {context} {}\n\n",
        bold(&run.release.app),
        dim(&format!("({at})")),
    ));
    let ended = prepared(args, bundle, &run).await;
    let ended = remains::named(&run, ended).await;
    run.warnings();
    finish(args, &run, ended, &revision)
}

/// Says how it ended. What the API server refuses was told, with places, where it was found.
fn finish(
    args: &Args,
    run: &Run<'_>,
    ended: Result<(), CliError>,
    revision: &Revision,
) -> Result<Exit, CliError> {
    let exit = ended.as_ref().err().map_or(Exit::Done, CliError::exit);
    if args.output == Output::Json && exit != Exit::Found {
        let mut record = run.record.borrow_mut();
        record.outcome = failure::outcome(exit);
        record.message = ended.as_ref().err().map(ToString::to_string).unwrap_or_default();
        let text = serde_json::to_string(&*record).unwrap_or_default();
        terminal::result(&format!("{text}\n"))?;
    }
    if let Err(error) = ended {
        if exit != Exit::Found {
            terminal::talk("\n");
        }
        return Err(error);
    }
    let took = span(run.cluster.now().since(run.started));
    if args.output == Output::Human {
        terminal::talk("\n");
        terminal::result(&format!(
            "{} runs revision {revision} {}\n",
            bold(&run.release.app),
            dim(&format!("({took})")),
        ))?;
    }
    Ok(exit)
}

/// What has to be there before, then the lock, then the release under it.
async fn prepared(args: &Args, bundle: &Bundle, run: &Run<'_>) -> Result<(), CliError> {
    let opened = decrypt::open(run, bundle).await?;
    let needs = secrets::missing(run, opened.as_ref()).await?;
    if let Some((message, help)) = needs.into_iter().next() {
        return Err(CliError::Ended(Exit::CouldNotRun, message, help));
    }
    base::namespace(run, bundle, args.output).await?;
    let (app, namespace) = (&run.release.app, &run.release.namespace);
    let mut watched = |holder: &linkspan_core::internal::rollout::Holder| {
        let name = plain::inline(&holder.name);
        run.board.step("lock", &format!("{name} holds it; looking whether they renew it"));
    };
    let lock = match DeployLock::take(run.cluster, app, namespace, &mut watched).await? {
        Taken::Ours(lock) => lock,
        Taken::Theirs(holder) => {
            let words = plain::inline(&holder.message(run.cluster.now()));
            return Err(CliError::Ended(
                Exit::Locked,
                format!("somebody deploys {app} already: {words}"),
                format!(
                    "wait until they are done; a lock that is not renewed for {} seconds is taken over",
                    holder.lasts
                ),
            ));
        }
    };
    let raced =
        guard::race(released(args, bundle, run, opened.as_ref()), lock.keep(run.cluster)).await;
    run.board.keep();
    let ended = match raced {
        // The cluster went away: a person has to know in the middle of what.
        Raced::Done(Err(CliError::Cluster(error))) if run.phase.get() != Phase::Nothing => {
            Err(failure::stopped(run.phase.get(), Exit::CouldNotRun, &error.to_string()))
        }
        Raced::Done(ended) => ended,
        Raced::Lost(Lost::To(name)) => Err(failure::stopped(
            run.phase.get(),
            Exit::Locked,
            &format!("the deploy lock was taken over by {}", plain::inline(&name)),
        )),
        Raced::Lost(Lost::Expired) => Err(failure::stopped(
            run.phase.get(),
            Exit::Locked,
            "the deploy lock could not be renewed in time",
        )),
        Raced::Signal(exit) => Err(failure::stopped(run.phase.get(), exit, "stopped")),
    };
    lock.release(run.cluster).await;
    ended
}

async fn released(
    args: &Args,
    bundle: &Bundle,
    run: &Run<'_>,
    opened: Option<&Opened>,
) -> Result<(), CliError> {
    let with_gate = !args.config_only;
    let wanted = |stage| match stage {
        Stage::OnDemand => false,
        Stage::Gate | Stage::After => with_gate,
        _ => true,
    };
    let trial = trial::run(run.cluster, &run.release, wanted).await?;
    run.warnings();
    if trial.report.has_errors() {
        let consequence = "nothing was changed";
        return Err(bundle::refuse(&bundle.input, &trial.report, args.output, consequence));
    }
    run.board.step("check", &format!("the API server takes all {} objects", trial.tried.len()));
    for (id, takeover) in trial.takeovers() {
        run.board.more(&format!(
            "`{}` of {id} was set by `{}`; the bundle's value is taken",
            takeover.path, takeover.manager
        ));
    }
    run.record.borrow_mut().changes =
        trial.tried.iter().map(|tried| tried.change.clone()).collect();
    for id in &trial.kept {
        run.board.more(&format!("{id} stays as it is: this user may not change it"));
    }
    // Also the first look at pods: without the right to see them, nothing is begun.
    let before = undo::remember(run).await?;
    if let Some(opened) = opened {
        decrypt::give(run, opened).await?;
    }
    if with_gate {
        migrations::others_end(run).await?;
    } else {
        migrations::nothing_starts_beside(run).await?;
    }
    policies::widen(run).await?;
    let ended = changed(run, &trial.tried, with_gate, &before).await;
    let is_back = matches!(run.phase.get(), Phase::Base | Phase::Gate | Phase::Back);
    if matches!(ended, Err(CliError::Ended(..))) && is_back {
        // A migration that goes on may need what is new.
        if migrations::active(run).await?.is_empty() {
            policies::put_back(run).await;
        }
    }
    ended
}

async fn changed(
    run: &Run<'_>,
    tried: &[Tried],
    with_gate: bool,
    before: &[Kept],
) -> Result<(), CliError> {
    base::apply(run, tried).await?;
    if with_gate { order::run(run, before).await } else { rollout::run(run, before).await }
}

/// The name of a Job becomes a label of its pod.
fn fits(release: &Release) -> Result<(), CliError> {
    for id in release.manifests.iter().map(Manifest::id) {
        if id.kind == "Job" && id.name.len() > 63 {
            return Err(CliError::Usage(
                format!(
                    "the revision is too long: `{}` would have more than 63 characters",
                    id.name
                ),
                "name a shorter one, such as the first 12 characters of the commit".to_owned(),
            ));
        }
    }
    Ok(())
}
