//! The judge: etcd and the API server on this machine's loopback address, and nothing else but the definitions of the kinds
//! that a bundle may hold. Whether it runs is read from
//! the processes, never from a note that could be wrong; what it holds is thrown away when it ends.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::{say, tree};

use super::access::{free_ports, kubeconfig, token};
use super::answer::{Wait, listens, ready};
use super::place::{self, Right};
use super::programs::{self, Programs};
use super::release;
use super::running::Running;
use super::turn::{self, Look, Turn};
use super::users::{User, Users};
use super::{crds, processes};
use crate::Level;

/// How often a start is tried: a free port can be taken by another before we use it.
const TRIES: usize = 3;

/// The judge of a checkout, whether it runs or not.
pub(super) struct Judge<'a> {
    project: &'a Project,
    /// Holds the lock, the list of users and the folder of what runs.
    place: PathBuf,
    /// Who uses it.
    pub(super) users: Users,
}

impl<'a> Judge<'a> {
    /// The judge of this checkout.
    pub(super) fn of(project: &'a Project) -> Result<Self> {
        let place = place::of(project)?;
        Ok(Self { project, users: Users::of(&place, Level::Judge), place })
    }

    /// What runs, if it answers.
    pub(super) fn running(&self) -> Option<Running> {
        let folder = self.folder();
        let processes = processes::of(&folder);
        let kubeconfig = folder.join("kubeconfig");
        let kubectl = programs::kubectl_at_hand(self.project)?;
        if processes.len() < 2 || !ready(Call::new(&kubectl), &kubeconfig) {
            return None;
        }
        Some(Running {
            level: Level::Judge,
            room: None,
            more: Vec::new(),
            version: std::fs::read_to_string(folder.join("version")).ok()?,
            address: std::fs::read_to_string(folder.join("address")).ok()?,
            kubeconfig,
            kubectl,
            processes,
        })
    }

    /// Starts it, unless it runs.
    pub(super) fn up(&self, kubernetes: Option<&'static str>) -> Result<Running> {
        // Before the lock is taken: to build them takes minutes, in which others may want to end something.
        let kubectl = programs::kubectl(self.project)?;
        let programs = programs::get(self.project, kubernetes)?;
        let crds = crds::get(self.project)?;
        let _right = match turn::take(&self.place, &self.users, Level::Judge, self)? {
            Turn::Runs(_right, running) => {
                let wanted = kubernetes.map(release::version_of);
                if wanted.is_some_and(|wanted| wanted != release::version_of(&running.version)) {
                    bail!(
                        "Kubernetes {} runs here; end it with `cargo xtask cluster down --judge` first",
                        running.version
                    );
                }
                say::talk("  it runs already");
                crds::install(&crds, &running.kubectl, &running.kubeconfig, &self.folder())?;
                return Ok(running);
            }
            Turn::Free(right) => right,
        };
        self.clean()?;
        let mut tries = 1;
        loop {
            let start = Instant::now();
            match self.start(&programs, &kubectl) {
                Ok(()) => {
                    say::done(&format!("Kubernetes {} answers", programs.version), start.elapsed());
                    self.users.served()?;
                    let running = self.running();
                    let running = running.context("the API server answered once and no more")?;
                    crds::install(&crds, &kubectl, &running.kubeconfig, &self.folder())?;
                    return Ok(running);
                }
                Err(error) => {
                    self.clean()?;
                    if tries == TRIES {
                        return Err(error);
                    }
                    tries += 1;
                    say::missing(&format!("{error:#}"));
                    say::doing("trying again on other ports");
                }
            }
        }
    }

    /// Ends it, whoever uses it, with all that earlier runs left.
    pub(super) fn down(&self) -> Result<()> {
        let _right = Right::to(&self.place)?;
        let start = Instant::now();
        let there = self.folder().exists() || !processes::of(&self.folder()).is_empty();
        self.clean()?;
        self.users.forget()?;
        if there {
            say::done("judge ended", start.elapsed());
        } else {
            say::talk("  no judge runs here");
        }
        Ok(())
    }

    /// Ends it when nobody uses it.
    pub(super) fn leave(&self, user: User) -> Result<()> {
        self.users.leave(user, || self.clean())
    }

    /// Holds what belongs to one start.
    fn folder(&self) -> PathBuf {
        self.place.join("judge")
    }

    /// Ends the processes and removes what they held.
    fn clean(&self) -> Result<()> {
        processes::end(&self.folder())?;
        tree::remove(&self.folder())
    }

    /// Starts both in an empty folder and waits until they answer.
    fn start(&self, programs: &Programs, kubectl: &Path) -> Result<()> {
        let folder = self.folder();
        place::make_private(&folder)?;
        let [client, peer, secure] = free_ports()?;
        let token = token()?;
        let address = format!("https://127.0.0.1:{secure}");
        std::fs::write(folder.join("version"), &programs.version)?;
        std::fs::write(folder.join("address"), &address)?;
        std::fs::write(folder.join("tokens"), format!("{token},admin,admin,system:masters\n"))?;
        let config = folder.join("kubeconfig");
        let authority = folder.join("certs/apiserver.crt");
        std::fs::write(&config, kubeconfig("linkspan-judge", &address, &authority, &token))?;

        say::doing(&format!("etcd on port {client}"));
        let log = folder.join("etcd.log");
        let mut etcd =
            processes::start(&programs.etcd, &etcd_args(&folder, client, peer), &[], &log)?;
        Wait::on(&mut etcd, &log).until(|| listens(client))?;

        say::doing(&format!("kube-apiserver {} on port {secure}", programs.version));
        let log = folder.join("kube-apiserver.log");
        let args = apiserver_args(&folder, client, secure);
        let mut server = processes::start(&programs.apiserver, &args, &[], &log)?;
        Wait::on(&mut server, &log).until(|| listens(secure) && ready(Call::new(kubectl), &config))
    }
}

impl Look for Judge<'_> {
    type Running = Running;

    fn answers(&self) -> Option<Running> {
        self.running()
    }

    fn lives(&self) -> bool {
        // etcd and the API server.
        processes::of(&self.folder()).len() >= 2
    }
}

fn etcd_args(folder: &Path, client: u16, peer: u16) -> Vec<String> {
    let (client, peer) = (format!("http://127.0.0.1:{client}"), format!("http://127.0.0.1:{peer}"));
    vec![
        format!("--data-dir={}", folder.join("etcd").display()),
        format!("--listen-client-urls={client}"),
        format!("--advertise-client-urls={client}"),
        format!("--listen-peer-urls={peer}"),
        format!("--initial-advertise-peer-urls={peer}"),
        format!("--initial-cluster=default={peer}"),
    ]
}

fn apiserver_args(folder: &Path, etcd: u16, port: u16) -> Vec<String> {
    let certs = folder.join("certs");
    // The key that the server makes for its own certificate, before it reads this one.
    let key = certs.join("apiserver.key");
    let mut args: Vec<String> = [
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=RBAC",
        "--anonymous-auth=false",
        "--allow-privileged=true",
        // Nobody makes the default account of a namespace here.
        "--disable-admission-plugins=ServiceAccount",
    ]
    .map(str::to_owned)
    .to_vec();
    args.extend([
        format!("--etcd-servers=http://127.0.0.1:{etcd}"),
        format!("--secure-port={port}"),
        format!("--cert-dir={}", certs.display()),
        format!("--service-account-signing-key-file={}", key.display()),
        format!("--service-account-key-file={}", key.display()),
        format!("--token-auth-file={}", folder.join("tokens").display()),
    ]);
    args
}
