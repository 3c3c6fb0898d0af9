//! Folders that a container mounts: uploads and SQLite's file, other folders that last, and what is none of these.

use super::ledger::{Ledger, Part};
use super::words;

/// Folders of an app that need not last.
const FLEETING: [&str; 5] = ["tmp", "log", "tmp/pids", "tmp/cache", "node_modules"];

/// Working folders that images of Rails apps have.
const FOLDERS: [&str; 8] = [
    "/rails/",
    "/app/",
    "/usr/src/app/",
    "/opt/app/",
    "/var/app/",
    "/srv/app/",
    "/home/app/webapp/",
    "/workspace/",
];

/// Tells of one, written as docker does: `data:/rails/storage:ro`.
pub(super) fn mount(ledger: &mut Ledger<'_>, part: &Part<'_>, text: &str) {
    let (source, target, read_only) = words::mount(text);
    folder(ledger, part, source.unwrap_or_default(), target, read_only);
}

/// Tells of a folder of the container, and of what is mounted there.
pub(super) fn folder(
    ledger: &mut Ledger<'_>,
    part: &Part<'_>,
    source: &str,
    target: &str,
    read_only: bool,
) {
    let target = target.trim_end_matches('/');
    if target.ends_with(".sock") {
        return ledger.not_carried(part, "no pod reaches the container runtime of its node");
    }
    if target.starts_with("/etc/localtime") || target.starts_with("/etc/timezone") {
        return ledger.not_needed(part, "pods run in UTC, and Rails has its own time zone");
    }
    let inside = FOLDERS.iter().find_map(|folder| target.strip_prefix(folder));
    let own = inside.unwrap_or(target);
    if FLEETING.contains(&own) || target == "/tmp" {
        return ledger.not_needed(part, "what is in it need not outlive a pod");
    }
    let is_file = own.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if read_only || is_file && !source.is_empty() {
        return ledger.not_carried(
            part,
            "it is a file or folder of the server: `files` puts a text or a key of the Secret there",
        );
    }
    if own == "storage" || inside.is_none() && target.ends_with("/storage") {
        let why = "a volume is mounted where Rails' disk service keeps uploads";
        return ledger.likely(part, "active_storage.service", "local", why);
    }
    if target.is_empty() || !target.starts_with('/') {
        return ledger.not_carried(part, "it says no folder of the container");
    }
    let base = words::name(own.rsplit('/').next().unwrap_or(own), 20);
    let base = if base.is_empty() { "data".to_owned() } else { base };
    let is_taken = |ledger: &Ledger<'_>, name: &str| {
        let path = ledger.path(&format!("volumes[{name}].path"));
        ledger.notes.text(&path).is_some_and(|other| other != own)
    };
    let mut name = base.clone();
    for number in 2..20 {
        if !is_taken(ledger, &name) {
            break;
        }
        name = format!("{}-{number}", base.get(..base.len().min(17)).unwrap_or(&base));
    }
    let path = ledger.path(&format!("volumes[{name}].name"));
    ledger.notes.read(&path, name.as_str(), part.at.clone());
    ledger.carry(part, &format!("volumes[{name}].path"), own);
}
