//! Runs other programs: without input, with a limit, and with their last words when they fail.

use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::say;

/// How often a running program is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How often a silent program is said to be still running.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many of a failed program's last lines are shown.
const LAST_LINES: usize = 30;

/// A program to run.
pub struct Call {
    command: Command,
    limit: Duration,
    shown: String,
}

impl Call {
    /// A program by name or path. What cargo sets for this program itself is kept from it.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(&program);
        command.stdin(Stdio::null());
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        let shown = Path::new(&program).file_name().unwrap_or_default().to_string_lossy();
        Self { command, limit: Duration::from_secs(3600), shown: shown.into_owned() }
    }

    /// More arguments.
    pub fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        for arg in args {
            self.shown.push(' ');
            self.shown.push_str(&arg.as_ref().to_string_lossy());
            self.command.arg(arg);
        }
        self
    }

    /// A variable of its environment.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// The folder it runs in.
    pub fn dir(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// How long it may take; an hour unless said.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// Runs it with its output going where ours goes.
    pub fn run(self) -> Result<()> {
        say::doing(&self.shown);
        self.finish()
    }

    /// Runs it with all its output going into a file.
    pub fn run_into(mut self, file: &Path) -> Result<()> {
        let out = File::create(file).with_context(|| format!("writing {}", file.display()))?;
        self.command.stdout(out.try_clone()?).stderr(out);
        self.finish()
    }

    /// Starts it and waits for a good end.
    fn finish(mut self) -> Result<()> {
        let child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        let status = wait(child, self.limit, &self.shown, || {})?;
        if status.success() { Ok(()) } else { bail!("`{}` failed ({status})", self.shown) }
    }

    /// Runs it silently, says now and then that it still runs, and gives what it wrote to stdout.
    /// If it fails, the error has its last lines.
    pub fn quiet(mut self) -> Result<String> {
        let talk = Talk::new()?;
        self.command.stdout(File::create(talk.stdout())?).stderr(File::create(talk.stderr())?);
        let child = self.command.spawn().with_context(|| cannot_start(&self.shown))?;
        let start = Instant::now();
        let mut said = start;
        let status = wait(child, self.limit, &self.shown, || {
            if said.elapsed() > PATIENCE {
                said = Instant::now();
                say::doing(&format!("still at it, {} so far", say::seconds(start.elapsed())));
            }
        })?;
        let stdout = std::fs::read_to_string(talk.stdout()).unwrap_or_default();
        if status.success() {
            return Ok(stdout);
        }
        let stderr = std::fs::read(talk.stderr()).unwrap_or_default();
        let all = format!("{stdout}{}", String::from_utf8_lossy(&stderr));
        bail!("`{}` failed ({status}):\n{}", self.shown, last_lines(&all, LAST_LINES))
    }

    /// Its standard output, trimmed, if it could be run and succeeded.
    pub fn text(self) -> Option<String> {
        self.quiet().ok().map(|text| text.trim().to_owned())
    }
}

/// Has cargo build a program, and says where it is.
pub fn built(root: &Path, words: &[&str], name: &str) -> Result<PathBuf> {
    let said = Call::new("cargo")
        .args(words)
        .args(["--message-format=json"])
        .dir(root)
        .quiet()
        .with_context(|| format!("building `{name}`"))?;
    executable_in(&said, name).with_context(|| format!("cargo named no program `{name}`"))
}

/// The last program of this name in cargo's messages, each a line of JSON.
fn executable_in(said: &str, name: &str) -> Option<PathBuf> {
    let mut paths = said.lines().rev().filter_map(|line| {
        let (_, rest) = line.split_once("\"executable\":\"")?;
        Some(Path::new(rest.split_once('"')?.0))
    });
    let ours = |path: &&Path| {
        path.file_name().is_some_and(|file| {
            let file = file.to_string_lossy();
            file == name || file.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'))
        })
    };
    paths.find(ours).map(Path::to_owned)
}

/// Whether this person may do everything on this machine.
pub fn is_root() -> bool {
    Call::new("id").args(["-u"]).text().as_deref() == Some("0")
}

/// The two files that hold a silent program's output, removed when dropped.
struct Talk(PathBuf);

impl Talk {
    /// Names that no other run uses.
    fn new() -> Result<Self> {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("linkspan-{}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).context("a folder for a program's output")?;
        Ok(Self(folder))
    }

    fn stdout(&self) -> PathBuf {
        self.0.join("out")
    }

    fn stderr(&self) -> PathBuf {
        self.0.join("err")
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Waits for a program to end, and ends it with all it started when its time is up.
fn wait(
    mut child: Child,
    limit: Duration,
    shown: &str,
    mut glance: impl FnMut(),
) -> Result<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if start.elapsed() > limit {
            for id in descendants(child.id()) {
                let _ = Command::new("kill").arg(id.to_string()).stderr(Stdio::null()).status();
            }
            let _ = child.kill();
            let _ = child.wait();
            bail!("`{shown}` gave no answer within {}", say::seconds(limit));
        }
        glance();
        std::thread::sleep(GLANCE);
    }
}

/// The processes that a process started, and those that they started. Known on Linux only; elsewhere none.
fn descendants(parent: u32) -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
    let families: Vec<(u32, u32)> = entries
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
            Some((id, parent_in(&stat)?))
        })
        .collect();
    let mut found = vec![parent];
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        found.extend(families.iter().filter(|(_, parent)| *parent == one).map(|(id, _)| *id));
        next += 1;
    }
    found.split_off(1)
}

/// The parent in a line of `/proc/ID/stat`: the second word after the name, which is in parentheses.
fn parent_in(stat: &str) -> Option<u32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The last lines of a text.
fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let skip = lines.len().saturating_sub(count);
    lines.into_iter().skip(skip).collect::<Vec<_>>().join("\n")
}

/// The message for a program that is not there.
fn cannot_start(shown: &str) -> String {
    format!("`{shown}` could not be started")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parent_is_read_whatever_the_name() {
        assert_eq!(parent_in("42 (a (b) c) S 7 42 42 0"), Some(7));
        assert_eq!(parent_in(""), None);
    }

    #[test]
    fn a_program_over_its_limit_is_ended() {
        let call = Call::new("sleep").args(["3600"]).limit(Duration::ZERO);
        let error = call.quiet().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.ends_with("gave no answer within 0.0 s"), "{error}");
    }

    #[test]
    fn a_failed_program_is_quoted() {
        let call = Call::new("sh").args(["-c", "echo why >&2; exit 3"]);
        let error = call.quiet().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(error.ends_with(":\nwhy"), "{error}");
    }

    #[test]
    fn both_streams_go_into_a_file() -> Result<()> {
        let talk = Talk::new()?;
        let file = talk.stdout();
        Call::new("sh").args(["-c", "echo one; echo two >&2"]).run_into(&file)?;
        assert_eq!(std::fs::read_to_string(&file)?, "one\ntwo\n");
        assert!(Call::new("false").run_into(&file).is_err());
        Ok(())
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
    }

    #[test]
    fn the_program_is_found_among_messages() {
        let said = "{\"reason\":\"x\",\"executable\":null}\n\
                    {\"target\":{},\"executable\":\"/t/debug/deps/node-0f\",\"fresh\":true}\n\
                    {\"executable\":\"/t/debug/linkspan\"}\n{\"reason\":\"build-finished\"}\n";
        assert_eq!(executable_in(said, "node"), Some(PathBuf::from("/t/debug/deps/node-0f")));
        assert_eq!(executable_in(said, "linkspan"), Some(PathBuf::from("/t/debug/linkspan")));
        assert_eq!(executable_in(said, "no"), None);
    }
}
