//! `cargo xtask play`: the page, from nothing to a browser.

use anyhow::Result;
use linkspan_machine::project::Project;
use linkspan_machine::say;

use crate::page::Page;
use crate::serve::Server;
use crate::setup;

/// Sets up, builds, and serves until it is stopped.
pub(crate) fn play(project: &Project, port: u16) -> Result<()> {
    // Before the long work: a taken port is better said now.
    let server = Server::listen(&Page::Here.folder(project), port)?;
    build(project)?;
    say::plain(&format!("\nopen http://{}/ (Ctrl-C ends it)", server.address()?));
    server.run();
    Ok(())
}

/// Sets up and builds.
pub(crate) fn build(project: &Project) -> Result<()> {
    let ready = setup::setup(project, Page::Here.needs());
    say::heading("building the page");
    Page::Here.build(project, &ready)
}
