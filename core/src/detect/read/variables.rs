//! Names of variables that the app reads. Values are never kept.

use super::super::finding::At;
use super::super::notes::Notes;
use super::super::ruby::Code;
use super::super::sheet::Sheet;
use super::{APPLICATION, PRODUCTION, Reading};

/// Variables that every bundle, Rails or the system sets.
const SET: [&str; 26] = [
    "RAILS_ENV",
    "RACK_ENV",
    "NODE_ENV",
    "PORT",
    "WEB_CONCURRENCY",
    "RAILS_MAX_THREADS",
    "RAILS_MIN_THREADS",
    "RAILS_LOG_LEVEL",
    "RAILS_LOG_TO_STDOUT",
    "RAILS_SERVE_STATIC_FILES",
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY_BASE",
    "RAILS_MASTER_KEY",
    "SECRET_KEY_BASE_DUMMY",
    "PIDFILE",
    "HOME",
    "USER",
    "HOSTNAME",
    "PATH",
    "BUNDLE_GEMFILE",
    "CI",
    "SOLID_QUEUE_IN_PUMA",
    "JOB_CONCURRENCY",
    "DB_POOL",
    "LANG",
];

/// The most names of secrets that are written unasked; of more than that each is only listed.
const MOST: usize = 10;

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let code = [(APPLICATION, &reading.application), (PRODUCTION, &reading.production)];
    for (file, code) in code {
        for read in code.variables() {
            notes.variable(&read.name, At::new(file, read.line), read.needed);
        }
    }
    for (file, text) in app.texts().filter(|(file, _)| file.starts_with("config/")) {
        if file.ends_with(".yml") && !file.starts_with("config/deploy") {
            for (name, line, needed) in Sheet::read(file, text).variables {
                // What a database is reached by stands in its address, which comes from DATABASE_URL.
                notes.variable(&name, At::new(file, line), needed);
            }
        } else if file.starts_with("config/initializers/") {
            for read in Code::read(text).variables() {
                notes.variable(&read.name, At::new(file, read.line), read.needed);
            }
        }
    }
    examples(reading, notes);
    let notes_before = &notes.claims;
    let is_set = |name: &str| {
        SET.contains(&name)
            || notes_before.iter().any(|claim| {
                claim.path == format!("secrets.{name}")
                    || claim.path == format!("env.{name}")
                    || claim.path == format!("web.env.{name}")
            })
    };
    let kept: Vec<bool> = notes.variables.iter().map(|each| !is_set(&each.name)).collect();
    let mut kept = kept.into_iter();
    notes.variables.retain(|_| kept.next().unwrap_or(true));
}

/// Variables that files read at every start, without a default and without a condition around it.
pub(super) fn needed(reading: &Reading<'_>) -> Vec<(String, At)> {
    const SHEETS: [&str; 6] = [
        "config/database.yml",
        "config/cable.yml",
        "config/storage.yml",
        "config/cache.yml",
        "config/queue.yml",
        "config/recurring.yml",
    ];
    let mut all: Vec<(String, At)> = Vec::new();
    for (file, text) in reading.app.texts() {
        let is_code = matches!(file, APPLICATION | PRODUCTION | "config/puma.rb")
            || file.starts_with("config/initializers/");
        if is_code {
            let code = Code::read(text);
            let reads = code.variables().iter().filter(|read| read.needed);
            all.extend(reads.map(|read| (read.name.clone(), At::new(file, read.line))));
        } else if SHEETS.contains(&file) {
            let sheet = Sheet::read(file, text);
            let reads = sheet
                .variables
                .iter()
                .filter(|(_, line, needed)| *needed && !sheet.is_guarded_line(*line));
            all.extend(reads.map(|(name, line, _)| (name.clone(), At::new(file, *line))));
        }
    }
    let mut seen: Vec<String> = Vec::new();
    all.retain(|(name, _)| {
        let is_new = !SET.contains(&name.as_str())
            && !seen.contains(name)
            && crate::field::check(crate::field::Accepts::EnvName, name).is_ok();
        seen.push(name.clone());
        is_new
    });
    all
}

/// `.env.example` and its like: what stands there in the open is wanted, what is commented out is optional.
fn examples(reading: &Reading<'_>, notes: &mut Notes) {
    let mut secrets: Vec<(String, At)> = Vec::new();
    let is_example = |file: &str| file.starts_with(".env.");
    for (file, text) in reading.app.texts().filter(|(file, _)| is_example(file)) {
        for (line, number) in text.lines().zip(1..).take(5_000) {
            let line = line.trim();
            let line = line.strip_prefix("export ").unwrap_or(line);
            let Some((name, value)) = line.split_once('=').filter(|_| !line.starts_with('#'))
            else {
                continue;
            };
            let (name, at) = (name.trim(), At::new(file, number));
            notes.variable(name, at.clone(), false);
            if crate::secret::shape(value).is_some() {
                notes.value_in_file(name, at.clone());
            }
            let wanted = !value.trim().is_empty()
                && crate::secret::is_secret_name(name)
                && !SET.contains(&name)
                && !is_of_database(name);
            if wanted && !secrets.iter().any(|(other, _)| other == name) {
                secrets.push((name.to_owned(), at));
            }
        }
    }
    if secrets.len() <= MOST {
        for (name, at) in secrets {
            notes.likely_secret(&name, at, "the example of the app's variables has it");
        }
    }
}

/// Passwords that stand in the address of the database or of Redis.
fn is_of_database(name: &str) -> bool {
    ["DB_", "DATABASE_", "POSTGRES_", "PG", "MYSQL_", "REDIS_", "MARIADB_"]
        .iter()
        .any(|head| name.starts_with(head))
}
