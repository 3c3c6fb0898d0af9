//! Processes beside web and workers, what stands in their pods, and what they find there.

use super::{batch, choice, choice_or, flag, list, named, number, resources, text, variables};
use crate::plan::{
    Access, Adapter, Decided, File, Init, Process, ProcessProbe, STORAGE, Sidecar, Uploads, Volume,
};
use crate::spec::{self, Spec};

/// A path that is said from the working folder, as a whole one.
fn whole(workdir: &str, path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path).trim_end_matches('/');
    if path.starts_with('/') { path.to_owned() } else { format!("{workdir}/{path}") }
}

pub(super) fn places(at: &str, workdir: &str, set: &[String]) -> Decided<Vec<String>> {
    list(at, set).map(|all| all.iter().map(|path| whole(workdir, path)).collect())
}

fn some(path: String, set: Option<i64>) -> Option<Decided<i64>> {
    set.map(|number| Decided::set(path, number))
}

/// The processes that a group names; `web` where it names none and means one.
fn web_alone(path: &str, set: &[String]) -> Decided<Vec<String>> {
    if set.is_empty() { Decided::derived(path, vec!["web".to_owned()]) } else { list(path, set) }
}

/// Every volume; first the one that SQLite and local uploads share.
pub(super) fn volumes(
    spec: &Spec,
    shared: Option<&Decided<String>>,
    class: Option<&Decided<String>>,
    workdir: &str,
) -> Vec<Volume> {
    let own = shared.map(|size| Volume {
        at: String::new(),
        name: size.clone().map(|_| STORAGE.to_owned()),
        path: size.clone().map(|_| format!("{workdir}/storage")),
        size: size.clone(),
        access: Decided::derived("", Access::Once),
        class: class.cloned(),
        of: Decided::derived("", Vec::new()),
    });
    let said = spec.volumes.iter().enumerate().map(|(index, volume)| {
        let at = format!("volumes[{index}]");
        let path = |key: &str| format!("{at}.{key}");
        Volume {
            name: text(volume.name.as_ref(), &path("name"), &format!("volume-{}", index + 1)),
            path: text(volume.path.as_ref(), &path("path"), "storage")
                .map(|set| whole(workdir, &set)),
            size: text(volume.size.as_ref(), &path("size"), ""),
            access: choice(volume.access.as_ref(), &path("access")),
            class: named(volume.class.as_ref(), &path("class")).or_else(|| class.cloned()),
            of: list(&path("of"), &volume.of),
            at,
        }
    });
    own.into_iter().chain(said).collect()
}

pub(super) fn files(spec: &Spec, workdir: &str) -> Vec<File> {
    let one = |(index, file): (usize, &spec::File)| {
        let at = format!("files[{index}]");
        let path = |key: &str| format!("{at}.{key}");
        File {
            name: text(file.name.as_ref(), &path("name"), &format!("file-{}", index + 1)),
            path: text(file.path.as_ref(), &path("path"), "config/file")
                .map(|set| whole(workdir, &set)),
            secret: named(file.secret.as_ref(), &path("secret")),
            text: named(file.text.as_ref(), &path("text")),
            of: list(&path("of"), &file.of),
            at,
        }
    };
    spec.files.iter().enumerate().map(one).collect()
}

pub(super) fn process(index: usize, group: &spec::Process, workdir: &str) -> Process {
    let at = format!("processes[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    let probe = if group.port.is_some() { ProcessProbe::Tcp } else { ProcessProbe::None };
    Process {
        name: text(group.name.as_ref(), &path("name"), &format!("process-{}", index + 1)),
        command: batch::command(group.command.as_ref(), &path("command"), ""),
        image: named(group.image.as_ref(), &path("image")),
        port: some(path("port"), group.port),
        path: named(group.path.as_ref(), &path("path")),
        host: named(group.host.as_ref(), &path("host")),
        tcp: some(path("tcp"), group.tcp),
        probe: choice_or(group.probe.as_ref(), &path("probe"), probe),
        health_path: text(group.health_path.as_ref(), &path("health_path"), ""),
        probe_command: batch::command(group.probe_command.as_ref(), &path("probe_command"), ""),
        replicas: number(group.replicas, &path("replicas")),
        once: flag(group.once, &path("once")),
        user: some(path("user"), group.user),
        writable: places(&path("writable"), workdir, &group.writable),
        env: variables(&path("env"), &group.env),
        secrets: keys(&path("secrets"), &group.secrets),
        grace: number(group.grace, &path("grace")),
        resources: resources(
            &at,
            group.cpu.as_ref(),
            group.memory.as_ref(),
            group.memory_limit.as_ref(),
        ),
        at,
    }
}

pub(super) fn sidecar(index: usize, group: &spec::Sidecar, workdir: &str) -> Sidecar {
    let at = format!("sidecars[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    Sidecar {
        name: text(group.name.as_ref(), &path("name"), &format!("sidecar-{}", index + 1)),
        image: named(group.image.as_ref(), &path("image")),
        command: batch::command(group.command.as_ref(), &path("command"), ""),
        of: web_alone(&path("of"), &group.of),
        port: some(path("port"), group.port),
        user: some(path("user"), group.user),
        writable: places(&path("writable"), workdir, &group.writable),
        env: variables(&path("env"), &group.env),
        resources: resources(
            &at,
            group.cpu.as_ref(),
            group.memory.as_ref(),
            group.memory_limit.as_ref(),
        ),
        at,
    }
}

pub(super) fn step(index: usize, group: &spec::Init) -> Init {
    let at = format!("init[{index}]");
    let path = |key: &str| format!("{at}.{key}");
    Init {
        name: text(group.name.as_ref(), &path("name"), &format!("step-{}", index + 1)),
        command: batch::command(group.command.as_ref(), &path("command"), "true"),
        image: named(group.image.as_ref(), &path("image")),
        of: web_alone(&path("of"), &group.of),
        env: variables(&path("env"), &group.env),
        secrets: keys(&path("secrets"), &group.secrets),
        at,
    }
}

/// Names of a list, each with its place, each once.
fn keys(path: &str, names: &[String]) -> Vec<Decided<String>> {
    let mut all: Vec<Decided<String>> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if !all.iter().any(|each| each.value == *name) {
            all.push(Decided::set(format!("{path}[{index}]"), name.clone()));
        }
    }
    all
}

/// Whether the web pods keep something on a volume that one node at a time holds.
pub(super) fn web_is_held(spec: &Spec) -> bool {
    let sqlite = super::data::database(spec).adapter.value == Adapter::Sqlite;
    let local = super::data::active_storage(spec).service.value == Uploads::Local;
    let said = spec.volumes.iter().any(|volume| {
        let is_web = volume.of.is_empty() || volume.of.iter().any(|each| each == "web");
        is_web && volume.access.as_deref() != Some(Access::Many.word())
    });
    sqlite || local || said
}
