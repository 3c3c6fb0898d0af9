//! Starting all of it, in order, each part waited for.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Instant;

use anyhow::{Context, Result};
use linkspan_machine::go_tool::{self, GoTool};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;

use super::config::{self, Node};
use super::{cgroups, programs};
use crate::access::{kubeconfig, token};
use crate::answer::{Wait, ready};
use crate::debian::{self, Debian};
use crate::firewall;
use crate::images::{self, Images};
use crate::room::Room;
use crate::{place, release};

/// CoreDNS, which gives Services their names.
const COREDNS: GoTool =
    GoTool { program: "coredns", package: "github.com/coredns/coredns", version: "v1.14.7" };

/// How often a kubelet is started before its end is taken for a failure.
const KUBELET_STARTS: usize = 3;

/// All that runs in the room.
pub(super) struct Programs {
    judge: programs::Programs,
    controller_manager: PathBuf,
    scheduler: PathBuf,
    proxy: PathBuf,
    pub(super) kubelet: PathBuf,
    kubectl: PathBuf,
    coredns: PathBuf,
    firewall: PathBuf,
    debian: Debian,
    images: Images,
}

impl Programs {
    /// Finds them or builds them.
    pub(super) fn get(project: &Project) -> Result<Self> {
        let built = |name| programs::built(project, release::USUAL, name);
        let debian = debian::get(project)?;
        Ok(Self {
            judge: programs::get(project, Some(release::USUAL))?,
            controller_manager: built("kube-controller-manager")?,
            scheduler: built("kube-scheduler")?,
            proxy: built("kube-proxy")?,
            kubelet: built("kubelet")?,
            kubectl: programs::kubectl(project)?,
            coredns: go_tool::get(project, &COREDNS)?,
            firewall: firewall::get(project)?,
            images: images::get(project, &debian)?,
            debian,
        })
    }
}

/// What is being started.
struct Start<'a> {
    folder: &'a Path,
    room: Room,
    programs: &'a Programs,
    group: &'a str,
}

/// Starts all in an empty folder and waits until both nodes are ready.
pub(super) fn start(project: &Project, folder: &Path, programs: &Programs) -> Result<()> {
    programs.images.prepare(project, &programs.debian)?;
    place::make_private(folder)?;
    let begun = Instant::now();
    let group = cgroups::name(folder);
    write_files(folder, &group, programs)?;
    let room = Room::open(folder)?;
    let settings = programs.debian.file("etc/containers");
    room.script(config::FURNISH, &[folder.to_owned(), settings])?;
    say::done("a room of its own", begun.elapsed());
    cgroups::make_system(&group)?;
    let start = Start { folder, room, programs, group: &group };
    start.control_plane()?;
    start.services()?;
    start.nodes()?;
    start.firewall()
}

impl Start<'_> {
    fn control_plane(&self) -> Result<()> {
        let begun = Instant::now();
        let (folder, programs) = (self.folder, self.programs);
        let mut etcd = self.run("etcd", &programs.judge.etcd, &config::etcd(folder))?;
        let log = self.log("etcd");
        Wait::on(&mut etcd, &log).until(|| self.listens(2379))?;
        let args = config::apiserver(folder);
        let mut server = self.run("kube-apiserver", &programs.judge.apiserver, &args)?;
        let admin = config::client(folder, "admin");
        let log = self.log("kube-apiserver");
        Wait::on(&mut server, &log)
            .until(|| ready(self.room.call(folder, &programs.kubectl), &admin))?;
        let args = config::controller_manager(folder);
        self.run("kube-controller-manager", &programs.controller_manager, &args)?;
        self.run("kube-scheduler", &programs.scheduler, &config::scheduler(folder))?;
        say::done("API server, controllers, scheduler", begun.elapsed());
        Ok(())
    }

    /// What the cluster finds beside it: names, Services, registries.
    fn services(&self) -> Result<()> {
        let begun = Instant::now();
        let (folder, programs) = (self.folder, self.programs);
        self.run("kube-proxy", &programs.proxy, &config::proxy(folder))?;
        let dns = format!("-conf={}", folder.join("Corefile").display());
        self.run("coredns", &programs.coredns, &[dns])?;
        let registry = programs.debian.file("usr/bin/docker-registry");
        for name in ["registry", "mirror"] {
            let args =
                ["serve".to_owned(), folder.join(format!("{name}.yml")).display().to_string()];
            let mut child = self.run(name, &registry, &args)?;
            let log = self.log(name);
            let port = if name == "registry" { 5000 } else { 5001 };
            Wait::on(&mut child, &log).until(|| self.listens(port))?;
        }
        say::done("DNS, Services, registries", begun.elapsed());
        Ok(())
    }

    fn nodes(&self) -> Result<()> {
        let begun = Instant::now();
        let folder = self.folder;
        for node in Node::ALL {
            cgroups::make(self.group, &node.name())?;
            let own = node.folder(folder);
            let args = [format!("--config={}", own.join("containerd.toml").display())];
            let program = self.programs.debian.file("usr/bin/containerd");
            let name = format!("containerd-{}", node.name());
            let mut child = self.run(&name, &program, &args)?;
            let log = self.log(&name);
            Wait::on(&mut child, &log).until(|| self.ctr(node, &["version"]).text().is_some())?;
            let archive = self.programs.images.pause().display().to_string();
            self.ctr(node, &["-n", "k8s.io", "images", "import", &archive]).quiet()?;
        }
        let mut kubelets = Vec::new();
        for node in Node::ALL {
            let name = format!("kubelet-{}", node.name());
            kubelets.push((
                self.run(&name, &self.programs.kubelet, &config::kubelet(folder, node))?,
                self.log(&name),
            ));
        }
        for ((child, log), node) in kubelets.iter_mut().zip(Node::ALL) {
            let path = format!("node/{}", node.name());
            let wait = "--for=condition=Ready";
            let ready = || self.kubectl(&["wait", wait, "--timeout=1s", &path]).text().is_some();
            for left in (0..KUBELET_STARTS).rev() {
                let Err(error) = Wait::on(child, log).until(ready) else { break };
                if left == 0 || child.try_wait()?.is_none() {
                    return Err(error);
                }
                say::talk(&format!("  {error:#}"));
                say::doing("it is started again, as an init system does on every node");
                let name = format!("kubelet-{}", node.name());
                *child = self.run(&name, &self.programs.kubelet, &config::kubelet(folder, node))?;
            }
        }
        let volumes = folder.join("volumes.yml").display().to_string();
        self.kubectl(&["apply", "--filename", &volumes]).quiet()?;
        say::done("two nodes are ready, with images and volumes", begun.elapsed());
        Ok(())
    }

    /// What makes network policies count.
    fn firewall(&self) -> Result<()> {
        let begun = Instant::now();
        let (folder, debian) = (self.folder, &self.programs.debian);
        let path = debian.path_to_legacy()?;
        let args = config::firewall(folder);
        let mut child = self.run_with(&path, "firewall", &self.programs.firewall, &args)?;
        let log = self.log("firewall");
        Wait::on(&mut child, &log).until(|| {
            let list = ["iptables", "--list-rules", "KUBE-NWPLCY-DEFAULT"];
            let call = self.room.call(folder, "env").args(list);
            debian.equip(call).env("PATH", &path).text().is_some()
        })?;
        say::done("a firewall for network policies", begun.elapsed());
        Ok(())
    }

    /// Starts a program in the room.
    fn run(&self, name: &str, program: &Path, args: &[String]) -> Result<Child> {
        self.run_with(&self.programs.debian.whole_path(), name, program, args)
    }

    /// The same, finding programs by this PATH.
    fn run_with(&self, path: &OsStr, name: &str, program: &Path, args: &[String]) -> Result<Child> {
        let mut env = self.programs.debian.env();
        env.push(("PATH", path.to_owned()));
        let mut words = cgroups::entrance(self.group);
        words.push(program.display().to_string());
        words.extend_from_slice(args);
        self.room.start(Path::new("/bin/sh"), &words, &env, &self.log(name))
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.log"))
    }

    fn kubectl(&self, args: &[&str]) -> Call {
        self.room
            .call(self.folder, &self.programs.kubectl)
            .args(args)
            .env("KUBECONFIG", config::client(self.folder, "admin"))
            .env("KUBECACHEDIR", self.folder.join("kubectl-cache"))
    }

    fn ctr(&self, node: Node, args: &[&str]) -> Call {
        let program = self.programs.debian.file("usr/bin/ctr");
        let call = self.room.call(self.folder, program).args(["--address", &node.socket()]);
        self.programs.debian.equip(call.args(args))
    }

    /// Whether something in the room listens on a port. Asked of the kernel, which every language can read.
    fn listens(&self, port: u16) -> bool {
        let wanted = format!(":{port:04X} ");
        let call = self.room.call(self.folder, "cat").args(["/proc/net/tcp", "/proc/net/tcp6"]);
        let text = call.text().unwrap_or_default();
        // The fourth word is the state: 0A is listening.
        text.lines().any(|line| {
            let mut words = line.split_whitespace().skip(1);
            let local = words.next().is_some_and(|local| format!("{local} ").ends_with(&wanted));
            local && words.nth(1) == Some("0A")
        })
    }
}

/// Everything that a program reads when it starts.
fn write_files(folder: &Path, group: &str, programs: &Programs) -> Result<()> {
    let (images, debian) = (&programs.images, &programs.debian);
    let token = token()?;
    let write = |path: PathBuf, text: String| {
        std::fs::write(&path, text).with_context(|| format!("writing `{}`", path.display()))
    };
    write(folder.join("tokens"), config::tokens(&token))?;
    let authority = folder.join("certs/apiserver.crt");
    let address = format!("https://{}:6443", config::ADDRESS);
    for (client, _, _) in config::CLIENTS {
        let password = format!("{token}-{client}");
        let text = kubeconfig("linkspan-node", &address, &authority, &password);
        write(config::client(folder, client), text)?;
    }
    write(folder.join("Corefile"), config::dns_file(folder))?;
    let passwords = folder.join("registry-passwords");
    let registry = config::registry_file(&images.registry(), "0.0.0.0:5000", Some(&passwords));
    write(folder.join("registry.yml"), registry)?;
    write(
        folder.join("mirror.yml"),
        config::registry_file(&images.mirror(), config::MIRROR, None),
    )?;
    write(passwords, config::passwords())?;
    write(folder.join("registry-password"), config::REGISTRY_PASSWORD.to_owned())?;
    write(folder.join("volumes.yml"), config::volumes(folder))?;
    for path in config::volume_folders(folder) {
        std::fs::create_dir_all(path)?;
    }
    for node in Node::ALL {
        let own = node.folder(folder);
        std::fs::create_dir_all(own.join("network"))?;
        write(own.join("kubelet.yml"), config::kubelet_file(node, group))?;
        write(own.join("containerd.toml"), config::containerd_file(folder, node, debian))?;
        write(own.join("network/10-pods.conflist"), config::network_file(node))?;
    }
    Ok(())
}
