//! A real Kubernetes to try manifests on: `cargo xtask cluster up | down | status | env | run`.

mod access;
mod answer;
mod crds;
mod debian;
mod etcd;
mod existing;
mod firewall;
mod images;
mod judge;
mod node;
mod place;
mod processes;
mod programs;
mod release;
mod room;
mod running;
mod users;
mod words;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::need::Tool;
use crate::process::Call;
use crate::project::Project;
use crate::{say, tree};
use judge::Judge;
use node::Cluster;
use running::Running;
use users::{User, Users};
use words::{Level, Words};

/// Does what the words after `cluster` say.
pub(crate) fn cluster(project: &Project, words: &[String]) -> Result<ExitCode> {
    let words = words::read(words)?;
    if !cfg!(target_os = "linux") {
        bail!("`cluster` starts processes and finds them again in /proc, so it needs Linux");
    }
    match words {
        Words::Up(level, kubernetes) => up(&AnyCluster::of(project, level)?, kubernetes)?,
        Words::Down(level) => AnyCluster::of(project, level)?.down()?,
        Words::Status => {
            for level in [Level::Judge, Level::Node] {
                match AnyCluster::of(project, level)?.running() {
                    Some(running) => say::plain(&running.line()),
                    None => say::plain(&format!("{}: not running", level.name())),
                }
            }
        }
        Words::Env(level) => {
            let running = AnyCluster::of(project, level)?.running();
            let none = || {
                let name = level.name();
                format!("no {name} runs here; `cargo xtask cluster up --{name}` starts one")
            };
            say::plain(&running.with_context(none)?.exports());
        }
        Words::Run { level, kubernetes, program } => {
            let (name, args) = program.split_first().context("`run` needs a program after `--`")?;
            let cluster = AnyCluster::of(project, level)?;
            let here = std::env::current_dir()?;
            beside_any(&cluster, kubernetes, |running| {
                running.equip(name, args, &here).limit(Duration::MAX).run()
            })?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A cluster of either level.
enum AnyCluster<'a> {
    Judge(Judge<'a>),
    /// One that is there already, in the judge's place.
    Existing {
        project: &'a Project,
        place: PathBuf,
        users: Users,
        context: String,
    },
    Node(Cluster<'a>),
}

impl<'a> AnyCluster<'a> {
    fn of(project: &'a Project, level: Level) -> Result<Self> {
        Ok(match (level, existing::named()?) {
            (Level::Judge, Some(context)) => {
                let place = place::of(project)?.join("existing");
                Self::Existing { project, users: Users::of(&place, level), place, context }
            }
            (Level::Judge, None) => Self::Judge(Judge::of(project)?),
            (Level::Node, _) => Self::Node(Cluster::of(project)?),
        })
    }

    fn users(&self) -> &Users {
        match self {
            Self::Judge(judge) => &judge.users,
            Self::Existing { users, .. } => users,
            Self::Node(cluster) => &cluster.users,
        }
    }

    fn running(&self) -> Option<Running> {
        match self {
            Self::Judge(judge) => judge.running(),
            Self::Existing { .. } => self.up(None).ok(),
            Self::Node(cluster) => cluster.running(),
        }
    }

    fn up(&self, kubernetes: Option<&'static str>) -> Result<Running> {
        match self {
            Self::Judge(judge) => judge.up(kubernetes),
            Self::Existing { project, place, context, .. } => {
                if kubernetes.is_some() {
                    bail!("`{context}` has a version of its own: leave out `--kubernetes`");
                }
                existing::find(place, &programs::kubectl(project)?, context)
            }
            Self::Node(cluster) => cluster.up(),
        }
    }

    fn down(&self) -> Result<()> {
        match self {
            Self::Judge(judge) => judge.down(),
            Self::Existing { place, context, .. } => {
                say::talk(&format!("  `{context}` is yours, and runs on"));
                tree::remove(place)
            }
            Self::Node(cluster) => cluster.down(),
        }
    }

    fn leave(&self, user: User) -> Result<()> {
        match self {
            Self::Judge(judge) => judge.leave(user),
            Self::Existing { users, place, .. } => users.leave(user, || tree::remove(place)),
            Self::Node(cluster) => cluster.leave(user),
        }
    }
}

/// Starts a cluster and lets it run.
fn up(cluster: &AnyCluster<'_>, kubernetes: Option<&'static str>) -> Result<()> {
    let note = cluster.users().keep()?;
    match (cluster.up(kubernetes), note) {
        (Ok(running), _) => say::plain(&running.line()),
        (Err(error), None) => return Err(error),
        (Err(error), Some(note)) => return cluster.leave(note).and(Err(error)),
    }
    Ok(())
}

/// Does something beside a cluster, which is started for it and ended after it, unless it ran before.
fn beside_any(
    cluster: &AnyCluster<'_>,
    kubernetes: Option<&'static str>,
    work: impl FnOnce(&Running) -> Result<()>,
) -> Result<()> {
    let user = cluster.users().enter()?;
    let result = cluster.up(kubernetes).and_then(|running| work(&running));
    cluster.leave(user).and(result)
}

/// Tests start kubectl thousands of times: with next to no garbage collection each takes up to a quarter less processor.
const SHORT_LIVED: (&str, &str) = ("GOGC", "1000");

/// Runs a test beside an API server of the usual version.
pub(crate) fn beside(project: &Project, call: Call) -> Result<()> {
    beside_any(&AnyCluster::of(project, Level::Judge)?, None, |running| {
        let variables = running.variables();
        let call = variables.into_iter().fold(call, |call, (name, value)| call.env(name, value));
        call.env(SHORT_LIVED.0, SHORT_LIVED.1).run()
    })
}

/// Runs a program in the room of a whole cluster.
pub(crate) fn in_room(
    project: &Project,
    program: &Path,
    args: &[String],
    env: &[(&'static str, OsString)],
    limit: Duration,
) -> Result<()> {
    beside_any(&AnyCluster::of(project, Level::Node)?, None, |running| {
        let call = running.equip(&program.display().to_string(), args, &project.root).limit(limit);
        let call = call.env(SHORT_LIVED.0, SHORT_LIVED.1);
        env.iter().fold(call, |call, (name, value)| call.env(name, value)).run()
    })
}

/// The programs of the node level, found or built.
pub(crate) fn get_nodes(project: &Project) -> Result<Tool> {
    Ok(Tool { how: node::get(project)?, ..Tool::default() })
}

/// The programs of the judge level, found or built.
pub(crate) fn get(project: &Project) -> Result<Tool> {
    if !cfg!(target_os = "linux") {
        bail!("the API server is started and found again through /proc, so it needs Linux");
    }
    let programs = programs::get(project, None)?;
    crds::get(project)?;
    let how = format!("{}, `{}`", programs.version, programs.apiserver.display());
    Ok(Tool { how, ..Tool::default() })
}

/// kubectl, found or built.
pub(crate) fn kubectl(project: &Project) -> Result<Tool> {
    let path = programs::kubectl(project)?;
    let how = path.display().to_string();
    let folder = path.parent().map(std::path::Path::to_owned);
    let path_folders = if tree::on_path("kubectl").is_some() { None } else { folder };
    Ok(Tool {
        how,
        path: path_folders.into_iter().collect(),
        env: vec![("LINKSPAN_KUBECTL", path.into())],
    })
}
