//! Data stores that run beside an app: which fields they are, and which of the app's variables lead to them.

use super::ledger::{Ledger, Part};
use super::variables::Variable;
use super::words;
use crate::facts::{Store, store_of};
use crate::field::{Accepts, check};
use crate::secret;

/// One of them.
struct Kept {
    /// Where its fields stand: `database`, `redis`.
    section: &'static str,
    /// The names that other containers reach it by.
    hosts: Vec<String>,
}

/// All of a file.
#[derive(Default)]
pub(super) struct Stores {
    all: Vec<Kept>,
}

/// What a store was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The spec has its fields: the section.
    Carried(&'static str),
    /// There is one of its kind already.
    Second,
    /// It is none that the spec knows.
    Unknown,
}

impl Stores {
    /// Tells of a container by its image.
    pub(super) fn add(
        &mut self,
        ledger: &mut Ledger<'_>,
        part: &Part<'_>,
        image: &str,
        hosts: Vec<String>,
    ) -> Found {
        let (section, adapter) = match store_of(image) {
            Some(Store::Postgresql) => ("database", "postgresql"),
            Some(Store::Mysql) => ("database", "mysql"),
            Some(Store::Redis) => ("redis", ""),
            Some(Store::Memcached) => ("memcached", ""),
            Some(Store::OpenSearch) => ("search", "opensearch"),
            Some(Store::Elasticsearch) => ("search", "elasticsearch"),
            Some(Store::Other) | None => return Found::Unknown,
        };
        if self.all.iter().any(|each| each.section == section) {
            return Found::Second;
        }
        self.all.push(Kept { section, hosts });
        let (at, why) = (part.at.clone(), "it runs beside the app there");
        let path = ledger.path(&format!("{section}.kind"));
        ledger.notes.likely(&path, "cluster", at.clone(), why);
        match section {
            "database" => {
                let path = ledger.path("database.adapter");
                ledger.notes.likely(&path, adapter, at, "the database beside the app is one");
            }
            "search" => {
                let path = ledger.path("search.engine");
                ledger.notes.likely(&path, adapter, at, "the image holds it");
            }
            _ => {}
        }
        let image = words::full(image);
        let path = format!("{section}.image");
        if check(Accepts::PinnedImage, &image).is_ok() {
            ledger.carry(part, &path, image);
        } else {
            ledger.carried(part, &format!("{section}.kind"));
        }
        let says = format!("what {} keeps is not moved by any file", section_words(section));
        let help = "copy the data before the first release: dump it where it is, and restore it into the new one";
        if matches!(section, "database" | "search") {
            ledger.notes.remark(part.at.clone(), says, help);
        }
        Found::Carried(section)
    }

    /// Takes variables that lead to a store out, and says what they are called: `database.variables.host`.
    pub(super) fn addresses(&self, ledger: &mut Ledger<'_>, all: &mut Vec<Variable<'_>>) {
        for store in &self.all {
            if let Some(at) = all.iter().position(|each| store.is_url(each)) {
                let variable = all.remove(at);
                store.url(ledger, &variable);
                continue;
            }
            let host = all.iter().find(|each| store.is_host(each)).and_then(|each| {
                let head = HOSTS.iter().find_map(|end| each.name.strip_suffix(end))?;
                Some((head.to_owned(), each.name.clone()))
            });
            if let Some((head, host)) = host {
                store.parts(ledger, all, &head, &host);
            }
        }
    }
}

fn section_words(section: &str) -> &str {
    if section == "search" { "the search engine" } else { "the database" }
}

const HOSTS: [&str; 3] = ["_HOST", "HOST", "_HOSTNAME"];

/// Ends of names beside that of the host, and the part that each has.
const ENDS: [(&str, &str); 12] = [
    ("PORT", "port"),
    ("NAME", "name"),
    ("DATABASE", "name"),
    ("DB", "name"),
    ("USERNAME", "user"),
    ("USER", "user"),
    ("PASSWORD", "password"),
    ("PASS", "password"),
    ("DB_NAME", "name"),
    ("DB_USER", "user"),
    ("DB_PASSWORD", "password"),
    ("PWD", "password"),
];

impl Kept {
    fn is_host(&self, variable: &Variable<'_>) -> bool {
        variable.value.as_ref().is_some_and(|value| self.hosts.contains(value))
            && HOSTS.iter().any(|end| variable.name.ends_with(end))
    }

    /// Whether its value is an address whose host is this one.
    fn is_url(&self, variable: &Variable<'_>) -> bool {
        let Some((_, rest)) = variable.value.as_ref().and_then(|value| value.split_once("://"))
        else {
            return false;
        };
        let place = rest.split(['/', '?']).next().unwrap_or(rest);
        let place = place.rsplit('@').next().unwrap_or(place);
        let host = place.split(':').next().unwrap_or(place);
        self.hosts.iter().any(|each| each == host)
    }

    fn url(&self, ledger: &mut Ledger<'_>, variable: &Variable<'_>) {
        let Variable { name, value, part } = variable;
        if value.as_ref().is_some_and(|value| secret::looks_secret(name, value)) {
            ledger.notes.value_in_file(name, part.at.clone());
        }
        let usual = match self.section {
            "database" => &["DATABASE_URL"][..],
            "redis" => &["REDIS_URL"],
            "memcached" => &["MEMCACHE_SERVERS"],
            _ => &["ELASTICSEARCH_URL", "OPENSEARCH_URL"],
        };
        if usual.contains(&name.as_str()) {
            return ledger.not_needed(part, "the bundle sets it: the store is its own");
        }
        let path = format!("{}.variables.url", self.section);
        ledger.carry(part, &path, name.as_str());
    }

    /// An address in parts: `DB_HOST`, `DB_PORT`, `DB_USER`.
    fn parts(&self, ledger: &mut Ledger<'_>, all: &mut Vec<Variable<'_>>, head: &str, host: &str) {
        let mut rest = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for variable in std::mem::take(all) {
            let end = variable.name.strip_prefix(head).map(|end| end.trim_start_matches('_'));
            let key = match end {
                _ if variable.name == host => Some("host"),
                Some(end) => ENDS.iter().find(|(other, _)| *other == end).map(|(_, key)| *key),
                None => None,
            };
            let has = |key: &str| match self.section {
                "database" => true,
                "redis" => matches!(key, "host" | "port" | "password"),
                _ => matches!(key, "host" | "port"),
            };
            match key.filter(|key| has(key) && !seen.contains(key)) {
                Some(key) => {
                    seen.push(key);
                    let Variable { name, value, part } = &variable;
                    if value.as_ref().is_some_and(|value| secret::looks_secret(name, value)) {
                        ledger.notes.value_in_file(name, part.at.clone());
                    }
                    let path = format!("{}.variables.{key}", self.section);
                    ledger.carry(part, &path, name.as_str());
                }
                None => rest.push(variable),
            }
        }
        *all = rest;
    }
}
