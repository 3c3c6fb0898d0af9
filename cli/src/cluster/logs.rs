//! Logs of containers.

use super::ask::Ask;
use super::objects::Cluster;
use futures::StreamExt;
use http_body_util::BodyExt;
use linkspan_core::internal::rollout::Log;
use std::convert::Infallible;
use std::time::Duration;

/// A line of a log is not longer than this; the rest is cut off.
const LONGEST: usize = 16 * 1024;
/// Bytes of the last lines that are fetched.
const TAIL: &str = "65536";
/// Between attempts to hear on.
const AGAIN: Duration = Duration::from_secs(1);
/// The most that reading the end of a log may take.
const READ: Duration = Duration::from_secs(10);

fn ask(namespace: &str, log: &Log) -> Ask {
    let path = format!("/api/v1/namespaces/{namespace}/pods/{}/log", log.pod);
    let ask = Ask::get(path).with("container", &log.container);
    if log.previous { ask.with("previous", "true") } else { ask }
}

/// The last lines of a log; empty where it cannot be read.
pub(crate) async fn tail(
    cluster: &Cluster,
    namespace: &str,
    log: &Log,
    lines: usize,
) -> Vec<String> {
    let ask = ask(namespace, log).with("tailLines", &lines.to_string()).with("limitBytes", TAIL);
    let read = async {
        let response = cluster.rest.send(&ask).await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        response.into_body().collect().await.ok()
    };
    let Ok(Some(body)) = tokio::time::timeout(READ, read).await else {
        return Vec::new();
    };
    String::from_utf8_lossy(&body.to_bytes()).lines().map(str::to_owned).collect()
}

/// Hears a log as it is written.
pub(crate) struct Follower {
    namespace: String,
    pub(crate) log: Log,
    /// The time of the last line, so that none is shown twice.
    last: String,
}

impl Follower {
    pub(crate) fn new(namespace: &str, log: Log) -> Self {
        Self { namespace: namespace.to_owned(), log, last: String::new() }
    }

    /// Calls with each line, for as long as somebody waits for this. A connection that breaks is made
    /// again where it broke.
    pub(crate) async fn hear(
        &mut self,
        cluster: &Cluster,
        line: &mut dyn FnMut(&str),
    ) -> Infallible {
        loop {
            // What cannot be heard now is read at the end.
            let _ = self.read(cluster, true, line).await;
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// Calls with the lines that were not heard before the container ended.
    pub(crate) async fn rest(&mut self, cluster: &Cluster, line: &mut dyn FnMut(&str)) {
        let _ = tokio::time::timeout(READ, self.read(cluster, false, line)).await;
    }

    async fn read(
        &mut self,
        cluster: &Cluster,
        follow: bool,
        line: &mut dyn FnMut(&str),
    ) -> Option<()> {
        let mut ask = ask(&self.namespace, &self.log).with("timestamps", "true");
        if follow {
            ask = ask.with("follow", "true");
        }
        if !self.last.is_empty() {
            ask = ask.with("sinceTime", &self.last);
        }
        let response = cluster.rest.send(&ask).await.ok()?;
        if !response.status().is_success() {
            return None;
        }
        let before = self.last.clone();
        let mut stream = response.into_body().into_data_stream();
        let mut open = Vec::new();
        loop {
            let bytes = stream.next().await;
            let Some(bytes) = bytes else { break };
            for byte in bytes.ok()? {
                if byte == b'\n' {
                    self.line(&std::mem::take(&mut open), &before, line);
                } else if open.len() < LONGEST {
                    open.push(byte);
                }
            }
        }
        self.line(&open, &before, line);
        Some(())
    }

    fn line(&mut self, bytes: &[u8], before: &str, line: &mut dyn FnMut(&str)) {
        let whole = String::from_utf8_lossy(bytes);
        let (time, text) = whole.split_once(' ').unwrap_or((&whole, ""));
        if !time.is_empty() && time > before {
            line(text);
            time.clone_into(&mut self.last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_shown_once_however_often_the_log_is_read() {
        let log = Log { pod: "p".into(), container: "c".into(), previous: false };
        let mut follower = Follower::new("shop", log);
        let mut shown = Vec::new();
        for (before, line) in [
            ("", "2026-01-01T00:00:00.000000001Z == CreateProducts: migrating"),
            ("", "2026-01-01T00:00:00.000000002Z "),
            ("", "2026-01-01T00:00:00.000000002Z -- in the same moment"),
            // The connection broke and was made again.
            (
                "2026-01-01T00:00:00.000000002Z",
                "2026-01-01T00:00:00.000000001Z == CreateProducts: migrating",
            ),
            ("2026-01-01T00:00:00.000000002Z", "2026-01-01T00:00:00.000000003Z done"),
            ("2026-01-01T00:00:00.000000002Z", ""),
        ] {
            follower.line(line.as_bytes(), before, &mut |text| shown.push(text.to_owned()));
        }
        assert_eq!(shown, ["== CreateProducts: migrating", "", "-- in the same moment", "done"]);
    }
}
