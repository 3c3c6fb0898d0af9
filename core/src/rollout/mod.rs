//! What it means to apply a bundle: in which order, when it is done, why it is not, what is left
//! over. Pure functions over what the API server says, as JSON; whoever calls them asks the server
//! and looks at the clock.

mod autoscale;
mod cause;
mod change;
mod difference;
mod health;
mod id;
mod inventory;
mod json;
mod kustomization;
mod lock;
mod manifest;
mod migrated;
mod moment;
mod moved;
mod order;
mod policy;
mod refusal;
mod release;
mod revision;
mod secret;
mod status;
mod strategy;
mod undo;

pub use autoscale::{AUTOSCALER, keep_count};
pub use cause::{Cause, Log, log_excerpt, log_hint, newest_events};
pub use change::{Change, Op, SETTINGS, change};
pub use difference::Difference;
pub use health::{
    Health, Scene, State, has_failed, has_run, is_settled, job_log, judge, stuck, troubled,
};
pub use id::Id;
pub use inventory::{left_over, own_kinds, pruned};
pub use kustomization::{names_revision, released, with_revision};
pub use lock::{Holder, LASTS, Lock, RENEWED_EVERY, judge_lock, lease, lock_name, renewed};
pub use manifest::Manifest;
pub use migrated::{
    MIGRATE, after, is_after, is_migrating, migrated, migrated_name, recorded_in, remember_migrated,
};
pub use moment::{Clock, Moment, span};
pub use moved::{Home, homes, left_behind, lived_in};
pub use order::Stage;
pub use policy::{beside, earlier};
pub use refusal::{Takeover, refusals, takeovers};
pub use release::{
    Need, NoRelease, Release, awaited, has_made, needs, running_image, running_revision,
};
pub use revision::Revision;
pub use secret::{NoSecret, encrypted_keys, secret_of};
pub use status::{Cron, Migration, Seen, Status, Workload, status};
pub use strategy::{is_over, pause, refreshed, resume, runs_code, strategy};
pub use undo::{Before, before};

/// The field manager of everything that Linkspan applies, by deploy.sh and by the command line alike,
/// and the value of the label `app.kubernetes.io/managed-by`.
pub const MANAGER: &str = "linkspan";

/// The label selector of all that Linkspan made for an app.
#[must_use]
pub fn selector(app: &str) -> String {
    use crate::plan::{LABEL_INSTANCE, LABEL_MANAGED_BY};
    format!("{LABEL_MANAGED_BY}={MANAGER},{LABEL_INSTANCE}={app}")
}
