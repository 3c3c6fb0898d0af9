//! `linkspan generate`: whole, and never over somebody's work.

use crate::folder::{Folder, SHOP};
use std::fs;

#[test]
fn a_second_run_touches_nothing() {
    let folder = Folder::with_spec();
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    let modified = |path| fs::metadata(folder.path(path)).unwrap().modified().unwrap();
    let before: Vec<_> = ["Dockerfile", "linkspan.yml", "linkspan.lock"].map(modified).into();
    let files = folder.all();
    let again = folder.run(&["generate"]);
    assert_eq!((again.code, again.out.lines().count()), (Some(0), 1), "{again:?}");
    let after: Vec<_> = ["Dockerfile", "linkspan.yml", "linkspan.lock"].map(modified).into();
    assert_eq!(before, after);
    assert_eq!(files, folder.all());
    assert_eq!(folder.read("linkspan.yml"), SHOP);
}

#[cfg(unix)]
#[test]
fn scripts_can_be_run_and_a_lost_bit_is_drift() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with_spec();
    folder.run(&["generate"]);
    let mode = |path| fs::metadata(folder.path(path)).unwrap().permissions().mode() & 0o111;
    assert_ne!(mode("deploy.sh"), 0);
    assert_eq!(mode("Dockerfile"), 0);
    fs::set_permissions(folder.path("deploy.sh"), fs::Permissions::from_mode(0o644)).unwrap();
    let drift = folder.run(&["generate", "--check"]);
    assert_eq!(drift.code, Some(1));
    assert!(drift.out.contains("deploy.sh  not executable"), "{drift:?}");
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    assert_ne!(mode("deploy.sh"), 0);
}

#[test]
fn edited_and_foreign_files_are_left_and_do_not_stop_the_rest() {
    let folder = Folder::with_spec();
    folder.write("Dockerfile", "FROM scratch\n");
    for run in ["new", "as before"] {
        let ran = folder.run(&["generate"]);
        assert_eq!(ran.code, Some(0), "{run}: {ran:?}");
        assert!(ran.out.contains(run) && !ran.out.contains(" Dockerfile"), "{run}: {ran:?}");
        let said = "left  Dockerfile  +";
        assert!(ran.err.contains(said) && ran.err.contains("not written by linkspan"), "{ran:?}");
        assert!(ran.err.contains("1 file is left as it is"), "{ran:?}");
        assert_eq!(folder.read("Dockerfile"), "FROM scratch\n");
        assert!(folder.path("config/kube/release/web.yml").exists());
    }
    assert!(!folder.read("linkspan.lock").contains("  Dockerfile\n"), "it is still foreign");

    assert_eq!(folder.run(&["generate", "--force"]).code, Some(0));
    let written = folder.read("Dockerfile");
    let web = "config/kube/release/web.yml";
    folder.write("Dockerfile", format!("{written}# mine\n"));
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    for _ in 0..2 {
        let ran = folder.run(&["generate"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.err.contains("left  Dockerfile  +0 -1, edited by hand"), "{ran:?}");
        assert!(folder.read(web).contains("replicas: 4"), "one file does not stop the others");
    }
    let ran = folder.run(&["generate", "--output", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let json = ran.json();
    let files = json["files"].as_array().unwrap();
    let action = |path: &str| &files.iter().find(|file| file["path"] == path).unwrap()["action"];
    assert_eq!((action("Dockerfile"), action(web)), (&"leave".into(), &"none".into()));
    let drift = folder.run(&["generate", "--check"]);
    assert_eq!(drift.code, Some(1), "{drift:?}");
    let said = "it leaves 1 file alone";
    assert!(drift.out.contains("edited by hand") && drift.out.contains(said), "{drift:?}");

    assert_eq!(folder.run(&["generate", "--force"]).code, Some(0));
    assert_eq!(folder.read("Dockerfile"), written);
    // Taken back by hand, it is linkspan's again.
    folder.write("Dockerfile", "mine\n");
    folder.run(&["generate"]);
    folder.write("Dockerfile", &written);
    folder.write("linkspan.yml", format!("{SHOP}rails: {{ruby: '3.4.7'}}\n"));
    let ran = folder.run(&["generate"]);
    assert!(ran.out.contains("changed  Dockerfile") && !ran.err.contains("left"), "{ran:?}");
}

#[test]
fn what_linkspan_wrote_is_replaced_without_a_question() {
    let folder = Folder::with_spec();
    folder.run(&["generate"]);
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("changed  config/kube/release/web.yml"), "{ran:?}");
    assert!(folder.read("config/kube/release/web.yml").contains("replicas: 4"));
}

#[test]
fn files_that_are_no_longer_generated_are_named_and_kept() {
    let folder = Folder::new();
    let workers = "workers:\n  - name: mail\n    kind: sidekiq\n";
    folder.write("linkspan.yml", format!("{SHOP}{workers}"));
    folder.run(&["generate"]);
    let mail = "config/kube/release/mail.yml";
    assert!(folder.path(mail).exists());
    folder.write("linkspan.yml", SHOP);
    assert!(folder.run(&["generate", "--check"]).out.contains(&format!("stale      {mail}")));
    for _ in 0..2 {
        let ran = folder.run(&["generate"]);
        assert_eq!(ran.code, Some(0));
        assert!(ran.err.contains(mail), "{ran:?}");
        assert!(folder.path(mail).exists());
    }
    let written = folder.read(mail);
    folder.write(mail, format!("{written}# mine\n"));
    let ran = folder.run(&["generate", "--force"]);
    assert!(ran.err.contains(mail) && folder.path(mail).exists(), "edits are never lost: {ran:?}");
    folder.write(mail, written);
    let ran = folder.run(&["generate", "--force"]);
    assert!(ran.out.contains(&format!("removed  {mail}")), "{ran:?}");
    assert!(!folder.path(mail).exists());
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(0));
}

#[test]
fn check_tells_drift_and_writes_nothing() {
    let folder = Folder::with_spec();
    let missing = folder.run(&["generate", "--check"]);
    assert_eq!(missing.code, Some(1));
    assert_eq!(folder.all().len(), 1);
    folder.run(&["generate"]);
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(0));
    folder.write("Dockerfile", "FROM scratch\n");
    fs::remove_file(folder.path("deploy.sh")).unwrap();
    let files = folder.all();
    let drift = folder.run(&["generate", "--check", "--output", "json"]);
    assert_eq!((drift.code, drift.err.as_str()), (Some(1), ""));
    let json = drift.json();
    assert_eq!(json["version"], 1);
    let state = |path: &str| {
        let files = json["files"].as_array().unwrap();
        files.iter().find(|file| file["path"] == path).unwrap()["state"].clone()
    };
    assert_eq!(state("Dockerfile"), "different");
    assert_eq!(state("deploy.sh"), "missing");
    assert_eq!(state("DEPLOY.md"), "same");
    assert_eq!(files, folder.all());
}

#[test]
fn a_wrong_spec_writes_nothing() {
    let folder = Folder::new();
    folder.write("linkspan.yml", "app: Shop\nimag: a/b\n");
    let ran = folder.run(&["generate"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("linkspan.yml:2:1"), "{ran:?}");
    assert_eq!(folder.all().len(), 1);
    let json = folder.run(&["generate", "--output", "json"]);
    assert_eq!(json.code, Some(1));
    assert!(json.json()["diagnostics"].as_array().unwrap().len() > 1);
    assert_eq!(folder.run(&["generate", "--spec", "none.yml"]).code, Some(2));
}

#[test]
fn a_target_that_cannot_be_written_is_left_alone() {
    let folder = Folder::with_spec();
    folder.write("taken", "a file");
    let ran = folder.run(&["generate", "--out", "taken/app"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(folder.all().len(), 2);
    folder.write("Dockerfile/inside", "a folder is in the way");
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("`./Dockerfile` is in the way"), "{ran:?}");
    assert_eq!(folder.all().len(), 3);
    // The kernel's own folder refuses new files from anybody, root included.
    if std::path::Path::new("/proc/self").exists() {
        let ran = folder.run(&["generate", "--out", "/proc"]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("nothing was changed"), "{ran:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_not_followed_out_of_the_folder() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with_spec();
    let outside = Folder::new();
    outside.write("Dockerfile", "precious\n");
    symlink(outside.path(""), folder.path("bin")).unwrap();
    let ran = folder.run(&["generate", "--force"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("symbolic link"), "{ran:?}");
    fs::remove_file(folder.path("bin")).unwrap();
    symlink(outside.path("Dockerfile"), folder.path("Dockerfile")).unwrap();
    assert_eq!(folder.run(&["generate", "--force"]).code, Some(2));
    assert_eq!(outside.read("Dockerfile"), "precious\n");
    assert_eq!(outside.all().len(), 1);
    // A lock that somebody prepared leads nowhere either.
    fs::remove_file(folder.path("Dockerfile")).unwrap();
    let digest = "0".repeat(64);
    let name = outside.path("Dockerfile");
    folder.write("linkspan.lock", format!("{digest}  {}\n{digest}  ../x\n", name.display()));
    assert_eq!(folder.run(&["generate", "--force"]).code, Some(0));
    assert_eq!(outside.read("Dockerfile"), "precious\n");
}

#[test]
fn archives_hold_the_same_as_the_folder_and_are_not_overwritten() {
    let folder = Folder::with_spec();
    for name in ["a.tar.gz", "a.tgz", "a.zip"] {
        assert_eq!(folder.run(&["generate", "--archive", name]).code, Some(0), "{name}");
        assert_eq!(folder.run(&["generate", "--archive", name]).code, Some(0), "same again");
        let checked = folder.run(&["check", name]);
        assert_eq!(checked.code, Some(0), "{checked:?}");
    }
    assert_eq!(folder.all()[0].1, folder.all()[1].1);
    folder.write("a.zip", "mine");
    assert_eq!(folder.run(&["generate", "--archive", "a.zip"]).code, Some(2));
    assert_eq!(folder.read("a.zip"), "mine");
    assert_eq!(folder.run(&["generate", "--archive", "a.zip", "--force"]).code, Some(0));
    let json = folder.run(&["generate", "--archive", "a.zip", "--output", "json"]);
    assert!(json.out.starts_with(r#"{"version":1,"#), "{json:?}");
    assert_eq!(json.json()["archive"]["state"], "same");
    assert_eq!(folder.run(&["generate", "--archive", "a.rar"]).code, Some(2));
}

#[test]
fn a_dry_run_shows_and_writes_nothing() {
    let folder = Folder::with_spec();
    let ran = folder.run(&["generate", "--dry-run"]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("new  Dockerfile"), "{ran:?}");
    assert_eq!(folder.all().len(), 1);
    folder.write("Dockerfile", "FROM scratch\n");
    let ran = folder.run(&["generate", "--dry-run"]);
    assert!(ran.err.contains("left  Dockerfile") && !ran.out.contains(" Dockerfile"), "{ran:?}");
    let ran = folder.run(&["generate", "--dry-run", "--force"]);
    assert!(ran.out.contains("changed  Dockerfile") && ran.err.lines().count() == 1, "{ran:?}");
    assert_eq!(folder.read("Dockerfile"), "FROM scratch\n");
}

/// What release.sh wrote stays, and is no edit of a person.
#[test]
fn a_released_revision_is_kept() {
    let folder = Folder::new();
    let gitops = "delivery: {gitops: flux, repository: 'https://git.example.com/a.git'}\n";
    folder.write("linkspan.yml", format!("{SHOP}{gitops}"));
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    let files = ["config/kube/Kustomization", "config/kube/release/Kustomization"];
    let release = |from: &str, to: &str| {
        for file in files {
            let text = folder.read(file);
            assert!(text.contains(from), "{text}");
            folder.write(file, text.replace(from, to));
        }
    };
    release("newTag: unreleased\n", "newTag: \"1234567890e2\"\n");
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(0));
    // Another resource, so that the file itself changes: without a question, and with the revision.
    let mail = "workers: [{name: mail}]\n";
    folder.write("linkspan.yml", format!("{SHOP}{gitops}{mail}"));
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    for file in files {
        assert!(folder.read(file).contains("newTag: \"1234567890e2\"\n"), "{file}");
    }
    assert!(folder.read(files[1]).contains("mail.yml"));
    release("1234567890e2", "abcdef123456");
    folder.write("linkspan.yml", format!("{SHOP}{gitops}"));
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    assert!(folder.read(files[1]).contains("newTag: \"abcdef123456\"\n"));
    assert!(!folder.read(files[1]).contains("mail.yml"));
    // An edit beside it is still one.
    let text = folder.read(files[1]);
    folder.write(files[1], format!("{text}# mine\n"));
    folder.write("linkspan.yml", format!("{SHOP}{gitops}{mail}"));
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains(&format!("left  {}  ", files[1])), "{}", ran.err);
    assert_eq!(folder.read(files[1]), format!("{text}# mine\n"));
}

#[test]
fn manifests_of_ones_own_are_taken_along_and_their_changes_are_drift() {
    let folder = Folder::with_spec();
    folder.write("linkspan.yml", format!("{SHOP}manifests: [config/own]\n"));
    let missing = folder.run(&["generate"]);
    assert_eq!(missing.code, Some(1), "{missing:?}");
    assert!(missing.err.contains("there is no manifest at `config/own`"), "{missing:?}");
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: mine\n";
    fs::create_dir_all(folder.path("config/own")).unwrap();
    folder.write("config/own/map.yml", map);
    folder.write("config/own/notes.txt", "no manifest\n");
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(folder.read("config/kube/own-01-map.yml").contains("linkspan/own: \"true\""));
    assert_eq!(folder.run(&["generate", "--check"]).code, Some(0));
    assert_eq!(folder.run(&["check", "."]).code, Some(0));
    folder.write("config/own/map.yml", format!("{map}data: {{a: b}}\n"));
    let drift = folder.run(&["generate", "--check"]);
    assert_eq!(drift.code, Some(1));
    assert!(drift.out.contains("config/kube/own-01-map.yml"), "{drift:?}");
    let why = folder.run(&["explain", "config/kube/own-01-map.yml:2"]);
    assert!(why.out.contains("config/own/map.yml"), "{why:?}");
}

#[test]
fn a_kept_file_that_is_not_there_is_told() {
    let folder = Folder::new();
    folder.write("linkspan.yml", format!("{SHOP}keep: [Dockerfile, deploy.sh]\n"));
    folder.write("deploy.sh", "mine\n");
    let told = "`Dockerfile` is yours by `keep`, and it is not there";
    let ran = folder.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains(told) && ran.err.contains("linkspan.yml:6:"), "{ran:?}");
    assert!(ran.err.contains("remove it from `keep`") && !ran.err.contains("`deploy.sh` is yours"));
    let check = folder.run(&["generate", "--check"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    let json = folder.run(&["generate", "--output", "json"]).json();
    assert!(json.to_string().contains("kept-file-missing"), "{json}");
    folder.write("Dockerfile", "FROM a:1\n");
    let check = folder.run(&["generate", "--check"]);
    assert_eq!((check.code, check.err.contains(told)), (Some(0), false), "{check:?}");
    let packed = folder.run(&["generate", "--archive", "a.zip"]);
    assert!(
        packed.err.contains("Not in it, as they are yours by `keep`: `Dockerfile`"),
        "{packed:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_not_waited_for() {
    let folder = Folder::with_spec();
    let made = std::process::Command::new("mkfifo").arg(folder.path("Dockerfile")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: no `mkfifo`");
        return;
    }
    let ran = folder.run(&["generate", "--diff", "Dockerfile"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("`./Dockerfile` is in the way"), "{ran:?}");
}
