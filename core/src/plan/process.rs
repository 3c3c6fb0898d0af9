//! Processes beside web and workers, and what stands in the pods of one.

use super::{Decided, Plan, ProcessProbe, Resources, Route, Variables};

/// A process that others reach by a port, or that only runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Path of the group in the spec: `processes[0]`.
    pub at: String,
    /// Names it.
    pub name: Decided<String>,
    /// Words of the command; none for what its image starts.
    pub command: Decided<Vec<String>>,
    /// Another image than the app's.
    pub image: Option<Decided<String>>,
    /// Where it listens.
    pub port: Option<Decided<i64>>,
    /// The paths of the front door that lead to it start so.
    pub path: Option<Decided<String>>,
    /// The host of the front door that leads to it.
    pub host: Option<Decided<String>>,
    /// The port of a load balancer of its own.
    pub tcp: Option<Decided<i64>>,
    /// How it is asked whether it is well.
    pub probe: Decided<ProcessProbe>,
    /// The path that is asked.
    pub health_path: Decided<String>,
    /// Words of the command that is run.
    pub probe_command: Decided<Vec<String>>,
    /// Pods.
    pub replicas: Decided<i64>,
    /// Whether there are never two pods.
    pub once: Decided<bool>,
    /// The user that it runs as.
    pub user: Option<Decided<i64>>,
    /// Whole paths of folders that it writes to.
    pub writable: Decided<Vec<String>>,
    /// Environment variables of its pods alone.
    pub env: Variables,
    /// Keys of the app's Secret that it gets, each with its place.
    pub secrets: Vec<Decided<String>>,
    /// Seconds until the kill.
    pub grace: Decided<i64>,
    /// CPU and memory.
    pub resources: Resources,
}

/// A program beside a process, in the same pods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    /// Path of the group in the spec: `sidecars[0]`.
    pub at: String,
    /// Names it.
    pub name: Decided<String>,
    /// Another image than the app's.
    pub image: Option<Decided<String>>,
    /// Words of the command; none for what its image starts.
    pub command: Decided<Vec<String>>,
    /// The processes that it stands beside.
    pub of: Decided<Vec<String>>,
    /// Where it listens.
    pub port: Option<Decided<i64>>,
    /// The user that it runs as.
    pub user: Option<Decided<i64>>,
    /// Whole paths of folders that it writes to.
    pub writable: Decided<Vec<String>>,
    /// Its variables.
    pub env: Variables,
    /// CPU and memory.
    pub resources: Resources,
}

/// A command that has to succeed before a process starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Init {
    /// Path of the group in the spec: `init[0]`.
    pub at: String,
    /// Names it.
    pub name: Decided<String>,
    /// Words of the command.
    pub command: Decided<Vec<String>>,
    /// Another image than the app's.
    pub image: Option<Decided<String>>,
    /// The processes that it comes before.
    pub of: Decided<Vec<String>>,
    /// Its variables.
    pub env: Variables,
    /// Keys of the app's Secret that it gets, each with its place.
    pub secrets: Vec<Decided<String>>,
}

/// Where requests of the front door go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door<'a> {
    /// How their path starts.
    pub path: &'a str,
    /// Whom they reach.
    pub to: Behind<'a>,
}

/// Who is behind a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind<'a> {
    /// The web pods.
    Web,
    /// A process of the app.
    Process(&'a Process),
    /// A Service of somebody else.
    Service(&'a Route),
}

impl Behind<'_> {
    /// The host that it is for alone.
    fn host(&self) -> Option<&Decided<String>> {
        match self {
            Self::Web => None,
            Self::Process(process) => process.host.as_ref(),
            Self::Service(route) => route.host.as_ref(),
        }
    }
}

impl Process {
    /// Whether the front door leads to it.
    #[must_use]
    pub fn is_at_the_door(&self) -> bool {
        self.port.is_some() && (self.path.is_some() || self.host.is_some())
    }

    /// What its port is called: `http` where requests come by the front door or a probe asks so.
    #[must_use]
    pub fn port_name(&self) -> &'static str {
        let is_http = self.is_at_the_door() || self.probe.value == ProcessProbe::Http;
        if is_http { "http" } else { "tcp" }
    }
}

impl Plan {
    /// Whether a release starts a new pod of this process before an old one ends.
    #[must_use]
    pub fn surges_process(&self, process: &Process) -> bool {
        !process.once.value && !self.holds(&process.name.value)
    }

    /// Whether nothing in the pods of a process is of the app's image: a release leaves them alone, and they are there
    /// before the migration, which may need them.
    #[must_use]
    pub fn stands_alone(&self, component: &str) -> bool {
        self.is_foreign(component)
            && self.sidecars_of(component).all(|each| each.image.is_some())
            && self.steps_of(component).all(|each| each.image.is_some())
    }

    /// The Deployments of processes that stand alone.
    pub fn standing(&self) -> impl Iterator<Item = String> {
        let names = self.processes.iter().map(|process| &process.name.value);
        names
            .filter(|name| self.stands_alone(name))
            .map(|name| format!("{}-{name}", self.app.value))
    }

    /// The sidecars in the pods of a component.
    pub fn sidecars_of<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Sidecar> {
        self.sidecars.iter().filter(move |each| self.means(&each.of.value, component))
    }

    /// The steps before a component starts.
    pub fn steps_of<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Init> {
        self.init.iter().filter(move |each| self.means(&each.of.value, component))
    }

    /// Who is reached by the front door beside the web pods.
    fn behind(&self) -> impl Iterator<Item = Behind<'_>> {
        let processes = self.processes.iter().filter(|process| process.is_at_the_door());
        processes.map(Behind::Process).chain(self.routes.iter().map(Behind::Service))
    }

    /// Whether a host belongs to a process or another Service.
    #[must_use]
    pub fn is_taken(&self, host: &str) -> bool {
        self.behind().any(|each| each.host().is_some_and(|own| own.value == host))
    }

    /// Where requests for a host go, the longest path first; for none in particular, where those of any host go.
    #[must_use]
    pub fn doors(&self, host: Option<&str>) -> Vec<Door<'_>> {
        let is_here = |each: &Behind<'_>| match (each.host(), host) {
            (Some(own), Some(host)) => own.value == host,
            (Some(_), None) => false,
            (None, _) => true,
        };
        let own = self.expose.path.as_ref().map_or("/", |path| path.value.as_str());
        let mut doors: Vec<Door<'_>> = Vec::new();
        for to in self.behind().filter(is_here) {
            let path = match to {
                Behind::Process(process) => process.path.as_ref(),
                Behind::Service(route) => route.path.as_ref(),
                Behind::Web => None,
            };
            doors.push(Door { path: path.map_or("/", |path| path.value.as_str()), to });
        }
        if !doors
            .iter()
            .any(|door| door.path == own || (door.path == "/" && door.to.host().is_some()))
        {
            doors.push(Door { path: own, to: Behind::Web });
        }
        // Of two for one path, the one that names the host.
        let is_for_all = |door: &Door<'_>| door.to.host().is_none();
        doors.sort_by_key(|door| (std::cmp::Reverse(door.path.len()), door.path, is_for_all(door)));
        doors.dedup_by_key(|door| door.path);
        doors
    }
}
