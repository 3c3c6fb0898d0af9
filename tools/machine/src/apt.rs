//! Debian's packages: installed for everybody where we may, else unpacked in a folder of our own.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::process::{Call, is_root};
use crate::tree;
use crate::version::Version;

/// Whether packages can be installed: apt is there and we are root.
pub fn may_install() -> bool {
    present() && is_root()
}

/// Whether this system has Debian's packages.
pub fn present() -> bool {
    tree::on_path("apt-get").is_some() && tree::on_path("dpkg-deb").is_some()
}

/// Installs packages for everybody, with fresh lists if the lists at hand do not do.
pub fn install(packages: &[&str]) -> Result<()> {
    let install = || {
        Call::new("apt-get")
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .quiet()
    };
    if install().is_err() {
        Call::new("apt-get").args(["update"]).quiet()?;
        install()?;
    }
    Ok(())
}

/// Where to look packages up and fetch them from, without root and without a change to the system.
pub struct Lists {
    options: Vec<String>,
}

impl Lists {
    /// The system's lists if they have the package in this version or a newer one, else fresh lists of our own in
    /// this folder.
    pub fn with(package: &str, oldest: Version, folder: &Path) -> Result<Self> {
        let system = Self { options: Vec::new() };
        if system.candidate(package) >= Some(oldest) {
            return Ok(system);
        }
        let (lists, cache) = (folder.join("lists"), folder.join("cache"));
        for made in [lists.join("partial"), cache.join("archives/partial")] {
            std::fs::create_dir_all(made)?;
        }
        let own = Self {
            options: vec![
                format!("--option=Dir::State::Lists={}", lists.display()),
                format!("--option=Dir::Cache={}", cache.display()),
                "--option=APT::Sandbox::User=".to_owned(),
            ],
        };
        own.call("apt-get", &["update"]).quiet()?;
        match own.candidate(package) {
            Some(version) if version >= oldest => Ok(own),
            Some(version) => bail!("this system's `{package}` is {version}, too old for {oldest}"),
            None => bail!("this system's packages have no `{package}`"),
        }
    }

    /// Fetches packages and unpacks them into a folder.
    pub fn unpack(&self, packages: &[String], into: &Path, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let names: Vec<&str> = packages.iter().map(String::as_str).collect();
        self.call("apt-get", &["download"]).args(names).dir(folder).quiet()?;
        for file in tree::files(folder)? {
            Call::new("dpkg-deb")
                .args([PathBuf::from("--extract"), file, into.to_owned()])
                .quiet()?;
        }
        Ok(())
    }

    /// All that a package depends on, near and far, virtual packages left out.
    pub fn dependencies(&self, package: &str) -> Result<Vec<String>> {
        let only = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"];
        let options: Vec<String> = only.iter().map(|kind| format!("--no-{kind}")).collect();
        let text = self
            .call("apt-cache", &["depends", "--recurse"])
            .args(options)
            .args([package])
            .quiet()?;
        Ok(names_in(&text))
    }

    /// Those of these packages, and of what they depend on, that the system lacks, as apt would choose them.
    pub fn lacking(&self, packages: &[&str]) -> Result<Vec<String>> {
        let text = self
            .call("apt-get", &["install", "--simulate", "--no-install-recommends"])
            .args(packages)
            .quiet()?;
        Ok(to_install_in(&text))
    }

    /// Which of these packages are installed.
    pub fn installed(names: &[String]) -> Vec<String> {
        // dpkg-query fails if one name is unknown and lists the others all the same.
        let script =
            "dpkg-query -W -f '${db:Status-Status} ${Package}\\n' \"$@\" 2>/dev/null || true";
        let text =
            Call::new("sh").args(["-c", script, "sh"]).args(names).text().unwrap_or_default();
        text.lines().filter_map(|line| line.strip_prefix("installed ")).map(str::to_owned).collect()
    }

    /// The version in which a package can be had.
    fn candidate(&self, package: &str) -> Option<Version> {
        candidate_in(&self.call("apt-cache", &["policy", package]).text()?)
    }

    /// One of apt's programs with these lists, in the language that we read.
    fn call(&self, program: &str, args: &[&str]) -> Call {
        Call::new(program).args(&self.options).args(args).env("LC_ALL", "C")
    }
}

/// The version after `Candidate:` in what `apt-cache policy` says.
fn candidate_in(text: &str) -> Option<Version> {
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    Version::in_text(line)
}

/// The packages that `apt-cache depends --recurse` names: each is a line without indent.
fn names_in(text: &str) -> Vec<String> {
    let real = |line: &&str| !line.is_empty() && !line.starts_with([' ', '<', '|']);
    text.lines().filter(real).filter(|line| !line.contains(':')).map(str::to_owned).collect()
}

/// The packages that `apt-get --simulate` would install.
fn to_install_in(text: &str) -> Vec<String> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("Inst "));
    lines.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apt_would_install_is_read() {
        let text = "Building dependency tree...\nInst runc (1.1.5 Debian:12 [amd64])\n\
                    Inst login [1:4.13] (1:4.14 Debian:12 [amd64])\nConf runc (1.1.5 Debian:12 [amd64])\n";
        assert_eq!(to_install_in(text), ["runc", "login"]);
    }

    #[test]
    fn the_candidate_is_read() {
        let policy = "rustc-web:\n  Installed: (none)\n  Candidate: 1.96.0+dfsg1-1~deb12u2\n  Version table:\n";
        assert_eq!(candidate_in(policy), Version::in_text("1.96"));
        assert_eq!(candidate_in("rustc-web:\n  Candidate: (none)\n"), None);
        assert_eq!(candidate_in(""), None);
    }

    #[test]
    fn only_real_packages_are_named() {
        let text = "rustc-web\n  Depends: libc6\n |Depends: gcc\n  Depends: <libc-dev>\n    libc6-dev\n\
                    libc6\n<libc-dev>\nlibllvm22\n";
        assert_eq!(names_in(text), ["rustc-web", "libc6", "libllvm22"]);
    }
}
