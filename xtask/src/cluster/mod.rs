//! A real Kubernetes to try manifests on: `cargo xtask cluster up | down | status | env | run`.

mod debian;
mod etcd;
mod images;
mod judge;
mod place;
mod processes;
mod programs;
mod release;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::need::Tool;
use crate::process::Call;
use crate::project::Project;
use crate::{say, tree};
use judge::{Judge, Running};
use words::Words;

/// Does what the words after `cluster` say.
pub(crate) fn cluster(project: &Project, words: &[String]) -> Result<ExitCode> {
    if !cfg!(target_os = "linux") {
        bail!("`cluster` starts processes and finds them again in /proc, so it needs Linux");
    }
    let judge = Judge::of(project)?;
    match words::read(words)? {
        Words::Up { kubernetes } => {
            let note = judge.keep()?;
            match (judge.up(kubernetes), note) {
                (Ok(running), _) => say::plain(&line(&running)),
                (Err(error), None) => return Err(error),
                (Err(error), Some(note)) => return judge.leave(note).and(Err(error)),
            }
        }
        Words::Down => judge.down()?,
        Words::Status => match judge.running() {
            Some(running) => say::plain(&line(&running)),
            None => say::plain("judge: not running"),
        },
        Words::Env => say::plain(&exports(&judge.running().context(NONE_RUNS)?)),
        Words::Run { kubernetes, program } => run(&judge, kubernetes, &program)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// The error when something needs a server and none is there.
const NONE_RUNS: &str = "no judge runs here; `cargo xtask cluster up --judge` starts one";

/// Runs a program that finds the API server.
fn run(judge: &Judge<'_>, kubernetes: Option<&'static str>, program: &[String]) -> Result<()> {
    let (name, args) = program.split_first().context("`run` needs a program after `--`")?;
    let call = Call::new(name).args(args).dir(&std::env::current_dir()?).limit(Duration::MAX);
    beside_judge(judge, kubernetes, call)
}

/// Runs a program beside the API server, which is started for it and ended after it, unless it ran before.
fn beside_judge(judge: &Judge<'_>, kubernetes: Option<&'static str>, call: Call) -> Result<()> {
    let user = judge.enter()?;
    let result = judge.up(kubernetes).and_then(|running| {
        variables(&running)
            .into_iter()
            .fold(call, |call, (name, value)| call.env(name, value))
            .run()
    });
    judge.leave(user).and(result)
}

/// Runs a test beside an API server of the usual version.
pub(crate) fn beside(project: &Project, call: Call) -> Result<()> {
    beside_judge(&Judge::of(project)?, None, call)
}

/// The programs of the judge level, found or built.
pub(crate) fn get(project: &Project) -> Result<Tool> {
    if !cfg!(target_os = "linux") {
        bail!("the API server is started and found again through /proc, so it needs Linux");
    }
    let programs = programs::get(project, None)?;
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

/// What a program needs to find the API server: its kubectl is that of PATH, or PATH is given one.
fn variables(running: &Running) -> Vec<(&'static str, OsString)> {
    let mut variables: Vec<(&'static str, OsString)> = vec![
        ("KUBECONFIG", running.kubeconfig.clone().into()),
        ("LINKSPAN_JUDGE_KUBECONFIG", running.kubeconfig.clone().into()),
        ("LINKSPAN_KUBECTL", running.kubectl.clone().into()),
        // Else kubectl takes what an earlier server on this port said for what this one says.
        ("KUBECACHEDIR", running.kubeconfig.with_file_name("kubectl-cache").into()),
    ];
    if let (None, Some(folder)) = (tree::on_path("kubectl"), running.kubectl.parent()) {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&old);
        let path = std::env::join_paths(std::iter::once(folder.to_owned()).chain(folders));
        variables.extend(path.ok().map(|path| ("PATH", path)));
    }
    variables
}

/// The variables as a shell sets them.
fn exports(running: &Running) -> String {
    let lines = variables(running).into_iter().map(|(name, value)| {
        format!("export {name}='{}'", value.to_string_lossy().replace('\'', r"'\''"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What runs and where, in a line.
fn line(running: &Running) -> String {
    let processes: Vec<String> =
        running.processes.iter().map(|each| format!("{} {}", each.name, each.id)).collect();
    format!(
        "judge: Kubernetes {} at {} ({}), KUBECONFIG={}",
        running.version,
        running.address,
        processes.join(", "),
        running.kubeconfig.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_variables_back() {
        let running = Running {
            version: "1.36.2".to_owned(),
            address: "https://127.0.0.1:1".to_owned(),
            kubeconfig: "/it's here/kubeconfig".into(),
            kubectl: "kubectl".into(),
            processes: Vec::new(),
        };
        let script = format!("{}\nprintf %s \"$KUBECONFIG\"", exports(&running));
        assert_eq!(
            Call::new("sh").args(["-c", &script]).text().as_deref(),
            Some("/it's here/kubeconfig")
        );
    }
}
