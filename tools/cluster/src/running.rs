//! A cluster that answers, and what a program needs to find it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use linkspan_machine::process::Call;
use linkspan_machine::tree;

use super::processes::Process;
use super::room::Room;
use crate::Level;

/// A cluster that answers.
pub(super) struct Running {
    /// How much of a cluster it is.
    pub(super) level: Level,
    /// The API server's release.
    pub(super) version: String,
    /// Where it listens.
    pub(super) address: String,
    /// Leads to it, with every right.
    pub(super) kubeconfig: PathBuf,
    /// The kubectl that goes with it.
    pub(super) kubectl: PathBuf,
    /// What it consists of.
    pub(super) processes: Vec<Process>,
    /// The room it runs in, if it is not this machine's own network.
    pub(super) room: Option<Room>,
    /// More that programs are told.
    pub(super) more: Vec<(&'static str, OsString)>,
}

impl Running {
    /// A program that finds it.
    pub(super) fn equip(&self, program: &str, args: &[String], folder: &Path) -> Call {
        let call = match &self.room {
            Some(room) => room.call(folder, program),
            None => Call::new(program).dir(folder),
        };
        let call = call.args(args);
        self.variables().into_iter().fold(call, |call, (name, value)| call.env(name, value))
    }

    /// What a program needs to find it: its kubectl is that of PATH, or PATH is given one.
    pub(super) fn variables(&self) -> Vec<(&'static str, OsString)> {
        let own = match self.level {
            Level::Judge => "LINKSPAN_JUDGE_KUBECONFIG",
            Level::Node => "LINKSPAN_NODE_KUBECONFIG",
        };
        let mut variables: Vec<(&'static str, OsString)> = vec![
            ("KUBECONFIG", self.kubeconfig.clone().into()),
            (own, self.kubeconfig.clone().into()),
            ("LINKSPAN_KUBECTL", self.kubectl.clone().into()),
            // Else kubectl takes what an earlier server on this port said for what this one says.
            ("KUBECACHEDIR", self.kubeconfig.with_file_name("kubectl-cache").into()),
        ];
        variables.extend(self.more.iter().cloned());
        if let (None, Some(folder)) = (tree::on_path("kubectl"), self.kubectl.parent()) {
            let given = self.more.iter().find(|(name, _)| *name == "PATH");
            let old = given.map(|(_, path)| path.clone()).or_else(|| std::env::var_os("PATH"));
            let old = old.unwrap_or_default();
            let folders = std::env::split_paths(&old);
            let path = std::env::join_paths(std::iter::once(folder.to_owned()).chain(folders));
            variables.retain(|(name, _)| *name != "PATH");
            variables.extend(path.ok().map(|path| ("PATH", path)));
        }
        variables
    }

    /// The variables as a shell sets them.
    pub(super) fn exports(&self) -> String {
        let lines = self.variables().into_iter().map(|(name, value)| {
            format!("export {name}='{}'", value.to_string_lossy().replace('\'', r"'\''"))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// What runs and where, in a line.
    pub(super) fn line(&self) -> String {
        let processes: Vec<String> =
            self.processes.iter().map(|each| format!("{} {}", each.name, each.id)).collect();
        // None of them are ours in a cluster that was there already.
        let processes = processes.join(", ");
        let whose = if processes.is_empty() { "not ours" } else { &processes };
        let config = self.kubeconfig.display();
        let (level, version, address) = (self.level.name(), &self.version, &self.address);
        format!("{level}: Kubernetes {version} at {address} ({whose}), KUBECONFIG={config}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_variables_back() {
        let running = Running {
            level: Level::Judge,
            version: "1.36.2".to_owned(),
            address: "https://127.0.0.1:1".to_owned(),
            kubeconfig: "/it's here/kubeconfig".into(),
            kubectl: "kubectl".into(),
            processes: Vec::new(),
            room: None,
            more: Vec::new(),
        };
        let script = format!("{}\nprintf %s \"$KUBECONFIG\"", running.exports());
        assert_eq!(
            Call::new("sh").args(["-c", &script]).text().as_deref(),
            Some("/it's here/kubeconfig")
        );
    }
}
