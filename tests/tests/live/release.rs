//! A release goes out as DEPLOY.md says.

use crate::checkout::Checkout;
use crate::controllers::Controllers;
use crate::server::{Server, documents};
use linkspan_tests::{apps, document, kube_folders};

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

#[test]
fn a_release_goes_out_as_deploy_md_says() {
    let Some(server) = Server::find() else { return };
    for (app, spec) in apps().unwrap() {
        let checkout = Checkout::of(&spec, &server);
        checkout.commit();
        for folder in kube_folders(&checkout.path("")).unwrap() {
            let name = folder.file_name().unwrap().to_str().unwrap();
            let environment = if name == "kube" { "" } else { name };
            one(&server, app.as_str(), &checkout, environment);
        }
    }
}

/// A release to an environment, where there are several, else to the only one.
fn one(server: &Server, app: &str, checkout: &Checkout, environment: &str) {
    let (guide, folder) = match environment {
        "" => ("DEPLOY.md".to_owned(), "config/kube".to_owned()),
        name => (format!("DEPLOY-{name}.md"), format!("config/kube/{name}")),
    };
    let document = checkout.read(&guide);
    let namespace = documents(&checkout.read(&format!("{folder}/namespace.yml")));
    let namespace = namespace[0]["metadata"]["name"].as_str().unwrap().to_owned();
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
        if ["sidekiq", "downtime", "pooled"].contains(&app) {
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
