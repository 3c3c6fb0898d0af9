//! Gets what is needed, says what it does, and equips the programs that need it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;
use linkspan_machine::tool::Tool;

use crate::need::Need;

/// What was got and what was not.
pub(crate) struct Ready {
    tools: BTreeMap<Need, Tool>,
    failed: BTreeMap<Need, String>,
}

/// Gets each need, saying so.
pub(crate) fn setup(project: &Project, needs: &[Need]) -> Ready {
    say::heading("setting up");
    let start = Instant::now();
    let mut ready = Ready { tools: BTreeMap::new(), failed: BTreeMap::new() };
    for &need in needs {
        let start = Instant::now();
        match need.get(project) {
            Ok(tool) => {
                say::done(&format!("{}: {}", need.name(), tool.how), start.elapsed());
                ready.tools.insert(need, tool);
            }
            Err(error) => {
                say::missing(&format!("{}: {error:#}", need.name()));
                say::talk(&format!("    to get it: {}", need.help()));
                ready.failed.insert(need, format!("{error:#}"));
            }
        }
    }
    match ready.failed.len() {
        0 => say::done(&format!("set up in `{}`", project.cache.display()), start.elapsed()),
        count => say::missing(&format!("{count} of {} not to be had", needs.len())),
    }
    ready
}

impl Ready {
    /// Whether nothing is missing.
    pub(crate) fn complete(&self) -> bool {
        self.failed.is_empty()
    }

    /// Why a need is missing, if it is.
    pub(crate) fn why_missing(&self, need: Need) -> Option<&str> {
        self.failed.get(&need).map(String::as_str)
    }

    /// The value of a variable that some need sets.
    pub(crate) fn variable(&self, name: &str) -> Option<&OsString> {
        let mut pairs = self.tools.values().flat_map(|tool| &tool.env);
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Lets a program use these needs: their folders on PATH, their variables set.
    pub(crate) fn equip(&self, call: Call, needs: &[Need]) -> Call {
        let tools: Vec<&Tool> = needs.iter().filter_map(|need| self.tools.get(need)).collect();
        let call = match path_with(tools.iter().flat_map(|tool| tool.path.clone()).collect()) {
            Some(path) => call.env("PATH", path),
            None => call,
        };
        tools
            .iter()
            .flat_map(|tool| &tool.env)
            .fold(call, |call, (name, value)| call.env(name, value))
    }
}

/// PATH with folders before it, or nothing if there are none.
fn path_with(mut folders: Vec<PathBuf>) -> Option<OsString> {
    if folders.is_empty() {
        return None;
    }
    let old = std::env::var_os("PATH").unwrap_or_default();
    folders.extend(std::env::split_paths(&old));
    std::env::join_paths(folders).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_come_before_what_is_there() {
        assert_eq!(path_with(Vec::new()), None);
        let path = path_with(vec!["/ours".into()]).unwrap_or_default();
        assert_eq!(std::env::split_paths(&path).next(), Some(PathBuf::from("/ours")));
    }
}
