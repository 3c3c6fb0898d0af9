//! Database connections: what the processes may open, against what their server takes.

use crate::check::context::{Context, Spot, given};
use crate::check::object::Object;
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{Process, Program};
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::{RESERVED_CONNECTIONS, USUAL_CONNECTIONS};
use crate::yaml::Node;
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const DATABASE_CONNECTIONS: Rule = Rule {
        name: "database-connections",
        tier: Rails,
        severity: Warning,
        says: "the processes of the folder may open more connections than the database takes",
        why: "Under load, new connections are refused: requests and jobs fail that would have worked alone.",
    };
}

/// What the processes of a namespace may open, against what its only server takes.
pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
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

/// A PostgreSQL of the folder: where it says how many connections it takes.
struct Server<'a> {
    object: &'a Object,
    node: &'a Node,
    path: String,
    most: i64,
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
