//! A whole cluster on this machine: API server, controllers, scheduler, two nodes with containerd and kubelet, Services, DNS
//! and a registry, in a room of its own. Nothing of it touches the machine's own network, mounts or settings.

mod cgroups;
mod config;
mod start;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use linkspan_machine::project::Project;
use linkspan_machine::{say, tree};

use super::answer::ready;
use super::debian::{self, Debian};
use super::place::{self, Right};
use super::programs;
use super::release;
use super::room::{self, Room};
use super::running::Running;
use super::turn::{self, Look, Turn};
use super::users::{User, Users};
use super::{images, processes};
use crate::Level;

/// The cluster with nodes of a checkout, whether it runs or not.
pub(super) struct Cluster<'a> {
    project: &'a Project,
    /// Holds the lock, the list of users and the folder of what runs.
    place: PathBuf,
    /// Who uses it.
    pub(super) users: Users,
}

impl<'a> Cluster<'a> {
    /// That of this checkout.
    pub(super) fn of(project: &'a Project) -> Result<Self> {
        let place = place::of(project)?;
        Ok(Self { project, users: Users::of(&place, Level::Node), place })
    }

    /// What runs, if it answers.
    pub(super) fn running(&self) -> Option<Running> {
        let folder = self.folder();
        let room = Room::find(&folder)?;
        let kubeconfig = config::client(&folder, "admin");
        let kubectl = programs::kubectl_at_hand(self.project)?;
        let version = self.version()?;
        let debian = debian::get(self.project).ok()?;
        if !ready(room.call(&folder, &kubectl), &kubeconfig) {
            return None;
        }
        Some(Running {
            level: Level::Node,
            version,
            address: format!("https://{}:6443", config::ADDRESS),
            kubeconfig,
            kubectl,
            processes: processes::of(&folder),
            room: Some(room),
            more: self.more(&debian).ok()?,
        })
    }

    /// Starts it, unless it runs.
    pub(super) fn up(&self) -> Result<Running> {
        room::possible()?;
        // Before the lock is taken: to build them takes minutes, in which others may want to end something.
        let programs = start::Programs::get(self.project)?;
        let _right = match turn::take(&self.place, &self.users, Level::Node, self)? {
            Turn::Runs(_right, running) => {
                say::talk("  it runs already");
                return Ok(running);
            }
            Turn::Free(right) => right,
        };
        self.clean()?;
        let begun = Instant::now();
        if let Err(error) = start::start(self.project, &self.folder(), &programs) {
            return self.clean().and(Err(error));
        }
        std::fs::write(self.folder().join("version"), release::USUAL)?;
        say::done(&format!("Kubernetes {} with two nodes", release::USUAL), begun.elapsed());
        self.users.served()?;
        self.running().context("the cluster answered once and no more")
    }

    /// Ends it, whoever uses it, with all that earlier runs left.
    pub(super) fn down(&self) -> Result<()> {
        let _right = Right::to(&self.place)?;
        let start = Instant::now();
        let there = self.folder().exists() || !processes::of(&self.folder()).is_empty();
        self.clean()?;
        self.users.forget()?;
        if there {
            say::done("cluster ended", start.elapsed());
        } else {
            say::talk("  no cluster with nodes runs here");
        }
        Ok(())
    }

    /// Ends it when nobody uses it.
    pub(super) fn leave(&self, user: User) -> Result<()> {
        self.users.leave(user, || self.clean())
    }

    /// Holds what belongs to one start.
    fn folder(&self) -> PathBuf {
        self.place.join("node")
    }

    /// The version of what runs. It is written last, when all of it answers.
    fn version(&self) -> Option<String> {
        std::fs::read_to_string(self.folder().join("version")).ok()
    }

    /// Ends the room and all in it, and removes what it held.
    fn clean(&self) -> Result<()> {
        let folder = self.folder();
        processes::end(&folder)?;
        cgroups::remove(&cgroups::name(&folder))?;
        tree::remove(&folder)
    }

    /// What programs are told beside where the API server is: the registry, and a docker that is there.
    fn more(&self, debian: &Debian) -> Result<Vec<(&'static str, OsString)>> {
        let folder = self.folder();
        let mut more = debian.env();
        let mut path = vec![images::bin(self.project)];
        path.extend(std::env::split_paths(&debian.whole_path()));
        more.push(("PATH", std::env::join_paths(path)?));
        more.push(images::variable(self.project)?);
        more.extend([
            ("LINKSPAN_REGISTRY", config::REGISTRY.into()),
            ("LINKSPAN_REGISTRY_USER", config::REGISTRY_USER.into()),
            ("LINKSPAN_REGISTRY_PASSWORD_FILE", folder.join("registry-password").into()),
            // There is no network to fetch anything from.
            ("CARGO_NET_OFFLINE", "true".into()),
        ]);
        Ok(more)
    }
}

impl Look for Cluster<'_> {
    type Running = Running;

    fn answers(&self) -> Option<Running> {
        self.running()
    }

    fn lives(&self) -> bool {
        Room::find(&self.folder()).is_some() && self.version().is_some()
    }
}

/// Whether it can be had here, and all its programs.
pub(super) fn get(project: &Project) -> Result<String> {
    room::possible()?;
    let programs = start::Programs::get(project)?;
    Ok(format!("Kubernetes {}, `{}`", release::USUAL, programs.kubelet.display()))
}
