//! Sets a machine up and runs everything: `cargo xtask help`.

mod apt;
mod bench;
mod browser;
mod cluster;
mod corpus;
mod disk;
mod go_module;
mod go_tool;
mod http;
mod judges;
mod live;
mod need;
mod node;
mod page;
mod picture;
mod pictures;
mod play;
mod process;
mod project;
mod race;
mod say;
mod serve;
mod setup;
mod steps;
mod summary;
mod test;
mod tree;
mod version;
mod wasm;
mod wasm_sysroot;
mod weight;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use need::Need;
use process::Call;
use project::Project;

/// What `cargo xtask help` prints.
const HELP: &str = "\
cargo xtask COMMAND

  play [--port N] [--no-serve]  set up, build the page and serve it on 127.0.0.1 (port 8080); larger than
                                the one that is published, which `test --only page` builds in dist
  test [--only NAME]...         set up, run every check, and sum up; NAME is one of the steps
  bench [WORD]...               build the page and measure; only what has a WORD in its title
  setup                         only set up: the compiler's wasm32 target and every tool
  with PROGRAM [ARGUMENT]...    run a program that finds the wasm32 compiler and every tool:
                                `cargo xtask with cargo check --target wasm32-unknown-unknown`
  corpus                        how the checker agrees with five API servers, by version and kind, where
                                the labelled documents stand in ../shared/corpus
  live [WORD]...                the sample app on a whole cluster, with figures: all parts of the story, or
                                those whose names contain a word; Linux and root
  pictures [--again]            the pictures of the README, from releases of the sample app on a whole
                                cluster; --again draws the last recordings again; Linux and root
  cluster up --judge            start a real Kubernetes API server on 127.0.0.1, or say where it runs
  cluster down --judge          end it; status and env --judge tell what runs and how to reach it
  cluster run --judge -- PROGRAM [ARGUMENT]...
                                run a program with it, started before and ended after if need be;
                                up and run take --kubernetes 1.33 to 1.37 (1.36 unless said);
                                its programs are those of $KUBEBUILDER_ASSETS, else built by Go, once;
                                $LINKSPAN_CONTEXT names a context of kind or minikube to take instead,
                                where tests make dry runs only
  cluster up|down|env|run --node
                                the same with a whole cluster: two nodes, DNS, Services and a registry in
                                namespaces of its own; `run` enters them. Needs Linux, apt, Go and root
  help                          this

Tools go to a folder of your own: $LINKSPAN_CACHE, else $XDG_CACHE_HOME/linkspan, else
~/.cache/linkspan. Remove it to start afresh. With CI=true nothing may be skipped.
";

/// Runs the command and turns an error into one line and a non-zero exit.
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&words) {
        Ok(code) => code,
        Err(error) => {
            say::error(&format!("{error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs a program of the person's choice with everything at hand, in the project's root.
fn with(project: &Project, words: &[String]) -> Result<ExitCode> {
    let (program, args) = words.split_first().context("`with` needs a program to run")?;
    let ready = setup::setup(project, &Need::ALL);
    let call = Call::new(program)
        .args(args)
        .env("CARGO_TARGET_DIR", project.wasm_target())
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", project.root.join("webdriver.json"))
        .dir(&project.root)
        .limit(Duration::MAX);
    ready.equip(call, &Need::ALL).run()?;
    Ok(ExitCode::SUCCESS)
}

/// Picks the command by its first word.
fn dispatch(words: &[String]) -> Result<ExitCode> {
    let (command, rest) = match words.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", words),
    };
    match command {
        "play" => play::play(&Project::find()?, rest),
        "test" => test::test(&Project::find()?, rest),
        "bench" => bench::bench(&Project::find()?, rest),
        "setup" => {
            let ready = setup::setup(&Project::find()?, &Need::ALL);
            Ok(if ready.complete() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        "corpus" => corpus::corpus(&Project::find()?),
        "live" => live::live(&Project::find()?, rest),
        "pictures" => pictures::pictures(&Project::find()?, rest),
        "cluster" => cluster::cluster(&Project::find()?, rest),
        "with" => with(&Project::find()?, rest),
        "help" | "--help" | "-h" => {
            say::plain(HELP.trim_end());
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("`{other}` is not a command; `cargo xtask help` lists them"),
    }
}
