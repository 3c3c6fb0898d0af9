//! The judge: etcd and the API server on this machine's loopback address, and nothing else. Whether it runs is read from
//! the processes, never from a note that could be wrong; what it holds is thrown away when it ends.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::place::{self, Right};
use super::processes::{self, Process};
use super::programs::{self, Programs};
use super::release;
use crate::process::Call;
use crate::project::Project;
use crate::{say, tree};

/// How long etcd and the API server may each take to answer.
const LIMIT: Duration = Duration::from_secs(120);
/// How often they are asked.
const GLANCE: Duration = Duration::from_millis(100);
/// How often a start is tried: a free port can be taken by another before we use it.
const TRIES: usize = 3;
/// The user that never ends.
const KEEP: &str = "keep";
/// How many last lines of a log tell why a program ended.
const LAST_LINES: usize = 12;

/// The judge of a checkout, whether it runs or not.
pub(super) struct Judge<'a> {
    project: &'a Project,
    /// Holds the lock, the list of users and the folder of what runs.
    place: PathBuf,
}

/// A judge that answers.
pub(super) struct Running {
    /// The API server's release.
    pub(super) version: String,
    /// Where it listens.
    pub(super) address: String,
    /// Leads to it, with every right.
    pub(super) kubeconfig: PathBuf,
    /// The kubectl that goes with it.
    pub(super) kubectl: PathBuf,
    /// etcd and the API server.
    pub(super) processes: Vec<Process>,
}

/// A run that uses the judge: its file in the list of users.
pub(super) struct User(PathBuf);

impl<'a> Judge<'a> {
    /// The judge of this checkout.
    pub(super) fn of(project: &'a Project) -> Result<Self> {
        Ok(Self { project, place: place::of(project)? })
    }

    /// What runs, if it answers.
    pub(super) fn running(&self) -> Option<Running> {
        let folder = self.folder();
        let processes = processes::of(&folder);
        let kubeconfig = folder.join("kubeconfig");
        let kubectl = programs::kubectl_at_hand(self.project)?;
        if processes.len() < 2 || !ready(&kubectl, &kubeconfig) {
            return None;
        }
        Some(Running {
            version: std::fs::read_to_string(folder.join("version")).ok()?,
            address: std::fs::read_to_string(folder.join("address")).ok()?,
            kubeconfig,
            kubectl,
            processes,
        })
    }

    /// Starts it, unless it runs.
    pub(super) fn up(&self, kubernetes: Option<&'static str>) -> Result<Running> {
        let _right = Right::to(&self.place)?;
        if let Some(running) = self.running() {
            let wanted = kubernetes.map(release::version_of);
            if wanted.is_some_and(|wanted| wanted != release::version_of(&running.version)) {
                bail!(
                    "Kubernetes {} runs here; end it with `cargo xtask cluster down --judge` first",
                    running.version
                );
            }
            say::talk("  it runs already");
            return Ok(running);
        }
        self.clean()?;
        let kubectl = programs::kubectl(self.project)?;
        let programs = programs::get(self.project, kubernetes)?;
        let mut tries = 1;
        loop {
            let start = Instant::now();
            match self.start(&programs, &kubectl) {
                Ok(()) => {
                    say::done(&format!("Kubernetes {} answers", programs.version), start.elapsed());
                    return self.running().context("the API server answered once and no more");
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
        tree::remove(&self.users())?;
        if there {
            say::done("judge ended", start.elapsed());
        } else {
            say::talk("  no judge runs here");
        }
        Ok(())
    }

    /// Lets it run on when its users have ended; `None` if that was said before.
    pub(super) fn keep(&self) -> Result<Option<User>> {
        let there = self.users().join(KEEP).exists();
        let user = self.note(KEEP)?;
        Ok(if there { None } else { Some(user) })
    }

    /// Notes this process as a user. One that is killed is known by that its process is gone.
    pub(super) fn enter(&self) -> Result<User> {
        let id = std::process::id();
        let start = processes::started(id).context("our own process is not in /proc")?;
        self.note(&format!("{id}-{start}"))
    }

    fn note(&self, name: &str) -> Result<User> {
        let _right = Right::to(&self.place)?;
        std::fs::create_dir_all(self.users())?;
        let file = self.users().join(name);
        std::fs::write(&file, "").context("noting a user of the judge")?;
        Ok(User(file))
    }

    /// Ends the judge with its last user, unless it is to stay.
    pub(super) fn leave(&self, user: User) -> Result<()> {
        let _right = Right::to(&self.place)?;
        let _ = std::fs::remove_file(user.0);
        let used = tree::files(&self.users()).unwrap_or_default().into_iter().any(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name == KEEP || lives(&name)
        });
        if used { Ok(()) } else { self.clean() }
    }

    /// Holds what belongs to one start.
    fn folder(&self) -> PathBuf {
        self.place.join("judge")
    }

    /// A file for each run that uses it, and `keep` if it is to stay.
    fn users(&self) -> PathBuf {
        self.place.join("judge-users")
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
        let kubeconfig = folder.join("kubeconfig");
        std::fs::write(&kubeconfig, kubeconfig_text(&folder, &address, &token))?;

        say::doing(&format!("etcd on port {client}"));
        let log = folder.join("etcd.log");
        let mut etcd = processes::start(&programs.etcd, &etcd_args(&folder, client, peer), &log)?;
        wait(&mut etcd, &log, || listens(client))?;

        say::doing(&format!("kube-apiserver {} on port {secure}", programs.version));
        let log = folder.join("kube-apiserver.log");
        let args = apiserver_args(&folder, client, secure);
        let mut server = processes::start(&programs.apiserver, &args, &log)?;
        wait(&mut server, &log, || listens(secure) && ready(kubectl, &kubeconfig))
    }
}

/// Whether the API server says that it is ready.
fn ready(kubectl: &Path, kubeconfig: &Path) -> bool {
    kubeconfig.is_file()
        && Call::new(kubectl)
            .args(["get", "--raw", "/readyz", "--request-timeout=5s"])
            .env("KUBECONFIG", kubeconfig)
            .env("KUBECACHEDIR", kubeconfig.with_file_name("kubectl-cache"))
            .limit(Duration::from_secs(10))
            .text()
            .as_deref()
            == Some("ok")
}

/// Whether the process of a file such as `42-12345` still runs.
fn lives(name: &str) -> bool {
    let Some((id, start)) = name.split_once('-') else { return false };
    id.parse().is_ok_and(|id| processes::started(id).is_some_and(|now| now.to_string() == start))
}

/// Waits until a program answers, unless it ends before.
fn wait(child: &mut Child, log: &Path, answers: impl Fn() -> bool) -> Result<()> {
    let start = Instant::now();
    let why = loop {
        if answers() {
            return Ok(());
        }
        if let Some(status) = child.try_wait()? {
            break format!("ended ({status})");
        }
        if start.elapsed() > LIMIT {
            break format!("did not answer within {}", say::seconds(LIMIT));
        }
        std::thread::sleep(GLANCE);
    };
    let name = log.file_stem().unwrap_or_default().to_string_lossy();
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().rev().take(LAST_LINES).collect();
    let last: Vec<&str> = lines.into_iter().rev().collect();
    bail!("{name} {why}; its last lines:\n{}", last.join("\n"))
}

/// Whether something listens on a port of ours.
fn listens(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}

/// Three ports that nobody listens on, held at once so that they differ.
fn free_ports() -> Result<[u16; 3]> {
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("finding a free port");
    let (first, second, third) = (listen()?, listen()?, listen()?);
    Ok([first.local_addr()?.port(), second.local_addr()?.port(), third.local_addr()?.port()])
}

/// A password that nobody can guess.
fn token() -> Result<String> {
    use std::io::Read;
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")?.read_exact(&mut bytes).context("reading randomness")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Leads to the server by the certificate that it makes for itself.
fn kubeconfig_text(folder: &Path, address: &str, token: &str) -> String {
    let authority = folder.join("certs/apiserver.crt");
    format!(
        "apiVersion: v1\nkind: Config\ncurrent-context: linkspan-judge\n\
         clusters:\n- name: linkspan-judge\n  cluster:\n    server: {address}\n    certificate-authority: {}\n\
         contexts:\n- name: linkspan-judge\n  context:\n    cluster: linkspan-judge\n    user: admin\n\
         users:\n- name: admin\n  user:\n    token: {token}\n",
        quoted(&authority.display().to_string())
    )
}

/// A text as YAML reads it back.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_that_was_killed_is_none() -> Result<()> {
        let id = std::process::id();
        let start = processes::started(id).context("no /proc")?;
        assert!(lives(&format!("{id}-{start}")));
        assert!(!lives(&format!("{id}-{}", start + 1)));
        assert!(!lives("keep"));
        Ok(())
    }

    #[test]
    fn tokens_and_ports_differ() -> Result<()> {
        assert_ne!(token()?, token()?);
        let [first, second, third] = free_ports()?;
        assert!(first != second && second != third && first != third);
        Ok(())
    }
}
