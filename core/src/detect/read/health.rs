//! The path that says whether the app is well.

use super::super::finding::{At, Offer};
use super::super::notes::Notes;
use super::super::ruby::{Code, Kind, Known, Statement};
use super::Reading;

const FILE: &str = "config/routes.rb";

/// Paths that apps use for it, the best first.
const NAMES: [&str; 16] = [
    "up",
    "healthcheck/ready",
    "health/ready",
    "readyz",
    "ready",
    "health",
    "healthz",
    "healthcheck",
    "health-check",
    "health_check",
    "heartbeat",
    "internal/ping",
    "ping",
    "status",
    "healthcheck/live",
    "health/live",
];

pub(super) fn read(reading: &Reading<'_>, notes: &mut Notes) {
    let app = reading.app;
    let mut own: Vec<(usize, String, At)> = Vec::new();
    let files = app.texts().filter(|(path, _)| *path == FILE || path.starts_with("config/routes/"));
    for (file, text) in files {
        let code = Code::read(text);
        for statement in code.calls("get").chain(code.calls("match")) {
            let Some((path, target)) = route(&code, statement) else { continue };
            let at = At::new(file, statement.line);
            if target == "rails/health#show" && !statement.guarded {
                return notes.read("web.health_path", path, at);
            }
            let bare = path.trim_start_matches('/');
            if let Some(rank) = NAMES.iter().position(|name| bare == *name) {
                own.push((rank, path, at));
            }
        }
    }
    own.sort();
    if let Some((_, path, at)) = own.into_iter().next() {
        return notes.likely("web.health_path", path, at, "the route is called so");
    }
    if let Some((gem, path)) = [("okcomputer", "/okcomputer"), ("health-monitor-rails", "/check")]
        .into_iter()
        .find(|(gem, _)| reading.gems.has(gem))
        && let Some(gem) = reading.gems.get(gem)
    {
        return notes.likely(
            "web.health_path",
            path,
            gem.at.clone(),
            "the gem answers there unless it is told otherwise",
        );
    }
    if app.text(FILE).is_some() {
        let offers = vec![
            Offer { value: "tcp".to_owned(), why: "the port alone is asked".to_owned() },
            Offer {
                value: "http".to_owned(),
                why: "after `get \"up\" => \"rails/health#show\", as: :rails_health_check` is in config/routes.rb".to_owned(),
            },
        ];
        let why = "no route of config/routes.rb says whether the app is well";
        notes.ask(
            "web.probe",
            "how does Kubernetes ask whether the app is well?",
            why,
            offers,
            "tcp",
        );
    }
}

/// The whole path of a route, and what it leads to; none where something of it is worked out.
fn route(code: &Code, statement: &Statement) -> Option<(String, String)> {
    let arguments = statement.arguments();
    let first = arguments.first()?;
    let (path, mut target) = match first {
        [one] if matches!(one.kind, Kind::Str | Kind::Symbol) => (one.text.clone(), String::new()),
        [one, arrow, to] if matches!(one.kind, Kind::Str | Kind::Symbol) && arrow.is("=>") => {
            (one.text.clone(), to.text.clone())
        }
        [one, arrow, ..] if matches!(one.kind, Kind::Str) && arrow.is("=>") => {
            (one.text.clone(), String::new())
        }
        _ => return None,
    };
    if let Some(Known::Text(to)) = statement.labelled("to") {
        target = to;
    }
    let mut whole = vec![path];
    for opener in code.around(statement) {
        match opener.call() {
            Some("namespace") => {
                let own = match opener.labelled("path") {
                    Some(Known::Text(path)) => path,
                    Some(_) => return None,
                    None => opener.text(0)?,
                };
                whole.push(own);
            }
            Some("scope") => {
                let first = opener.arguments().first().and_then(|first| match first {
                    [one] if matches!(one.kind, Kind::Str | Kind::Symbol) => Some(one.text.clone()),
                    _ => None,
                });
                match (first, opener.labelled("path")) {
                    (Some(path), _) | (None, Some(Known::Text(path))) => whole.push(path),
                    (None, Some(_)) => return None,
                    (None, None) => {}
                }
            }
            Some("resources" | "resource" | "concern" | "subdomain") => return None,
            _ => {}
        }
    }
    let parts: Vec<&str> = whole
        .iter()
        .rev()
        .map(|part| part.trim_matches('/'))
        .filter(|part| !part.is_empty())
        .collect();
    let path = format!("/{}", parts.join("/"));
    let path = path.split('(').next().unwrap_or(&path).to_owned();
    (!path.contains([':', '*'])).then_some((path, target))
}
