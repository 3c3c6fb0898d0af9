//! A real Kubernetes on this machine, to try manifests and releases on: `cargo xtask cluster`.
//!
//! There are two levels. The *judge* is etcd and the API server on the loopback address, ready within seconds. The *node*
//! level is all of it, in namespaces of its own: two nodes with containerd and kubelet, Services, DNS, network policies and a
//! registry. Programs are built from Kubernetes' own Go modules or unpacked from Debian's packages, once, into a folder of
//! this user's; nothing is installed. Each checkout has clusters of its own. Who uses one is counted, the last user ends it,
//! and what a killed run leaves behind is found by its processes and never by a note. A program that runs beside a cluster
//! finds it by variables: `KUBECONFIG`, `LINKSPAN_JUDGE_KUBECONFIG` or `LINKSPAN_NODE_KUBECONFIG`, `LINKSPAN_KUBECTL`.

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
mod turn;
mod users;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::tool::Tool;
use linkspan_machine::{say, tree};

use judge::Judge;
use node::Cluster;
use running::Running;
use users::{User, Users};

pub use release::of as release;

/// How much of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// etcd and the API server.
    Judge,
    /// All of it, with two nodes.
    Node,
}

impl Level {
    /// Its word.
    fn name(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Node => "node",
        }
    }
}

/// Starts a cluster of a Kubernetes release, the usual one unless said, and lets it run.
pub fn up(project: &Project, level: Level, kubernetes: Option<&'static str>) -> Result<()> {
    let cluster = AnyCluster::of(project, level)?;
    let note = cluster.users().keep()?;
    match (cluster.up(kubernetes), note) {
        (Ok(running), _) => say::plain(&running.line()),
        (Err(error), None) => return Err(error),
        (Err(error), Some(note)) => return cluster.leave(note).and(Err(error)),
    }
    Ok(())
}

/// Ends a cluster, whoever uses it.
pub fn down(project: &Project, level: Level) -> Result<()> {
    AnyCluster::of(project, level)?.down()
}

/// Says what runs.
pub fn status(project: &Project) -> Result<()> {
    for level in [Level::Judge, Level::Node] {
        match AnyCluster::of(project, level)?.running() {
            Some(running) => say::plain(&running.line()),
            None => say::plain(&format!("{}: not running", level.name())),
        }
    }
    Ok(())
}

/// Prints the variables that lead to a cluster, for a shell to read.
pub fn env(project: &Project, level: Level) -> Result<()> {
    let running = AnyCluster::of(project, level)?.running();
    let none = || {
        let name = level.name();
        format!("no {name} runs here; `cargo xtask cluster up --{name}` starts one")
    };
    say::plain(&running.with_context(none)?.exports());
    Ok(())
}

/// Runs a program beside a cluster, which is started for it and ended after it, unless it ran before.
pub fn run(
    project: &Project,
    level: Level,
    kubernetes: Option<&'static str>,
    program: &[String],
) -> Result<()> {
    let (name, args) = program.split_first().context("`run` needs a program after `--`")?;
    let cluster = AnyCluster::of(project, level)?;
    let here = std::env::current_dir()?;
    beside_any(&cluster, kubernetes, |running| {
        running.equip(name, args, &here).limit(Duration::MAX).run()
    })
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
        if !cfg!(target_os = "linux") {
            bail!("a cluster starts processes and finds them again in /proc, so it needs Linux");
        }
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
pub fn beside(project: &Project, call: Call) -> Result<()> {
    beside_any(&AnyCluster::of(project, Level::Judge)?, None, |running| {
        let variables = running.variables();
        let call = variables.into_iter().fold(call, |call, (name, value)| call.env(name, value));
        call.env(SHORT_LIVED.0, SHORT_LIVED.1).run()
    })
}

/// Runs a program in the room of a whole cluster.
pub fn in_room(
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
pub fn get_nodes(project: &Project) -> Result<Tool> {
    Ok(Tool { how: node::get(project)?, ..Tool::default() })
}

/// The programs of the judge level, found or built.
pub fn get(project: &Project) -> Result<Tool> {
    if !cfg!(target_os = "linux") {
        bail!("the API server is started and found again through /proc, so it needs Linux");
    }
    let programs = programs::get(project, None)?;
    crds::get(project)?;
    let how = format!("{}, `{}`", programs.version, programs.apiserver.display());
    Ok(Tool { how, ..Tool::default() })
}

/// kubectl, found or built.
pub fn kubectl(project: &Project) -> Result<Tool> {
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
