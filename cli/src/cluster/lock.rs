//! Holding the deploy lock.

use super::ask::PATIENCE;
use super::failure::ClusterError;
use super::objects::Cluster;
use linkspan_core::rollout::{
    Holder, Id, LASTS, Lock, Moment, RENEWED_EVERY, judge_lock, lease, lock_name, renewed,
};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::process::Command;
use std::time::{Duration, Instant};

/// A lock that ran out just now is looked at again after this long: where clocks differ, its holder
/// may still renew it.
const DOUBT: Duration = Duration::from_secs(RENEWED_EVERY.unsigned_abs() + 5);
/// How long one renewal is tried, of the time that the lock lasts.
const RENEWAL: Duration = Duration::from_secs(10);
/// Seconds after which no clock's difference makes a dead lock look alive.
const SURELY_DEAD: i64 = 300;

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

    /// Takes it, if nobody else holds it.
    pub(crate) async fn take(
        cluster: &Cluster,
        app: &str,
        namespace: &str,
        doubt: &mut dyn FnMut(&Holder),
    ) -> Result<Taken, ClusterError> {
        let me = myself();
        let mut doubted: Option<String> = None;
        loop {
            let now = cluster.now();
            let Some(found) = Self::read(cluster, app, namespace).await? else {
                match cluster.create(&lease(app, namespace, &me, now, None)).await {
                    Ok(made) => return Ok(Taken::Ours(Self { lease: made.into(), me })),
                    // Somebody made it between the two calls.
                    Err(error) if error.is_conflict() => continue,
                    Err(error) => return Err(error),
                }
            };
            let version = version(&found);
            match judge_lock(&found, &me, now) {
                Lock::Held(holder) => return Ok(Taken::Theirs(holder)),
                Lock::Expired(holder)
                    if may_live(&holder, now) && doubted.as_ref() != Some(&version) =>
                {
                    doubt(&holder);
                    doubted = Some(version);
                    tokio::time::sleep(DOUBT).await;
                    continue;
                }
                Lock::Ours | Lock::Free | Lock::Expired(_) => {}
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
        let lasts = Duration::from_secs(LASTS.unsigned_abs());
        let mut last = Instant::now();
        let mut pause = every;
        loop {
            tokio::time::sleep(pause).await;
            pause = every;
            let next = renewed(&self.lease.borrow(), cluster.now());
            let error = match cluster.replace(&next, RENEWAL).await {
                Ok(lease) => {
                    self.lease.replace(lease);
                    last = Instant::now();
                    continue;
                }
                Err(error) => error,
            };
            if (error.is_conflict() || error.is_not_found())
                && let Some(lost) = self.look_again(cluster).await
            {
                return lost;
            }
            if last.elapsed() > lasts {
                return Lost::Expired;
            }
            pause = Duration::from_secs(2);
        }
    }

    /// After a conflict: whose it is now.
    async fn look_again(&self, cluster: &Cluster) -> Option<Lost> {
        let id = Id::of(&self.lease.borrow());
        match cluster.get(&id).await {
            Ok(Some(found)) => match judge_lock(&found, &self.me, cluster.now()) {
                Lock::Ours => {
                    self.lease.replace(found);
                    None
                }
                Lock::Held(holder) | Lock::Expired(holder) => Some(Lost::To(holder.name)),
                Lock::Free => Some(Lost::To("nobody: it was released".to_owned())),
            },
            Ok(None) => Some(Lost::To("nobody: it was deleted".to_owned())),
            Err(_) => None,
        }
    }

    /// Gives it back, unless somebody took it over. Where that fails, it runs out by itself.
    pub(crate) async fn release(self, cluster: &Cluster) {
        let lease = self.lease.into_inner();
        let give = async {
            if delete(cluster, &lease).await.is_err_and(|error| error.is_conflict()) {
                // A renewal that was cut off may have reached the server.
                let found = cluster.get(&Id::of(&lease)).await.ok().flatten();
                let mine = |found: &Value| judge_lock(found, &self.me, cluster.now()) == Lock::Ours;
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

fn may_live(holder: &Holder, now: Moment) -> bool {
    holder.renewed.is_some_and(|renewed| now.since(renewed) < holder.lasts + SURELY_DEAD)
}

fn version(lease: &Value) -> String {
    let version = lease.pointer("/metadata/resourceVersion").and_then(Value::as_str);
    version.unwrap_or_default().to_owned()
}

/// `anna@laptop-4711`: a person can find this process by it.
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
    format!("{}@{}-{}", plain(&user), plain(&host), std::process::id())
}
