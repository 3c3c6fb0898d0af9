//! The command of the web pods.

use super::super::super::finding::{At, Trust};
use super::super::super::notes::Notes;
use super::super::super::process::Process;
use super::super::Reading;
use super::command::Parsed;
use crate::facts::server;

const PUMA: &str = "config/puma.rb";

/// Where no process is called the web, the one that starts a server is it.
pub(super) fn find(processes: &mut [Process]) {
    let is_named = |each: &Process| each.is_web && each.key != "CMD";
    if processes.iter().any(is_named) {
        return;
    }
    let serves = |each: &Process| {
        let parsed = Parsed::read(&each.command);
        let (words, _) = parsed.program();
        let is_rails = words.first().is_some_and(|word| word.ends_with("rails"));
        let starts = matches!(words.get(1).map(String::as_str), Some("s" | "server"));
        !parsed.shell && server(words).is_some() && (!is_rails || starts)
    };
    let found = processes.iter_mut().find(|each| !each.is_web && !each.is_release && serves(each));
    if let Some(process) = found {
        process.is_web = true;
    }
}

pub(super) fn decide(reading: &Reading<'_>, processes: &[Process], notes: &mut Notes) {
    release(processes, notes);
    let webs: Vec<(&Process, Parsed)> = processes
        .iter()
        .filter(|each| each.is_web)
        .map(|each| (each, Parsed::read(&each.command)))
        .collect();
    // An image that starts a server by itself says what production runs; a script in its place may do so.
    let is_server = |(_, parsed): &&(&Process, Parsed)| {
        let (words, _) = parsed.program();
        !parsed.shell && server(words).is_some()
    };
    let of_image = webs.iter().find(|web| web.0.key == "CMD" && is_server(web));
    let of_file = webs.iter().find(|web| web.0.key != "CMD" && !web.0.command.is_empty());
    let is_of_tool = |web: &&(&Process, Parsed)| web.0.deployed && !web.0.command.is_empty();
    let of_tool = webs.iter().find(is_of_tool);
    for (process, _) in &webs {
        fields(process, notes);
    }
    match of_tool.or(of_image).or(of_file) {
        Some((process, parsed)) => {
            one(reading, process, parsed, notes);
            for (other, own) in webs.iter().filter(is_of_tool).skip(1) {
                one(reading, other, own, notes);
            }
        }
        None => {
            if let Some((process, parsed)) =
                webs.iter().find(|(process, _)| !process.command.is_empty())
            {
                let says =
                    format!("the image starts `{}`, and the web pods start Puma", parsed.line());
                let help = "set `web.command` if Puma alone is not what serves the app";
                notes.remark(process.at.clone(), says, help);
            }
            without(reading, notes);
        }
    }
}

/// What a role of another tool says besides its command.
fn fields(process: &Process, notes: &mut Notes) {
    for (key, value) in &process.fields {
        let key = if *key == "timeout" { "shutdown_timeout" } else { key };
        notes.claim(
            &format!("web.{key}"),
            value.as_str().into(),
            process.trust.unwrap_or(Trust::Read),
            vec![process.at.clone()],
            "the file has it",
        );
    }
    for (key, (value, why)) in &process.likely {
        let key = if *key == "timeout" { "shutdown_timeout" } else { key };
        notes.likely(&format!("web.{key}"), value.as_str(), process.at.clone(), why);
    }
    for each in &process.differs {
        let key = if each.key == "timeout" { "shutdown_timeout" } else { each.key };
        let path = format!("environments.{}.web.{key}", each.environment);
        let trust = if each.why.is_empty() { Trust::Read } else { Trust::Likely };
        notes.claim(&path, each.value.as_str().into(), trust, vec![each.at.clone()], each.why);
    }
    if process.key != "CMD"
        && let Some(port) = process.port
    {
        notes.likely(
            "web.port",
            port.to_string(),
            process.at.clone(),
            "the web process listens there",
        );
    }
    for (name, value) in &process.env {
        notes.read(&format!("web.env.{name}"), value.as_str(), process.at.clone());
    }
}

fn one(reading: &Reading<'_>, process: &Process, parsed: &Parsed, notes: &mut Notes) {
    for (name, value) in &parsed.env {
        if !crate::secret::looks_secret(name, value) {
            notes.read(&format!("web.env.{name}"), value.as_str(), process.at.clone());
        }
    }
    let (words, thrust) = parsed.program();
    if is_usual(words) {
        let why = if thrust {
            "the web pods start Puma: what Thruster does, the front door and Rails do"
        } else {
            "the web pods start Puma anyway"
        };
        if process.key != "CMD" {
            notes.not_needed(process.key.clone(), process.at.clone(), why);
        }
        return without(reading, notes);
    }
    notes.claim(
        "web.command",
        parsed.line().into(),
        process.trust.unwrap_or(Trust::Read),
        vec![process.at.clone()],
        "the image starts so",
    );
    if process.key != "CMD" {
        notes.carried(process.key.clone(), process.at.clone(), "web.command");
    }
    if thrust {
        let why = "Thruster listens on it, and the server behind it on another";
        notes.likely("web.env.HTTP_PORT", "3000", process.at.clone(), why);
        notes.likely("web.env.TARGET_PORT", "3001", process.at.clone(), why);
    }
}

/// Puma or `rails server` with nothing but port, address and environment.
fn is_usual(words: &[String]) -> bool {
    let mut words = words.iter().map(String::as_str);
    let program = words.next().and_then(|word| word.rsplit('/').next()).unwrap_or_default();
    let rails = program == "rails" && matches!(words.next(), Some("s" | "server"));
    if !rails && program != "puma" {
        return false;
    }
    while let Some(word) = words.next() {
        let fits = match word {
            "-p" | "--port" | "-e" | "--environment" => words.next().is_some(),
            "-b" | "--binding" | "--bind" => words.next().is_some_and(|value| {
                value == "0.0.0.0"
                    || value.starts_with("tcp://0.0.0.0")
                    || value == "::"
                    || value.starts_with("tcp://[::]")
            }),
            "-C" | "--config" => words
                .next()
                .is_some_and(|file| matches!(file, "config/puma.rb" | "./config/puma.rb")),
            _ => {
                word.starts_with("-p")
                    || word.starts_with("--port=")
                    || word.starts_with("--environment=")
                    || word == "--binding=0.0.0.0"
            }
        };
        if !fits {
            return false;
        }
    }
    true
}

/// Where our own command would not find its file.
fn without(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    if !app.has(PUMA) && (app.has("Gemfile") || app.has("Gemfile.lock")) {
        let why = "config/puma.rb is not there";
        notes.likely(
            "web.command",
            "bundle exec rails server -b 0.0.0.0 -p 3000",
            At::file(PUMA),
            why,
        );
    }
}

fn release(processes: &[Process], notes: &mut Notes) {
    for process in processes.iter().filter(|each| each.is_release) {
        let parsed = Parsed::read(&process.command);
        let path = "migrate.command";
        if parsed.shell {
            notes.likely(path, parsed.line(), process.at.clone(), "only a shell can run it");
        } else {
            notes.read(path, parsed.line(), process.at.clone());
        }
        notes.carried(process.key.clone(), process.at.clone(), path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_usual_server_is_known() {
        for (line, expect) in [
            ("bundle exec puma -C config/puma.rb", true),
            ("./bin/thrust ./bin/rails server", true),
            ("bin/rails s -b 0.0.0.0 -p $PORT -e production", true),
            ("bundle exec puma -C /app/config/puma.rb --dir /app", false),
            ("bundle exec unicorn -c config/unicorn.rb", false),
            ("bin/rails console", false),
            ("bin/start-app", false),
            ("", false),
        ] {
            assert_eq!(is_usual(Parsed::read(line).program().0), expect, "{line}");
        }
    }
}
