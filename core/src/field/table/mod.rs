//! The table. Order is the order of form, reference and written spec.

pub(super) mod app;
mod batch;
mod build;
mod check;
mod cluster;
mod container;
mod data;
mod delivery;
mod environment;
mod environments;
mod front_door;
mod logging;
mod monitoring;
mod patches;
mod processes;
mod rails;
mod scheduler;
mod secret_store;
mod stores;
mod volumes;
mod web;
mod workers;

pub use batch::Strategy;
pub use build::ImageSource;
pub use cluster::PodSecurity;
pub use data::{Adapter, DatabaseKind, RedisKind, SearchKind, StoreKind, Uploads};
pub use delivery::{Ci, GitOps};
pub use front_door::{CableAdapter, Tls, Via};
pub use logging::{LogAgent, LogScope, LogStore};
pub use monitoring::{Apm, Check, Metrics};
pub use processes::ProcessProbe;
pub use rails::{Distribution, JavaScript};
pub use scheduler::Scheduler;
pub use secret_store::{SecretStoreKind, StoreScope};
pub use volumes::Access;
pub use web::Probe;
pub use workers::{Health, WorkerKind};

use super::accepts::{Accepts, Unit};
use super::{Field, Guide, Rank};
use crate::diagnostic::explains;

/// A section of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    /// The key in the spec, `app` for the top level.
    pub id: &'static str,
    /// Its heading.
    pub label: &'static str,
    /// One sentence that says what it is about.
    pub help: &'static str,
    /// What it holds.
    pub fields: &'static [Field],
}

/// Sections that belong together, under one heading of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub label: &'static str,
    /// The id of its first section; it ends before the first one of the next part.
    pub first: &'static str,
}

/// The parts in the order of the form.
pub const PARTS: &[Part] = &[
    Part { label: "Foundations", first: "app" },
    Part { label: "Web", first: "web" },
    Part { label: "Settings and secrets", first: "env" },
    Part { label: "Data", first: "database" },
    Part { label: "Jobs and releases", first: "workers" },
    Part { label: "Watching", first: "logging" },
    Part { label: "Cluster and delivery", first: "registry" },
];

/// Sections in the order of the form.
pub const SECTIONS: &[Section] = &[
    app::APP,
    build::BUILD,
    rails::RAILS,
    container::CONTAINER,
    web::WEB,
    front_door::EXPOSE,
    front_door::ROUTES,
    front_door::ACTION_CABLE,
    environment::ENV,
    environment::SECRETS,
    secret_store::SECRET_STORE,
    data::DATABASE,
    data::REDIS,
    stores::MEMCACHED,
    stores::SEARCH,
    data::ACTIVE_STORAGE,
    data::STORAGE,
    volumes::VOLUMES,
    volumes::FILES,
    workers::WORKERS,
    processes::PROCESSES,
    processes::SIDECARS,
    processes::INIT,
    batch::CRON,
    scheduler::SCHEDULER,
    batch::MIGRATE,
    batch::CONSOLE,
    batch::TASKS,
    logging::LOGGING,
    monitoring::MONITORING,
    cluster::REGISTRY,
    cluster::SECURITY,
    delivery::DELIVERY,
    check::CHECK,
    environments::ENVIRONMENTS,
    cluster::QUOTA,
    patches::MANIFESTS,
    patches::PATCHES,
];

/// Every field.
pub fn fields() -> impl Iterator<Item = &'static Field> + Clone {
    SECTIONS.iter().flat_map(|section| section.fields)
}

const fn section(
    id: &'static str,
    label: &'static str,
    help: &'static str,
    fields: &'static [Field],
) -> Section {
    Section { id, label, help: explains(help), fields }
}

/// Words that facts of the world make: an item of an array, as its word and its label.
macro_rules! named {
    ($all:expr, |$each:ident| $named:expr) => {{
        #[allow(clippy::indexing_slicing, reason = "out of bounds, it would not compile")]
        const ALL: [Choice; $all.len()] = {
            let mut all = [Choice { value: "", label: "" }; $all.len()];
            let mut index = 0;
            while index < all.len() {
                let $each = $all[index];
                let (value, label) = $named;
                all[index] = Choice { value, label };
                index += 1;
            }
            all
        };
        ALL
    }};
}

use named;

const fn count(min: i64, max: i64) -> Accepts {
    Accepts::Int { min, max, unit: Unit::Count }
}

const fn seconds(min: i64, max: i64) -> Accepts {
    Accepts::Int { min, max, unit: Unit::Seconds }
}

const fn field(
    path: &'static str,
    label: &'static str,
    help: &'static str,
    accepts: Accepts,
    default: super::Default,
    guide: Guide,
) -> Field {
    // The help of a field that every spec needs stands in the finding that it is missing.
    let help = if matches!(default, super::Default::Required) { help } else { explains(help) };
    Field { path, label, help, accepts, default, guide, rank: Rank::Rare }
}

const fn common(mut field: Field) -> Field {
    field.rank = Rank::Common;
    field
}

const fn essential(mut field: Field) -> Field {
    field.rank = Rank::Essential;
    field
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_begin_at_sections_in_their_order() {
        let at = |part: &Part| SECTIONS.iter().position(|section| section.id == part.first);
        let firsts: Vec<Option<usize>> = PARTS.iter().map(at).collect();
        assert!(firsts.iter().all(Option::is_some) && firsts.is_sorted(), "{firsts:?}");
        assert_eq!(firsts.first(), Some(&Some(0)), "every section belongs to a part");
    }

    #[test]
    fn five_fields_are_essential_and_required_ones_are_never_rare() {
        let essential = fields().filter(|field| field.rank == Rank::Essential);
        let paths: Vec<&str> = essential.map(|field| field.path).collect();
        assert_eq!(paths, ["app", "image", "hosts", "provider", "database.adapter"]);
        for field in fields() {
            let needed = field.default == crate::field::Default::Required;
            assert!(!needed || field.rank != Rank::Rare, "{}", field.path);
        }
    }
}
