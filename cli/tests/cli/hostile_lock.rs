//! A `linkspan.lock` that somebody else wrote: it makes linkspan delete or overwrite nothing that is not its own.

use crate::folder::Folder;
use sha2::{Digest, Sha256};

fn line(path: &str, text: &str) -> String {
    let sum: String = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{sum}  {path}\n")
}

/// With the digests of files that linkspan never wrote.
fn tampered(folder: &Folder, files: &[(&str, &str)]) {
    folder.run(&["generate"]);
    let mut lock = folder.read("linkspan.lock");
    for (path, text) in files {
        folder.write(path, text);
        lock.push_str(&line(path, text));
    }
    folder.write("linkspan.lock", lock);
}

#[test]
fn only_what_linkspan_could_have_written_is_deleted() {
    let folder = Folder::with_spec();
    let files = [
        (".git/config", "[core]\n"),
        (".git/hooks/post-checkout", "#!/bin/sh\n"),
        (".env", "SECRET=1\n"),
        ("app/models/order.rb", "class Order\n"),
        ("config/database.yml", "production:\n"),
        ("config/master.key", "0\n"),
        ("config/kube/.git/config", "[core]\n"),
        ("config/kube/notes.md", "mine\n"),
        ("config/kube/UPPER.yml", "mine\n"),
        ("config/kube/a/b/c/d.yml", "mine\n"),
        ("config/initializers/devise.rb", "mine\n"),
        ("config/queue.yml", "mine\n"),
        (".github/workflows/test.yml", "mine\n"),
        ("bin/rails", "mine\n"),
        ("Gemfile", "mine\n"),
    ];
    tampered(&folder, &files);
    let ran = folder.run(&["generate", "--force"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for (path, text) in files {
        assert!(folder.path(path).exists(), "{path} was deleted: {ran:?}");
        assert_eq!(folder.read(path), text);
        assert!(ran.err.contains(&format!("`{path}`")), "{path} is not told: {ran:?}");
        assert!(!ran.out.contains(path), "{ran:?}");
    }
    // They are not in the lock that is written, so they are told once.
    let ran = folder.run(&["generate", "--force"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    // What it could have written it deletes, as before.
    tampered(&folder, &[("config/kube/release/gone.yml", "kind: Job\n")]);
    let ran = folder.run(&["generate", "--force"]);
    assert!(ran.out.contains("removed  config/kube/release/gone.yml"), "{ran:?}");
    assert!(!folder.path("config/kube/release/gone.yml").exists());
}

#[test]
fn the_spec_is_never_deleted() {
    let folder = Folder::new();
    folder.write("other.yml", crate::folder::SHOP);
    folder.run(&["generate", "--spec", "other.yml"]);
    let spec = folder.read("linkspan.yml");
    assert_eq!(folder.run(&["generate", "--spec", "other.yml", "--force"]).code, Some(0));
    assert_eq!(folder.read("linkspan.yml"), spec);
    assert!(folder.path("other.yml").exists());
}

#[test]
fn no_control_character_of_it_reaches_the_terminal() {
    let folder = Folder::with_spec();
    let hostile = ["a\u{1b}]0;owned\u{7}", "config/kube/\u{9b}2J.yml", "x\u{202e}y"];
    tampered(&folder, &hostile.map(|path| (path, "mine\n")));
    let lock = folder.read("linkspan.lock");
    for command in [
        &["generate", "--check"][..],
        &["generate", "--check", "--output", "json"],
        &["generate", "--dry-run", "--force"],
        &["generate", "--force", "--output", "json"],
        &["generate", "--force"],
        &["check", "."],
        &["explain", "linkspan.lock:20"],
    ] {
        folder.write("linkspan.lock", &lock);
        let ran = folder.run(command);
        let all = format!("{}{}", ran.out, ran.err);
        let bad = |each: char| each.is_control() && each != '\n' || each == '\u{202e}';
        assert!(!all.contains(bad), "{command:?}: {all:?}");
        hostile.iter().for_each(|path| assert!(folder.path(path).exists(), "{command:?}"));
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_deleted_or_written_through_a_link() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with_spec();
    folder.write("app/secret.yml", "mine\n");
    folder.write(".git/config", "[core]\n");
    folder.write("config/kube/x.txt", "");
    symlink("../../app", folder.path("config/kube/release")).unwrap();
    tampered(&folder, &[("config/kube/release/secret.yml", "mine\n")]);
    let ran = folder.run(&["generate", "--force"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(folder.read("app/secret.yml"), "mine\n", "{ran:?}");
    assert!(ran.err.contains("config/kube/release/secret.yml"), "{ran:?}");

    // Not even a file that the spec asks for.
    let folder = Folder::with_spec();
    folder.write(".git/config", "[core]\n");
    symlink(".git/config", folder.path("Dockerfile")).unwrap();
    folder.write("linkspan.lock", line("Dockerfile", "[core]\n"));
    for command in [&["generate"][..], &["generate", "--force"]] {
        let ran = folder.run(command);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("`./Dockerfile` is in the way"), "{ran:?}");
        assert_eq!(folder.read(".git/config"), "[core]\n");
    }
}
