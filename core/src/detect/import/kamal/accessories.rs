//! Accessories: data stores of the spec, and other programs as further processes.

use super::super::ledger::{Ledger, Part};
use super::super::program;
use super::super::store::{Found, Stores};
use super::super::variables::{Of, of_store, place};
use super::super::words;
use super::{Known, variables};
use std::collections::BTreeMap;

pub(super) fn read(
    ledger: &mut Ledger<'_>,
    root: &Part<'_>,
    stores: &mut Stores,
    known: &mut Known,
) {
    for accessory in root.get("accessories").iter().flat_map(Part::all) {
        let Some(part) = accessory.get("image") else {
            if ledger.prefix.is_empty() {
                ledger.not_carried(&accessory, "it names no image");
            }
            continue;
        };
        let Some(image) = ledger.text(&part) else { continue };
        let own = accessory.get("service").and_then(|part| ledger.sheet.text(part.node));
        let host = own.unwrap_or_else(|| format!("{}-{}", known.service, accessory.name));
        match stores.add(ledger, &part, &image, vec![host]) {
            Found::Carried(section) => store(ledger, &accessory, section, known),
            Found::Second => {
                let why = "it is a second one of its kind: `redis.also` and `database.also` name more, and others stay outside";
                ledger.not_carried(&accessory, why);
            }
            Found::Unknown => process(ledger, &accessory, &part, &image, known),
        }
    }
}

fn store(ledger: &mut Ledger<'_>, accessory: &Part<'_>, section: &str, known: &mut Known) {
    for part in accessory.get("options").iter().flat_map(Part::all) {
        size(ledger, &part, section);
    }
    if let Some(env) = accessory.get("env") {
        // The bundle gives its stores users and passwords of their own.
        for variable in variables(ledger, &env, known) {
            of_store(ledger, &variable);
        }
    }
    for key in ["directories", "volumes"] {
        if let Some(part) = accessory.get(key) {
            let why = "the bundle has a volume for it, which starts empty: dump the data and restore it there";
            ledger.not_carried(&part, why);
        }
    }
}

fn size(ledger: &mut Ledger<'_>, part: &Part<'_>, section: &str) {
    let found = match part.name.as_str() {
        "memory" => ledger
            .text(part)
            .and_then(|text| words::memory(&text))
            .map(|text| ("memory_limit", text)),
        "cpus" => ledger.text(part).and_then(|text| words::cpu(&text)).map(|text| ("cpu", text)),
        "restart" => return,
        _ => None,
    };
    match found {
        Some((key, text)) => ledger.carry(part, &format!("{section}.{key}"), text),
        None => {
            ledger.not_carried(part, "it is an option of docker: `patches` change what a pod has")
        }
    }
}

/// A program that is no data store of ours: a process with an image of its own, if that is said exactly.
fn process(
    ledger: &mut Ledger<'_>,
    accessory: &Part<'_>,
    part: &Part<'_>,
    image: &str,
    known: &mut Known,
) {
    let Some(path) = program::begin(ledger, accessory, part, image) else { return };
    let at = |key: &str| format!("{path}.{key}");
    if let Some(cmd) = accessory.get("cmd")
        && let Some(text) = ledger.text(&cmd)
    {
        ledger.carry(&cmd, &at("command"), text);
    }
    if let Some(port) = accessory.get("port")
        && let Some(text) = ledger.text(&port)
    {
        let inside = text.rsplit(':').next().unwrap_or(&text).split('/').next().unwrap_or_default();
        ledger.carry(&port, &at("port"), inside);
    }
    for option in accessory.get("options").iter().flat_map(Part::all) {
        size(ledger, &option, &path);
    }
    if let Some(env) = accessory.get("env") {
        let mut own = BTreeMap::new();
        let mut secrets = Vec::new();
        let mut plain = Vec::new();
        for variable in variables(ledger, &env, known) {
            match &variable.value {
                None => {
                    ledger.carried(&variable.part, &at("secrets"));
                    secrets.push(variable.name.clone());
                }
                Some(_) => plain.push(variable),
            }
        }
        place(ledger, plain, &Stores::default(), Of::Process(&mut own, "processes[].env"));
        if !secrets.is_empty() {
            ledger.notes.read(&at("secrets"), secrets.clone(), env.at.clone());
            for secret in secrets {
                let path = format!("secrets.{secret}");
                ledger.notes.read(&path, secret.as_str(), env.at.clone());
            }
        }
        if !own.is_empty() {
            ledger.notes.read(&at("env"), super::Value::Map(own), env.at.clone());
        }
    }
    for key in ["directories", "volumes", "files"] {
        if let Some(part) = accessory.get(key) {
            ledger.not_carried(&part, program::FOLDERS);
        }
    }
}
