//! Waiting until objects do what they were asked to do.

use super::context::Run;
use super::record::Waited;
use crate::cluster::look;
use crate::error::CliError;
use crate::paint::Row;
use linkspan_core::internal::rollout::{Id, Scene, State};
use std::time::{Duration, Instant};

/// Between two looks.
const PAUSE: Duration = Duration::from_secs(1);
/// A failure is believed when it is seen this often in a row: a pod that is just replaced can look
/// like one.
const BELIEVED: usize = 2;

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Done,
    Failed,
    TimedOut,
}

/// The end of a wait, and what was seen last.
pub(super) struct Settled {
    pub(super) end: End,
    pub(super) rows: Vec<Waited>,
    pub(super) scene: Scene,
}

/// Looks at objects until all are done, one has failed, or the time is up.
pub(super) async fn wait(run: &Run<'_>, ids: &[Id], limit: Duration) -> Result<Settled, CliError> {
    let begun = Instant::now();
    let mut failures = 0;
    loop {
        let (objects, scene) = look(run.cluster, &run.release.app, ids).await?;
        let judged = ids.iter().zip(&objects).map(|(id, object)| Waited {
            id: id.clone(),
            health: run.judge(object.as_ref(), &scene),
        });
        let rows: Vec<Waited> = judged.collect();
        draw(run, &rows);
        let is = |state: State| move |row: &Waited| row.health.state == state;
        failures = if rows.iter().any(is(State::Failed)) { failures + 1 } else { 0 };
        let end = if rows.iter().all(is(State::Done)) {
            Some(End::Done)
        } else if failures >= BELIEVED {
            Some(End::Failed)
        } else if begun.elapsed() > limit {
            Some(End::TimedOut)
        } else {
            None
        };
        if let Some(end) = end {
            run.board.keep();
            return Ok(Settled { end, rows, scene });
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn draw(run: &Run<'_>, rows: &[Waited]) {
    let rows: Vec<Row> = rows
        .iter()
        .map(|Waited { id, health }| {
            // While it goes on, what may be in the way stands behind it.
            let cause = health.causes.first().filter(|_| health.state == State::Progressing);
            let words = match cause {
                Some(cause) => format!("{}; {}", health.words, cause.message),
                None => health.words.clone(),
            };
            Row { name: id.name.clone(), words, state: health.state }
        })
        .collect();
    run.board.draw(&rows);
}
