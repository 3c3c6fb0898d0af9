//! Workers, schedulers and whatever else runs beside the web pods.

use super::super::super::finding::{At, Trust, Value};
use super::super::super::notes::Notes;
use super::super::super::process::Process;
use super::super::{Reading, application, jobs};
use super::command::Parsed;
use super::is_sqlite;
use crate::facts::{Keeps, job_system};

/// What a process is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Sidekiq,
    SolidQueue,
    GoodJob,
    /// Another job system.
    Jobs(Keeps),
    /// What may run once only, because it starts jobs by the clock.
    Clock,
    /// A data store, which no app starts.
    Redis,
    /// For development.
    Tool,
    /// Something that listens.
    Server(i64),
    /// What a person starts.
    ByHand,
    Other,
}

pub(super) fn decide(reading: &Reading<'_>, processes: &[Process], notes: &mut Notes) {
    let mut seen: Vec<String> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut counted = 0;
    let own = |each: &&Process| !each.is_web && !each.is_release && !each.command.is_empty();
    for process in processes.iter().filter(own) {
        let parsed = Parsed::read(&process.command);
        let role = role(&process.name, &parsed);
        // The same process, as another file names it.
        let identity = identity(role, &parsed);
        if seen.contains(&identity) {
            let why = "another file names the same process";
            notes.not_needed(process.key.clone(), process.at.clone(), why);
            continue;
        }
        seen.push(identity);
        if matches!(
            role,
            Role::Sidekiq | Role::SolidQueue | Role::GoodJob | Role::Jobs(_) | Role::Other
        ) {
            counted += usize::from(role != Role::Other);
        }
        let called = if role == Role::Redis { "local-redis" } else { &process.name };
        let name = name(called, &mut names);
        place(reading, process, &parsed, role, &name, notes);
    }
    if counted == 0 {
        by_adapter(reading, &names, notes);
    }
}

fn role(name: &str, parsed: &Parsed) -> Role {
    let (words, _) = parsed.program();
    let has = |part: &str| parsed.words.iter().any(|word| word.contains(part));
    let program = words.first().map_or("", |word| word.rsplit('/').next().unwrap_or_default());
    if program == "redis-server" {
        return Role::Redis;
    }
    const CLOCKS: [&str; 5] = ["clock", "scheduler", "schedule", "cron", "rufus"];
    if has("clockwork") || has("resque:scheduler") || CLOCKS.contains(&name) {
        return Role::Clock;
    }
    if matches!(words, [first] if first.ends_with("bin/jobs")) || has("solid_queue:start") {
        return Role::SolidQueue;
    }
    match job_system(words) {
        Some(system) if system.name == "Sidekiq" => return Role::Sidekiq,
        Some(system) if system.name == "GoodJob" => return Role::GoodJob,
        Some(system) if system.name == "Solid Queue" => return Role::SolidQueue,
        Some(system) => return Role::Jobs(system.keeps),
        None => {}
    }
    if is_by_hand(words) {
        return Role::ByHand;
    }
    const TOOLS: [&str; 7] = ["css", "js", "watch", "vite", "webpack", "assets", "tailwind"];
    if TOOLS.contains(&name) || has(":watch") || has("--watch") || has("dev-server") {
        return Role::Tool;
    }
    let port = parsed.flags("-p", "--port").into_iter().find_map(|text| text.parse().ok());
    port.map_or(Role::Other, Role::Server)
}

/// Whether a person starts it at a terminal: a console, a shell, Rake without a task.
fn is_by_hand(words: &[String]) -> bool {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let program = words.first().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    match program {
        "rails" => {
            matches!(words.get(1), Some(&("c" | "console" | "dbconsole" | "db")))
                || words.len() == 1
        }
        "rake" | "irb" | "bash" | "sh" => words.len() == 1,
        _ => false,
    }
}

/// What makes two processes the same.
fn identity(role: Role, parsed: &Parsed) -> String {
    match role {
        Role::Sidekiq | Role::SolidQueue | Role::GoodJob => {
            let mut queues = parsed.flags("-q", "--queue");
            queues.extend(parsed.flags("", "--queues"));
            format!("{role:?} {}", queues.join(","))
        }
        _ => parsed.program().0.join(" "),
    }
}

/// A name that Kubernetes takes and no other process has.
fn name(text: &str, names: &mut Vec<String>) -> String {
    let mut name = application::dashed(text);
    name.truncate(20);
    let name = name.trim_matches('-');
    let name =
        if name.is_empty() || matches!(name, "web" | "cron" | "migrate" | "console" | "tasks") {
            "worker"
        } else {
            name
        };
    let mut out = name.to_owned();
    for number in 2..100 {
        if !names.contains(&out) {
            break;
        }
        out = format!("{}-{number}", name.get(..name.len().min(17)).unwrap_or(name));
    }
    names.push(out.clone());
    out
}

/// One process among the findings.
struct Group<'n> {
    list: &'static str,
    name: &'n str,
    trust: Trust,
    why: &'static str,
    at: At,
}

impl Group<'_> {
    fn put(&self, key: &str, value: impl Into<Value>, notes: &mut Notes) {
        let path = format!("{}[{}].{key}", self.list, self.name);
        notes.claim(&path, value.into(), self.trust, vec![self.at.clone()], self.why);
    }

    fn read(&self, key: &str, value: impl Into<Value>, at: At, sure: bool, notes: &mut Notes) {
        let path = format!("{}[{}].{key}", self.list, self.name);
        let (trust, why) = if sure {
            (Trust::Read, "")
        } else {
            (Trust::Likely, "what holds where no variable says otherwise")
        };
        notes.claim(&path, value.into(), trust, vec![at], why);
    }
}

fn place(
    reading: &Reading<'_>,
    process: &Process,
    parsed: &Parsed,
    role: Role,
    name: &str,
    notes: &mut Notes,
) {
    let at = process.at.clone();
    let trust = process.trust.unwrap_or(Trust::Read);
    let key = process.key.clone();
    let sqlite = is_sqlite(notes);
    let list = match role {
        Role::Tool => return notes.not_needed(key, at, "it is for development"),
        Role::ByHand => {
            let why = "a person starts it: DEPLOY.md says how, in a pod of its own";
            return notes.not_needed(key, at, why);
        }
        Role::Redis if !sqlite => {
            notes.likely("redis.kind", "external", at.clone(), "the app starts a Redis for itself");
            return notes.not_needed(
                key,
                at,
                "Redis is not one of the app's processes: `redis.kind` says where it comes from",
            );
        }
        Role::SolidQueue if sqlite => {
            notes.likely(
                "env.SOLID_QUEUE_IN_PUMA",
                "true",
                at.clone(),
                "SQLite's file is open in the web pod alone",
            );
            return notes.carried(key, at, "env.SOLID_QUEUE_IN_PUMA");
        }
        _ if sqlite => "sidecars",
        Role::Server(_) => "processes",
        _ => "workers",
    };
    let why = if list == "sidecars" {
        "beside Puma, because SQLite's file is on the volume of its pod"
    } else {
        "Procfile.dev starts it"
    };
    let trust = if list == "sidecars" { Trust::Likely } else { trust };
    let group = Group { list, name, trust, why, at: at.clone() };
    group.put("name", name, notes);
    let is_plain = list == "workers"
        && !parsed.shell
        && match role {
            Role::Sidekiq => is_plain(
                parsed,
                &[
                    "-C",
                    "-c",
                    "-q",
                    "-t",
                    "-e",
                    "-v",
                    "--config",
                    "--concurrency",
                    "--queue",
                    "--timeout",
                    "--environment",
                ],
            ),
            Role::SolidQueue => {
                parsed.program().0.len() <= 1
                    || parsed.words.iter().any(|word| word == "solid_queue:start")
            }
            Role::GoodJob => is_plain(parsed, &["start", "--queues", "--max-threads", "--queue"]),
            _ => false,
        };
    match role {
        Role::Sidekiq if is_plain => {
            group.put("kind", "sidekiq", notes);
            sidekiq(reading, parsed, &group, notes);
        }
        Role::SolidQueue if is_plain => group.put("kind", "solid_queue", notes),
        Role::GoodJob if is_plain => {
            group.put("kind", "good_job", notes);
            if let [threads] = parsed.flags("", "--max-threads").as_slice() {
                group.put("concurrency", threads.as_str(), notes);
            }
            if let [queues] = parsed.flags("", "--queues").as_slice() {
                let queues: Vec<String> = queues.split([',', ';']).map(str::to_owned).collect();
                if queues.iter().all(|queue| !queue.contains([':', '*', '-', '+'])) {
                    group.put("queues", queues, notes);
                }
            }
        }
        _ => {
            if list == "workers" {
                group.put("kind", "command", notes);
            }
            group.put("command", parsed.line(), notes);
        }
    }
    if let Role::Server(port) = role {
        group.put("port", port.to_string(), notes);
    }
    if let (Role::Redis, "sidecars") = (role, list) {
        group.put("port", "6379", notes);
    }
    if role == Role::Clock && list != "sidecars" {
        group.put("once", "true", notes);
    }
    if role == Role::Jobs(Keeps::Redis) && !sqlite {
        notes.likely("redis.kind", "external", at.clone(), "the jobs are in Redis");
    }
    for (field, value) in &process.fields {
        group.put(field, value.as_str(), notes);
    }
    let has = |key: &str| crate::field::find(&format!("{list}[].{key}")).is_some();
    for (field, (value, why)) in process.likely.iter().filter(|(field, _)| has(field)) {
        let path = format!("{list}[{name}].{field}");
        notes.likely(&path, value.as_str(), at.clone(), why);
    }
    for each in process.differs.iter().filter(|each| has(each.key)) {
        let path = format!("environments.{}.{list}[{name}].{}", each.environment, each.key);
        let trust = if each.why.is_empty() { Trust::Read } else { Trust::Likely };
        notes.claim(&path, each.value.as_str().into(), trust, vec![each.at.clone()], each.why);
    }
    let env = parsed.env.iter().cloned().chain(process.env.clone());
    let env: Vec<(String, String)> = env.collect();
    if let Some((_, threads)) = env.iter().find(|(name, _)| name == "RAILS_MAX_THREADS")
        && list == "workers"
        && notes.best(&format!("workers[{name}].concurrency")).is_none()
    {
        group.put("concurrency", threads.as_str(), notes);
    }
    let env = env.into_iter().filter(|(name, _)| !RESERVED.contains(&name.as_str()));
    let env: std::collections::BTreeMap<String, String> =
        env.filter(|(name, value)| !crate::secret::looks_secret(name, value)).collect();
    if !env.is_empty() {
        group.put("env", Value::Map(env), notes);
    }
    if parsed.shell {
        notes.remark(
            at.clone(),
            format!("`{}` runs by a shell, which hands no signal on", process.name),
            "end it with `exec`, so that running jobs can end before a pod does",
        );
    }
    notes.carried(key, at, &format!("{list}[{name}]"));
}

/// Variables that every bundle sets itself.
const RESERVED: [&str; 6] =
    ["RAILS_MAX_THREADS", "RAILS_ENV", "RACK_ENV", "PORT", "WEB_CONCURRENCY", "DATABASE_URL"];

/// Whether a command has these flags alone.
fn is_plain(parsed: &Parsed, known: &[&str]) -> bool {
    let (words, _) = parsed.program();
    words.iter().skip(1).filter(|word| word.starts_with('-')).all(|word| {
        let flag = word.split('=').next().unwrap_or(word);
        known.contains(&flag)
            || known
                .iter()
                .any(|known| known.len() == 2 && !flag.starts_with("--") && flag.starts_with(known))
    })
}

fn sidekiq(reading: &Reading<'_>, parsed: &Parsed, group: &Group<'_>, notes: &mut Notes) {
    let file = parsed.flags("-C", "--config").into_iter().next();
    let file = file.map_or_else(
        || "config/sidekiq.yml".to_owned(),
        |file| file.trim_start_matches("./").to_owned(),
    );
    let set = jobs::sidekiq(reading, &file).unwrap_or_default();
    let threads = parsed.flags("-c", "--concurrency").into_iter().next();
    match (threads, set.concurrency) {
        (Some(threads), _) => group.put("concurrency", threads, notes),
        (None, Some((threads, at, sure))) => group.read("concurrency", threads, at, sure, notes),
        (None, None) => {}
    }
    let queues = parsed.flags("-q", "--queue");
    let queues: Vec<String> = queues.iter().map(|queue| queue.replace(',', ":")).collect();
    match (queues.is_empty(), set.queues) {
        (false, _) => group.put("queues", queues, notes),
        (true, Some((queues, at))) => group.read("queues", queues, at, true, notes),
        (true, None) => {}
    }
    let timeout = parsed.flags("-t", "--timeout").into_iter().next();
    match (timeout, set.timeout) {
        (Some(timeout), _) => group.put("timeout", timeout, notes),
        (None, Some((timeout, at))) => group.read("timeout", timeout, at, true, notes),
        (None, None) => {}
    }
}

/// Where no file names a worker, the adapter of Active Job says which one jobs wait for.
fn by_adapter(reading: &Reading<'_>, names: &[String], notes: &mut Notes) {
    if let Some((plugin, at, sure)) =
        jobs::in_puma(reading).filter(|(name, ..)| !name.contains("solid_queue"))
    {
        let why = "Puma starts the jobs by a plugin";
        let why =
            if sure { why.to_owned() } else { format!("{why}, unless a variable says otherwise") };
        return notes.not_needed(format!("plugin :{plugin}"), at, why);
    }
    let adapter = jobs::adapter(reading);
    let known = adapter.as_ref().map(|adapter| adapter.name.as_str());
    let by_gem = || {
        ["sidekiq", "solid_queue", "good_job", "delayed_job", "delayed_job_active_record", "resque"]
            .into_iter()
            .find(|gem| reading.gems.has(gem))
    };
    let has_file = reading.app.has("config/sidekiq.yml");
    let system = match known {
        Some(name) => name.to_owned(),
        None if has_file && reading.gems.has("sidekiq") => "sidekiq".to_owned(),
        None => by_gem().unwrap_or_default().trim_end_matches("_active_record").to_owned(),
    };
    let gem = reading.gems.get(&system).map(|gem| gem.at.clone());
    let at = adapter.as_ref().map(|adapter| adapter.at.clone()).or(gem).unwrap_or_default();
    let sure = adapter.as_ref().is_some_and(|adapter| adapter.sure);
    let why = if sure { "Active Job's adapter waits for it" } else { "the gem is there" };
    let (sqlite, names) = (is_sqlite(notes), names.len());
    let _ = names;
    let worker = |name: &'static str| Group {
        list: "workers",
        name,
        trust: Trust::Likely,
        why,
        at: at.clone(),
    };
    match system.as_str() {
        "solid_queue" if sqlite || notes.best("env.SOLID_QUEUE_IN_PUMA").is_some() => {
            let why = "jobs run in Puma, which holds SQLite's file";
            notes.likely("env.SOLID_QUEUE_IN_PUMA", "true", at, why);
        }
        "solid_queue" => {
            let group = worker("jobs");
            group.put("name", "jobs", notes);
            group.put("kind", "solid_queue", notes);
        }
        "sidekiq" if !sqlite => {
            let group = worker("sidekiq");
            group.put("name", "sidekiq", notes);
            group.put("kind", "sidekiq", notes);
            sidekiq(reading, &Parsed::read("bundle exec sidekiq"), &group, notes);
        }
        "good_job" => {
            let group = worker("jobs");
            group.put("name", "jobs", notes);
            group.put("kind", "good_job", notes);
        }
        "delayed_job" | "delayed" if !sqlite => {
            command("bundle exec rake jobs:work", &worker("jobs"), notes)
        }
        "resque" => {
            if sqlite {
                let group = Group { list: "sidecars", ..worker("jobs") };
                group.put("name", "jobs", notes);
                group.put("command", "bundle exec rake resque:work", notes);
            } else {
                command("bundle exec rake resque:work", &worker("jobs"), notes);
                notes.likely("redis.kind", "external", at, "the jobs are in Redis");
            }
        }
        "que" => command("bundle exec que", &worker("jobs"), notes),
        "shoryuken" => command("bundle exec shoryuken -R", &worker("jobs"), notes),
        _ => {}
    }
}

fn command(line: &str, group: &Group<'_>, notes: &mut Notes) {
    group.put("name", group.name, notes);
    group.put("kind", "command", notes);
    group.put("command", line, notes);
}
