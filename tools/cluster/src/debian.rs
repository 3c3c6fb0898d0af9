//! What a node needs of Debian: containerd, runc, network plugins, buildah and others, unpacked in a folder of our own, so
//! that nothing is installed, no service is started and no other container engine on this machine is disturbed.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use linkspan_machine::apt::{self, Lists};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};
use linkspan_machine::version::Version;

use super::place::hash;

/// Debian's packages.
const PACKAGES: [&str; 10] = [
    "buildah",
    "busybox-static",
    "conntrack",
    "containerd",
    "containernetworking-plugins",
    "debootstrap",
    "docker-registry",
    "ipset",
    "iptables",
    "runc",
];
/// The oldest containerd that serves the kubelet in question.
const OLDEST: &str = "1.6";
/// The names under which one program of the package `iptables` does different things.
const IPTABLES: [&str; 6] = [
    "iptables",
    "iptables-save",
    "iptables-restore",
    "ip6tables",
    "ip6tables-save",
    "ip6tables-restore",
];

/// The folder of their links to the older kind, whose tables are its own: who writes a whole table there undoes nothing of
/// who writes the newer kind's.
const LEGACY: &str = "legacy";

/// The unpacked packages. What the machine has installed already is not among them and is found where it is.
pub(super) struct Debian {
    root: PathBuf,
}

/// Finds them or unpacks them.
pub(super) fn get(project: &Project) -> Result<Debian> {
    let packages = hash(PACKAGES.join(" ").as_bytes());
    let root = project.tool("cluster", &format!("debian-{packages:016x}"));
    if !root.is_dir() {
        let start = Instant::now();
        say::doing(
            "unpacking Debian's containerd, buildah and what goes with them, for this folder only",
        );
        unpack(project, &root).context("the programs of a node come from Debian's packages")?;
        say::done("unpacked them", start.elapsed());
    }
    Ok(Debian { root })
}

fn unpack(project: &Project, place: &Path) -> Result<()> {
    ensure!(apt::present(), "this system has no apt");
    let oldest = Version::in_text(OLDEST).context("a version of containerd")?;
    let work = Scratch::beside(&project.tool("cluster", "packages"))?;
    let tree = Scratch::beside(place)?;
    let lists = Lists::with("containerd", oldest, work.path())?;
    let packages = lists.lacking(&PACKAGES)?;
    lists.unpack(&packages, tree.path(), &work.path().join("packages"))?;
    for (folder, program) in [("links", "xtables-nft-multi"), (LEGACY, "xtables-legacy-multi")] {
        let links = tree.path().join(folder);
        std::fs::create_dir_all(&links)?;
        let program = Path::new("usr/sbin").join(program);
        let ours = tree.path().join(&program).is_file();
        let to = Path::new(if ours { ".." } else { "/" }).join(program);
        for name in IPTABLES {
            link(&to, &links.join(name))?;
        }
    }
    tree.put(place)
}

impl Debian {
    /// A file of a package, such as `usr/bin/containerd`: ours, else the system's.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        let ours = self.root.join(path);
        if ours.exists() { ours } else { Path::new("/").join(path) }
    }

    /// What these programs need in their environment to find what was unpacked with them.
    pub(super) fn env(&self) -> Vec<(&'static str, OsString)> {
        let mut env = vec![("DEBOOTSTRAP_DIR", self.file("usr/share/debootstrap").into())];
        if let Some(folder) = self.libraries() {
            env.push(("LD_LIBRARY_PATH", folder.clone().into()));
            if folder.join("xtables").is_dir() {
                env.push(("XTABLES_LIBDIR", folder.join("xtables").into()));
            }
        }
        env
    }

    /// PATH with their folders first.
    pub(super) fn whole_path(&self) -> OsString {
        let parts = ["links", "usr/sbin", "usr/bin", "sbin", "bin"];
        let mut folders = parts.map(|part| self.root.join(part)).to_vec();
        folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        // Where a person's PATH is not root's.
        folders.extend(["/usr/sbin", "/sbin"].map(PathBuf::from));
        std::env::join_paths(folders).unwrap_or_default()
    }

    /// The same, with the older kind of iptables before the newer.
    pub(super) fn path_to_legacy(&self) -> Result<OsString> {
        let whole = self.whole_path();
        let folders = std::iter::once(self.root.join(LEGACY)).chain(std::env::split_paths(&whole));
        Ok(std::env::join_paths(folders)?)
    }

    /// Lets a program find all of it.
    pub(super) fn equip(&self, call: Call) -> Call {
        let call = call.env("PATH", self.whole_path());
        self.env().into_iter().fold(call, |call, (name, value)| call.env(name, value))
    }

    /// The folder of unpacked libraries, which is named after the processor.
    fn libraries(&self) -> Option<PathBuf> {
        let folders = tree::folders(&self.root.join("usr/lib"))?;
        folders.into_iter().find(|folder| {
            folder.file_name().is_some_and(|name| name.to_string_lossy().contains("-linux-gnu"))
        })
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).with_context(|| format!("linking `{}`", at.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, at: &Path) -> Result<()> {
    anyhow::bail!("no link can be made at `{}` on this system", at.display())
}
