//! The processes of a cluster. They are not remembered but recognised: one of our programs, with an option that names a
//! place in the cluster's folder. So nothing is lost when whoever started them was killed, and no stranger is ended who
//! has got an old id.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The programs that a cluster consists of. The last two hold the room of one with nodes.
const PROGRAMS: [&str; 11] = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "kubelet",
    "containerd",
    "coredns",
    "firewall",
    "unshare",
    "sh",
];
/// How long a process may take to end.
const LIMIT: Duration = Duration::from_secs(10);
/// How often a process is looked at.
const GLANCE: Duration = Duration::from_millis(50);

/// A running process of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Process {
    /// Its id.
    pub(super) id: u32,
    /// Its program.
    pub(super) name: &'static str,
    /// When it started, in the kernel's ticks since boot: with the id, it is this process and no other.
    start: u64,
}

/// A process by its id and when it started.
pub(super) fn started(id: u32) -> Option<u64> {
    start_in(&std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// The process that started a process.
pub(super) fn parent(id: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

/// The processes that live in this folder.
pub(super) fn of(folder: &Path) -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let mut found: Vec<Process> = ids.filter_map(|id| look(id, folder)).collect();
    found.sort_by_key(|process| process.id);
    found
}

/// Starts a program that outlives us, with its output in a file and nothing of our environment but PATH.
pub(super) fn start<S: AsRef<OsStr>>(
    program: &Path,
    args: &[S],
    env: &[(&'static str, OsString)],
    log: &Path,
) -> Result<Child> {
    let shown = program.display();
    let out = File::create(log).with_context(|| format!("making `{}`", log.display()))?;
    let mut command = Command::new(program);
    command
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        // etcd 3.4 does not run on arm64 unless told that this is meant.
        .env("ETCD_UNSUPPORTED_ARCH", "arm64")
        // Memory is there for the minutes that they run; the processor is what tests wait for.
        .env("GOGC", "300")
        .envs(env.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(out.try_clone()?)
        .stderr(out);
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // A Ctrl-C in the terminal is not for it.
        command.process_group(0);
    }
    command.spawn().with_context(|| format!("`{shown}` could not be started"))
}

/// Ends the processes that live in this folder. They are not asked first: an API server takes its time over that, and
/// nothing of theirs is kept.
pub(super) fn end(folder: &Path) -> Result<()> {
    for process in of(folder) {
        // Looked at again at the last moment: an id is given to others when its process has ended.
        if look(process.id, folder).as_ref() == Some(&process) {
            // One that has ended meanwhile is what we want.
            let _ = Command::new("kill")
                .args(["-s", "KILL", &process.id.to_string()])
                .stderr(Stdio::null())
                .status();
        }
    }
    let told = Instant::now();
    while told.elapsed() < LIMIT {
        if of(folder).is_empty() {
            return Ok(());
        }
        std::thread::sleep(GLANCE);
    }
    bail!("these processes do not end: {:?}", of(folder))
}

/// A process, if it lives in this folder.
fn look(id: u32, folder: &Path) -> Option<Process> {
    // The start is read first: if the id changes hands in between, the command line is not ours.
    let start = started(id)?;
    let line = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
    let name = ours(&line, folder)?;
    Some(Process { id, name, start })
}

/// The program of a command line as /proc has it, with a zero byte after each word, if it is one of ours.
fn ours(line: &[u8], folder: &Path) -> Option<&'static str> {
    let mut words = line.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let program = words.next()?;
    let name = Path::new(&*program).file_name()?;
    let known = PROGRAMS.into_iter().find(|known| name == *known)?;
    let inside = |word: &str| {
        word.starts_with('-')
            && word.split_once('=').is_some_and(|(_, path)| Path::new(path).starts_with(folder))
    };
    words.any(|word| inside(&word)).then_some(known)
}

/// When a process started, in a line of `/proc/ID/stat`: the twentieth word after the name, which is in parentheses.
fn start_in(stat: &str) -> Option<u64> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Option<&str>) {
        let bytes = line.replace(' ', "\0").into_bytes();
        assert_eq!(ours(&bytes, Path::new("/run/a")), expect, "{line}");
    }

    #[test]
    fn only_our_programs_in_our_folder_are_ours() {
        check("/usr/bin/etcd --data-dir=/run/a/etcd", Some("etcd"));
        check("kube-apiserver --secure-port=1 --cert-dir=/run/a/certs", Some("kube-apiserver"));
        check("etcd --data-dir=/run/ab/etcd", None);
        check("etcd --data-dir=/var/lib/etcd", None);
        check("etcd /run/a/etcd", None);
        check("less --log-file=/run/a/etcd", None);
        check("", None);
    }

    #[test]
    fn a_start_is_read_whatever_the_name() {
        let stat = "42 (a) b) S 7 42 42 0 -1 4 1 0 0 0 1 2 0 0 20 0 9 0 12345 1 2";
        assert_eq!(start_in(stat), Some(12345));
        assert_eq!(start_in("42 (a"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_found_and_ended() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("linkspan-ended-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        // A shell under one of our names, which takes the option for the name of its script's first argument. It counts
        // and starts nothing: for a moment, whatever it started would have the same command line.
        let program = folder.join("etcd");
        std::os::unix::fs::symlink("/bin/sh", &program)?;
        let count = "i=0; while [ $i -lt 9999999 ]; do i=$((i + 1)); done";
        let args = ["-c", count, &format!("--x={}/y", folder.display())];
        let mut child = start(&program, &args, &[], &folder.join("log"))?;
        let begun = Instant::now();
        while of(&folder).is_empty() && begun.elapsed() < LIMIT {
            std::thread::sleep(GLANCE);
        }
        assert_eq!(of(&folder).iter().map(|each| each.id).collect::<Vec<_>>(), [child.id()]);
        end(&folder)?;
        assert!(!child.wait()?.success());
        assert!(of(&folder).is_empty());
        linkspan_machine::tree::remove(&folder)
    }
}
