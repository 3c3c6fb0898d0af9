//! `linkspan init` and `linkspan check` in the folder of an app.

use crate::folder::Folder;

/// The files of a made-up app on SQLite, as Rails writes them.
fn app() -> Folder {
    let folder = Folder::new();
    for (path, text) in [
        (
            "Gemfile",
            "source \"https://rubygems.org\"\ngem \"rails\", \"8.1.3\"\ngem \"sqlite3\"\ngem \"puma\"\ngem \"solid_queue\"\ngem \"solid_cable\"\n",
        ),
        (".ruby-version", "3.4.4\n"),
        (
            "config/database.yml",
            "production:\n  primary:\n    adapter: sqlite3\n    database: storage/production.sqlite3\n  cable:\n    adapter: sqlite3\n    migrations_paths: db/cable_migrate\n",
        ),
        ("config/cable.yml", "production:\n  adapter: solid_cable\n"),
        ("config/storage.yml", "local:\n  service: Disk\n"),
        (
            "config/environments/production.rb",
            "Rails.application.configure do\n  config.active_storage.service = :local\n  config.active_job.queue_adapter = :solid_queue\nend\n",
        ),
        (
            "config/routes.rb",
            "Rails.application.routes.draw do\n  get \"up\" => \"rails/health#show\", as: :rails_health_check\nend\n",
        ),
        ("config/puma.rb", "plugin :solid_queue if ENV[\"SOLID_QUEUE_IN_PUMA\"]\n"),
        ("config/credentials.yml.enc", "made-up"),
        ("config/locales/en.yml", "en: {hello: world}\n"),
    ] {
        folder.write(path, text);
    }
    folder
}

fn init(folder: &Folder) {
    let ran =
        folder.run(&["init", "--image", "acme/shop", "--host", "a.example.com", "--app", "shop"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.err.contains("Next: read it through, then `linkspan generate`"), "{ran:?}");
}

#[test]
fn what_init_writes_passes_the_check() {
    let folder = app();
    init(&folder);
    assert_eq!(folder.run(&["init", "--check"]).code, Some(0));
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    let ran = folder.run(&["check", ".", "--deny", "hint"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let line = ran.out.lines().find(|line| line.starts_with("compared with ")).unwrap();
    assert!(
        line.contains(" .ruby-version, ") && line.contains(" Gemfile, config/cable.yml, "),
        "{line}"
    );
    assert!(
        !line.contains("en.yml") && !line.contains("credentials") && !line.contains("Dockerfile"),
        "{ran:?}"
    );
}

#[test]
fn what_a_file_says_otherwise_is_found_fixed_and_allowed() {
    let folder = app();
    init(&folder);
    let spec = folder.read("linkspan.yml");
    folder.write("linkspan.yml", spec.replace("3.4.4", "3.3.6"));
    let ran = folder.run(&["check", "linkspan.yml", ".", "--output", "json"]);
    let found = ran.json()["diagnostics"].as_array().unwrap().clone();
    let found = found.iter().find(|each| each["rule"] == "version-differs").unwrap();
    assert_eq!(found["related"]["file"], ".ruby-version");
    assert_eq!(found["related"]["line"], 1);
    assert_eq!(found["fix"]["edits"][0]["text"], "3.4.4");
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("version-differs") && ran.out.contains(".ruby-version:1"), "{ran:?}");
    assert!(ran.out.contains("the app says 3.4.4 here"), "{ran:?}");
    let ran = folder.run(&["check", ".", "--output", "sarif"]);
    assert!(ran.out.contains("relatedLocations"), "{ran:?}");

    let ran = folder.run(&["init", "--check"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let line = "rails.ruby: .ruby-version:1 says 3.4.4, and linkspan.yml 3.3.6\n";
    assert_eq!(ran.out, line);
    let ran = folder.run(&["init", "--check", "--output", "json"]);
    assert_eq!(ran.json()["moved"][0]["holds"], "3.3.6");

    assert_eq!(folder.run(&["check", "linkspan.yml", ".", "--fix"]).code, Some(0));
    assert_eq!(folder.read("linkspan.yml"), spec);

    folder.write(
        "linkspan.yml",
        spec.replace("\"3.4.4\"  #", "3.3.6  # linkspan: allow version-differs because of"),
    );
    let ran = folder.run(&["check", "."]);
    assert!(
        !ran.out.contains("[version-differs]") && ran.out.contains("1 more allowed by comments"),
        "{ran:?}"
    );
    // Whoever has no files of the app says nothing of the comment.
    assert!(!folder.run(&["generate"]).err.contains("to allow"));
}

#[test]
fn processes_that_came_since_are_told() {
    let folder = app();
    init(&folder);
    assert_eq!(folder.run(&["generate"]).code, Some(0));
    folder.write(".ruby-version", "3.4.5\n");
    let ran = folder.run(&["init", "--check"]);
    assert!(ran.out.contains("rails.ruby: .ruby-version:1 says 3.4.5"), "{ran:?}");
    folder.write("Procfile", "web: bin/rails server\nmail: bin/mailer\n");
    let ran = folder.run(&["check", "."]);
    assert!(ran.out.contains("missing-process") && ran.out.contains("`mail`"), "{ran:?}");
    folder.write("config/database.yml", "production:\n  adapter: mysql2\n");
    let ran = folder.run(&["init", "--check"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("database.adapter: config/database.yml:2 says mysql"), "{ran:?}");
}

/// What has no reader would hold up whoever opens it for ever.
#[cfg(target_os = "linux")]
#[test]
fn only_named_files_are_opened_of_very_many() {
    let folder = app();
    for at in 0..60_000 {
        folder.write(&format!("data-{at}.csv"), "");
    }
    std::fs::create_dir_all(folder.path("app/models")).unwrap();
    for pipe in ["README.md", "app/models/user.rb", ".env", "config/master.key", "Procfile"] {
        let path = folder.path(pipe);
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.is_ok_and(|status| status.success()), "{pipe}");
    }
    init(&folder);
    let spec = folder.read("linkspan.yml");
    assert!(spec.contains("bootsnap") && !spec.contains("credentials"), "{spec}");
    assert!(spec.contains("ruby: \"3.4.4\"  # .ruby-version:1"), "{spec}");
    let ran = folder.run(&["check", "linkspan.yml", "."]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
}
