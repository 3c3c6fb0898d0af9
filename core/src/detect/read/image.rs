//! The app's own Dockerfile.

use super::super::finding::{At, Offer, Trust};
use super::super::notes::Notes;
use super::super::process::Process;
use super::Reading;
use crate::check::{ImageSays, image_says};
use crate::facts::{Program, Version};
use crate::field::{Accepts, check, shell_word};

/// Folders that say what an image is for, the likeliest first.
const LIKELY: [&str; 6] = [
    "Dockerfile",
    "Containerfile",
    "docker/Dockerfile",
    "docker/web/",
    "docker/single-process/",
    "docker/app/",
];

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let mut all = candidates(reading, notes);
    all.sort_by_key(|(path, _)| (rank(path), (*path).to_owned()));
    let mut all = all.into_iter();
    let Some((path, says)) = all.next() else { return };
    let rest: Vec<&str> = all.map(|(path, _)| path).collect();
    let is_root = matches!(path, "Dockerfile" | "Containerfile");
    notes.likely(
        "build.from",
        "dockerfile",
        At::new(path, 1),
        "the app has a Dockerfile of its own",
    );
    if path != "Dockerfile" {
        notes.likely("build.dockerfile", path, At::new(path, 1), "it is the app's Dockerfile");
    }
    if !is_root && !rest.is_empty() {
        let mut offers =
            vec![Offer { value: path.to_owned(), why: "its name fits best".to_owned() }];
        offers.extend(
            rest.iter().map(|path| Offer { value: (*path).to_owned(), why: String::new() }),
        );
        notes.questions.push(super::super::finding::Question {
            path: "build.dockerfile".to_owned(),
            asks: "which Dockerfile is the one of production?".to_owned(),
            why: "there are several".to_owned(),
            offers,
            usual: path.to_owned(),
        });
    }
    if !says.holds_code {
        let says = format!(
            "{path} copies no code of the app into the image: it seems to be for development"
        );
        let help = format!(
            "let it end with `COPY . .` and what production needs, or rename it to {path}.dev: then a Dockerfile for production is written"
        );
        notes.remark(At::file(path), says, help);
    }
    let target = target(path, &says, notes);
    let text = reading.app.text(path).unwrap_or_default();
    let says = target.and_then(|target| image_says(path, text, Some(&target))).unwrap_or(says);
    container(path, text, &says, notes);
    build(path, &says, notes);
    command(path, &says, notes);
}

/// The stage of production, where the last one is another.
fn target(path: &str, says: &ImageSays, notes: &mut Notes) -> Option<String> {
    const PRODUCTION: [&str; 8] =
        ["production", "prod", "release", "final", "deploy", "runtime", "runner", "app"];
    const OTHER: [&str; 7] = ["development", "dev", "test", "tests", "testing", "ci", "debug"];
    let is = |known: &[&str], name: &str| known.contains(&name.to_ascii_lowercase().as_str());
    let (last, _) = says.stages.last().filter(|(name, _)| is(&OTHER, name))?;
    let (name, line) = PRODUCTION
        .iter()
        .find_map(|known| says.stages.iter().find(|(name, _)| name.eq_ignore_ascii_case(known)))?;
    let why = format!("the last stage, {last}, is not the one of production");
    notes.likely("build.target", name.as_str(), At::new(path, *line), &why);
    Some(name.clone())
}

fn rank(path: &str) -> usize {
    LIKELY
        .iter()
        .position(|each| path == *each || each.ends_with('/') && path.starts_with(each))
        .unwrap_or(LIKELY.len())
}

/// Dockerfiles that hold the app and are not made for development.
fn candidates<'a>(reading: &Reading<'a>, notes: &mut Notes) -> Vec<(&'a str, ImageSays)> {
    let mut out = Vec::new();
    for (path, text) in reading.app.texts() {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_one = name == "Dockerfile"
            || name == "Containerfile"
            || name.starts_with("Dockerfile.")
            || name.ends_with(".Dockerfile");
        let lower = name.to_ascii_lowercase();
        let is_other = ["dev", "test", "ci", "dockerignore", "example", "sample", "base"]
            .iter()
            .any(|word| lower.ends_with(word));
        if !is_one || is_other || path.starts_with("docker/base/") {
            continue;
        }
        let holds_app = [
            "bundle install",
            "bundle exec",
            "bin/rails",
            "bin/bundle",
            "BUNDLE_PATH",
            "Gemfile",
            "ruby",
        ]
        .iter()
        .any(|word| text.contains(word));
        let Some(says) = image_says(path, text, None).filter(|_| holds_app) else { continue };
        if !says.holds_code && name != path {
            let says = "the file copies no code of the app into the image: it is taken for one of development";
            let help =
                "if production is built from it, set `build: {from: dockerfile, dockerfile: PATH}`";
            notes.remark(At::file(path), says, help);
            continue;
        }
        let is_development = says.environment.iter().any(|((name, value), _)| {
            matches!(name.as_str(), "RAILS_ENV" | "RACK_ENV") && value == "development"
        });
        if !is_development {
            out.push((path, says));
        }
    }
    out
}

/// The line of a Debian image that makes a user without saying a number, as Rails 7.1 does.
fn first_user(text: &str) -> Option<usize> {
    let makes = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let numbered = words.iter().any(|word| {
            matches!(*word, "-r" | "--system")
                || word.starts_with("-u")
                || word.starts_with("--uid")
        });
        words.iter().any(|word| *word == "useradd" || word.ends_with("/useradd")) && !numbered
    };
    text.lines().zip(1..).find(|(line, _)| makes(line)).map(|(_, number)| number)
}

fn container(path: &str, text: &str, says: &ImageSays, notes: &mut Notes) {
    if let Some((user, line)) = says.user {
        notes.read("container.user", user.to_string(), At::new(path, line));
    }
    if let Some((group, line)) = says.group {
        notes.read("container.group", group.to_string(), At::new(path, line));
    }
    if says.is_root {
        let help = "end it with a USER that is not root: pods run as 1000 unless `container.user` says otherwise, and must be able to read and write what the app does";
        notes.remark(At::file(path), "the image says no user but root", help);
    } else if let (None, Some(line)) = (says.user, first_user(text)) {
        let why = "useradd gives the first user of an image this number";
        notes.likely("container.user", "1000", At::new(path, line), why);
    } else if says.user.is_none() {
        let why = format!("{path} names a user whose number it does not tell");
        notes.ask(
            "container.user",
            "which number has the user of the image?",
            &why,
            Vec::new(),
            "1000",
        );
    }
    if let Some((folder, line)) = &says.workdir {
        let at = At::new(path, *line);
        if says.folders > 1 {
            notes.likely("container.workdir", folder.as_str(), at, "it is the last of several");
        } else {
            notes.read("container.workdir", folder.as_str(), at);
        }
    }
    if let Some((health, line)) = &says.health {
        notes.likely(
            "web.health_path",
            health.as_str(),
            At::new(path, *line),
            "the image's own check asks there",
        );
    }
    let port = says.ports.first().filter(|(port, _)| says.ports.len() == 1 && *port >= 1024);
    if let Some((port, line)) = port {
        notes.likely(
            "web.port",
            port.to_string(),
            At::new(path, *line),
            "the image says that it listens there",
        );
    }
}

fn build(path: &str, says: &ImageSays, notes: &mut Notes) {
    if let Some((base, line)) = &says.base
        && let Some((name, tag)) = base.rsplit_once(':')
        && matches!(name.rsplit('/').next(), Some("ruby"))
    {
        let version = tag.split('-').next().unwrap_or(tag);
        let version = version.split('$').next().unwrap_or_default();
        if Version::parse(Program::Ruby, version).is_some() {
            notes.read("rails.ruby", version, At::new(path, *line));
        }
    }
    let mut secrets: Vec<String> = Vec::new();
    let mut first = None;
    for (id, line) in &says.secrets {
        if check(Accepts::EnvName, id).is_ok() && !secrets.contains(id) {
            first.get_or_insert(*line);
            secrets.push(id.clone());
        } else if !secrets.contains(id) {
            let help = "name it as a variable is named, such as GITHUB_TOKEN, and list it in `build.secrets`";
            notes.remark(At::new(path, *line), format!("the build wants the secret `{id}`"), help);
        }
    }
    if let Some(line) = first {
        notes.read("build.secrets", secrets, At::new(path, line));
    }
}

fn command(path: &str, says: &ImageSays, notes: &mut Notes) {
    if let Some((words, line)) = &says.command {
        let words: Vec<String> = words.iter().map(|word| shell_word(word)).collect();
        notes.process(Process {
            name: "web".to_owned(),
            command: words.join(" "),
            at: At::new(path, *line),
            key: "CMD".to_owned(),
            trust: Some(Trust::Likely),
            is_web: true,
            ..Process::default()
        });
    }
}
