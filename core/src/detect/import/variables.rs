//! Variables of a process in another tool's file: fields of the spec, plain values, and names of secrets.

use super::ledger::{Ledger, Part};
use super::store::Stores;
use crate::field::{self, Accepts};
use crate::secret;
use std::collections::BTreeMap;

/// A variable as a file has it.
pub(super) struct Variable<'n> {
    pub(super) name: String,
    /// Its value; none where the file has the name alone.
    pub(super) value: Option<String>,
    pub(super) part: Part<'n>,
}

/// Whose variables they are.
pub(super) enum Of<'p> {
    /// All processes of the app.
    App,
    /// The web pods alone.
    Web,
    /// One process alone: what it keeps, and the field.
    Process(&'p mut BTreeMap<String, String>, &'static str),
}

/// Variables with a field of their own, and those that every bundle sets.
const OWN: [(&str, &str); 13] = [
    ("WEB_CONCURRENCY", "web.processes"),
    ("RAILS_MAX_THREADS", "web.threads"),
    ("PORT", "web.port"),
    ("TMPDIR", ""),
    ("HOME", ""),
    ("PIDFILE", ""),
    ("BOOTSNAP_CACHE_DIR", ""),
    ("BOOTSNAP_READONLY", ""),
    ("RAILS_ENV", "production"),
    ("RACK_ENV", "production"),
    ("NODE_ENV", "production"),
    ("BUNDLE_WITHOUT", ""),
    ("BUNDLE_PATH", ""),
];

/// Addresses that come from the Secret of every bundle, or that it sets, and the field that says where from.
const ADDRESSES: [(&str, &str); 5] = [
    ("DATABASE_URL", ""),
    ("REDIS_URL", "redis.kind"),
    ("MEMCACHE_SERVERS", "memcached.kind"),
    ("ELASTICSEARCH_URL", "search.kind"),
    ("OPENSEARCH_URL", "search.kind"),
];

/// Puts variables where they belong.
pub(super) fn place(
    ledger: &mut Ledger<'_>,
    mut all: Vec<Variable<'_>>,
    stores: &Stores,
    mut of: Of<'_>,
) {
    stores.addresses(ledger, &mut all);
    for variable in &all {
        one(ledger, variable, &mut of);
    }
}

fn one(ledger: &mut Ledger<'_>, variable: &Variable<'_>, of: &mut Of<'_>) {
    let Variable { name, value, part } = variable;
    if field::check(Accepts::EnvName, name).is_err() || secret::is_value(name) {
        return ledger.not_carried(part, "it is no name of an environment variable");
    }
    if let Some((_, own)) = OWN.iter().find(|(own, _)| own == name) {
        return match (*own, value) {
            ("production", Some(value)) if value != "production" => ledger.not_carried(
                part,
                "pods run in Rails' environment `production`; what differs goes into `environments`",
            ),
            ("" | "production", _) => ledger.not_needed(part, "every bundle sets it"),
            ("web.threads", Some(value)) if matches!(of, Of::Process(..)) => {
                if let Of::Process(own, _) = of {
                    own.insert(name.clone(), value.clone());
                }
                ledger.carried(part, "workers[].concurrency");
            }
            (path, Some(value)) if !matches!(of, Of::Process(..)) => {
                port_or(ledger, part, path, value);
            }
            _ => ledger.not_needed(part, "every bundle sets it"),
        };
    }
    if let Some((_, kind)) = ADDRESSES.iter().find(|(address, _)| address == name) {
        return address(ledger, variable, kind);
    }
    match name.as_str() {
        "RAILS_MASTER_KEY" => {
            told_of_value(ledger, variable);
            let why = "the app is handed the key of its credentials";
            if !ledger.prefix.is_empty() {
                return ledger.not_needed(part, "every bundle of an app with credentials has it");
            }
            return ledger.likely(part, "rails.credentials", "true", why);
        }
        "SECRET_KEY_BASE" | "SECRET_KEY_BASE_DUMMY" => {
            told_of_value(ledger, variable);
            return ledger.not_needed(part, "the Secret has it where the app has no credentials");
        }
        _ => {}
    }
    let is_secret = secret::is_secret_name(name)
        || value.as_ref().is_some_and(|value| secret::looks_secret(name, value));
    match value {
        Some(value) if !is_secret => match of {
            Of::App => ledger.carry(part, &format!("env.{name}"), value.as_str()),
            Of::Web => ledger.carry(part, &format!("web.env.{name}"), value.as_str()),
            Of::Process(own, path) => {
                own.insert(name.clone(), value.clone());
                let path = *path;
                ledger.carried(part, path);
            }
        },
        _ => {
            told_of_value(ledger, variable);
            ledger.carry(part, &format!("secrets.{name}"), name.as_str());
        }
    }
}

/// A port below 1024 is one that no pod of ours can open.
fn port_or(ledger: &mut Ledger<'_>, part: &Part<'_>, path: &str, value: &str) {
    let low = value.parse::<u16>().is_ok_and(|port| port < 1024);
    if path == "web.port" && low {
        return ledger.not_needed(part, LOW_PORT);
    }
    ledger.carry(part, path, value);
}

pub(super) const LOW_PORT: &str =
    "pods run without root and open no port below 1024: the app listens at `web.port`";

fn address(ledger: &mut Ledger<'_>, variable: &Variable<'_>, kind: &str) {
    let part = &variable.part;
    told_of_value(ledger, variable);
    let path = ledger.path(kind);
    if !kind.is_empty() && ledger.notes.best(&path).is_none() {
        if variable.name == "ELASTICSEARCH_URL" {
            let path = ledger.path("search.engine");
            let why = "the variable is called so";
            ledger.notes.likely(&path, "elasticsearch", part.at.clone(), why);
        }
        let why = "the file hands the app its address";
        return ledger.likely(part, kind, "external", why);
    }
    ledger.not_needed(part, "the address comes from the bundle's own Secret or settings");
}

/// A variable of a data store, whose users and passwords are the bundle's own.
pub(super) fn of_store(ledger: &mut Ledger<'_>, variable: &Variable<'_>) {
    told_of_value(ledger, variable);
    ledger.not_needed(&variable.part, "the bundle sets up its stores by itself");
}

/// Says that the value of a secret stands in the file, if it does.
fn told_of_value(ledger: &mut Ledger<'_>, variable: &Variable<'_>) {
    let Variable { name, value, part } = variable;
    let stands = value.as_ref().is_some_and(|value| secret::looks_secret(name, value));
    if stands {
        ledger.notes.value_in_file(name, part.at.clone());
    }
}
