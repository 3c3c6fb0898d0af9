//! Compose files of docker: the app's own services, data stores, and what else stands beside them.

mod service;
mod table;
#[cfg(test)]
mod tests;
mod text;

pub(super) use text::tidy;

use super::super::app::App;
use super::super::finding::At;
use super::super::notes::Notes;
use super::super::process::Process;
use super::super::sheet::Sheet;
use super::kind::Tool;
use super::ledger::{Ledger, Part};
use super::mount::folder;
use super::program;
use super::store::{Found, Stores};
use super::variables::{Of, of_store, place};
use super::words;
use crate::facts::{server, store_of};
use crate::field::{Accepts, check, split_command};
use service::Service;
use std::collections::BTreeMap;

/// Names that people give the service that serves the web, the likeliest first.
const WEB: [&str; 12] = [
    "web",
    "app",
    "rails",
    "server",
    "puma",
    "backend",
    "api",
    "www",
    "webapp",
    "application",
    "site",
    "main",
];

/// Reads every compose file that somebody named.
pub(super) fn read(app: &App, notes: &mut Notes) {
    for (path, text) in super::files(app, Tool::Compose) {
        let sheet = Sheet::read(path, text);
        if !sheet.whole {
            let help = "what stands before the fault is read";
            notes.remark(At::file(path), "the file is no YAML as a whole", help);
        }
        let mut ledger = Ledger::new(notes, &sheet, path, "");
        if let Some(root) = ledger.root() {
            file(&mut ledger, &root);
            ledger.rest(table::TABLE, table::OTHERWISE);
        }
    }
}

fn file(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    if let Some(part) = root.get("name")
        && let Some(text) = text::of(ledger, &part)
    {
        let why = "the project is called so";
        ledger.likely(&part, "app", words::name(&text, 40), why);
    }
    let Some(services) = root.get("services") else { return };
    let all = service::all(ledger, &services);
    let apps = own(&all);
    let own: Vec<&Service<'_>> = apps.iter().filter_map(|at| all.get(*at)).collect();
    if let Some(part) = own.iter().find_map(|service| development(ledger, service)) {
        let says = "the file is for development: it mounts the app's own code, or runs Rails so";
        let help = "name the compose file of production, if there is one";
        ledger.notes.remark(part.at.clone(), says, help);
        return ledger.not_carried(&services, "the file is for development");
    }
    let mut stores = Stores::default();
    let rest = all.iter().enumerate().filter(|(at, _)| !apps.contains(at));
    for (_, service) in rest {
        beside(ledger, service, &mut stores);
    }
    whole(ledger, &own);
    let web = web(&own);
    let releases = releases(&all);
    let mut shared = BTreeMap::new();
    if let Some(service) = web.and_then(|at| own.get(at)) {
        one(ledger, service, Role::Web, &stores, &mut shared);
    }
    for (at, service) in own.iter().enumerate().filter(|(at, _)| Some(*at) != web) {
        let _ = at;
        let is_release = releases.contains(&service.name().to_owned())
            || is_migration(service.name(), &service.command);
        let role = if is_release { Role::Release } else { Role::Worker };
        one(ledger, service, role, &stores, &mut shared);
    }
}

/// What a service of the app is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Web,
    Release,
    Worker,
}

/// Which services run the app: those that are built here, or share an image with what runs Rails.
fn own(all: &[Service<'_>]) -> Vec<usize> {
    let is_other = |service: &Service<'_>| {
        let image = service.image.as_deref().unwrap_or_default();
        service.build.is_none() && (store_of(image).is_some() || program::use_of(image).is_some())
    };
    let fits = |service: &&Service<'_>| !is_other(service);
    let runs_rails = |service: &&Service<'_>| {
        let words = split_command(&service.command).unwrap_or_default();
        let is_one = ["rails", "puma", "sidekiq", "rake", "bin/jobs", "bundle"];
        server(&words).is_some()
            || words.iter().any(|word| is_one.iter().any(|one| word.contains(one)))
            || service
                .variables
                .iter()
                .any(|name| name.starts_with("RAILS_") || name == "SECRET_KEY_BASE")
    };
    let by_name = |service: &&Service<'_>| WEB.contains(&service.name());
    let built = |service: &&Service<'_>| service.build.is_some();
    let candidates = || all.iter().filter(fits);
    let main = candidates()
        .find(|service| built(service) && (by_name(service) || runs_rails(service)))
        .or_else(|| candidates().find(runs_rails))
        .or_else(|| candidates().find(built))
        .or_else(|| candidates().find(by_name));
    let Some(main) = main else { return Vec::new() };
    let same = |service: &Service<'_>| {
        if is_other(service) {
            return false;
        }
        let one_build = service.build.is_some() && service.build_key() == main.build_key();
        let one_image = match (&service.image, &main.image) {
            (Some(one), Some(other)) => words::repository(one) == words::repository(other),
            _ => false,
        };
        one_build || one_image
    };
    all.iter().enumerate().filter(|(_, service)| same(service)).map(|(at, _)| at).collect()
}

/// The part that shows that a service is for development: the code mounted from here, or Rails' environment.
fn development<'n>(ledger: &Ledger<'_>, service: &Service<'n>) -> Option<Part<'n>> {
    let mounts = service.get("volumes").map(|part| part.all()).unwrap_or_default();
    let is_code = |item: &Part<'_>| {
        let text = ledger.sheet.text(item.node).unwrap_or_default();
        let source = item.get("source").and_then(|part| ledger.sheet.text(part.node));
        let source = source.as_deref().or_else(|| text.split(':').next()).unwrap_or_default();
        matches!(source, "." | "./" | "$PWD" | "${PWD}")
    };
    let variables = service.get("environment").map(|part| part.all()).unwrap_or_default();
    let is_environment = |item: &Part<'_>| {
        let text = ledger.sheet.text(item.node).unwrap_or_default();
        let named = matches!(item.name.as_str(), "RAILS_ENV" | "RACK_ENV") && text == "development";
        named || matches!(text.as_str(), "RAILS_ENV=development" | "RACK_ENV=development")
    };
    mounts.into_iter().find(is_code).or_else(|| variables.into_iter().find(is_environment))
}

/// Which of the app's services serves the web.
fn web(own: &[&Service<'_>]) -> Option<usize> {
    let serves = |service: &&Service<'_>| {
        server(&split_command(&service.command).unwrap_or_default()).is_some()
    };
    let by_name =
        || WEB.iter().find_map(|name| own.iter().position(|service| service.name() == *name));
    let position = |test: &dyn Fn(&&Service<'_>) -> bool| own.iter().position(test);
    by_name()
        .or_else(|| position(&serves))
        .or_else(|| position(&|service| service.get("ports").is_some()))
        .or_else(|| position(&|service| service.command.is_empty()))
}

/// Services that others wait for until they have ended well.
fn releases(all: &[Service<'_>]) -> Vec<String> {
    let mut out = Vec::new();
    for part in all.iter().filter_map(|service| service.get("depends_on")) {
        for inner in part.all() {
            let condition = inner.get("condition").and_then(|part| part.node.text());
            if condition == Some("service_completed_successfully") {
                out.push(inner.name.clone());
            }
        }
    }
    out
}

fn is_migration(name: &str, command: &str) -> bool {
    let migrates = command.contains("db:migrate") || command.contains("db:prepare");
    migrates && (name.contains("migrat") || name.contains("setup") || name.contains("prepare"))
}

/// A service that is not the app.
fn beside(ledger: &mut Ledger<'_>, service: &Service<'_>, stores: &mut Stores) {
    let whole = &service.part;
    let (Some(part), Some(image)) = (service.get("image"), &service.image) else {
        let why = match service.build {
            Some(_) => {
                "another program is built here: give it an image of its own, and name it in `processes`"
            }
            None => "its image is not known",
        };
        return ledger.not_carried(whole, why);
    };
    if let Some(why) = program::use_of(image) {
        return ledger.not_needed(whole, why);
    }
    match stores.add(ledger, &part, image, service.hosts()) {
        Found::Carried(section) => store(ledger, service, section),
        Found::Second => ledger.not_carried(
            whole,
            "it is a second one of its kind: `redis.also` and `database.also` name more, and others stay outside",
        ),
        Found::Unknown => other(ledger, service, &part, image),
    }
}

fn store(ledger: &mut Ledger<'_>, service: &Service<'_>, section: &'static str) {
    for (key, part, value) in service.sizes(ledger) {
        ledger.carry(&part, &format!("{section}.{key}"), value);
    }
    for variable in service::variables(ledger, service) {
        of_store(ledger, &variable);
    }
    for (key, why) in [
        (
            "volumes",
            "the bundle has a volume for it, which starts empty: dump the data and restore it there",
        ),
        ("command", "the bundle starts its data stores with settings of its own"),
    ] {
        if let Some(part) = service.get(key) {
            ledger.not_carried(&part, why);
        }
    }
    for key in ["healthcheck", "ports", "expose", "env_file", "user"] {
        if let Some(part) = service.get(key) {
            ledger.not_needed(&part, "the bundle sets up its stores by itself");
        }
    }
}

fn other(ledger: &mut Ledger<'_>, service: &Service<'_>, part: &Part<'_>, image: &str) {
    let Some(path) = program::begin(ledger, &service.part, part, image) else { return };
    if let Some(part) = service.get("command")
        && !service.command.is_empty()
    {
        ledger.carry(&part, &format!("{path}.command"), service.command.as_str());
    }
    let ports = service.get("ports").or_else(|| service.get("expose"));
    if let Some(part) = &ports
        && let Some(port) = text::port(ledger, part)
    {
        ledger.carry(part, &format!("{path}.port"), port);
    }
    for (key, part, value) in service.sizes(ledger) {
        ledger.carry(&part, &format!("{path}.{key}"), value);
    }
    let mut env = BTreeMap::new();
    let (plain, secrets): (Vec<_>, Vec<_>) =
        service::variables(ledger, service).into_iter().partition(|each| each.value.is_some());
    place(ledger, plain, &Stores::default(), Of::Process(&mut env, "processes[].env"));
    let names: Vec<String> = secrets.iter().map(|each| each.name.clone()).collect();
    for variable in &secrets {
        ledger.carry(&variable.part, &format!("secrets.{}", variable.name), variable.name.as_str());
    }
    if !names.is_empty() {
        ledger.notes.read(&format!("{path}.secrets"), names, part.at.clone());
    }
    if !env.is_empty() {
        let value = super::super::finding::Value::Map(env);
        ledger.notes.read(&format!("{path}.env"), value, part.at.clone());
    }
    if let Some(part) = service.get("volumes") {
        ledger.not_carried(&part, program::FOLDERS);
    }
}

/// What is said once for all services of the app: the image, and how it is built.
fn whole(ledger: &mut Ledger<'_>, own: &[&Service<'_>]) {
    let has_build = own.iter().any(|service| service.build.is_some());
    for service in own {
        if let (Some(part), Some(image)) = (service.get("image"), &service.image) {
            let (name, version) = words::version(image);
            let full = words::repository(image);
            if name.contains('/') {
                ledger.carry(&part, "image", full);
            } else {
                let why = "no registry and no owner stand before it, so no cluster can pull it";
                ledger.not_carried(&part, why);
            }
            if !has_build && name.contains('/') {
                match version.filter(|text| check(Accepts::ImageVersion, text).is_ok()) {
                    Some(version) => {
                        let why = "the file builds nothing, and runs an image that is published";
                        ledger.notes.likely("build.from", "published", part.at.clone(), why);
                        ledger.notes.read("build.version", version, part.at.clone());
                    }
                    None => ledger.notes.remark(
                        part.at.clone(),
                        "the image that is published has no version of its own",
                        "`build: {from: published, version: ...}` says which one runs",
                    ),
                }
            }
        }
        if let Some(build) = &service.build {
            service::build(ledger, build);
        }
    }
}

/// A service of the app.
fn one(
    ledger: &mut Ledger<'_>,
    service: &Service<'_>,
    role: Role,
    stores: &Stores,
    shared: &mut BTreeMap<String, Option<String>>,
) {
    let is_web = role == Role::Web;
    if let Some(part) = service.get("profiles").filter(|_| !is_web) {
        let names: Vec<String> = ledger.texts(&part).into_iter().map(|(text, _)| text).collect();
        if !names.iter().any(|name| name.starts_with("prod")) {
            let why = "a profile starts it, so nothing says that production runs it: name it by hand if it does";
            return ledger.not_carried(&service.part, why);
        }
    }
    let mut process = Process {
        name: service.name().to_owned(),
        key: format!("{}.command", service.part.key),
        at: service.get("command").unwrap_or_else(|| service.part.clone()).at,
        is_web,
        is_release: role == Role::Release,
        deployed: true,
        command: text::tidy(&service.command),
        ..Process::default()
    };
    if let Some(part) = service.get("command") {
        ledger.leave(&part);
    }
    let list = if is_web { "web" } else { "workers[]" };
    for (key, part, value) in service.sizes(ledger) {
        ledger.carried(&part, &format!("{list}.{key}"));
        process.fields.insert(key, value);
    }
    if let Some(part) = service.get("stop_grace_period")
        && let Some(text) = text::of(ledger, &part)
    {
        match words::seconds(&text) {
            Some(seconds) => {
                let key = if is_web { "shutdown_timeout" } else { "timeout" };
                ledger.carried(&part, &format!("{list}.{key}"));
                process.fields.insert("timeout", seconds);
            }
            None => ledger.not_carried(&part, "it is no duration"),
        }
    }
    if is_web {
        door(ledger, service);
    } else if let Some(part) = service.get("healthcheck") {
        ledger.not_needed(&part, "workers are asked for their health in a way of their own");
    }
    let mut own = Vec::new();
    for variable in service::variables(ledger, service) {
        match shared.get(&variable.name) {
            Some(value) if *value == variable.value => {
                let why = "another service of the app has the same";
                ledger.not_needed(&variable.part, why);
            }
            _ => own.push(variable),
        }
    }
    if shared.is_empty() {
        shared.extend(own.iter().map(|each| (each.name.clone(), each.value.clone())));
        place(ledger, own, stores, Of::App);
    } else {
        place(ledger, own, stores, Of::Process(&mut process.env, "workers[].env"));
    }
    mounts(ledger, service);
    rest(ledger, service);
    if process.command.is_empty() && !is_web {
        let why = "it runs the image's own command, which no file says: name it in `workers` or `processes`";
        return ledger.not_carried(&service.part, why);
    }
    ledger.notes.process(process);
}

/// Where the web service listens, and how it is asked.
fn door(ledger: &mut Ledger<'_>, service: &Service<'_>) {
    for key in ["ports", "expose"] {
        let Some(part) = service.get(key) else { continue };
        match text::port(ledger, &part) {
            Some(port) if port.parse::<u16>().is_ok_and(|port| port < 1024) => {
                ledger.not_needed(&part, super::variables::LOW_PORT);
            }
            Some(port) => ledger.carry(&part, "web.port", port),
            None => ledger.not_carried(&part, "it names no port of the container"),
        }
    }
    if let Some(health) = service.get("healthcheck") {
        if let Some(test) = health.get("test") {
            match text::health(ledger, &test) {
                Some(path) => ledger.carry(&test, "web.health_path", path),
                None => {
                    ledger.not_carried(&test, "Kubernetes asks by a path: set `web.health_path`")
                }
            }
        }
        for part in health.all() {
            ledger.not_needed(&part, "Kubernetes asks in its own rhythm");
        }
    }
    let Some(labels) = service.get("labels") else { return };
    let mut hosts = Vec::new();
    for (name, value, part) in text::labels(ledger, &labels) {
        let found = text::hosts(&name, &value);
        if found.is_empty() {
            ledger.not_carried(&part, "labels of containers: set those of pods by `patches`");
        } else {
            hosts.extend(found);
            ledger.carried(&part, "hosts");
        }
    }
    hosts.dedup();
    if !hosts.is_empty() {
        ledger.notes.read("hosts", hosts, labels.at.clone());
    }
}

fn mounts(ledger: &mut Ledger<'_>, service: &Service<'_>) {
    for item in service.get("volumes").iter().flat_map(Part::all) {
        if item.is_map() {
            let get = |key: &str| item.get(key).and_then(|part| ledger.sheet.text(part.node));
            let (source, target) =
                (get("source").unwrap_or_default(), get("target").unwrap_or_default());
            let (kind, read_only) =
                (get("type").unwrap_or_default(), get("read_only").as_deref() == Some("true"));
            if kind == "tmpfs" {
                ledger.carry(&item, "container.writable", vec![target]);
            } else {
                folder(ledger, &item, &source, &target, read_only);
            }
        } else if let Some(text) = text::of(ledger, &item) {
            super::mount::mount(ledger, &item, &text);
        }
    }
}

/// Keys of the app's services that only their values decide.
fn rest(ledger: &mut Ledger<'_>, service: &Service<'_>) {
    if let Some(part) = service.get("env_file") {
        let why = "the file may hold secrets, so it is not read: put its plain values into `env`, and the names of the others into `secrets`";
        ledger.not_carried(&part, why);
    }
    if let Some(part) = service.get("working_dir")
        && let Some(text) = text::of(ledger, &part)
    {
        ledger.carry(&part, "container.workdir", text);
    }
    if let Some(part) = service.get("user")
        && let Some(text) = text::of(ledger, &part)
    {
        let user = text.split(':').next().unwrap_or(&text).to_owned();
        ledger.carry(&part, "container.user", user);
    }
    for item in service.get("secrets").iter().flat_map(Part::all) {
        let source = item.get("source").unwrap_or_else(|| item.clone());
        let Some(text) = text::of(ledger, &source) else { continue };
        let (name, key) = (words::name(&text, 20), text.to_ascii_uppercase().replace('-', "_"));
        if crate::secret::is_value(&text) || check(Accepts::EnvName, &key).is_err() {
            ledger.not_carried(&item, "it is no name of a key in the Secret");
            continue;
        }
        let target = item.get("target").and_then(|part| ledger.sheet.text(part.node));
        let target = target.unwrap_or(text);
        let target =
            if target.starts_with('/') { target } else { format!("/run/secrets/{target}") };
        let at = item.at.clone();
        ledger.notes.read(&format!("files[{name}].name"), name.as_str(), at.clone());
        ledger.notes.read(&format!("files[{name}].secret"), key, at);
        ledger.carry(&item, &format!("files[{name}].path"), target);
    }
}
