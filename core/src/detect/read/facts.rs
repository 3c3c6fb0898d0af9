//! What the files say that is no value of a field, and that a spec is compared with all the same.

use super::super::app::App;
use super::super::finding::At;
use super::super::sheet::Sheet;
use super::super::{Wanted, wanted};
use super::application::lock;
use super::{APPLICATION, PRODUCTION, Reading, packages, variables};
use crate::check::image_says;
use std::collections::BTreeSet;

/// Such facts.
#[derive(Debug, Default)]
pub(in super::super) struct Facts {
    /// Variables without which the app does not start.
    pub(in super::super) needed: Vec<(String, At)>,
    /// Gems of production; none where no file names them.
    pub(in super::super) gems: Option<BTreeSet<String>>,
    /// The file that names them.
    pub(in super::super) lock: String,
    /// Where the Gemfile names Puma for development or tests alone.
    pub(in super::super) puma: Option<At>,
    /// Platforms of Gemfile.lock.
    pub(in super::super) platforms: Option<(Vec<String>, At)>,
    /// Gem, field, package, and where the gem is named.
    pub(in super::super) packages: Vec<(&'static str, &'static str, &'static str, At)>,
    /// Connections of the pool, where a number is written out.
    pub(in super::super) pool: Option<(i64, At)>,
    /// Routes and settings; none without routes.
    pub(in super::super) routes: Option<String>,
    /// What the Dockerfile copies and the folder lacks.
    pub(in super::super) lacks: Vec<(String, At)>,
}

/// Reads them; `dockerfile` is the path of the one that makes the image, and the stage of it that does.
pub(in super::super) fn facts(app: &App, dockerfile: Option<(&str, Option<&str>)>) -> Facts {
    let reading = Reading::of(app);
    let gems = &reading.gems;
    let names: BTreeSet<String> = gems.names().map(str::to_owned).collect();
    Facts {
        needed: variables::needed(&reading),
        // Without a lock a Gemfile that loads others does not name them all.
        gems: (!names.is_empty() && (gems.has_lock || !loads(&reading))).then_some(names),
        lock: lock(&reading).file,
        puma: gems.only_others("puma").cloned(),
        platforms: gems.platforms.clone(),
        packages: packages::needs(&reading),
        pool: pool(app),
        routes: routes(app),
        lacks: dockerfile.map(|(path, stage)| lacks(app, path, stage)).unwrap_or_default(),
    }
}

/// Whether the Gemfile takes gems from other files.
fn loads(reading: &Reading<'_>) -> bool {
    let code = &reading.gems.gemfile;
    let other = ["eval_gemfile", "gemspec", "instance_eval", "eval"];
    other.into_iter().any(|name| code.calls(name).next().is_some())
}

fn pool(app: &App) -> Option<(i64, At)> {
    const FILE: &str = "config/database.yml";
    let sheet = Sheet::read(FILE, app.text(FILE)?);
    let production = sheet.node(&["production"])?;
    let part = production.get("primary").filter(|node| Sheet::is_map(node)).unwrap_or(production);
    // Rails 8.1 calls it so.
    let node = part.get("max_connections").or_else(|| part.get("pool"));
    let node = node.filter(|node| !sheet.is_guarded(node))?;
    Some((sheet.text(node)?.parse().ok()?, sheet.at(node)))
}

fn routes(app: &App) -> Option<String> {
    app.text("config/routes.rb")?;
    let files = app.texts().filter(|(path, _)| {
        path.starts_with("config/routes")
            || path.starts_with("config/initializers/")
            || [APPLICATION, PRODUCTION, "config/puma.rb", "config.ru"].contains(path)
    });
    Some(files.map(|(_, text)| text).collect::<Vec<_>>().join("\n"))
}

/// Only of files that would have been met is it known that they are not there.
fn lacks(app: &App, dockerfile: &str, stage: Option<&str>) -> Vec<(String, At)> {
    let Some(says) = app.text(dockerfile).and_then(|text| image_says(dockerfile, text, stage))
    else {
        return Vec::new();
    };
    let is_known = |path: &str| {
        let is_file =
            path.rsplit('/').next().is_some_and(|name| name.trim_matches('.').contains('.'));
        let is_met = match wanted(path) {
            Some(Wanted::Beside) => is_file && !app.is_crowded(),
            known => known.is_some(),
        };
        is_met && !path.contains("..")
    };
    let mut out: Vec<(String, At)> = Vec::new();
    for (path, line) in says.copies {
        let path = path.trim_end_matches('/').to_owned();
        let is_there = app.has(&path) || app.has_folder(&format!("{path}/"));
        if is_known(&path) && !is_there && !out.iter().any(|(other, _)| *other == path) {
            out.push((path, At::new(dockerfile, line)));
        }
    }
    out
}
