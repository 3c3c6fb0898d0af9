//! Procfile: one process a line. That of development is a hint alone.

use super::super::finding::{At, Trust};
use super::super::import::{Tool, source};
use super::super::notes::Notes;
use super::super::process::Process;
use super::super::sheet::Sheet;
use super::Reading;
use crate::facts::job_system;
use crate::field::split_command;

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let named = app
        .texts()
        .filter(|(path, text)| app.is_source(path) && source(path, text) == Some(Tool::Procfile));
    let usual = app.text("Procfile").map(|text| ("Procfile", text));
    let files: Vec<(&str, &str)> =
        usual.into_iter().chain(named.filter(|(path, _)| *path != "Procfile")).collect();
    for (file, text) in &files {
        for (name, command, line) in lines(text) {
            notes.process(Process {
                is_web: name == "web",
                is_release: name == "release",
                key: name.clone(),
                name,
                command,
                at: At::new(*file, line),
                ..Process::default()
            });
        }
    }
    if let Some(text) = app.text("Procfile.dev").filter(|_| files.is_empty()) {
        hints(text, notes);
    }
    app_json(reading, notes);
}

/// `name: command`
fn lines(text: &str) -> Vec<(String, String, usize)> {
    let mut out = Vec::new();
    for (line, number) in text.lines().zip(1..).take(1_000) {
        let Some((name, command)) = line.split_once(':') else { continue };
        let (name, command) = (name.trim(), command.trim());
        let is_name = !name.is_empty()
            && name.len() <= 60
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
        if is_name && !command.is_empty() {
            out.push((name.to_owned(), command.to_owned(), number));
        }
    }
    out
}

/// What development starts besides the web server: job systems are taken for likely, others are told.
fn hints(text: &str, notes: &mut Notes) {
    const OF_DEVELOPMENT: [&str; 12] = [
        "css",
        "js",
        "watch",
        "vite",
        "webpack",
        "webpacker",
        "tailwind",
        "assets",
        "redis",
        "db",
        "postgres",
        "mailcatcher",
    ];
    for (name, command, line) in lines(text) {
        let words = split_command(&command).unwrap_or_default();
        let at = At::new("Procfile.dev", line);
        let is_tool = words.iter().any(|word| {
            word.contains("watch")
                || word.contains("vite")
                || word.contains("dev-server")
                || word.contains("docker")
        });
        if name == "web" || OF_DEVELOPMENT.contains(&name.as_str()) || is_tool {
            continue;
        }
        if job_system(&words).is_some() {
            let trust = Some(Trust::Likely);
            notes.process(Process {
                key: name.clone(),
                name,
                command,
                at,
                trust,
                ..Process::default()
            });
        } else {
            let says = format!("Procfile.dev starts `{name}` too");
            notes.remark(at, says, "name it in `workers` or `processes` if production runs it");
        }
    }
}

/// app.json of Heroku and Dokku.
fn app_json(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let named = || {
        app.texts()
            .find(|(path, text)| app.is_source(path) && source(path, text) == Some(Tool::AppJson))
    };
    let usual = app.text("app.json").map(|text| ("app.json", text));
    let Some((file, text)) = usual.or_else(named) else { return };
    let sheet = Sheet::read(file, text);
    let Some(root) = &sheet.root else { return };
    for entry in root.entries() {
        let (key, at) = (entry.key.to_string(), At::new(file, entry.key_start().line));
        match key.as_str() {
            "name" => {
                let name = entry.value.text().map(super::application::dashed).unwrap_or_default();
                notes.likely("app", name, at.clone(), "app.json names it");
                notes.carried(key, at, "app");
            }
            "env" => {
                for variable in entry.value.entries() {
                    let place = At::new(file, variable.key_start().line);
                    notes.variable(&variable.key, place.clone(), false);
                    notes.not_needed(
                        format!("env.{}", variable.key),
                        place,
                        "its name is listed among the variables",
                    );
                }
            }
            "formation" => {
                for process in entry.value.entries() {
                    let place = At::new(file, process.key_start().line);
                    let count = process.value.get("quantity").and_then(|node| node.text());
                    match (&*process.key, count) {
                        ("web", Some(count)) => {
                            notes.read("web.replicas", count, place.clone());
                            notes.carried("formation.web.quantity", place, "web.replicas");
                        }
                        (name, _) => notes.not_carried(
                            format!("formation.{name}"),
                            place,
                            "set `replicas` of its worker by hand",
                        ),
                    }
                }
            }
            "cron" => {
                for (number, job) in entry.value.items().iter().enumerate() {
                    let place = sheet.at(job);
                    let text = |key: &str| job.get(key).and_then(|node| node.text());
                    let (Some(command), Some(schedule)) = (text("command"), text("schedule"))
                    else {
                        continue;
                    };
                    let name = format!("task-{}", number + 1);
                    notes.read(&format!("cron[{name}].name"), name.as_str(), place.clone());
                    notes.read(&format!("cron[{name}].schedule"), schedule, place.clone());
                    notes.read(&format!("cron[{name}].command"), command, place.clone());
                    notes.carried(format!("cron[{number}]"), place, "cron");
                }
            }
            "description" | "keywords" | "logo" | "repository" | "website" | "success_url"
            | "buildpacks" | "stack" | "$schema" | "environments" => {
                notes.not_needed(key, at, "it is for Heroku alone");
            }
            _ => notes.not_carried(key, at, "the spec has nothing for it"),
        }
    }
}
