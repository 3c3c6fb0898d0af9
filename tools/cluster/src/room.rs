//! A room for a whole cluster on this machine: namespaces of its own for network, mounts and processes, held by one process.
//! When that one ends, however it ends, the kernel ends every process in the room, containers included, and with them go
//! all mounts and network devices. So nothing has to be remembered to be cleaned up.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use linkspan_machine::process::{Call, is_root};

use super::processes;

/// What the first process of the room does: nothing, but for its duty as such, to bury processes that lost their parent.
const HOLD: &str = "trap '' TERM INT HUP; while :; do sleep 3600 & wait; done";
/// How long the kernel may take to make the room.
const LIMIT: Duration = Duration::from_secs(10);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// A room that is there.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// Its first process, by the id outside.
    first: u32,
}

impl Room {
    /// Makes one for the cluster of this folder.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let unshare =
            linkspan_machine::tree::on_path("unshare").context("`unshare` is not on PATH")?;
        let mut args: Vec<OsString> =
            ["--mount", "--net", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc"]
                .map(OsString::from)
                .to_vec();
        let mark = format!("--folder={}", folder.join("room").display());
        args.extend(["sh", "-c", HOLD, "linkspan", &mark].map(OsString::from));
        let mut child = processes::start(&unshare, &args, &[], &folder.join("room.log"))?;
        let begun = Instant::now();
        while begun.elapsed() < LIMIT {
            if let Some(room) = Self::find(folder) {
                return Ok(room);
            }
            if child.try_wait()?.is_some() {
                break;
            }
            std::thread::sleep(GLANCE);
        }
        let said = std::fs::read_to_string(folder.join("room.log")).unwrap_or_default();
        anyhow::bail!("no namespaces can be made on this machine: {}", said.trim())
    }

    /// The room of this folder's cluster, if there is one.
    pub(super) fn find(folder: &Path) -> Option<Self> {
        let all = processes::of(folder);
        let holder = all.iter().find(|process| process.name == "unshare")?;
        let first = all.iter().find(|process| {
            process.name == "sh" && processes::parent(process.id) == Some(holder.id)
        })?;
        Some(Self { first: first.id })
    }

    /// A program to be run to its end in the room.
    pub(super) fn call(&self, folder: &Path, program: impl AsRef<OsStr>) -> Call {
        Call::new("nsenter").args(self.entrance(folder)).args([program.as_ref()])
    }

    /// Starts a program in the room that outlives us.
    pub(super) fn start(
        &self,
        program: &Path,
        args: &[String],
        env: &[(&'static str, OsString)],
        log: &Path,
    ) -> Result<Child> {
        let nsenter =
            linkspan_machine::tree::on_path("nsenter").context("`nsenter` is not on PATH")?;
        let mut all = self.entrance(Path::new("/"));
        all.push(program.into());
        all.extend(args.iter().map(OsString::from));
        processes::start(&nsenter, &all, env, log)
    }

    /// A shell script run in the room, with its words.
    pub(super) fn script(&self, text: &str, words: &[PathBuf]) -> Result<()> {
        let said = self.call(Path::new("/"), "sh").args(["-euc", text, "sh"]).args(words).quiet();
        said.map(|_| ()).context("preparing the room")
    }

    fn entrance(&self, folder: &Path) -> Vec<OsString> {
        let mut args: Vec<OsString> = vec!["--target".into(), self.first.to_string().into()];
        args.extend(["--mount", "--net", "--pid", "--ipc"].map(OsString::from));
        args.push(format!("--wd={}", folder.display()).into());
        args.push("--".into());
        args
    }
}

/// Whether this machine and person can make a room at all.
pub(super) fn possible() -> Result<()> {
    ensure!(cfg!(target_os = "linux"), "nodes need Linux's namespaces and control groups");
    ensure!(is_root(), "nodes mount file systems and make network devices, so this needs root");
    Call::new("unshare")
        .args(["--mount", "--net", "--pid", "--ipc", "--fork", "true"])
        .quiet()
        .map(|_| ())
        .context("no namespaces can be made on this machine")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_in_a_room_ends_with_it() -> Result<()> {
        if let Err(why) = possible() {
            eprintln!("SKIPPED: {why:#}");
            assert!(std::env::var_os("CI").is_none(), "{why:#}");
            return Ok(());
        }
        let folder = std::env::temp_dir().join(format!("linkspan-room-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let room = Room::open(&folder)?;
        room.script(
            "mkdir -p \"$1\"; mount -t tmpfs none \"$1\"; ip link set lo up",
            &[folder.join("m")],
        )?;
        let args = ["-c", "trap '' TERM; sleep 3600; exit"].map(str::to_owned);
        let mut child = room.start(Path::new("/bin/sh"), &args, &[], &folder.join("log"))?;
        assert!(child.try_wait()?.is_none());
        processes::end(&folder)?;
        assert!(!child.wait()?.success());
        assert!(Room::find(&folder).is_none());
        linkspan_machine::tree::remove(&folder)
    }
}
