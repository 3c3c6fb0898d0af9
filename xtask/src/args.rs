//! The words of `cargo xtask`.

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args, Parser, Subcommand};
use linkspan_cluster::Level;

use crate::steps::STEPS;

/// What is asked for.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", about, disable_version_flag = true, after_help = AFTER)]
pub(crate) enum Command {
    /// Set up, build the page and serve it on 127.0.0.1; larger than the page that is published, which
    /// `test --only page` builds in `dist`
    Play {
        /// Where it is served; 0 is any port that is free
        #[arg(long, value_name = "N", default_value_t = 8080)]
        port: u16,
        /// Build it alone
        #[arg(long, alias = "build-only")]
        no_serve: bool,
    },
    /// Set up, run every check, and sum up
    Test {
        /// One step alone; more than once for several
        #[arg(long, value_name = "NAME", value_parser = steps())]
        only: Vec<String>,
    },
    /// Build the page and measure; only what has one of the words in its title, where some are given
    Bench { words: Vec<String> },
    /// Only set up: the compiler's wasm32 target and every tool
    Setup,
    /// Run a program that finds the wasm32 compiler and every tool:
    /// `cargo xtask with cargo check --target wasm32-unknown-unknown --package linkspan-web`
    With {
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        program: Vec<String>,
    },
    /// How the checker agrees with five API servers, by version and kind, where the labelled documents stand in
    /// `../shared/corpus`
    Corpus,
    /// The sample app on a whole cluster, with figures: all parts of the story, or those whose names contain a word;
    /// Linux and root
    Live { words: Vec<String> },
    /// The pictures of the README, from releases of the sample app on a whole cluster; Linux and root
    Pictures {
        /// Draw the last recordings again
        #[arg(long)]
        again: bool,
    },
    /// A real Kubernetes: an API server alone (`--judge`), or two nodes, DNS, Services and a registry in namespaces of
    /// their own (`--node`: Linux, apt, Go and root)
    ///
    /// The API server's programs are those of $KUBEBUILDER_ASSETS, else built by Go, once. $LINKSPAN_CONTEXT names a
    /// context of kind or minikube to take instead, where tests make dry runs only.
    #[command(subcommand)]
    Cluster(Cluster),
}

/// What is asked of a cluster.
#[derive(Debug, Subcommand)]
pub(crate) enum Cluster {
    /// Start it and let it run, or say where it runs
    Up {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        release: Release,
    },
    /// End it
    Down(Which),
    /// Tell what runs
    Status,
    /// Print the variables that lead to it
    Env(Which),
    /// Run a program with it, started before and ended after if need be; inside its namespaces with `--node`
    Run {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        release: Release,
        #[arg(last = true, required = true)]
        program: Vec<String>,
    },
}

/// How much of a cluster: it has to be said wherever one is started, ended or used.
#[derive(Clone, Copy, Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Which {
    /// etcd and the API server, on 127.0.0.1
    #[arg(long, group = "which")]
    judge: bool,
    /// All of it, with two nodes
    #[arg(long, group = "which")]
    node: bool,
}

impl Which {
    /// The level that is meant.
    pub(crate) fn level(self) -> Level {
        if self.judge { Level::Judge } else { Level::Node }
    }
}

/// Which release an API server alone is of.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct Release {
    /// The version, 1.33 to 1.37; 1.36 unless said
    #[arg(long, value_name = "VERSION", conflicts_with = "node", value_parser = linkspan_cluster::release)]
    pub(crate) kubernetes: Option<&'static str>,
}

const AFTER: &str = "Tools go to a folder of your own: $LINKSPAN_CACHE, else $XDG_CACHE_HOME/linkspan, else \
                     ~/.cache/linkspan. Remove it to start afresh. With CI=true nothing may be skipped.";

/// The names of the steps.
fn steps() -> PossibleValuesParser {
    PossibleValuesParser::new(STEPS.iter().map(|step| step.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expect: Result<&str, &str>) {
        let words = ["xtask"].into_iter().chain(line.split_whitespace());
        match (Command::try_parse_from(words), expect) {
            (Ok(command), Ok(part)) => {
                let said = format!("{command:?}");
                assert!(said.contains(part), "{line}: {said}");
            }
            (Err(error), Err(part)) => {
                let said = error.to_string();
                assert!(said.contains(part), "{line}: {said}");
            }
            (found, _) => panic!("{line}: {found:?}"),
        }
    }

    #[test]
    fn the_words_of_the_readme_and_of_those_who_know_them_are_read() {
        check("play", Ok("Play { port: 8080, no_serve: false }"));
        check("play --port 9000 --build-only", Ok("Play { port: 9000, no_serve: true }"));
        check("test --only page --only format", Ok("[\"page\", \"format\"]"));
        check("bench weight", Ok("[\"weight\"]"));
        check("with cargo test --locked", Ok("[\"cargo\", \"test\", \"--locked\"]"));
        check("pictures --again", Ok("again: true"));
        check("cluster up --judge --kubernetes 1.37", Ok("Some(\"1.37."));
        check("cluster status", Ok("Status"));
        check("cluster run --node -- kubectl --judge", Ok("[\"kubectl\", \"--judge\"]"));
    }

    #[test]
    fn what_is_not_meant_is_refused() {
        check("play --port 70000", Err("70000"));
        check("play --fast", Err("--fast"));
        check("test --only pages", Err("browser"));
        check("cluster up", Err("<--judge|--node>"));
        check("cluster up --judge --node", Err("cannot be used with"));
        check("cluster up --node --kubernetes 1.36", Err("cannot be used with"));
        check("cluster up --judge --kubernetes 1.2", Err("1.33, 1.34"));
        check("cluster down --judge --kubernetes 1.36", Err("--kubernetes"));
        check("cluster up --judge -- ls", Err("ls"));
        check("cluster run --node bash", Err("bash"));
        check("cluster start --judge", Err("start"));
    }
}
