//! What the files of the app beside a spec say otherwise than the spec does.
//!
//! A folder a rule, with its example and its tests. Whoever reads the files hands in what they say; here it is compared with
//! the plan, and each finding has two places: that of the spec, and that of the file.

mod compare;
mod copied_file_missing;
mod credentials_differ;
mod gem_packages;
mod groups;
mod health_route;
mod known;
mod lock_platform;
mod missing_process;
mod missing_queue;
mod package_manager_differs;
mod pool_below_threads;
mod puma_not_installed;
mod says;
mod server_differs;
mod service_differs;
mod unset_variable;
mod version_differs;

pub(crate) use compare::{differences, same_version};
pub(crate) use says::{AppSays, Group, Needs, Says, Spoken, Spot};

use crate::diagnostic::{Diagnostic, gather};
use crate::plan::Plan;
use known::Known;

gather! {
    copied_file_missing,
    credentials_differ,
    gem_packages,
    health_route,
    lock_platform,
    missing_process,
    missing_queue,
    package_manager_differs,
    pool_below_threads,
    puma_not_installed,
    server_differs,
    service_differs,
    unset_variable,
    version_differs,
}

/// Compares the files of an app with the plans of its spec. Findings name fields; their places are for who has the spec.
pub(crate) fn check(says: &AppSays, plans: &[Plan]) -> Vec<Diagnostic> {
    let Some(plan) = plans.first() else { return Vec::new() };
    let known = Known { says, plans, plan, differs: differences(says, plans) };
    let mut found = Vec::new();
    version_differs::check(&known, &mut found);
    package_manager_differs::check(&known, &mut found);
    service_differs::check(&known, &mut found);
    server_differs::check(&known, &mut found);
    health_route::check(&known, &mut found);
    credentials_differ::check(&known, &mut found);
    missing_process::check(&known, &mut found);
    missing_queue::check(&known, &mut found);
    pool_below_threads::check(&known, &mut found);
    gem_packages::check(&known, &mut found);
    unset_variable::check(&known, &mut found);
    lock_platform::check(&known, &mut found);
    puma_not_installed::check(&known, &mut found);
    copied_file_missing::check(&known, &mut found);
    found
}
