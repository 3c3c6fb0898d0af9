//! Images that stand in for those of public registries: made once from Debian's packages, by the files of
//! `tests/apps/images/`, and kept in the cache. Each checkout builds the app's own images on them in a folder of its own.

mod making;

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tree;

use super::debian::Debian;
use super::place;

/// Where the files lie that they are made of, and the `docker` that makes them.
const SOURCE: &str = "tests/apps/images";
/// What they are, in the order of making: the folder, and the name.
const ALL: [(&str, &str); 8] = [
    ("trixie", "localhost/linkspan/trixie:13"),
    ("ruby", "docker.io/library/ruby:3.3.8-slim"),
    ("postgres", "docker.io/library/postgres:17"),
    ("mariadb", "docker.io/library/mariadb:11.8"),
    ("valkey", "docker.io/valkey/valkey:8.1"),
    ("memcached", "docker.io/library/memcached:1.6"),
    ("nginx", "docker.io/library/nginx:1.26"),
    ("pause", "localhost/pause:1"),
];
/// How the folders of finished images begin, before a number.
const PREFIX: &str = "images-";
/// How long images are kept that nobody uses.
const KEPT: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// The variable that names the folder of docker's settings.
const FOLDER: &str = "LINKSPAN_CONTAINERS";
/// How many bytes of its own images a checkout keeps: some hundred releases.
const LIMIT: u64 = 4 << 30;
/// Any image: they are made here.
const POLICY: &str = "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}\n";

/// The images, and this checkout's folder to build on them, once it is prepared.
pub(super) struct Images {
    /// What all checkouts share and none changes.
    shared: PathBuf,
    own: PathBuf,
}

/// Finds them or makes them. What runs is not touched.
pub(super) fn get(project: &Project, debian: &Debian) -> Result<Images> {
    let source = project.root.join(SOURCE);
    let folder = project.cache.join("cluster");
    let shared = folder.join(format!("{PREFIX}{:016x}", fingerprint(&source)?));
    if !shared.is_dir() {
        making::make(project, debian, &source, &shared)
            .context("the images of Ruby and of what its apps need come from Debian's packages")?;
        sweep(&folder);
    }
    place::own(project)?;
    place::sweep(&folder.join("run"));
    // So that others see when they were used last. Where a folder cannot be touched, they are made again one day.
    let _ = File::open(&shared).and_then(|folder| folder.set_modified(SystemTime::now()));
    Ok(Images { shared, own: own_folder(project)? })
}

/// Removes images that no checkout has used for long. One that has other files uses others than we do.
fn sweep(folder: &Path) {
    for images in tree::folders(folder).unwrap_or_default() {
        let name = images.file_name().unwrap_or_default().to_string_lossy();
        let used = std::fs::metadata(&images).and_then(|data| data.modified());
        let unused = used.ok().and_then(|used| used.elapsed().ok());
        if name.starts_with(PREFIX) && unused > Some(KEPT) {
            // Not ours to insist: it is only room on the disk.
            let _ = tree::remove(&images);
        }
    }
}

/// The folder of the script `docker`.
pub(super) fn bin(project: &Project) -> PathBuf {
    project.root.join(SOURCE).join("bin")
}

/// The variable that it needs, once the images are there.
pub(super) fn variable(project: &Project) -> Result<(&'static str, OsString)> {
    Ok((FOLDER, own_folder(project)?.into()))
}

/// How many bytes a folder takes; 0 if it is not there.
fn size(folder: &Path) -> u64 {
    let text = Call::new("du").args(["-sxB1"]).args([folder]).text().unwrap_or_default();
    text.split_whitespace().next().and_then(|bytes| bytes.parse().ok()).unwrap_or_default()
}

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
    // How they are made is told there, and by these files.
    let mut all = include_bytes!("images/making.rs").to_vec();
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
    /// Makes this checkout's folder ready, empty if it has grown too large or was built on other images. Not while a
    /// cluster of this checkout runs: its registry lies there.
    pub(super) fn prepare(&self, project: &Project, debian: &Debian) -> Result<()> {
        if size(&self.own) > LIMIT {
            tree::remove(&self.own)?;
        }
        Docker::at(&self.own, project, debian, Some(&graph(&self.shared))).map(|_| ())
    }

    /// The archive of containerd's own image, `localhost/pause:1`.
    pub(super) fn pause(&self) -> PathBuf {
        self.shared.join(making::PAUSE_ARCHIVE)
    }

    /// The folder of a registry that has what pods pull from public ones. Checkouts share it: it is only to be read.
    pub(super) fn mirror(&self) -> PathBuf {
        self.shared.join(making::MIRROR)
    }

    /// The folder of this checkout's own registry. It outlives the cluster, so that layers are sent once.
    pub(super) fn registry(&self) -> PathBuf {
        self.own.join("registry")
    }
}

/// The script `docker`, with settings and a place for images.
struct Docker {
    program: PathBuf,
    env: Vec<(&'static str, OsString)>,
}

impl Docker {
    /// One that keeps its images in this folder and finds more in another.
    fn at(folder: &Path, project: &Project, debian: &Debian, more: Option<&Path>) -> Result<Self> {
        let settings = storage(folder, more)?;
        let file = folder.join("storage.conf");
        if std::fs::read_to_string(&file).ok().as_deref() != Some(&settings) {
            // What lies there was built on other images.
            tree::remove(folder)?;
            std::fs::create_dir_all(folder)
                .with_context(|| format!("making `{}`", folder.display()))?;
        }
        std::fs::write(folder.join("registries.conf"), "")?;
        std::fs::write(folder.join("policy.json"), POLICY)?;
        let mut env = debian.env();
        if let Some((_, libraries)) = env.iter().find(|(name, _)| *name == "LD_LIBRARY_PATH") {
            list_libraries(folder, libraries)?;
        }
        std::fs::write(&file, settings)?;
        env.push(("PATH", debian.whole_path()));
        env.push((FOLDER, folder.into()));
        Ok(Self { program: bin(project).join("docker"), env })
    }

    fn call(&self) -> Call {
        self.equip(Call::new(&self.program))
    }

    fn equip(&self, call: Call) -> Call {
        self.env.iter().fold(call, |call, (name, value)| call.env(name, value))
    }
}

/// The settings of where images are kept. They change when the images are made anew, for what was built on the earlier
/// ones is of no use then.
fn storage(folder: &Path, more: Option<&Path>) -> Result<String> {
    let mut text = format!(
        "[storage]\ndriver = \"overlay\"\ngraphroot = {:?}\nrunroot = {:?}\n",
        graph(folder),
        folder.join("run"),
    );
    if let Some(more) = more {
        let list = more.join("overlay-images/images.json");
        let images =
            std::fs::read(&list).with_context(|| format!("reading `{}`", list.display()))?;
        text.push_str(&format!(
            "\n[storage.options]\n# {:016x}\nadditionalimagestores = [{more:?}]\n",
            place::hash(&images)
        ));
    }
    Ok(text)
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
        std::fs::write(copy.join("ruby/Containerfile"), "FROM localhost/linkspan/trixie:13\n")?;
        assert_ne!(before, fingerprint(&copy)?);
        tree::remove(&copy)
    }

    #[test]
    fn only_images_that_nobody_uses_are_swept() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("linkspan-swept-{}", std::process::id()));
        let old = SystemTime::now() - KEPT * 2;
        for (name, used) in
            [("images-1", old), ("images-2", SystemTime::now()), ("run", old), ("1.36.2", old)]
        {
            std::fs::create_dir_all(folder.join(name))?;
            File::open(folder.join(name))?.set_modified(used)?;
        }
        sweep(&folder);
        let left = tree::folders(&folder).unwrap_or_default();
        assert_eq!(left, ["1.36.2", "images-2", "run"].map(|name| folder.join(name)));
        tree::remove(&folder)
    }

    #[test]
    fn the_settings_follow_the_images() -> Result<()> {
        let shared = std::env::temp_dir().join(format!("linkspan-graph-{}", std::process::id()));
        let list = shared.join("overlay-images/images.json");
        std::fs::create_dir_all(shared.join("overlay-images"))?;
        std::fs::write(&list, "[1]")?;
        let before = storage(Path::new("/own"), Some(&shared))?;
        assert!(before.contains("graphroot = \"/own/graph\"\n"), "{before}");
        assert!(before.contains(&format!("additionalimagestores = [{shared:?}]\n")), "{before}");
        std::fs::write(&list, "[2]")?;
        assert_ne!(before, storage(Path::new("/own"), Some(&shared))?);
        tree::remove(&shared)
    }
}
