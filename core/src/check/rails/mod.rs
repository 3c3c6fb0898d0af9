//! What is right for Kubernetes and wrong for Rails.
//!
//! A folder a rule, with its example and its tests. The files beside them read what several rules look at
//! (processes, Dockerfiles, scripts, variables), and call the rules that may be broken there.

mod assets_without_key;
mod database_connections;
mod development_mode;
mod dockerfile;
mod folder;
mod force_ssl_probe;
mod grace_period;
mod image_differs;
mod image_migrates;
mod key_in_image;
mod latest_base;
mod low_port;
mod master_key;
mod migration;
mod migration_race;
mod missing_database_url;
mod missing_log_to_stdout;
mod missing_rails_env;
mod missing_secret_key;
mod mixed_images;
mod needed;
mod plain_secret;
mod private_file_in_image;
mod process;
mod root_image;
mod script;
mod script_goes_on;
mod script_latest;
mod script_order;
mod secret;
mod secret_in_image;
mod secret_on_command_line;
mod shared_sqlite;
mod shared_volume;
mod shell_without_exec;
mod small_pool;
mod static_files;
mod thruster_port;
mod uneven;

use super::index::Index;
use super::options::Options;
use super::refs::Sizes;
use super::source::Source;
use crate::diagnostic::{Diagnostic, gather};
use dockerfile::Image;
use folder::Folder;
pub use image_differs::{Differs, image_differs};

gather! {
    assets_without_key,
    database_connections,
    development_mode,
    force_ssl_probe,
    grace_period,
    image_differs,
    image_migrates,
    key_in_image,
    latest_base,
    low_port,
    master_key,
    migration_race,
    missing_database_url,
    missing_log_to_stdout,
    missing_rails_env,
    missing_secret_key,
    mixed_images,
    plain_secret,
    private_file_in_image,
    root_image,
    script_goes_on,
    script_latest,
    script_order,
    secret_in_image,
    secret_on_command_line,
    shared_sqlite,
    shared_volume,
    shell_without_exec,
    small_pool,
    static_files,
    thruster_port,
}

/// Judges the folder by what Rails needs.
pub(super) fn check<'a>(
    index: &Index<'a>,
    sizes: &Sizes<'a>,
    companions: &[Source<'_>],
    options: &Options,
    found: &mut Vec<Diagnostic>,
) {
    let processes = process::processes(index);
    let images = dockerfile::read(companions, options.target.as_ref());
    let folder = Folder { index, sizes, processes: &processes, companions, options };
    grace_period::check(&folder, found);
    migration_race::check(&folder, found);
    secret::check(&folder, found);
    force_ssl_probe::check(&folder, found);
    shared_sqlite::check(&folder, found);
    shared_volume::check(&folder, found);
    shell_without_exec::check(&folder, found);
    uneven::check(&folder, &images, found);
    mixed_images::check(&folder, found);
    small_pool::check(&folder, found);
    database_connections::check(&folder, found);
    thruster_port::check(&folder, &images, found);
    dockerfile(&images, companions, found);
    for script in script::read(companions) {
        script_goes_on::check(&script, found);
        script_latest::check(&script, found);
        secret_on_command_line::check(&script, found);
        script_order::check(&script, index, found);
    }
}

/// Judges every Dockerfile.
fn dockerfile(images: &[Image<'_>], companions: &[Source<'_>], found: &mut Vec<Diagnostic>) {
    for image in images {
        secret_in_image::check(image, found);
        latest_base::check(image, found);
        root_image::check(image, found);
        low_port::check(image, found);
        image_migrates::check(image, found);
        shell_without_exec::in_image(image, found);
        assets_without_key::check(image, found);
        private_file_in_image::check(image, companions, found);
        key_in_image::check(image, companions, found);
    }
}
