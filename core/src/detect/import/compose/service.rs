//! One service, with what it takes from another by `extends`.

use super::super::super::finding::At;
use super::super::ledger::{Ledger, Part};
use super::super::variables::Variable;
use super::super::words;
use super::text;
use crate::field::shell_word;
use crate::secret;

/// A service.
pub(super) struct Service<'n> {
    pub(super) part: Part<'n>,
    /// The service that it extends.
    base: Option<Part<'n>>,
    /// Its image, as far as it is known.
    pub(super) image: Option<String>,
    pub(super) build: Option<Part<'n>>,
    /// Where it is built, and by which file.
    build_key: String,
    /// Its command on one line; empty for the image's own.
    pub(super) command: String,
    /// Names of its variables.
    pub(super) variables: Vec<String>,
}

impl<'n> Service<'n> {
    pub(super) fn name(&self) -> &str {
        &self.part.name
    }

    /// A key of its own, or of what it extends.
    pub(super) fn get(&self, key: &str) -> Option<Part<'n>> {
        self.part.get(key).or_else(|| self.base.as_ref()?.get(key))
    }

    pub(super) fn build_key(&self) -> &str {
        &self.build_key
    }

    /// The names that other services reach it by.
    pub(super) fn hosts(&self) -> Vec<String> {
        let mut all = vec![self.name().to_owned()];
        for key in ["container_name", "hostname"] {
            all.extend(self.get(key).and_then(|part| part.node.text().map(str::to_owned)));
        }
        all
    }

    /// How many there are, and what each may use: the key of a group, its part and its value.
    pub(super) fn sizes(&self, ledger: &mut Ledger<'_>) -> Vec<(&'static str, Part<'n>, String)> {
        const PLACES: [(&str, &[&str]); 9] = [
            ("replicas", &["deploy", "replicas"]),
            ("replicas", &["scale"]),
            ("memory_limit", &["deploy", "resources", "limits", "memory"]),
            ("memory_limit", &["mem_limit"]),
            ("memory", &["deploy", "resources", "reservations", "memory"]),
            ("memory", &["mem_reservation"]),
            ("cpu", &["deploy", "resources", "reservations", "cpus"]),
            ("cpu", &["deploy", "resources", "limits", "cpus"]),
            ("cpu", &["cpus"]),
        ];
        let mut out: Vec<(&'static str, Part<'n>, String)> = Vec::new();
        for (key, path) in PLACES {
            let mut path = path.iter();
            let first = path.next().and_then(|first| self.get(first));
            let found = path.try_fold(first, |part, name| Some(part?.get(name)));
            let Some(part) = found.flatten() else { continue };
            let Some(text) = text::of(ledger, &part) else { continue };
            let value = match key {
                "replicas" => Some(text),
                "cpu" => words::cpu(&text),
                _ => words::memory(&text),
            };
            match value {
                Some(_) if out.iter().any(|(other, ..)| *other == key) => {
                    ledger.not_needed(&part, "another key says the same");
                }
                Some(value) => out.push((key, part, value)),
                None => ledger.not_carried(&part, "it is no amount"),
            }
        }
        out
    }
}

/// All services of a file.
pub(super) fn all<'n>(ledger: &mut Ledger<'_>, services: &Part<'n>) -> Vec<Service<'n>> {
    let mut out = Vec::new();
    for part in services.all().into_iter().take(200).filter(|part| part.is_map()) {
        let base = part.get("extends").and_then(|extends| {
            let named = extends.get("service").unwrap_or_else(|| extends.clone());
            let name = named.node.text()?;
            if extends.get("file").is_some() {
                ledger.not_carried(
                    &extends,
                    "it extends a service of another file: name that file too",
                );
                return None;
            }
            ledger.not_needed(&extends, "what it takes from there is read with it");
            services.get(name)
        });
        let mut service = Service {
            part,
            base,
            image: None,
            build: None,
            build_key: String::new(),
            command: String::new(),
            variables: Vec::new(),
        };
        service.image = service.get("image").and_then(|part| image(ledger, &part));
        service.build = service.get("build");
        service.build_key = service.build.as_ref().map(build_key).unwrap_or_default();
        service.command =
            service.get("command").map(|part| line(ledger, &part)).unwrap_or_default();
        if let Some(part) = service.get("environment") {
            let name = |part: Part<'_>| match part.name.is_empty() {
                false => part.name,
                true => part
                    .node
                    .text()
                    .unwrap_or_default()
                    .split('=')
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            };
            service.variables = part.all().into_iter().map(name).collect();
        }
        out.push(service);
    }
    out
}

fn build_key(build: &Part<'_>) -> String {
    let get = |key: &str| build.get(key).and_then(|part| part.node.text()).unwrap_or_default();
    let context = build.node.text().unwrap_or_else(|| get("context"));
    let context = context.trim_start_matches("./").trim_end_matches('/');
    let context = if context.is_empty() { "." } else { context };
    format!("{context} {}", get("dockerfile").trim_start_matches("./"))
}

/// An image; where a variable without a default has its tag, the repository alone.
fn image(ledger: &mut Ledger<'_>, part: &Part<'_>) -> Option<String> {
    let raw = ledger.sheet.text(part.node)?;
    match text::filled(&raw) {
        Ok(text) => Some(text),
        Err(_) => {
            let (repository, _) = raw.split_once(":$")?;
            (!repository.contains('$')).then(|| repository.to_owned())
        }
    }
}

/// A command as one line, be it a text or a list of words.
fn line(ledger: &mut Ledger<'_>, part: &Part<'_>) -> String {
    if part.is_list() {
        let words: Vec<String> = ledger.texts(part).into_iter().map(|(text, _)| text).collect();
        let words: Option<Vec<String>> = words.iter().map(|word| text::filled(word).ok()).collect();
        let words: Vec<String> =
            words.unwrap_or_default().iter().map(|word| shell_word(word)).collect();
        return words.join(" ");
    }
    if part.node.is_null() { String::new() } else { text::of(ledger, part).unwrap_or_default() }
}

/// Its variables: those without a value come from where compose runs.
pub(super) fn variables<'n>(ledger: &mut Ledger<'_>, service: &Service<'n>) -> Vec<Variable<'n>> {
    let mut out = Vec::new();
    let mut parts: Vec<Part<'n>> = Vec::new();
    let base = service.base.as_ref().and_then(|base| base.get("environment"));
    let own = service.part.get("environment");
    for part in own.iter().chain(&base).flat_map(Part::all) {
        parts.push(part);
    }
    for part in parts {
        let Some(raw) =
            ledger.sheet.text(part.node).or_else(|| part.node.is_null().then(String::new))
        else {
            ledger.not_carried(&part, "a text stands there as a rule");
            continue;
        };
        let (name, value) = if part.name.is_empty() {
            match raw.split_once('=') {
                Some((name, value)) => (name.trim().to_owned(), Some(value.to_owned())),
                None => (raw.trim().to_owned(), None),
            }
        } else {
            (part.name.clone(), (!part.node.is_null()).then_some(raw))
        };
        if out.iter().any(|each: &Variable<'_>| each.name == name) {
            continue;
        }
        let value = value.map(|value| text::filled(&value));
        let is_secret = secret::is_secret_name(&name);
        let source = match value {
            Some(Ok(value)) => {
                out.push(Variable { name, value: Some(value), part });
                continue;
            }
            _ if is_secret || matches!(name.as_str(), "DATABASE_URL" | "REDIS_URL") => {
                out.push(Variable { name, value: None, part });
                continue;
            }
            Some(Err(source)) => source,
            None => name.clone(),
        };
        ledger.notes.variable(&name, At::new(part.at.file.clone(), part.at.line), false);
        let source = secret::masked(&source);
        let why = format!(
            "its value comes from `{source}`, which is set where compose runs: put it into `env` or `secrets`"
        );
        ledger.not_carried(&part, &why);
    }
    out
}

/// How the image is built.
pub(super) fn build(ledger: &mut Ledger<'_>, build: &Part<'_>) {
    if !build.is_map() {
        if let Some(text) = text::of(ledger, build) {
            context(ledger, build, &text);
        }
        return;
    }
    for (key, path) in [("dockerfile", "build.dockerfile"), ("target", "build.target")] {
        if let Some(part) = build.get(key)
            && let Some(text) = text::of(ledger, &part)
        {
            ledger.notes.likely(
                "build.from",
                "dockerfile",
                part.at.clone(),
                "the file builds by it",
            );
            ledger.carry(&part, path, text.trim_start_matches("./"));
        }
    }
    if let Some(part) = build.get("context")
        && let Some(text) = text::of(ledger, &part)
    {
        context(ledger, &part, &text);
    }
    for (name, value, part) in
        build.get("args").map(|args| text::labels(ledger, &args)).unwrap_or_default()
    {
        if secret::is_secret_name(&name) || secret::looks_secret(&name, &value) {
            if secret::looks_secret(&name, &value) {
                ledger.notes.value_in_file(&name, part.at.clone());
            }
            let why =
                "everybody who can pull the image reads arguments: hand it over by `build.secrets`";
            ledger.not_carried(&part, why);
        } else {
            ledger.notes.likely(
                "build.from",
                "dockerfile",
                part.at.clone(),
                "the file builds by it",
            );
            ledger.carry(&part, &format!("build.args.{name}"), value);
        }
    }
    ledger.rest_of(
        build,
        "how the image is built is said by `build` of the spec, which has nothing for it",
    );
}

fn context(ledger: &mut Ledger<'_>, part: &Part<'_>, text: &str) {
    let folder = text.trim_start_matches("./").trim_end_matches('/');
    if folder.is_empty() || folder == "." {
        return ledger.not_needed(part, "the image is built from the app's folder");
    }
    ledger.carry(part, "build.context", folder);
}
