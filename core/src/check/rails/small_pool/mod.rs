//! More threads than connections to the database.

use crate::check::context::{Spot, given};
use crate::check::rails::folder::Folder;
use crate::check::rails::process::{Process, Program};
use crate::diagnostic::{Diagnostic, rule};
use crate::facts::DEFAULT_POOL;

rule! {
    pub(in crate::check) const SMALL_POOL: Rule = Rule {
        name: "small-pool",
        tier: Rails,
        severity: Warning,
        says: "more threads than connections to the database",
        why: "Jobs wait for a connection, and fail with ConnectionTimeoutError after five seconds.",
    };
}

/// Variables by which apps size their pool without RAILS_MAX_THREADS.
const POOLS: [&str; 4] = ["DATABASE_POOL", "DATABASE_POOL_SIZE", "DB_POOL", "RAILS_DB_POOL"];

/// Threads that a command names, against the pool of its process.
pub(super) fn check(folder: &Folder<'_, '_>, found: &mut Vec<Diagnostic>) {
    for process in folder.processes.iter().filter(|each| !each.is_init) {
        pool(folder, process, found);
    }
}

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

#[cfg(test)]
mod tests {
    use crate::check::tests::rails::check;

    #[test]
    fn pools_are_those_that_can_be_known() {
        let sidekiq =
            |env: &str| format!("          command: [bundle, exec, sidekiq, -c, \"10\"]\n{env}");
        check("", "", &sidekiq(""), &["small-pool"]);
        check("", "", &sidekiq("          env: [{name: RAILS_MAX_THREADS, value: \"10\"}]\n"), &[]);
        check("", "", &sidekiq("          env: [{name: DB_POOL, value: \"10\"}]\n"), &[]);
        check(
            "",
            "",
            &sidekiq("          envFrom: [{configMapRef: {name: env, optional: true}}]\n"),
            &[],
        );
    }
}
