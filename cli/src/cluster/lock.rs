//! Holding the deploy lock.

use super::ask::PATIENCE;
use super::failure::ClusterError;
use super::objects::Cluster;
use super::random::random;
use linkspan_core::internal::rollout::{
    Holder, Id, LASTS, Lock, RENEWED_EVERY, judge_lock, lease, lock_name, renewed,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::process::Command;
use std::time::{Duration, Instant};

/// Between two looks at a lock that somebody holds.
const LOOK: Duration = Duration::from_secs(1);
/// How long one renewal is tried, of the time that the lock lasts.
const RENEWAL: Duration = Duration::from_secs(10);
/// Before others may take it over, whoever could not renew it takes it for lost.
const LOST_AFTER: Duration =
    Duration::from_secs(LASTS.unsigned_abs() - RENEWED_EVERY.unsigned_abs());

/// The lock while it is ours.
pub(crate) struct DeployLock {
    lease: RefCell<Value>,
    me: String,
}

/// What became of the wish to deploy.
pub(crate) enum Taken {
    Ours(DeployLock),
    /// Somebody else deploys.
    Theirs(Holder),
}

/// Why the lock is no longer ours.
pub(crate) enum Lost {
    /// Somebody took it over.
    To(String),
    /// It could not be renewed.
    Expired,
}

fn id(app: &str, namespace: &str) -> Id {
    Id {
        api: "coordination.k8s.io/v1".to_owned(),
        kind: "Lease".to_owned(),
        namespace: namespace.to_owned(),
        name: lock_name(app),
    }
}

impl DeployLock {
    /// Reads it.
    pub(crate) async fn read(
        cluster: &Cluster,
        app: &str,
        namespace: &str,
    ) -> Result<Option<Value>, ClusterError> {
        cluster.get(&id(app, namespace)).await
    }

    /// Takes it, if nobody else holds it. A holder who renews it lives; one who is not seen to do so for as long as the
    /// lock lasts does not. No clock but our own is asked: theirs may say anything.
    pub(crate) async fn take(
        cluster: &Cluster,
        app: &str,
        namespace: &str,
        watched: &mut dyn FnMut(&Holder),
    ) -> Result<Taken, ClusterError> {
        let me = myself();
        let mut silent: Option<(Holder, String, Instant)> = None;
        loop {
            let now = cluster.now();
            let Some(found) = Self::read(cluster, app, namespace).await? else {
                match cluster.create(&lease(app, namespace, &me, now, None)).await {
                    Ok(made) => return Ok(Taken::Ours(Self { lease: made.into(), me })),
                    // Somebody made it between the two calls, or our own answer was lost.
                    Err(error) if error.is_conflict() => continue,
                    Err(error) => return Err(error),
                }
            };
            let version = version(&found);
            if let Lock::Held(holder) = judge_lock(&found, &me) {
                match &silent {
                    None => {
                        watched(&holder);
                        silent = Some((holder, version, Instant::now()));
                        tokio::time::sleep(LOOK).await;
                        continue;
                    }
                    Some((_, seen, _)) if *seen != version => return Ok(Taken::Theirs(holder)),
                    Some((holder, _, since)) if since.elapsed() < lasts(holder) => {
                        tokio::time::sleep(LOOK).await;
                        continue;
                    }
                    Some(_) => {}
                }
            }
            let mine = lease(app, namespace, &me, now, Some(&version));
            match cluster.replace(&mine, PATIENCE).await {
                Ok(made) => return Ok(Taken::Ours(Self { lease: made.into(), me })),
                Err(error) if error.is_conflict() || error.is_not_found() => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Renews it again and again; returns when it is lost.
    pub(crate) async fn keep(&self, cluster: &Cluster) -> Lost {
        let every = Duration::from_secs(RENEWED_EVERY.unsigned_abs());
        let mut last = Instant::now();
        let mut pause = every;
        loop {
            tokio::time::sleep(pause).await;
            pause = every;
            let asked = Instant::now();
            let next = renewed(&self.lease.borrow(), cluster.now());
            let answer = tokio::time::timeout(RENEWAL, cluster.replace(&next, RENEWAL)).await;
            match answer {
                Ok(Ok(lease)) => {
                    self.lease.replace(lease);
                    last = asked;
                    continue;
                }
                Ok(Err(error)) if error.is_conflict() || error.is_not_found() => {
                    match self.look_again(cluster).await {
                        Some(Lost::Expired) => {}
                        Some(lost) => return lost,
                        // A renewal whose answer was lost.
                        None => last = asked,
                    }
                }
                _ => {}
            }
            if last.elapsed() > LOST_AFTER {
                return Lost::Expired;
            }
            pause = Duration::from_secs(2);
        }
    }

    /// After a conflict: to whom it was lost, if it was; not to be known while nobody answers.
    async fn look_again(&self, cluster: &Cluster) -> Option<Lost> {
        let id = Id::of(&self.lease.borrow());
        match tokio::time::timeout(RENEWAL, cluster.get(&id)).await {
            Ok(Ok(Some(found))) => match judge_lock(&found, &self.me) {
                Lock::Ours => {
                    self.lease.replace(found);
                    None
                }
                Lock::Held(holder) => Some(Lost::To(holder.name)),
                Lock::Free => Some(Lost::To("nobody: it was released".to_owned())),
            },
            Ok(Ok(None)) => Some(Lost::To("nobody: it was deleted".to_owned())),
            _ => Some(Lost::Expired),
        }
    }

    /// Gives it back, unless somebody took it over. Where that fails, it runs out by itself.
    pub(crate) async fn release(self, cluster: &Cluster) {
        let lease = self.lease.into_inner();
        let give = async {
            if delete(cluster, &lease).await.is_err_and(|error| error.is_conflict()) {
                // A renewal that was cut off may have reached the server.
                let found = cluster.get(&Id::of(&lease)).await.ok().flatten();
                let mine = |found: &Value| judge_lock(found, &self.me) == Lock::Ours;
                if let Some(found) = found.filter(mine) {
                    let _ = delete(cluster, &found).await;
                }
            }
        };
        let _ = tokio::time::timeout(Duration::from_secs(5), give).await;
    }
}

/// Deletes this version of the lock and no other.
async fn delete(cluster: &Cluster, lease: &Value) -> Result<(), ClusterError> {
    let text = |pointer: &str| lease.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let options = json!({"preconditions": {
        "uid": text("/metadata/uid"), "resourceVersion": text("/metadata/resourceVersion")}});
    cluster.delete_as(&Id::of(lease), options).await
}

fn lasts(holder: &Holder) -> Duration {
    Duration::from_secs(holder.lasts.unsigned_abs())
}

fn version(lease: &Value) -> String {
    let version = lease.pointer("/metadata/resourceVersion").and_then(Value::as_str);
    version.unwrap_or_default().to_owned()
}

/// `anna@laptop-4711-0a1b2c3d`: a person can find this process by it, and two containers of one name, in which processes
/// have the same numbers, do not take each other's lock.
fn myself() -> String {
    let named = |names: &[&str]| {
        names.iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    let user = named(&["USER", "LOGNAME", "USERNAME"]).unwrap_or_else(|| "somebody".to_owned());
    let host = named(&["HOSTNAME", "COMPUTERNAME"]).or_else(|| {
        let output = Command::new("uname").arg("-n").output().ok()?;
        let name = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        (!name.is_empty()).then_some(name)
    });
    let host = host.unwrap_or_else(|| "somewhere".to_owned());
    let plain = |text: &str| -> String {
        text.chars().map(|each| if each.is_ascii_graphic() { each } else { '-' }).collect()
    };
    let nonce = random() & 0xffff_ffff;
    format!("{}@{}-{}-{nonce:08x}", plain(&user), plain(&host), std::process::id())
}
