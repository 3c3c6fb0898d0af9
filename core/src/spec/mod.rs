//! What a person writes: `linkspan.yml`, read with every problem at once.
//!
//! The text is read into a tree with places, judged against [`crate::field::fields`] and only then
//! made a [`Spec`]. What is wrong is left out of the `Spec` and told in a diagnostic, so a half
//! written spec still gives a plan.

mod dotted;
mod draft;
mod environments;
mod keep;
mod misplaced;
mod model;
mod read;
mod shape;
mod value;

pub use draft::{Draft, Item};
pub use environments::Environment;
pub use keep::with_kept;
pub use model::{
    ActiveStorage, Console, Cron, Database, Expose, File, Init, Migrate, Patch, Process, Rails,
    Redis, Registry, Route, Security, Sidecar, Spec, StoreVariables, Tasks, Volume, Web, Worker,
};
pub use read::{FILE, Read, read};

use crate::diagnostic::gather;
pub(crate) use environments::SAME_EVERYWHERE;

gather! {
    environments, read, value
}

#[cfg(test)]
mod tests;
