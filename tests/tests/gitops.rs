//! What Argo CD and Flux are given: built by kustomize as they build it, with the revision of a release.

use linkspan_core::generate;
use linkspan_tests::apps;
use linkspan_tests::checkout::{Checkout, put};
use linkspan_tests::judge::{find, said};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// A revision that YAML would take for a number.
const REVISION: &str = "1234567890e2";

fn spec(more: &str) -> String {
    format!(
        "app: web-shop\nimage: registry.example.com:5000/acme/shop\nhosts: [shop.example.com]\nworkers: [{{name: sidekiq}}]\ncron: [{{name: digest, schedule: '@daily', command: bin/rails a}}]\n{more}\n"
    )
}

fn delivery(gitops: &str) -> String {
    format!("delivery: {{gitops: {gitops}, repository: 'https://git.example.com/acme/shop.git'}}")
}

/// A file of encrypted values.
const ENCRYPTED: &str =
    "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: a}\n";

/// The objects that `kubectl kustomize` makes of a folder whose kustomization names a revision.
fn built(spec: &str, folder: &str) -> Option<Vec<Value>> {
    let kubectl = find("kubectl")?;
    let place = tempfile::tempdir().unwrap();
    let checkout = Checkout::of(spec, place.path()).unwrap();
    let file = checkout.app().join(folder).join("Kustomization");
    let text = std::fs::read_to_string(&file).unwrap();
    let released = text.replace("newTag: unreleased", &format!("newTag: \"{REVISION}\""));
    assert_ne!(text, released);
    std::fs::write(&file, released).unwrap();
    let folder = checkout.app().join(folder);
    // What the app's own commands make, as DEPLOY.md says.
    for line in text.lines() {
        let name = line.trim_start().trim_start_matches("- ");
        if ["sealed-secrets.yml", "values.sops.yml"].iter().any(|file| name.ends_with(file)) {
            put(&folder.join(name), ENCRYPTED, 0o644).unwrap();
        }
    }
    let output = Command::new(kubectl).arg("kustomize").arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    let documents = serde_yaml::Deserializer::from_str(&text);
    let read = |document| serde_yaml::Value::deserialize(document).unwrap();
    Some(documents.map(|document| serde_json::to_value(read(document)).unwrap()).collect())
}

fn of_kind<'a>(objects: &'a [Value], kind: &str) -> Vec<&'a Value> {
    objects.iter().filter(|object| object["kind"] == kind).collect()
}

/// Nothing waits for a revision any more, and each place that had waited has it, as a text.
fn is_released(objects: &[Value], places: usize) {
    let all = serde_json::to_string(objects).unwrap();
    assert!(!all.contains("unreleased"), "{all}");
    assert_eq!(all.matches(REVISION).count(), places, "{all}");
}

#[test]
fn argo_cd_gets_settings_then_migration_then_release() {
    for gitops in ["argocd", "argocd_fleet"] {
        let Some(objects) = built(&spec(&delivery(gitops)), "config/kube") else { return };
        // Image and version label of web, worker, cron and migration, the Job's own label and its name.
        is_released(&objects, 10);
        let wave = |object: &Value| {
            let at = "/metadata/annotations/argocd.argoproj.io~1sync-wave";
            object.pointer(at).and_then(Value::as_str).map(str::to_owned)
        };
        let jobs = of_kind(&objects, "Job");
        assert_eq!(jobs.len(), 1);
        assert_eq!(jobs[0]["metadata"]["name"], format!("web-shop-migrate-{REVISION}"));
        assert_eq!(jobs[0]["metadata"]["annotations"]["argocd.argoproj.io/hook"], "Sync");
        for object in &objects {
            let wanted = match object["kind"].as_str().unwrap() {
                "Job" => Some("1"),
                "Deployment" | "CronJob" => Some("2"),
                _ => None,
            };
            assert_eq!(wave(object).as_deref(), wanted, "{}", object["kind"]);
        }
    }
}

#[test]
fn flux_gets_two_stages() {
    let spec = spec(&delivery("flux"));
    let Some(settings) = built(&spec, "config/kube") else { return };
    is_released(&settings, 4);
    let jobs = of_kind(&settings, "Job");
    assert!(jobs[0].pointer("/spec/ttlSecondsAfterFinished").is_none(), "it would be made again");
    assert!(of_kind(&settings, "Deployment").is_empty());
    let release = built(&spec, "config/kube/release").unwrap();
    is_released(&release, 6);
    assert_eq!((of_kind(&release, "Deployment").len(), of_kind(&release, "CronJob").len()), (2, 1));
    assert_eq!(release.len(), 3);
}

#[test]
fn an_app_without_a_database_has_no_migration_to_wait_for() {
    for gitops in ["argocd", "flux"] {
        let spec = spec(&format!("{}\ndatabase: {{adapter: none}}", delivery(gitops)));
        let Some(objects) = built(&spec, "config/kube") else { return };
        assert!(of_kind(&objects, "Job").is_empty());
    }
}

/// Every manifest that deploy.sh would apply is there, whatever the app has.
#[test]
fn nothing_is_left_out() {
    for (name, text) in apps().unwrap() {
        if ["delivery:", "environments:", "strategy:", "sops"]
            .iter()
            .any(|word| text.contains(word))
        {
            continue;
        }
        let spec = format!("{}\n{}\n", text.trim_end(), delivery("argocd"));
        let bundle = generate(&spec).bundle;
        let whole = bundle.files["config/kube/Kustomization"].text();
        for path in bundle.files.keys().filter(|path| path.ends_with(".yml")) {
            let Some(inside) = path.strip_prefix("config/kube/") else { continue };
            // What is set up once a cluster is not the app's.
            let on_demand = inside.starts_with("jobs/") && inside != "jobs/migrate.yml"
                || inside.starts_with("logging/");
            assert_eq!(whole.contains(&format!("- {inside}\n")), !on_demand, "{name}: {path}");
        }
        if let Some(objects) = built(&spec, "config/kube") {
            assert!(!serde_json::to_string(&objects).unwrap().contains(":unreleased\""), "{name}");
        }
    }
}

const ENVIRONMENTS: &str =
    "\nenvironments: {staging: {hosts: [staging.example.com]}, production: {}}";

/// Each environment is built by itself, with the revision that its own file names.
#[test]
fn environments_are_built_one_by_one() {
    for gitops in ["argocd", "argocd_fleet", "flux"] {
        let spec = spec(&format!("{}{ENVIRONMENTS}", delivery(gitops)));
        assert_eq!(generate(&spec).report.diagnostics, [], "{gitops}");
        for environment in ["staging", "production"] {
            let folder = format!("config/kube/{environment}");
            let Some(objects) = built(&spec, &folder) else { return };
            assert!(!serde_json::to_string(&objects).unwrap().contains("unreleased"));
            for object in &objects {
                let metadata = &object["metadata"];
                let room = metadata.get("namespace").unwrap_or(&metadata["name"]);
                assert_eq!(room, &format!("web-shop-{environment}"), "{metadata}");
            }
        }
    }
}

/// Encrypted values come with the settings, and Flux knows how to open them.
#[test]
fn encrypted_secrets_are_followed_too() {
    for (gitops, store) in [
        ("argocd", "kind: sealed_secrets"),
        ("flux", "kind: sealed_secrets"),
        ("flux", "kind: sops"),
        (
            "flux",
            "kind: sops, age: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]",
        ),
    ] {
        let spec = spec(&format!("{}\nsecret_store: {{{store}}}", delivery(gitops)));
        let Some(objects) = built(&spec, "config/kube") else { return };
        assert_eq!(of_kind(&objects, "SealedSecret").len(), 1, "{gitops} {store}");
        if gitops == "argocd" {
            continue;
        }
        let bundle = generate(&spec).bundle;
        let read = |stage: &str| -> Value {
            let text = bundle.files[&format!("config/gitops/{stage}.yml")].text();
            serde_yaml::from_str(&text).unwrap()
        };
        let decryption = &read("settings")["spec"]["decryption"];
        let (sops, age) = (store.contains("sops"), store.contains("age"));
        assert_eq!(decryption["provider"] == "sops", sops, "{decryption}");
        assert_eq!(decryption["secretRef"]["name"] == "web-shop-sops", age, "{decryption}");
        assert!(read("release")["spec"]["decryption"].is_null());
        let rules = bundle.files.get(".sops.yaml").map(|file| file.text());
        assert_eq!(rules.is_some_and(|text| text.contains("encrypted_regex")), age);
        // What Flux makes, deploy.sh does not.
        assert!(!bundle.files["deploy.sh"].text().contains("sops"), "{store}");
    }
    let refused = spec(&format!("{}\nsecret_store: {{kind: sops}}", delivery("argocd")));
    let report = generate(&refused).report;
    assert_eq!(report.diagnostics[0].rule, "sops-argocd", "{report:?}");
}

#[test]
fn argo_cd_makes_an_application_of_each_environment() {
    for (gitops, labels) in [("argocd", 0), ("argocd_fleet", 1)] {
        let spec = spec(&format!("{}{ENVIRONMENTS}", delivery(gitops)));
        let text = generate(&spec).bundle.files["config/gitops/argocd.yml"].text();
        let set: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(set["kind"], "ApplicationSet");
        let generator = &set["spec"]["generators"][0];
        let list = generator.pointer("/matrix/generators/0").unwrap_or(generator);
        assert_eq!(
            list["list"]["elements"],
            serde_json::json!([
                {"environment": "staging", "namespace": "web-shop-staging"},
                {"environment": "production", "namespace": "web-shop-production"},
            ])
        );
        assert_eq!(text.matches("web-shop: \"{{.environment}}\"").count(), labels, "{text}");
        let source = &set["spec"]["template"]["spec"];
        assert_eq!(source["source"]["path"], "config/kube/{{.environment}}");
        assert_eq!(source["destination"]["namespace"], "{{.namespace}}");
    }
}

#[test]
fn flux_has_a_folder_for_each_environment() {
    let spec = spec(&format!("{}{ENVIRONMENTS}", delivery("flux")));
    let bundle = generate(&spec).bundle;
    let read = |path: &str| -> Value { serde_yaml::from_str(&bundle.files[path].text()).unwrap() };
    for environment in ["staging", "production"] {
        let folder = format!("config/gitops/{environment}");
        let repository = read(&format!("{folder}/repository.yml"));
        let settings = read(&format!("{folder}/settings.yml"));
        let release = read(&format!("{folder}/release.yml"));
        assert_eq!(settings["spec"]["path"], format!("./config/kube/{environment}"));
        assert_eq!(release["spec"]["path"], format!("./config/kube/{environment}/release"));
        for stage in [&settings, &release] {
            assert_eq!(stage["spec"]["sourceRef"]["name"], repository["metadata"]["name"]);
        }
        assert_eq!(release["spec"]["dependsOn"][0]["name"], settings["metadata"]["name"]);
    }
}

/// A folder with a bare repository beside it, which a docker that writes down its calls is given to.
fn repository(gitops: &str, place: &Path) -> (Checkout, String) {
    let checkout =
        Checkout::of(&spec(&format!("{}{ENVIRONMENTS}", delivery(gitops))), place).unwrap();
    checkout.program("docker", "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\n").unwrap();
    let revision = checkout.commit().unwrap();
    git(
        &checkout.app(),
        "git branch -M main && git init -q --bare -b main ../origin && git remote add origin ../origin && git config user.name a && git config user.email a@example.com && git push -q origin main",
    );
    (checkout, revision)
}

/// What staging runs comes to production, without a build, whoever was faster meanwhile.
#[test]
fn a_release_goes_from_one_environment_to_the_next() {
    for (gitops, files) in [("argocd", 1), ("flux", 2)] {
        let place = tempfile::tempdir().unwrap();
        let (checkout, revision) = repository(gitops, place.path());
        let app = checkout.app();
        let calls = place.path().join("calls");
        let release = |args: &[&str]| {
            checkout.command("./release.sh").args(args).env("CALLS", &calls).output().unwrap()
        };
        for args in [&[][..], &["live"], &["staging", "production"]] {
            let output = release(args);
            assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        }
        let output = release(&["production"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("nothing is released to staging yet"), "{}", said(&output));
        let output = release(&["staging"]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(std::fs::read_to_string(&calls).unwrap().lines().count(), 1);
        let output = release(&["production"]);
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(std::fs::read_to_string(&calls).unwrap().lines().count(), 1, "built again");
        let title = git(&app, "git -C ../origin log -1 --format=%s main");
        assert_eq!(title, format!("Release {revision} to production"));
        let named = git(&app, "git diff --name-only HEAD~1");
        assert_eq!(named.lines().count(), files, "{named}");
        assert!(named.lines().all(|path| path.starts_with("config/kube/production/")), "{named}");
        let text = git(&app, "cat config/kube/production/Kustomization");
        assert!(text.contains(&format!("newTag: \"{revision}\"\n")), "{text}");
        let output = release(&["production"]);
        assert!(output.status.success() && said(&output).contains("released already"));
    }
}

/// A revision that somebody wrote is no script of sed.
#[test]
fn what_the_first_environment_runs_is_never_code() {
    let place = tempfile::tempdir().unwrap();
    let (checkout, _) = repository("argocd", place.path());
    let file = checkout.app().join("config/kube/staging/Kustomization");
    let text = std::fs::read_to_string(&file).unwrap();
    let tag = "newTag: \"x|;1e touch canary #\"";
    std::fs::write(&file, text.replace("newTag: unreleased", tag)).unwrap();
    checkout.commit().unwrap();
    let output = checkout.command("./release.sh").arg("production").output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("names no revision"), "{}", said(&output));
    for folder in ["", "config/kube/production"] {
        assert!(!checkout.app().join(folder).join("canary").exists(), "it was run");
    }
}

/// Two releases at once go one after the other where they change other files, and nothing is lost else.
#[test]
fn a_release_that_was_slower_is_put_on_top_or_refused() {
    let place = tempfile::tempdir().unwrap();
    let (checkout, _) = repository("argocd", place.path());
    let app = checkout.app();
    let calls = place.path().join("calls");
    let release =
        |args: &str| checkout.command("./release.sh").arg(args).env("CALLS", &calls).output();
    assert!(release("staging").unwrap().status.success());
    let other = "git clone -q ../origin ../other && cd ../other && git config user.name b && git config user.email b@example.com";
    git(&app, other);
    git(
        &app,
        "cd ../other && sed -i 's/newTag: .*/newTag: \"0123456789ab\"/' config/kube/production/Kustomization && git commit -qam 'Release 0123456789ab to production' && git push -q",
    );
    std::fs::write(app.join("new"), "").unwrap();
    checkout.commit().unwrap();
    let output = release("staging").unwrap();
    assert!(output.status.success(), "{}", said(&output));
    git(&app, "git fetch -q && git diff --quiet HEAD FETCH_HEAD && test -e new");
    assert!(git(&app, "cat config/kube/production/Kustomization").contains("0123456789ab"));

    git(
        &app,
        "cd ../other && git pull -q && echo a >code && git add code && git commit -qm Code && git push -q",
    );
    std::fs::write(app.join("newer"), "").unwrap();
    checkout.commit().unwrap();
    let output = release("staging").unwrap();
    assert!(!output.status.success() && said(&output).contains("faster"), "{}", said(&output));
    assert_eq!(git(&app, "git -C ../origin log -1 --format=%s main"), "Code");
}

fn git(folder: &Path, line: &str) -> String {
    let output = Command::new("bash").args(["-c", line]).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{line}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A release by release.sh, with a docker that writes down how it was called.
#[test]
fn a_release_is_a_commit_that_names_its_revision() {
    for (gitops, files) in [("argocd", 1), ("flux", 2)] {
        let place = tempfile::tempdir().unwrap();
        let checkout = Checkout::of(&spec(&delivery(gitops)), place.path()).unwrap();
        checkout.program("docker", "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\n").unwrap();
        let revision = checkout.commit().unwrap();
        let app = checkout.app();
        git(
            &app,
            "git init -q --bare ../origin && git remote add origin ../origin && git config user.name a && git config user.email a@example.com",
        );
        let release = |set: &[(&str, &str)]| {
            let calls = place.path().join("calls");
            let set = set.iter().copied();
            checkout.command("./release.sh").envs(set).env("CALLS", calls).output().unwrap()
        };
        let output = release(&[("CACHE", "a:cache")]);
        assert!(output.status.success(), "{}", said(&output));
        let calls = std::fs::read_to_string(place.path().join("calls")).unwrap();
        let image = format!("registry.example.com:5000/acme/shop:{revision}");
        assert!(calls.contains(&format!("--cache-from type=registry,ref=a:cache --cache-to type=registry,ref=a:cache,mode=max --tag {image} --push .")), "{calls}");
        assert_eq!(
            git(&app, "git -C ../origin log -1 --format=%s main"),
            format!("Release {revision}")
        );
        assert_eq!(git(&app, "git diff --name-only HEAD~1").lines().count(), files);
        let text = git(&app, "cat config/kube/Kustomization");
        assert!(text.contains(&format!("newTag: \"{revision}\"\n")), "{text}");

        // The same code again, on a base image of today.
        let head = git(&app, "git rev-parse --short=7 HEAD");
        let output = release(&[("REBUILD", "2648")]);
        assert!(output.status.success(), "{}", said(&output));
        let text = git(&app, "cat config/kube/Kustomization");
        assert!(text.contains(&format!("newTag: \"{head}-2648\"\n")), "{text}");
        assert!(!release(&[("REBUILD", "a b")]).status.success());
        std::fs::write(app.join("new"), "").unwrap();
        let output = release(&[]);
        assert!(!output.status.success() && said(&output).contains("not committed"));
    }
}
