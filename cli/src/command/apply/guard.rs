//! A release ends by itself, by a signal, or when its lock is lost.

use crate::cluster::Lost;
use crate::exit::Exit;
use futures::future::{Either, select};
use std::future::Future;
use std::pin::pin;

/// What came first.
pub(super) enum Raced<T> {
    Done(T),
    Lost(Lost),
    Signal(Exit),
}

/// Runs work until it ends or something ends it. What is dropped in the middle leaves the cluster
/// between two requests, never within one.
pub(super) async fn race<T>(
    work: impl Future<Output = T>,
    lost: impl Future<Output = Lost>,
) -> Raced<T> {
    let (lost, signal) = (pin!(lost), pin!(signal()));
    let guard = select(lost, signal);
    match select(pin!(work), guard).await {
        Either::Left((done, _)) => Raced::Done(done),
        Either::Right((Either::Left((lost, _)), _)) => Raced::Lost(lost),
        Either::Right((Either::Right((exit, _)), _)) => Raced::Signal(exit),
    }
}

#[cfg(unix)]
async fn signal() -> Exit {
    use tokio::signal::unix::SignalKind;
    let (hangup, interrupt) = (pin!(hung_up()), pin!(one(SignalKind::interrupt())));
    let (quit, terminate) = (pin!(one(SignalKind::quit())), pin!(one(SignalKind::terminate())));
    match select(select(hangup, interrupt), select(quit, terminate)).await {
        Either::Left((Either::Left(_), _)) => Exit::HungUp,
        Either::Left((Either::Right(_), _)) => Exit::Interrupted,
        Either::Right((Either::Left(_), _)) => Exit::Quit,
        Either::Right((Either::Right(_), _)) => Exit::Terminated,
    }
}

#[cfg(unix)]
async fn one(kind: tokio::signal::unix::SignalKind) {
    match tokio::signal::unix::signal(kind) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

/// Under `nohup` nobody is to hear of it.
#[cfg(unix)]
async fn hung_up() {
    if is_ignored(1) {
        std::future::pending::<()>().await;
    }
    one(tokio::signal::unix::SignalKind::hangup()).await;
}

/// Whether whoever started this process has it ignore a signal. Where the system does not say, it does not.
#[cfg(unix)]
fn is_ignored(number: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignores(&status, number)
}

#[cfg(unix)]
fn ignores(status: &str, number: u32) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (number - 1) & 1 == 1)
}

#[cfg(windows)]
async fn signal() -> Exit {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown};
    macro_rules! one {
        ($listen:expr) => {
            pin!(async {
                match $listen {
                    Ok(mut signal) => {
                        signal.recv().await;
                    }
                    Err(_) => std::future::pending().await,
                }
            })
        };
    }
    let (close, interrupt) = (one!(ctrl_close()), one!(ctrl_c()));
    let (quit, terminate) = (one!(ctrl_break()), one!(ctrl_shutdown()));
    match select(select(close, interrupt), select(quit, terminate)).await {
        Either::Left((Either::Left(_), _)) => Exit::HungUp,
        Either::Left((Either::Right(_), _)) => Exit::Interrupted,
        Either::Right((Either::Left(_), _)) => Exit::Quit,
        Either::Right((Either::Right(_), _)) => Exit::Terminated,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_signal_that_is_ignored_is_told_from_others() {
        let status = "Name:\tlinkspan\nSigIgn:\t0000000000000005\nSigCgt:\t0000000000000002\n";
        for (number, expect) in [(1, true), (2, false), (3, true)] {
            assert_eq!(ignores(status, number), expect, "{number}");
        }
        assert!(!ignores("", 1));
    }
}
