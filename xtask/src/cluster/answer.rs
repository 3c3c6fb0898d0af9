//! Waiting for a program that was started to answer.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::process::Call;
use crate::say;

/// How long each program may take.
const LIMIT: Duration = Duration::from_secs(120);
/// How often it is asked.
const GLANCE: Duration = Duration::from_millis(100);
/// How many last lines of a log tell why a program ended.
const LAST_LINES: usize = 12;

/// A started program and its log.
pub(super) struct Wait<'a> {
    child: &'a mut Child,
    log: &'a Path,
}

impl<'a> Wait<'a> {
    /// On this program.
    pub(super) fn on(child: &'a mut Child, log: &'a Path) -> Self {
        Self { child, log }
    }

    /// Until it answers, unless it ends before or takes too long.
    pub(super) fn until(self, answers: impl Fn() -> bool) -> Result<()> {
        let start = Instant::now();
        let why = loop {
            if answers() {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                break format!("ended ({status})");
            }
            if start.elapsed() > LIMIT {
                break format!("did not answer within {}", say::seconds(LIMIT));
            }
            std::thread::sleep(GLANCE);
        };
        let name = self.log.file_stem().unwrap_or_default().to_string_lossy();
        bail!("{name} {why}; its last lines:\n{}", last_lines(self.log))
    }
}

/// The end of a log.
fn last_lines(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().rev().take(LAST_LINES).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

/// Whether something listens on a port of ours.
pub(super) fn listens(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// Whether the API server says that it is ready; `kubectl` is called with what is added here.
pub(super) fn ready(kubectl: Call, kubeconfig: &Path) -> bool {
    kubeconfig.is_file()
        && kubectl
            .args(["get", "--raw", "/readyz", "--request-timeout=5s"])
            .env("KUBECONFIG", kubeconfig)
            .env("KUBECACHEDIR", kubeconfig.with_file_name("kubectl-cache"))
            .limit(Duration::from_secs(10))
            .text()
            .as_deref()
            == Some("ok")
}
