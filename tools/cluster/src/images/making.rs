//! Making the images: a Debian by debootstrap, then each image's file on it.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tree::{self, Scratch};

use super::{ALL, Docker, graph};
use crate::debian::Debian;

/// The file of containerd's own image, beside the others.
pub(super) const PAUSE_ARCHIVE: &str = "pause.tar";
/// The folder of the registry that stands for the public ones.
pub(super) const MIRROR: &str = "mirror";
/// What pods pull from public registries. The other images are built on, or handed to containerd.
const PULLED: [&str; 5] = [
    "docker.io/library/postgres:17",
    "docker.io/library/mariadb:11.8",
    "docker.io/valkey/valkey:8.1",
    "docker.io/library/memcached:1.6",
    "docker.io/library/nginx:1.26",
];
/// Runs a registry (`$1`, with settings `$2`) and pushes to it with `$3` the images named after that.
const FILL: &str = r#"
ip link set lo up
"$1" serve "$2" &
docker="$3"
shift 3
for try in $(seq 100); do
  if (exec 3<>/dev/tcp/127.0.0.1/5000) 2>/dev/null; then break; fi
  sleep 0.1
done
for name in "$@"; do
  "$docker" push "$name" "docker://127.0.0.1:5000/${name#*/}"
done
"#;
/// The release of Debian that has the Rails in question.
const RELEASE: &str = "trixie";

/// Makes all of them at a place, which is there whole or not at all.
pub(super) fn make(project: &Project, debian: &Debian, source: &Path, place: &Path) -> Result<()> {
    let parent = place.parent().context("a place without a folder")?;
    std::fs::create_dir_all(parent).with_context(|| format!("making `{}`", parent.display()))?;
    let begun = Instant::now();
    say::doing("making the images of Ruby and of what its apps need, once; some minutes");
    let scratch = Scratch::beside(place)?;
    let work = scratch.path().join("work");
    let docker = Docker::at(&work, project, debian, None)?;
    let mirror = mirror()?;
    let sources = work.join("sources.list");
    std::fs::write(&sources, format!("deb {mirror} {RELEASE} main\n"))?;
    for (folder, name) in ALL {
        let start = Instant::now();
        let context = if folder == "trixie" {
            let context = work.join("context");
            bootstrap(debian, &mirror, &source.join(folder), &context)?;
            context
        } else {
            source.join(folder)
        };
        // The mirror is lent, so that no image names it.
        let lent = format!("{}:/etc/apt/sources.list:ro", sources.display());
        let args = ["build", "--network", "host", "--volume", &lent, "--tag", name];
        docker.call().args(args).args([context]).quiet()?;
        say::done(&format!("made {name}"), start.elapsed());
    }
    let archive = scratch.path().join(PAUSE_ARCHIVE);
    let (_, pause) = ALL.last().context("the last image")?;
    docker.call().args(["save", "--output"]).args([&archive]).args([pause]).quiet()?;
    fill(&docker, debian, &work, &scratch.path().join(MIRROR))?;
    std::fs::rename(graph(&work), graph(scratch.path()))?;
    tree::remove(&work)?;
    scratch.put(place)?;
    say::done("made all images", begun.elapsed());
    Ok(())
}

/// Makes the smallest Debian, as an archive beside what its image's file copies.
fn bootstrap(debian: &Debian, mirror: &str, source: &Path, context: &Path) -> Result<()> {
    let root = context.join("root");
    std::fs::create_dir_all(&root)?;
    for path in tree::files(source)? {
        std::fs::copy(&path, context.join(path.file_name().unwrap_or_default()))?;
    }
    // What debootstrap mounts and starts is gone with it, however it ends.
    let apart = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "debootstrap"];
    let call = Call::new("unshare").args(apart).args(["--variant=minbase", RELEASE]);
    debian.equip(call.args([&root]).args([mirror])).quiet()?;
    std::fs::write(root.join("etc/apt/sources.list"), "")?;
    Call::new("tar")
        .args(["--numeric-owner", "--create", "--directory"])
        .args([root.as_os_str(), "--file".as_ref(), context.join("trixie.tar").as_os_str()])
        .args(["."])
        .quiet()?;
    tree::remove(&root)
}

/// Fills a registry's folder with what pods pull.
fn fill(docker: &Docker, debian: &Debian, work: &Path, mirror: &Path) -> Result<()> {
    let start = Instant::now();
    std::fs::create_dir_all(mirror)?;
    let settings = work.join("registry.yml");
    let text = format!(
        "version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {mirror:?}}}}}\n\
         http: {{addr: \"127.0.0.1:5000\", secret: none}}\n"
    );
    std::fs::write(&settings, text)?;
    // In a network of its own, so that no port of the machine is taken.
    let apart = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
    let registry = debian.file("usr/bin/docker-registry");
    docker
        .equip(Call::new("unshare").args(apart).args(["bash", "-euc", FILL, "bash"]))
        .args([&registry, &settings, &docker.program])
        .args(PULLED)
        .quiet()?;
    say::done("made a registry of what pods pull", start.elapsed());
    Ok(())
}

/// Where this machine's Debian packages come from.
fn mirror() -> Result<String> {
    let ask = || {
        let args =
            ["indextargets", "--format", "$(REPO_URI)", "Identifier: Packages", "Label: Debian"];
        Call::new("apt-get").args(args).text().as_deref().and_then(first_address)
    };
    if let Some(mirror) = ask() {
        return Ok(mirror);
    }
    // Without its lists, apt does not know which of its sources is Debian.
    Call::new("apt-get").args(["update"]).quiet()?;
    ask().context("apt knows no mirror of Debian on this machine")
}

/// The first line that is an address.
fn first_address(text: &str) -> Option<String> {
    text.lines().map(str::trim).find(|line| line.contains("://")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pods_pull_is_made() {
        assert!(PULLED.iter().all(|name| ALL.iter().any(|(_, made)| made == name)));
    }

    #[test]
    fn the_first_address_is_the_mirror() {
        let text = "\nhttp://deb.example.com/debian/\nhttp://deb.example.com/debian/\n";
        assert_eq!(first_address(text).as_deref(), Some("http://deb.example.com/debian/"));
        assert_eq!(first_address("\n"), None);
    }
}
