//! What the app itself has to bring, file by file, for its version of Rails. One image goes through all environments,
//! so the app is written once for all of them.

mod app;
mod cable;
mod database;
mod gemfile;
mod initializers;
mod production;
mod puma;
mod rest;

use super::code;
use crate::facts::Rails;
use crate::field::Guide;
use crate::files::text::Text;
use crate::plan::Plan;
use app::App;

/// For the only plan, or for all environments.
pub(super) fn write(plans: &[Plan], text: &mut Text) {
    let Some(app) = App::of(plans) else { return };
    // Whoever publishes the image has written the app.
    if app.plan.build.is_published() {
        return;
    }
    text.fixed(Guide::Application, "What the app itself has to bring.");
    text.push(format!(
        "## In the app\n\nFor Rails {}. These are the lines that each file needs. Skip those that you have already; where yours differ, use these. Commit the changes before the first deploy.\n",
        app.plan.build.rails.value
    ));
    gemfile::write(&app, text);
    installers(&app, text);
    production::write(&app, text);
    database::write(&app, text);
    puma::write(&app, text);
    cable::write(&app, text);
    initializers::write(&app, text);
    rest::write(&app, text);
}

/// What fetches the gems, and what writes their files where `rails new` did not.
fn installers(app: &App<'_>, text: &mut Text) {
    text.fixed(
        Guide::DockerImage,
        "The image is built on Linux, from the gems that Gemfile.lock names for it.",
    );
    text.push("Then install the gems, and add the image's platforms to Gemfile.lock:\n");
    code(text, "bundle install\nbundle lock --add-platform x86_64-linux aarch64-linux");
    let is_new = app.rails().is_some_and(|rails: Rails| rails.solid);
    let missing: Vec<&str> =
        app.solid().into_iter().filter(|name| !is_new || *name == "good_job").collect();
    if missing.is_empty() {
        return;
    }
    text.because(app.plan.build.rails.reason());
    text.push("Run the installers of these gems, once:\n");
    let lines: Vec<String> = missing
        .into_iter()
        .map(|name| match name {
            "good_job" => "bin/rails generate good_job:install".to_owned(),
            name => format!("bin/rails {name}:install"),
        })
        .collect();
    code(text, lines.join("\n"));
}

/// A file and what it has to say, in blocks that each have a reason of their own.
fn open(text: &mut Text, path: &str, language: &str) {
    text.push(format!("`{path}`:\n\n```{language}"));
}

fn close(text: &mut Text) {
    text.push("```\n");
}

/// A text as Ruby writes it, whatever it holds.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        if matches!(char, '"' | '\\' | '#') {
            out.push('\\');
        }
        out.push(char);
    }
    out.push('"');
    out
}
