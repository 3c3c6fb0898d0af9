//! Waiting for a program that was started to answer.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::say;

/// How long each program may take.
const LIMIT: Duration = Duration::from_secs(120);
/// How often it is asked.
const GLANCE: Duration = Duration::from_millis(100);
/// How many last lines of a log tell why a program ended.
const LAST_LINES: usize = 12;
/// How many errors before those lines are told too.
const LAST_ERRORS: usize = 6;

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
        bail!("{name} {why}; {}", told(self.log))
    }
}

/// What a log tells of an end: its last errors, which may stand long before its end, and its last lines.
fn told(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let (before, end) = lines.split_at(lines.len().saturating_sub(LAST_LINES));
    let errors: Vec<&str> = before.iter().copied().filter(|line| is_error(line)).collect();
    let (_, errors) = errors.split_at(errors.len().saturating_sub(LAST_ERRORS));
    let end = end.join("\n");
    if errors.is_empty() {
        return format!("its last lines:\n{end}");
    }
    format!("its last errors:\n{}\nits last lines:\n{end}", errors.join("\n"))
}

/// Whether a line of a log of Kubernetes' own programs (klog's format: a letter for the severity, then month and
/// day) tells an error or an end.
fn is_error(line: &str) -> bool {
    let mut bytes = line.bytes();
    matches!(bytes.next(), Some(b'E' | b'F'))
        && bytes.take(4).filter(u8::is_ascii_digit).count() == 4
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

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn errors_long_before_the_end_are_told() {
        let log = std::env::temp_dir().join(format!("linkspan-told-{}.log", std::process::id()));
        let mut lines = vec!["E1124 12:11:51.57 1 kubelet.go:1] \"no more room\"".to_owned()];
        lines.extend((0..30).map(|at| format!("I1124 12:11:52.57 1 kubelet.go:2] line {at}")));
        std::fs::write(&log, lines.join("\n")).unwrap();
        let said = told(&log);
        assert!(said.starts_with("its last errors:\nE1124") && said.ends_with("line 29"), "{said}");
        assert!(!said.contains("line 3\n"), "{said}");
        std::fs::write(&log, "Error\n").unwrap();
        assert_eq!(told(&log), "its last lines:\nError");
        std::fs::remove_file(&log).unwrap();
        assert_eq!(told(&log), "its last lines:\n");
    }
}
