//! Database connections: what threads need against what pools and servers have.

use super::super::context::{Context, Spot, given};
use super::Folder;
use super::process::{Process, Program};
use crate::diagnostic::{Diagnostic, rules};
use crate::facts::{DEFAULT_POOL, RESERVED_CONNECTIONS, USUAL_CONNECTIONS};
use crate::yaml::Node;
use std::collections::BTreeMap;

rules! {
    pub(crate) const DATABASE_CONNECTIONS: Rule = Rule {
        name: "database-connections",
        tier: Rails,
        severity: Warning,
        says: "the processes of the folder may open more connections than the database takes",
        why: "Under load, new connections are refused: requests and jobs fail that would have worked alone.",
    };
    pub(crate) const SMALL_POOL: Rule = Rule {
        name: "small-pool",
        tier: Rails,
        severity: Warning,
        says: "more threads than connections to the database",
        why: "Jobs wait for a connection, and fail with ConnectionTimeoutError after five seconds.",
    };
}

/// Variables by which apps size their pool without RAILS_MAX_THREADS.
const POOLS: [&str; 4] = ["DATABASE_POOL", "DATABASE_POOL_SIZE", "DB_POOL", "RAILS_DB_POOL"];

pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        pool(folder, process, found);
    }
    servers(folder, found);
}

/// Threads that a command names, against the pool of its process.
fn pool(folder: &Folder<'_, '_>, process: &Process<'_, '_>, found: &mut Vec<Diagnostic>) {
    let environment = &process.environment;
    let (threads, whose) = match process.program {
        Program::Sidekiq => (process.flag("-c", "--concurrency"), "Sidekiq"),
        Program::Puma => (puma_threads(process), "Puma"),
        _ => return,
    };
    let sized = POOLS.iter().any(|name| environment.has(name))
        || environment.value("DATABASE_URL").is_some_and(|url| url.contains("pool="));
    let Some(threads) = threads.filter(|_| !sized) else { return };
    let pool = match environment.number("RAILS_MAX_THREADS") {
        Some(pool) => pool,
        None if environment.lacks("RAILS_MAX_THREADS") => DEFAULT_POOL,
        None => return,
    };
    if threads <= pool {
        return;
    }
    let message = format!(
        "{whose} runs {threads} threads, and a pool of {pool} connections serves them: the others wait, and fail after 5 s"
    );
    let help = format!("set `RAILS_MAX_THREADS: \"{threads}\"` in this container");
    let diagnostic = Diagnostic::new(&SMALL_POOL, message).help(help);
    let spot = given(process.node, "name").unwrap_or(process.node);
    folder.report(process, diagnostic, Spot::from(spot), "env", found);
}

/// `-t 5:16`, `--threads 16`.
fn puma_threads(process: &Process<'_, '_>) -> Option<i64> {
    let mut words = process.words.iter();
    words.find(|word| *word == "-t" || *word == "--threads")?;
    words.next()?.rsplit(':').next()?.parse().ok()
}

/// A PostgreSQL of the folder: where it says how many connections it takes.
struct Server<'a> {
    object: &'a super::super::object::Object,
    node: &'a Node,
    path: String,
    most: i64,
}

/// What the processes of a namespace may open, against what its only server takes.
fn servers(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    let mut servers: BTreeMap<&str, Vec<Server<'_>>> = BTreeMap::new();
    for server in of_images(folder).into_iter().chain(of_operator(folder)) {
        servers.entry(server.object.namespace.as_str()).or_default().push(server);
    }
    let mut needed: BTreeMap<&str, i64> = BTreeMap::new();
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        let Some(sum) = opened(folder, process) else { continue };
        let entry = needed.entry(process.pod.object.namespace.as_str()).or_default();
        *entry = entry.saturating_add(sum);
    }
    for (namespace, servers) in servers {
        let [server] = servers.as_slice() else { continue };
        // PgBouncer stands between.
        if folder.index.of_kind_in("Pooler", namespace).next().is_some() {
            continue;
        }
        let allowed = server.most - RESERVED_CONNECTIONS;
        let needed = needed.get(namespace).copied().unwrap_or(0);
        if needed <= allowed {
            continue;
        }
        let message = format!(
            "the processes of this folder may open {needed} connections at once, and the database has {allowed} for them"
        );
        let help = "raise `max_connections` if the server bears it, lower replicas, processes, threads or concurrency, or put PgBouncer between";
        let diagnostic = Diagnostic::new(&DATABASE_CONNECTIONS, message).help(help);
        let mut context = Context::new(server.object, folder.options.kubernetes, found);
        context.push(diagnostic, Spot::from(server.node), &server.path);
    }
}

fn of_images<'a>(folder: &Folder<'_, 'a>) -> Vec<Server<'a>> {
    let is_postgres = |each: &&Process<'_, 'a>| {
        !each.is_init && each.repository.rsplit('/').next() == Some("postgres")
    };
    let found = folder.processes.iter().filter(is_postgres);
    found
        .filter_map(|process| {
            let said = process.arguments.iter().find_map(|each| {
                let number = each.text.strip_prefix("max_connections=")?.parse().ok()?;
                Some((each.node, each.path.clone(), number))
            });
            let (node, path, most) = match said {
                Some(said) => said,
                None => (given(process.node, "image")?, "image".to_owned(), USUAL_CONNECTIONS),
            };
            let path = format!("{}.{path}", process.path);
            Some(Server { object: process.pod.object, node, path, most })
        })
        .collect()
}

fn of_operator<'a>(folder: &Folder<'_, 'a>) -> Vec<Server<'a>> {
    let clusters = folder.index.of_kind("Cluster");
    clusters
        .filter(|object| object.api.starts_with("postgresql.cnpg.io/"))
        .filter_map(|object| {
            let path = ["spec", "postgresql", "parameters", "max_connections"];
            let node = object.root.at(&path)?;
            Some(Server { object, node, path: path.join("."), most: node.text()?.parse().ok()? })
        })
        .collect()
}

/// Connections of all pods of a process, where its numbers are written down.
fn opened(folder: &Folder<'_, '_>, process: &Process<'_, '_>) -> Option<i64> {
    let environment = &process.environment;
    if !environment.has("DATABASE_URL") {
        return None;
    }
    let size = folder.sizes.of(process.pod.object)?;
    let threads = environment.number("RAILS_MAX_THREADS");
    let each = match process.program {
        Program::Puma => {
            threads?.checked_mul(environment.number("WEB_CONCURRENCY").unwrap_or(1).max(1))?
        }
        Program::Sidekiq => process.flag("-c", "--concurrency").or(threads)?,
        _ => return None,
    };
    i64::try_from(size.most).ok()?.checked_mul(each)
}
