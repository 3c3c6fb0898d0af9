//! A release goes out as DEPLOY.md says.

use crate::bundles::namespace_of;
use crate::checkout::Checkout;
use crate::controllers::Controllers;
use crate::server::{Server, for_each_namespace};
use linkspan_tests::judge::{holding_all, shape};
use linkspan_tests::{apps, document, files_below, here, kube_folders, texts_below};
use std::collections::BTreeSet;

/// A hundred seconds are far more than it needs.
pub(crate) const DEPLOY: &str = "timeout 100 ./deploy.sh";

/// The commands of a section of DEPLOY.md.
fn commands(document: &str, section: &str) -> Vec<String> {
    document::commands(document, section).into_iter().map(|(_, block)| block).collect()
}

/// What is done once before a release.
pub(crate) fn first_commands(document: &str) -> Vec<String> {
    let mut blocks = commands(document, "Once");
    blocks.extend(commands(document, "Secrets"));
    // What comes from elsewhere is there already: its definitions are installed, and the controllers of the tests do its work.
    blocks.retain(|block| !block.contains("rollout restart") && !block.contains(" -f https://"));
    blocks
}

/// Apps whose second release, settings and later commands are tried too.
const FOLLOWED: [&str; 3] = ["sidekiq", "downtime", "pooled"];

/// What a golden app's release goes through: each line of deploy.sh with the one after it, each block of commands before
/// it, and each file that it applies, whatever the app is called. Its objects are posted elsewhere.
fn release_of(app: &str) -> BTreeSet<String> {
    let bundle = here().join("golden").join(app).join("bundle");
    let script = std::fs::read_to_string(bundle.join("deploy.sh")).unwrap();
    let value = |name: &str| {
        let start = format!("{name}='");
        let line = script.lines().find(|line| line.starts_with(&start));
        line.unwrap()[start.len()..].trim_end_matches('\'').to_owned()
    };
    let (image, name) = (value("image"), value("app"));
    let anyones = |text: &str| text.replace(&image, "IMAGE").replace(&name, "APP");
    let lines: Vec<&str> = script.lines().map(shape).collect();
    let mut all: BTreeSet<String> = lines.windows(2).map(|two| two.join("\n")).collect();
    for (path, document) in texts_below(&bundle, ".md").unwrap() {
        // That of several environments leads to theirs.
        if !path.contains('/') && document.contains("\n## Once\n") {
            all.extend(first_commands(&document).iter().map(|block| anyones(block)));
        }
    }
    for folder in kube_folders(&bundle).unwrap() {
        all.extend(files_below(&folder).unwrap().iter().map(|path| anyones(path)));
    }
    all
}

#[test]
fn a_release_goes_out_as_deploy_md_says() {
    let Some(server) = Server::find() else { return };
    let mut all = apps().unwrap();
    let releases = all.iter().map(|(app, _)| (app.clone(), release_of(app)));
    let picked = holding_all(releases.collect(), &FOLLOWED.map(str::to_owned));
    println!("released: {} of {} apps: {picked:?}", picked.len(), all.len());
    all.retain(|(app, _)| picked.contains(app));
    let all = all.into_iter().map(|(app, spec)| {
        let checkout = Checkout::of(&spec, &server);
        checkout.commit();
        let folders = kube_folders(&checkout.path("")).unwrap();
        let names = folders.iter().map(|folder| namespace_of(folder));
        // Environments of one app share what belongs to the checkout.
        (names.collect::<Vec<_>>().join(" "), (app, checkout, folders))
    });
    for_each_namespace(all, |_, (app, checkout, folders)| {
        for folder in folders {
            let name = folder.file_name().unwrap().to_str().unwrap();
            let environment = if name == "kube" { "" } else { name };
            one(&server, app.as_str(), &checkout, environment);
        }
    });
}

/// A release to an environment, where there are several, else to the only one.
fn one(server: &Server, app: &str, checkout: &Checkout, environment: &str) {
    let (guide, folder) = match environment {
        "" => ("DEPLOY.md".to_owned(), "config/kube".to_owned()),
        name => (format!("DEPLOY-{name}.md"), format!("config/kube/{name}")),
    };
    let document = checkout.read(&guide);
    let namespace = namespace_of(&checkout.path(&folder));
    server.empty(&namespace);

    let deploy = format!("{DEPLOY} {environment}");
    let blocks = first_commands(&document);
    // For a value that changes in its store.
    let (later, blocks): (Vec<_>, Vec<_>) =
        blocks.into_iter().partition(|block| block.contains("force-sync"));
    Controllers::of(server, &namespace).beside(|| {
        for block in &blocks {
            if let Some((_, rest)) = block.split_once("get secretstore ") {
                let store = rest.split_whitespace().next().unwrap();
                server.good(&[
                    "apply",
                    "-f",
                    store_of(checkout, &namespace, store).to_str().unwrap(),
                ]);
            }
            checkout.works(server, block, "a value with 'quotes' and $dollars\n");
        }
        // A file with encrypted values is committed, as the document asks.
        checkout.commit();
        checkout.works(server, &deploy, "");
        for block in &later {
            checkout.works(server, block, "");
        }
        // What comes after a first release is much the same for all.
        if FOLLOWED.contains(&app) {
            checkout.commit();
            checkout.works(server, &deploy, "");
            comes_back(server, &namespace);
            checkout.works(server, &format!("{deploy} --config"), "");
            checkout.works(server, &commands(&document, "Secrets").pop().unwrap(), "");
        }
        if document.contains("\n## Scheduled jobs\n") {
            for block in commands(&document, "Scheduled jobs") {
                // A Job that is made by hand is not waited for: nobody here writes its log.
                checkout.works(server, block.split("until ").next().unwrap(), "");
            }
            let within = format!("--namespace={namespace}");
            let runs = server.good(&["get", "jobs", &within, "-o", "name"]);
            assert!(runs.lines().any(|job| !job.contains("-migrate-")), "{app}: {runs}");
        }
    });
    let leases = server.good(&["get", "leases", &format!("--namespace={namespace}")]);
    assert_eq!(leases, "", "{app}: the lock stays");
    if blocks.iter().any(|block| block.contains("$(cat)")) {
        let within = format!("--namespace={namespace}");
        // Our kubeseal leaves in its file what it was given.
        let sealed = checkout.path(&format!("{folder}/sealed-secrets.yml"));
        let values = match std::fs::read_to_string(sealed) {
            Ok(sealed) => sealed,
            Err(_) => server.good(&["get", "secrets", &within, "-o", "yaml"]),
        };
        // What was typed, without the end of its line.
        let typed = ": YSB2YWx1ZSB3aXRoICdxdW90ZXMnIGFuZCAkZG9sbGFycw==\n";
        assert!(values.contains(typed), "{app}: {values}");
    }
    server.empty(&namespace);
}

/// What those who run the cluster made for External Secrets.
fn store_of(checkout: &Checkout, namespace: &str, store: &str) -> std::path::PathBuf {
    let path = checkout.path("../store.yml");
    let text = format!(
        "apiVersion: external-secrets.io/v1\nkind: SecretStore\nmetadata: {{name: {store}, namespace: {namespace}}}\n\
         spec: {{provider: {{fake: {{data: []}}}}}}\n"
    );
    std::fs::write(&path, text).unwrap();
    path
}

/// Whatever was stopped for the migration runs as the release says.
fn comes_back(server: &Server, namespace: &str) {
    let within = format!("--namespace={namespace}");
    let path = "jsonpath={range .items[*]}{.spec.replicas}{.spec.suspend} {end}";
    let found = server.good(&["get", "deployments,cronjobs", &within, "--output", path]);
    for each in found.split_whitespace() {
        assert!(!["0", "true"].contains(&each), "{namespace}: {found}");
    }
}
