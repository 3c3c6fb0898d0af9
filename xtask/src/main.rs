//! Sets a machine up and runs everything: `cargo xtask help`.

mod args;
mod bench;
mod browser;
mod corpus;
mod disk;
mod facts;
mod http;
mod judges;
mod live;
mod need;
mod node;
mod page;
mod pictures;
mod play;
mod race;
mod serve;
mod setup;
mod steps;
mod summary;
mod test;
mod wasm;
mod wasm_sysroot;
mod weight;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use args::{Cluster, Command};
use clap::Parser;
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use need::Need;

/// Runs the command and turns an error into one line and a non-zero exit.
fn main() -> ExitCode {
    match run(Command::parse()) {
        Ok(code) => code,
        Err(error) => {
            say::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Does what is asked for.
fn run(command: Command) -> Result<ExitCode> {
    let project = &Project::find()?;
    match command {
        Command::Play { port, no_serve: false } => play::play(project, port)?,
        Command::Play { no_serve: true, .. } => play::build(project)?,
        Command::Test { only } => return Ok(test::test(project, &only)),
        Command::Bench { words } => bench::bench(project, &words)?,
        Command::Setup => {
            if !setup::setup(project, &Need::ALL).complete() {
                return Ok(ExitCode::FAILURE);
            }
        }
        Command::With { program } => with(project, &program)?,
        Command::Corpus => corpus::corpus(project)?,
        Command::Live { words } => live::live(project, &words)?,
        Command::Pictures { again: false } => pictures::record(project)?,
        Command::Pictures { again: true } => pictures::draw(project)?,
        Command::Cluster(words) => cluster(project, words)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs a program of the person's choice with everything at hand, in the project's root.
fn with(project: &Project, words: &[String]) -> Result<()> {
    let (program, args) = words.split_first().context("`with` needs a program to run")?;
    let ready = setup::setup(project, &Need::ALL);
    let call = Call::new(program)
        .args(args)
        .env("CARGO_TARGET_DIR", project.wasm_target())
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", project.root.join("webdriver.json"))
        .dir(&project.root)
        .limit(Duration::MAX);
    ready.equip(call, &Need::ALL).run()
}

/// Starts, ends, tells of or uses a real Kubernetes.
fn cluster(project: &Project, words: Cluster) -> Result<()> {
    match words {
        Cluster::Up { which, release } => {
            linkspan_cluster::up(project, which.level(), release.kubernetes)
        }
        Cluster::Down(which) => linkspan_cluster::down(project, which.level()),
        Cluster::Status => linkspan_cluster::status(project),
        Cluster::Env(which) => linkspan_cluster::env(project, which.level()),
        Cluster::Run { which, release, program } => {
            linkspan_cluster::run(project, which.level(), release.kubernetes, &program)
        }
    }
}
