//! Images that stand in for those of public registries: made once from Debian's packages, by the files of
//! `tests/apps/images/`, and kept in the cache. Each checkout builds the app's own images on them in a folder of its own.

mod making;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian::Debian;
use super::place;
use crate::process::Call;
use crate::project::Project;
use crate::tree;

/// Where the files lie that they are made of, and the `docker` that makes them.
const SOURCE: &str = "tests/apps/images";
/// What they are, in the order of making: the folder, the name and tag, and why.
const ALL: [(&str, &str); 5] = [
    ("trixie", "localhost/linkspan/trixie"),
    ("ruby", "docker.io/library/ruby:3.3.8-slim"),
    ("postgres", "docker.io/library/postgres:17"),
    ("valkey", "docker.io/valkey/valkey:8.1"),
    ("pause", "localhost/pause:1"),
];
/// Those that pods pull from a public registry. Nothing pulls the others: they are built on, or handed to containerd.
const PULLED: [&str; 2] = ["docker.io/library/postgres:17", "docker.io/valkey/valkey:8.1"];

/// The images, and this checkout's folder to build on them.
pub(super) struct Images {
    /// What all checkouts share and none changes.
    shared: PathBuf,
    docker: Docker,
}

/// Finds them or makes them.
pub(super) fn get(project: &Project, debian: &Debian) -> Result<Images> {
    let source = project.root.join(SOURCE);
    let name = format!("images-{:016x}", fingerprint(&source)?);
    let shared = project.cache.join("cluster").join(name);
    if !shared.is_dir() {
        making::make(project, debian, &source, &shared)
            .context("the images of Ruby, PostgreSQL and Valkey come from Debian's packages")?;
    }
    let docker = Docker::at(own_folder(project)?, project, debian, Some(&graph(&shared)))?;
    Ok(Images { shared, docker })
}

/// What `docker` of `tests/apps/images/bin` needs in its environment, once the images are there.
pub(super) fn env(project: &Project) -> Result<Vec<(&'static str, OsString)>> {
    Ok(vec![(FOLDER, own_folder(project)?.into())])
}

/// The variable that names the folder of its settings.
const FOLDER: &str = "LINKSPAN_CONTAINERS";

/// Where a checkout keeps what it builds. It outlives the cluster, so that the next build finds its layers.
fn own_folder(project: &Project) -> Result<PathBuf> {
    Ok(place::of(project)?.join("images"))
}

/// Where images lie in a folder.
fn graph(folder: &Path) -> PathBuf {
    folder.join("graph")
}

/// A number that changes with the files that images are made of.
fn fingerprint(source: &Path) -> Result<u64> {
    let mut all = Vec::new();
    for (folder, name) in ALL {
        all.extend(name.as_bytes());
        for path in tree::files(&source.join(folder))? {
            all.extend(path.strip_prefix(source)?.as_os_str().as_encoded_bytes());
            all.extend(
                std::fs::read(&path).with_context(|| format!("reading `{}`", path.display()))?,
            );
            all.push(0);
        }
    }
    Ok(place::hash(&all))
}

impl Images {
    /// Hands over the archive of containerd's own image, `localhost/pause:1`.
    pub(super) fn load_pause(&self, load: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        load(&self.shared.join(making::PAUSE_ARCHIVE))
    }

    /// Fills a registry, such as `198.18.0.1:5001`, with what pods pull from public ones. The program is run as `call`
    /// says: where that registry can be reached.
    pub(super) fn push(&self, registry: &str, call: impl Fn(&Path) -> Call) -> Result<()> {
        for name in PULLED {
            let to = name.replacen("docker.io", registry, 1);
            let call = self.docker.equip(call(&self.docker.program));
            call.args(["push", name, &format!("docker://{to}")]).quiet()?;
        }
        Ok(())
    }
}

/// The script `docker`, with settings and a place for images.
struct Docker {
    program: PathBuf,
    folder: PathBuf,
    env: Vec<(&'static str, OsString)>,
}

impl Docker {
    /// One that keeps its images in this folder and finds more in another.
    fn at(
        folder: PathBuf,
        project: &Project,
        debian: &Debian,
        more: Option<&Path>,
    ) -> Result<Self> {
        let settings = storage(&folder, more);
        let file = folder.join("storage.conf");
        if std::fs::read_to_string(&file).ok().as_deref() != Some(&settings) {
            // What lies there was built on other images.
            tree::remove(&folder)?;
            std::fs::create_dir_all(&folder)
                .with_context(|| format!("making `{}`", folder.display()))?;
        }
        std::fs::write(folder.join("registries.conf"), "")?;
        std::fs::write(folder.join("policy.json"), POLICY)?;
        let mut env = debian.env();
        if let Some((_, libraries)) = env.iter().find(|(name, _)| *name == "LD_LIBRARY_PATH") {
            list_libraries(&folder, libraries)?;
        }
        std::fs::write(&file, settings)?;
        env.push(("PATH", debian.whole_path()));
        env.push((FOLDER, folder.clone().into()));
        Ok(Self { program: project.root.join(SOURCE).join("bin/docker"), folder, env })
    }

    fn call(&self) -> Call {
        self.equip(Call::new(&self.program))
    }

    fn equip(&self, call: Call) -> Call {
        self.env.iter().fold(call, |call, (name, value)| call.env(name, value))
    }
}

/// Any image: they are made here.
const POLICY: &str = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n";

/// The settings of where images are kept.
fn storage(folder: &Path, more: Option<&Path>) -> String {
    let mut text = format!(
        "[storage]\ndriver = \"overlay\"\ngraphroot = {:?}\nrunroot = {:?}\n",
        graph(folder),
        folder.join("run"),
    );
    if let Some(more) = more {
        text.push_str(&format!("\n[storage.options]\nadditionalimagestores = [{more:?}]\n"));
    }
    text
}

/// Lists these libraries beside the system's, for programs that lose LD_LIBRARY_PATH.
fn list_libraries(folder: &Path, libraries: &OsString) -> Result<()> {
    let script = "PATH=\"$PATH:/usr/sbin:/sbin\"; exec ldconfig -X -C \"$1/ld.so.cache\" \"$2\"";
    Call::new("sh").args(["-c", script, "sh"]).args([folder.as_os_str(), libraries]).quiet()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_follows_the_files() -> Result<()> {
        let source = Project::find()?.root.join(SOURCE);
        let copy = std::env::temp_dir().join(format!("linkspan-images-{}", std::process::id()));
        tree::remove(&copy)?;
        for (folder, _) in ALL {
            std::fs::create_dir_all(copy.join(folder))?;
            for path in tree::files(&source.join(folder))? {
                std::fs::copy(&path, copy.join(path.strip_prefix(&source)?))?;
            }
        }
        let before = fingerprint(&copy)?;
        assert_eq!(before, fingerprint(&source)?);
        std::fs::write(copy.join("ruby/Containerfile"), "FROM localhost/linkspan/trixie\n")?;
        assert_ne!(before, fingerprint(&copy)?);
        tree::remove(&copy)
    }

    #[test]
    fn the_settings_name_both_places() {
        let text = storage(Path::new("/own"), Some(Path::new("/shared/graph")));
        assert!(text.contains("graphroot = \"/own/graph\"\n"), "{text}");
        assert!(text.contains("additionalimagestores = [\"/shared/graph\"]\n"), "{text}");
    }

    #[test]
    fn what_pods_pull_is_made() {
        assert!(PULLED.iter().all(|name| ALL.iter().any(|(_, made)| made == name)));
    }
}
