//! Which job system the app uses, and how its files set it up.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::{Code, Known};
use super::super::sheet::Sheet;
use super::{APPLICATION, PRODUCTION, Reading};

/// Active Job's adapter.
pub(super) struct Adapter {
    pub(super) name: String,
    pub(super) at: At,
    /// Whether nothing else decides.
    pub(super) sure: bool,
}

/// The adapter that production sets.
pub(super) fn adapter(reading: &Reading<'_>) -> Option<Adapter> {
    const OTHERS: [&str; 3] = [
        "config/initializers/active_job.rb",
        "config/initializers/sidekiq.rb",
        "config/initializers/good_job.rb",
    ];
    let others: Vec<(&str, Code)> = OTHERS
        .into_iter()
        .filter_map(|file| Some((file, Code::read(reading.app.text(file)?))))
        .collect();
    let mut files: Vec<(&str, &Code)> =
        vec![(PRODUCTION, &reading.production), (APPLICATION, &reading.application)];
    files.extend(others.iter().map(|(file, code)| (*file, code)));
    files.into_iter().find_map(|(file, code)| {
        let mut all = code.assigned("active_job.queue_adapter");
        all.extend(code.assigned("queue_adapter"));
        let (known, statement) = all.pop()?;
        let sure = all.is_empty() && !statement.guarded && matches!(known, Known::Text(_));
        let name = known.usual()?.to_owned();
        Some(Adapter { name, at: At::new(file, statement.line), sure })
    })
}

/// What a file of Sidekiq says.
#[derive(Default)]
pub(super) struct Sidekiq {
    pub(super) queues: Option<(Vec<String>, At)>,
    pub(super) concurrency: Option<(String, At, bool)>,
    pub(super) timeout: Option<(String, At)>,
}

/// Reads a file of Sidekiq: keys with or without a colon, production's before the others.
pub(super) fn sidekiq(reading: &Reading<'_>, file: &str) -> Option<Sidekiq> {
    let sheet = Sheet::read(file, reading.app.text(file)?);
    let root = sheet.root.as_ref()?;
    let find = |keys: [&str; 2]| {
        let production = ["production", ":production"].into_iter().find_map(|key| root.get(key));
        production
            .into_iter()
            .chain([root])
            .find_map(|part| keys.into_iter().find_map(|key| part.get(key)))
    };
    let mut out = Sidekiq::default();
    if let Some(node) = find(["concurrency", ":concurrency"]) {
        let known = sheet.known(node);
        let sure = matches!(known, Known::Text(_));
        out.concurrency = known.usual().map(|text| (text.to_owned(), sheet.at(node), sure));
    }
    if let Some(node) = find(["timeout", ":timeout"]) {
        out.timeout = sheet.text(node).map(|text| (text, sheet.at(node)));
    }
    if let Some(node) = find(["queues", ":queues"]).filter(|node| !sheet.is_guarded(node)) {
        let queue = |item: &crate::yaml::Node| match item.items() {
            [] => sheet.text(item),
            [name, weight] => Some(format!("{}:{}", sheet.text(name)?, sheet.text(weight)?)),
            [name] => sheet.text(name),
            _ => None,
        };
        let queues: Option<Vec<String>> = node.items().iter().map(queue).collect();
        // Sidekiq wants weights at all of them or at none.
        let queues = queues.filter(|queues| !queues.is_empty());
        out.queues = queues.map(|queues| (queues, sheet.at(node)));
    }
    Some(out)
}

/// Whether Puma starts the jobs: a plugin of its file, and the variable that decides where one does.
pub(super) fn in_puma(reading: &Reading<'_>) -> Option<(String, At, bool)> {
    const FILE: &str = "config/puma.rb";
    let code = Code::read(reading.app.text(FILE)?);
    code.calls("plugin").find_map(|statement| {
        let name = statement.text(0)?;
        let starts =
            ["solid_queue", "sidekiq", "good_job", "jobs"].iter().any(|word| name.contains(word));
        starts.then(|| (name, At::new(FILE, statement.line), !statement.guarded))
    })
}

/// Redis for the cache.
pub(super) fn cache(reading: &Reading<'_>, notes: &mut Notes) {
    // One that runs beside Puma is found there.
    if notes.best("sidecars[local-redis].name").is_some() {
        return;
    }
    for (known, statement) in reading.production.assigned("cache_store") {
        if known == Known::Text("redis_cache_store".to_owned()) && !statement.guarded {
            let at = At::new(PRODUCTION, statement.line);
            notes.likely("redis.kind", "external", at, "the cache needs it");
        }
    }
}
