//! On a terminal: util-linux' `script` gives us one.

use crate::folder::{Folder, SHOP};
use std::io::Write;
use std::process::{Command, Stdio};

/// The screen and the exit code; nothing where there is no `script`, unless in CI.
fn on_terminal(folder: &Folder, arguments: &str, typed: &str) -> Option<(String, Option<i32>)> {
    let line = format!("stty rows 24 cols 80; {} {arguments}", env!("CARGO_BIN_EXE_linkspan"));
    screen(folder, &line, typed)
}

/// The same of any line of a shell.
fn screen(folder: &Folder, line: &str, typed: &str) -> Option<(String, Option<i32>)> {
    let started = Command::new("script")
        .args(["--quiet", "--return", "--command", line, "/dev/null"])
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

/// Sentences break between words, and nothing of them is lost.
#[test]
fn messages_are_wrapped_at_the_width_of_the_terminal() {
    let folder = Folder::new();
    folder.write("linkspan.yml", "app: shop\nimage: acme/shop\nsecrets: {STRIPE_KEY: abc}\n");
    for (arguments, expect) in [
        ("check linkspan.yml", "has to be changed where it comes from"),
        ("explain cronjob", "hands the schedule to Sidekiq or Solid Queue"),
        ("explain web.autoscale.max", "HorizontalPodAutoscaler"),
        ("explain no-such-thing-at-all", "name a line as FILE:LINE, such as `Dockerfile:1`"),
    ] {
        let line = format!("stty rows 24 cols 60; {} {arguments}", env!("CARGO_BIN_EXE_linkspan"));
        let Some((screen, _)) = screen(&folder, &line, "") else { return };
        let narrow = screen.lines().all(|line| line.trim_end().chars().count() <= 60);
        assert!(narrow && screen.lines().count() > 3, "{screen}");
        let words: Vec<&str> = screen.split_whitespace().filter(|word| *word != "|").collect();
        assert!(words.join(" ").contains(expect), "{screen}");
    }
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
fn files_in_the_way_are_asked_about_one_by_one() {
    const MINE: &str = "FROM scratch\n";
    const THREE: [&str; 3] = [".dockerignore", "DEPLOY.md", "Dockerfile"];
    for (typed, taken) in [
        // Differences, then yes; no; nothing said is no.
        ("d\ny\nn\n\n", &[".dockerignore"][..]),
        ("n\na\n", &["DEPLOY.md", "Dockerfile"]),
        ("y\no\n", &[".dockerignore"]),
        ("o\n", &[]),
        ("a\n", &THREE),
    ] {
        let folder = Folder::new();
        folder.write("linkspan.yml", SHOP);
        THREE.iter().for_each(|path| folder.write(path, MINE));
        let Some((screen, code)) = on_terminal(&folder, "generate", typed) else { return };
        assert_eq!(code, Some(0), "{typed:?}: {screen}");
        assert_eq!(screen.contains("-FROM scratch"), typed.starts_with('d'), "{screen}");
        for path in THREE {
            let is_taken = folder.read(path) != MINE;
            assert_eq!(is_taken, taken.contains(&path), "{typed:?}: {path}: {screen}");
            assert_eq!(screen.contains(&format!("left  {path} ")), !is_taken, "{screen}");
        }
        assert!(folder.path("deploy.sh").exists(), "{screen}");
        // What is typed is not shown here, so two lines of the screen are one.
        let lines = screen.lines().flat_map(|line| line.split("erences: "));
        let mut long = lines.filter(|line| line.chars().count() > 80);
        assert!(typed.starts_with('d') || long.next().is_none(), "{screen}");
    }
}

#[test]
fn what_is_kept_for_good_is_written_into_the_spec_and_never_asked_again() {
    let folder = Folder::new();
    folder.write("linkspan.yml", format!("# Ours.\n{SHOP}"));
    for path in [".dockerignore", "DEPLOY.md", "Dockerfile"] {
        folder.write(path, "# mine\n");
    }
    let Some((screen, code)) = on_terminal(&folder, "generate", "k\ny\nk\n") else { return };
    assert_eq!(code, Some(0), "{screen}");
    assert!(screen.contains("2 files kept as yours"), "{screen}");
    let spec = folder.read("linkspan.yml");
    assert!(spec.starts_with("# Ours.\n"), "{spec}");
    assert!(spec.ends_with("keep:\n  - .dockerignore\n  - Dockerfile\n"), "{spec}");
    for (path, mine) in [(".dockerignore", true), ("DEPLOY.md", false), ("Dockerfile", true)] {
        assert_eq!(folder.read(path) == "# mine\n", mine, "{path}");
        assert_eq!(!folder.read("linkspan.lock").contains(path), mine, "{path}");
    }
    let again = folder.run(&["generate", "--check"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    let shown = folder.run(&["generate", "--diff", "./Dockerfile"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(shown.out.contains("-# mine") && shown.out.contains("+FROM base"), "{shown:?}");
    let none = folder.run(&["generate", "--diff", "Dockerfiel"]);
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(none.err.contains("did you mean `Dockerfile`"), "{none:?}");
}

#[test]
fn an_end_of_input_among_the_questions_writes_nothing() {
    let folder = Folder::new();
    folder.write("linkspan.yml", SHOP);
    folder.write("Dockerfile", "FROM scratch\n");
    folder.write("DEPLOY.md", "mine\n");
    let Some((screen, code)) = on_terminal(&folder, "generate", "y\n\u{4}") else { return };
    assert_eq!(code, Some(2), "{screen}");
    assert_eq!(folder.all().len(), 3, "{screen}");
    assert_eq!(folder.read("DEPLOY.md"), "mine\n");
}

#[test]
fn init_offers_to_generate() {
    for (typed, expect) in [("y\n", true), ("\n", false)] {
        let folder = Folder::new();
        folder.write("Gemfile", "gem \"rails\", \"8.1.3\"\ngem \"pg\"\ngem \"puma\"\n");
        folder.write("config/database.yml", "production:\n  adapter: postgresql\n");
        folder.write("config/puma.rb", "threads 3, 3\n");
        let arguments =
            "init --app shop --image acme/shop --host a.example.com --set rails.ruby=3.4.4";
        let Some((screen, code)) = on_terminal(&folder, arguments, typed) else { return };
        assert_eq!(code, Some(0), "{screen}");
        assert!(screen.contains("linkspan generate"), "{screen}");
        assert_eq!(folder.path("config/kube").is_dir(), expect, "{screen}");
    }
}
