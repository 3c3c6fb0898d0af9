//! A bundle that is older than its linkspan.yml is told before anything is released.

use crate::folder::{Folder, Ran, SHOP};

const MAIL: &str = "workers: [{name: mail, kind: sidekiq}]\n";
const CRON: &str = "cron: [{name: digest, schedule: '0 6 * * *', command: bin/rails digest}]\n";

/// Generated from a spec.
fn bundle(more: &str) -> Folder {
    let folder = Folder::new();
    folder.write("linkspan.yml", format!("{SHOP}{more}"));
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    folder
}

fn apply(folder: &Folder, more: &[&str]) -> Ran {
    let usual = ["apply", "--revision", "r1", "--yes", "--kubeconfig=none.json"];
    folder.run(&[&usual, more].concat())
}

/// Whether apply stops, and whether it is the bundle that stops it.
fn stops(folder: &Folder) -> bool {
    let ran = apply(folder, &[]);
    match ran.code {
        Some(1) => {
            assert!(ran.err.contains("run `linkspan generate`"), "{ran:?}");
            assert!(ran.err.contains("`--stale`"), "{ran:?}");
            let forced = apply(folder, &["--stale"]);
            assert_eq!(forced.code, Some(2), "{forced:?}");
            assert!(forced.err.contains("no kubeconfig could be read"), "{forced:?}");
            true
        }
        Some(2) => {
            assert!(ran.err.contains("no kubeconfig could be read"), "{ran:?}");
            false
        }
        _ => panic!("{ran:?}"),
    }
}

fn finding(ran: &Ran, rule: &str) -> Option<serde_json::Value> {
    let json = ran.json();
    let all = json["diagnostics"].as_array().unwrap();
    all.iter().find(|each| each["rule"] == rule).cloned()
}

#[test]
fn a_changed_spec_stops_apply_until_it_is_generated() {
    let four = SHOP.replace("replicas: 3", "replicas: 4");
    let with = |more: &str| format!("{SHOP}{more}");
    for (before, after) in [
        // A file changes, files come, a file goes.
        ("", four.clone()),
        ("", with(MAIL)),
        ("", with(CRON)),
        (MAIL, with("")),
        (CRON, with("")),
        // Of the image alone.
        ("", with("rails: {ruby: '3.4.7'}\n")),
    ] {
        let folder = bundle(before);
        assert!(!stops(&folder), "{before}");
        assert_eq!(finding(&folder.run(&["check", ".", "--output", "json"]), "stale-bundle"), None);
        folder.write("linkspan.yml", &after);
        assert!(stops(&folder), "{before} -> {after}");
        let ran = folder.run(&["check", ".", "--output", "json"]);
        let found = finding(&ran, "stale-bundle").unwrap_or_else(|| panic!("{after}: {ran:?}"));
        assert_eq!(
            (&found["file"], &found["severity"]),
            (&"linkspan.yml".into(), &"warning".into())
        );
        // With the files that are not asked for any more: they can make the rest a bundle that cannot work.
        assert_eq!(folder.run(&["generate", "--force"]).code, Some(0));
        assert!(!stops(&folder), "{before} -> {after}");
    }
}

#[test]
fn what_people_decided_is_not_stale() {
    let folder = bundle("");
    let web = "config/kube/release/web.yml";
    // A comment in the spec.
    folder.write("linkspan.yml", format!("# ours\n{SHOP}"));
    assert!(!stops(&folder));
    // An edit, a file of theirs that was left, a file that was removed, a line that git changed.
    folder.write(web, folder.read(web).replace("replicas: 3", "replicas: 5"));
    std::fs::remove_file(folder.path("DEPLOY.md")).unwrap();
    folder.write("Dockerfile", "FROM scratch\n");
    assert!(!stops(&folder));
    assert_eq!(finding(&folder.run(&["check", ".", "--output", "json"]), "stale-bundle"), None);
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    folder.run(&["generate"]);
    assert!(!stops(&folder), "what was left is no reason");
    // Without a lock nobody knows who wrote what.
    let folder = bundle("");
    std::fs::remove_file(folder.path("linkspan.lock")).unwrap();
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    assert!(!stops(&folder));
}

/// The files of a newer linkspan differ, and the spec is as it was.
#[test]
fn another_linkspan_does_not_stop_a_release() {
    let folder = bundle("");
    let web = "config/kube/release/web.yml";
    let old = folder.read(web);
    let text = old.replace("replicas: 3", "replicas: 2");
    folder.write(web, &text);
    let sums = |text: &str| {
        use sha2::{Digest, Sha256};
        Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let lock = folder.read("linkspan.lock").replace(&sums(&old), &sums(&text));
    folder.write("linkspan.lock", &lock);
    assert!(!stops(&folder));
    // One that does not say which spec it was: what differs counts.
    let lines = lock.lines().filter(|line| !line.ends_with("  linkspan.yml"));
    folder.write("linkspan.lock", lines.map(|line| format!("{line}\n")).collect::<String>());
    assert!(stops(&folder));
}

#[test]
fn a_program_is_told_as_of_a_refused_bundle() {
    let folder = bundle("");
    folder.write("linkspan.yml", SHOP.replace("replicas: 3", "replicas: 4"));
    let ran = apply(&folder, &["--output", "json"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let found = finding(&ran, "stale-bundle").unwrap();
    assert_eq!(found["severity"], "error");
    assert!(
        found["message"].as_str().unwrap().contains("`config/kube/release/web.yml`"),
        "{found}"
    );
}

#[test]
fn a_file_that_is_no_longer_generated_is_told() {
    let folder = bundle(CRON);
    let digest = "config/kube/release/digest.yml";
    folder.write("linkspan.yml", SHOP);
    let ran = folder.run(&["generate"]);
    assert!(ran.err.contains(&format!("left  {digest}  no longer generated")), "{ran:?}");
    // It is known and kept: no reason to stop, and said each time.
    assert!(!stops(&folder));
    let ran = apply(&folder, &[]);
    assert!(ran.err.contains(&format!("`{digest}`")), "{ran:?}");
    let ran = folder.run(&["check", ".", "--output", "json"]);
    let found = finding(&ran, "left-over-file").unwrap_or_else(|| panic!("{ran:?}"));
    assert_eq!((&found["file"], &found["severity"]), (&digest.into(), &"warning".into()));
    assert_eq!(folder.run(&["check", ".", "--deny", "warning"]).code, Some(1));
    // Switched off, or taken out of the lock, it is the user's own.
    folder.write("linkspan.yml", format!("{SHOP}check: {{rules: {{left-over-file: off}}}}\n"));
    folder.run(&["generate"]);
    assert_eq!(folder.run(&["check", ".", "--deny", "warning"]).code, Some(0));
    folder.write("linkspan.yml", SHOP);
    folder.run(&["generate"]);
    let lock = folder.read("linkspan.lock");
    let lines = lock.lines().filter(|line| !line.ends_with(digest));
    folder.write("linkspan.lock", lines.map(|line| format!("{line}\n")).collect::<String>());
    assert_eq!(finding(&folder.run(&["check", ".", "--output", "json"]), "left-over-file"), None);
    std::fs::remove_file(folder.path(digest)).unwrap();
    assert_eq!(folder.run(&["check", ".", "--deny", "warning"]).code, Some(0));
}

#[test]
fn environments_and_releases_of_gitops_are_known() {
    let gitops = "delivery: {gitops: flux, repository: 'https://git.example.com/a.git'}\n";
    let folder = bundle(gitops);
    let file = "config/kube/release/Kustomization";
    let text = folder.read(file);
    folder.write(file, text.replace("newTag: unreleased", "newTag: \"1234567890e2\""));
    folder.write("linkspan.yml", format!("# a comment\n{SHOP}{gitops}"));
    assert!(!stops(&folder));

    let more = |count: u8| {
        format!(
            "{SHOP}environments: {{staging: {{hosts: [s.example.com], web: {{replicas: {count}}}}}, production: {{}}}}\n"
        )
    };
    let folder = Folder::new();
    folder.write("linkspan.yml", more(1));
    folder.run(&["generate"]);
    folder.write("linkspan.yml", more(2));
    let ran = apply(&folder, &["--environment", "staging"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.err.contains("`config/kube/staging/release/web.yml`"), "{ran:?}");
}

#[test]
fn before_the_first_generate_that_is_what_is_missing() {
    let folder = Folder::with_spec();
    for command in [&["plan"][..], &["apply", "--revision", "r1", "--yes"]] {
        let ran = folder.run(command);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains("run `linkspan generate` first"), "{command:?}: {ran:?}");
    }
}
