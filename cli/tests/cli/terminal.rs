//! On a terminal: util-linux' `script` gives us one.

use crate::folder::{Folder, SHOP};
use std::io::Write;
use std::process::{Command, Stdio};

/// The screen and the exit code; nothing where there is no `script`, unless in CI.
fn on_terminal(folder: &Folder, arguments: &str, typed: &str) -> Option<(String, Option<i32>)> {
    let line = format!("{} {arguments}", env!("CARGO_BIN_EXE_linkspan"));
    let started = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(folder.path(""))
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        assert!(std::env::var_os("CI").is_none(), "`script` is needed: install util-linux");
        eprintln!("SKIPPED: no `script` (util-linux) to test questions on a terminal");
        return None;
    };
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code()))
}

#[test]
fn questions_are_asked_and_answers_written() {
    let folder = Folder::new();
    let typed = "Shop!\nshop\nacme/shop\n\n\nmysql\ny\n";
    let Some((screen, code)) = on_terminal(&folder, "new", typed) else { return };
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("is not a name that Kubernetes accepts"), "{screen}");
    assert!(screen.contains("Rails version [8.1]"), "{screen}");
    assert!(folder.read("linkspan.yml").contains("adapter: mysql"));
}

#[test]
fn an_end_of_input_leaves_nothing() {
    let folder = Folder::new();
    let Some((screen, code)) = on_terminal(&folder, "new", "shop\n\u{4}") else { return };
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("stopped: nothing was written"), "{screen}");
    assert_eq!(folder.all(), []);
}

#[test]
fn files_in_the_way_are_asked_about() {
    let folder = Folder::new();
    folder.write("linkspan.yml", SHOP);
    folder.write("Dockerfile", "FROM scratch\n");
    let Some((screen, code)) = on_terminal(&folder, "generate", "d\nn\n") else { return };
    assert_eq!(code, Some(2), "{screen}");
    assert!(screen.contains("-FROM scratch"), "{screen}");
    assert_eq!(folder.all().len(), 2);
    let (screen, code) = on_terminal(&folder, "generate", "y\n").unwrap();
    assert_eq!(code, Some(0), "{screen}");
    assert_ne!(folder.read("Dockerfile"), "FROM scratch\n");
}
