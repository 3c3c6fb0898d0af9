//! `cargo xtask play`: the page, from nothing to a browser.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::page::Page;
use crate::project::Project;
use crate::serve::Server;
use crate::{say, setup};

/// What a person asked for.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    port: u16,
    serve: bool,
}

/// Sets up, builds, and serves until it is stopped.
pub(crate) fn play(project: &Project, words: &[String]) -> Result<ExitCode> {
    let options = read(words)?;
    // Before the long work: a taken port is better said now.
    let server = match options.serve {
        true => Some(Server::listen(&Page::Here.folder(project), options.port)?),
        false => None,
    };
    let ready = setup::setup(project, Page::Here.needs());
    say::heading("building the page");
    Page::Here.build(project, &ready)?;
    if let Some(server) = server {
        say::plain(&format!("\nopen http://{}/ (Ctrl-C ends it)", server.address()?));
        server.run();
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads the words after `play`.
fn read(words: &[String]) -> Result<Options> {
    let mut options = Options { port: 8080, serve: true };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--no-serve" | "--build-only" => options.serve = false,
            "--port" => {
                let port = words.next().context("`--port` needs a number after it")?;
                options.port = port
                    .parse()
                    .with_context(|| format!("`{port}` is not a port; ports are 1 to 65535"))?;
            }
            other => bail!("`{other}` is not an option of play; it has --port N and --no-serve"),
        }
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &[&str], expect: Option<Options>) {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(read(&words).ok(), expect);
    }

    #[test]
    fn options_are_read() {
        check(&[], Some(Options { port: 8080, serve: true }));
        check(&["--port", "9000", "--no-serve"], Some(Options { port: 9000, serve: false }));
        check(&["--build-only"], Some(Options { port: 8080, serve: false }));
        check(&["--port"], None);
        check(&["--port", "70000"], None);
        check(&["--fast"], None);
    }
}
