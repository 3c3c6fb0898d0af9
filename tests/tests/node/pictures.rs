//! Records what a person sees who releases the app: each command on a terminal of its own, with its colours and redraws.
//! `cargo xtask pictures` makes the pictures of the README from it.

use crate::shop::Run;
use crate::story::{Part, ROLLOUT_FAILED, Story};
use crate::{apply, releases};
use std::path::PathBuf;
use std::process::Command;

/// Rows of the terminal: nothing may scroll away.
const LINES: &str = "500";
/// How the line is written that a person types.
const DIM: &str = "\u{1b}[2m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

/// What is told when LINKSPAN_PICTURES names a folder.
pub(crate) const PARTS: [Part; 4] = [
    ("the first deploy brings the app aboard", releases::first),
    ("a release by deploy.sh is recorded", by_deploy),
    ("a release by linkspan apply is recorded", by_apply),
    ("a crashing release is recorded", crash),
];

/// Where recordings go, if they are wanted.
pub(crate) fn folder() -> Option<PathBuf> {
    std::env::var_os("LINKSPAN_PICTURES").map(PathBuf::from)
}

/// The second release.
fn by_deploy(story: &mut Story) {
    story.shop().release("second");
    // Of an image that it has built before, the builder says the name that it had then.
    let now = format!("{:?}\n", std::time::SystemTime::now());
    std::fs::write(story.shop().path().join("lib/recorded.txt"), now).unwrap();
    let revision = story.shop().commit("second, never built before");
    record(story, "deploy", "./deploy.sh", 0).expect(0, &[&revision]);
}

/// Back to the first code, planned, applied and looked at.
fn by_apply(story: &mut Story) {
    let revision = story.shop().release("first");
    apply::push(story, &revision);
    record(story, "plan", &format!("linkspan plan --revision {revision}"), 0)
        .expect(0, &["shop-web", &revision]);
    record(story, "apply", &format!("linkspan apply --yes --revision {revision}"), 0)
        .expect(0, &["shop-web", &revision]);
    releases::settled(story);
    record(story, "status", "linkspan status", 0).expect(0, &["shop-web", &revision]);
}

/// A release that does not boot.
fn crash(story: &mut Story) {
    let revision = story.shop().release("crash");
    apply::push(story, &revision);
    let command = format!("linkspan apply --yes --revision {revision}");
    record(story, "crash", &command, ROLLOUT_FAILED)
        .expect(ROLLOUT_FAILED, &["this release does not boot"]);
}

/// Runs a command as a person types it, on a terminal, and keeps all that stands there afterwards.
fn record(story: &mut Story, name: &str, command: &str, code: i32) -> Run {
    let columns = std::env::var("LINKSPAN_COLUMNS").unwrap_or_else(|_| "96".to_owned());
    // A terminal that `script` makes has no size until it is given one.
    let sized = format!("stty columns {columns} rows {LINES} && {command}");
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--flush", "--echo", "never", "--command", &sized]);
    script.arg("/dev/null").env("PATH", path()).env("TERM", "xterm-256color");
    script.env("COLUMNS", &columns).env("LINES", LINES).env_remove("NO_COLOR");
    let run = story.shop().run(&mut script, "").expect(code, &[]);
    let file = folder().unwrap().join(format!("{name}.ansi"));
    std::fs::write(file, format!("{DIM}${PLAIN} {BOLD}{command}{PLAIN}\r\n{}", run.said)).unwrap();
    run
}

/// PATH with the folder of `linkspan` first, for a person types its name alone.
fn path() -> std::ffi::OsString {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let own = std::env::var_os("LINKSPAN").map(PathBuf::from);
    let own = own.and_then(|program| program.parent().map(PathBuf::from));
    std::env::join_paths(own.into_iter().chain(std::env::split_paths(&old))).unwrap()
}
