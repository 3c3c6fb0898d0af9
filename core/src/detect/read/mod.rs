//! The app's own files, one concern a file.

mod application;
mod cable;
mod conclude;
mod credentials;
mod database;
mod facts;
mod gems;
mod health;
mod image;
mod javascript;
mod jobs;
mod packages;
mod procfile;
mod puma;
mod schedule;
mod storage;
mod variables;
mod versions;

use super::app::App;
use super::notes::Notes;
use super::ruby::Code;
pub(super) use facts::facts;
use gems::Gems;

/// The app with what several readers ask for.
pub(super) struct Reading<'a> {
    pub(super) app: &'a App,
    pub(super) gems: Gems,
    /// config/application.rb
    pub(super) application: Code,
    /// config/environments/production.rb
    pub(super) production: Code,
}

impl<'a> Reading<'a> {
    fn of(app: &'a App) -> Self {
        let code = |path: &str| Code::read(app.text(path).unwrap_or_default());
        Self {
            gems: Gems::of(app),
            application: code(APPLICATION),
            production: code(PRODUCTION),
            app,
        }
    }
}

const APPLICATION: &str = "config/application.rb";
const PRODUCTION: &str = "config/environments/production.rb";

/// Reads all of them.
pub(super) fn read(app: &App, notes: &mut Notes) {
    let reading = Reading::of(app);
    application::read(&reading, notes);
    versions::read(&reading, notes);
    image::read(&reading, notes);
    javascript::read(&reading, notes);
    packages::read(&reading, notes);
    database::read(&reading, notes);
    credentials::read(&reading, notes);
    cable::read(&reading, notes);
    storage::read(&reading, notes);
    health::read(&reading, notes);
    puma::read(&reading, notes);
    procfile::read(&reading, notes);
    schedule::read(&reading, notes);
    variables::read(&reading, notes);
    conclude::read(&reading, notes);
}
