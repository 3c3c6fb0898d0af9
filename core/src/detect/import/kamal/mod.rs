//! Kamal: `config/deploy.yml`, one file for each destination, and the names in `.kamal/secrets`.

mod accessories;
mod build;
mod proxy;
mod secrets;
mod servers;
mod table;
#[cfg(test)]
mod tests;

pub(super) use secrets::{is_file as is_secrets, names_only};

use super::super::app::App;
use super::super::finding::{Trust, Value};
use super::super::notes::Notes;
use super::super::sheet::Sheet;
use super::kind::Tool;
use super::ledger::{Ledger, Part};
use super::mount::mount;
use super::store::Stores;
use super::variables::{Of, Variable, place};
use super::words;
use std::collections::BTreeMap;

/// What later keys, and later files, have to know of earlier ones.
#[derive(Default)]
struct Known {
    /// The name of the app.
    service: String,
    /// The role that serves the web.
    primary: String,
    /// How many servers each role has.
    counts: BTreeMap<String, usize>,
    /// Names in the file of secrets, and who asked for them.
    asked: BTreeMap<String, String>,
}

/// The destination that a file is about: `staging` of `config/deploy.staging.yml`.
fn destination(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml"))?;
    let (_, destination) = stem.split_once('.')?;
    (!destination.is_empty()).then_some(destination)
}

/// Reads all files of Kamal that an app has, or that somebody named.
pub(super) fn read(app: &App, notes: &mut Notes) {
    let files = super::files(app, Tool::Kamal);
    let mut known = Known::default();
    let has_base = files.iter().any(|(path, _)| destination(path).is_none());
    let (base, rest): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(path, _)| !has_base || destination(path).is_none());
    for (path, text) in &base {
        file(path, text, "", &mut known, notes);
    }
    let mut requires = false;
    for (path, text) in &base {
        let sheet = Sheet::read(path, text);
        let node = sheet.node(&["require_destination"]);
        requires |= node.and_then(|node| sheet.text(node)).is_some_and(|text| text == "true");
    }
    for (path, text) in &rest {
        let name = words::name(destination(path).unwrap_or_default(), 20);
        if name.is_empty() {
            continue;
        }
        let at = vec![super::super::finding::At::file(*path)];
        let environment = format!("environments.{name}");
        notes.claim(&environment, Value::Map(BTreeMap::new()), Trust::Read, at, "");
        file(path, text, &format!("{environment}."), &mut known, notes);
    }
    let names = |name: &str| rest.iter().any(|(path, _)| destination(path) == Some(name));
    if let (Some((path, _)), false, false) = (rest.first(), requires, names("production")) {
        let at = vec![super::super::finding::At::file(*path)];
        let why = "config/deploy.yml deploys by itself too";
        let none = Value::Map(BTreeMap::new());
        notes.claim("environments.production", none, Trust::Likely, at, why);
    }
    secrets::read(app, &known, notes);
    if !base.is_empty() || !rest.is_empty() {
        hooks(app, notes);
    }
}

fn file(path: &str, text: &str, prefix: &str, known: &mut Known, notes: &mut Notes) {
    let sheet = Sheet::read(path, text);
    if !sheet.whole {
        let at = super::super::finding::At::file(path);
        notes.remark(at, "the file is no YAML as a whole", "what stands before the fault is read");
    }
    let mut ledger = Ledger::new(notes, &sheet, path, prefix);
    let Some(root) = ledger.root() else { return };
    if prefix.is_empty() {
        known.primary = "web".to_owned();
    }
    if let Some(part) = root.get("primary_role")
        && let Some(text) = sheet.text(part.node)
    {
        known.primary = text;
    }
    if let Some(part) = root.get("service")
        && let Some(text) = ledger.text(&part)
    {
        service(&mut ledger, &part, text, known);
    }
    proxy::image(&mut ledger, &root, known);
    let mut stores = Stores::default();
    accessories::read(&mut ledger, &root, &mut stores, known);
    if let Some(part) = root.get("env") {
        let all = variables(&mut ledger, &part, known);
        place(&mut ledger, all, &stores, Of::App);
        tags(&mut ledger, &part);
    }
    times(&mut ledger, &root);
    servers::read(&mut ledger, &root, &stores, known);
    proxy::read(&mut ledger, &root);
    build::read(&mut ledger, &root, known);
    if let Some(part) = root.get("volumes") {
        for (text, item) in ledger.texts(&part) {
            mount(&mut ledger, &item, &text);
        }
    }
    aliases(&mut ledger, &root);
    logging(&mut ledger, &root);
    ledger.rest(table::TABLE, table::OTHERWISE);
}

fn service(ledger: &mut Ledger<'_>, part: &Part<'_>, text: String, known: &mut Known) {
    if text == "my-app" {
        return ledger.not_carried(part, "it is the name in Kamal's own template");
    }
    if ledger.prefix.is_empty() {
        known.service.clone_from(&text);
    }
    ledger.carry(part, "app", words::name(&text, 40));
}

/// Variables of `env`: flat, or in `clear` and `secret`.
fn variables<'n>(ledger: &mut Ledger<'_>, part: &Part<'n>, known: &mut Known) -> Vec<Variable<'n>> {
    let is_split = ["clear", "secret", "tags"].iter().any(|key| part.get(key).is_some());
    let clear = if is_split { part.get("clear") } else { Some(part.clone()) };
    let mut all = Vec::new();
    for inner in clear.iter().flat_map(Part::all) {
        if inner.name.is_empty() {
            continue;
        }
        match ledger.text(&inner) {
            Some(value) => {
                all.push(Variable { name: inner.name.clone(), value: Some(value), part: inner });
            }
            // What cannot be known may be a secret: only the name counts.
            None if crate::secret::is_secret_name(&inner.name) => {
                all.push(Variable { name: inner.name.clone(), value: None, part: inner });
            }
            None => {}
        }
    }
    for inner in part.get("secret").iter().flat_map(Part::all).filter(|_| is_split) {
        let Some(text) = ledger.text(&inner) else { continue };
        let (name, kept) = text.split_once(':').unwrap_or((&text, &text));
        if name != kept {
            let says = format!("`{name}` is called `{kept}` where Kamal keeps its value");
            ledger.notes.remark(inner.at.clone(), says, "look the value up under that name");
        }
        known.asked.insert(kept.to_owned(), format!("it is `{name}` of the app"));
        all.push(Variable { name: name.to_owned(), value: None, part: inner });
    }
    all
}

/// Variables of some servers alone.
fn tags(ledger: &mut Ledger<'_>, env: &Part<'_>) {
    let why = "all pods of a process have the same variables: make those servers a worker or a process of its own";
    for tag in env.get("tags").iter().flat_map(Part::all) {
        ledger.not_carried(&tag, why);
    }
}

/// How long things may take when they end.
fn times(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    if let Some(part) = root.get("drain_timeout")
        && let Some(text) = ledger.text(&part)
    {
        ledger.carry(&part, "web.shutdown_timeout", text);
    }
}

fn aliases(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    for alias in root.get("aliases").iter().flat_map(Part::all) {
        let Some(text) = ledger.text(&alias) else { continue };
        let words = crate::field::split_command(&text).unwrap_or_default();
        let command = words.last().filter(|last| last.contains(' ')).cloned();
        match (alias.name.as_str(), command) {
            ("console", Some(command)) => ledger.carry(&alias, "console.command", command),
            _ => ledger.not_needed(
                &alias,
                "deploy.sh has words of its own for a console, a task, the log and a rollback",
            ),
        }
    }
}

fn logging(ledger: &mut Ledger<'_>, root: &Part<'_>) {
    let of_roles = root.get("servers").map(|servers| servers.all()).unwrap_or_default();
    let all = of_roles.iter().filter_map(|role| role.get("logging"));
    for part in root.get("logging").into_iter().chain(all) {
        if let Some(driver) = part.get("driver")
            && let Some(text) = ledger.text(&driver)
        {
            if matches!(text.as_str(), "json-file" | "local" | "journald" | "none") {
                ledger.not_needed(&driver, "the node keeps and rotates the log of each pod");
            } else {
                ledger.not_carried(&driver, "`logging.kind` names an agent that sends the log on");
            }
        }
        if let Some(options) = part.get("options") {
            ledger.not_needed(&options, "the node keeps and rotates the log of each pod");
        }
    }
}

/// Scripts that Kamal runs: nobody reads them, and each that is in use is told by name.
fn hooks(app: &App, notes: &mut Notes) {
    for path in app.paths().filter(|path| path.starts_with(".kamal/hooks/")) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name.contains('.') {
            continue;
        }
        let why = match name {
            "pre-deploy" | "pre-app-boot" => {
                "if it migrates, `migrate.command` does; steps before and after a release go into `migrate`"
            }
            "post-deploy" | "post-app-boot" => {
                "steps after a release go into `migrate.after`, or behind deploy.sh in your CI"
            }
            "pre-build" | "pre-connect" => "let your CI do it before deploy.sh",
            _ => "it prepares servers or Kamal's proxy, which a cluster has no use for",
        };
        let at = super::super::finding::At::file(path);
        notes.not_carried(format!("hook {name}"), at, why);
    }
}
