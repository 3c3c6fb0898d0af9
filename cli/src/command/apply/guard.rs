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

async fn signal() -> Exit {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    match select(pin!(interrupt), pin!(terminate())).await {
        Either::Left(_) => Exit::Interrupted,
        Either::Right(_) => Exit::Terminated,
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
