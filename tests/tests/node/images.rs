//! Images that Linkspan has no Dockerfile for: one that a Dockerfile of the user's builds, with a user and a folder of its own and
//! without our entrypoint, and one that is published already.

use crate::app::App;
use crate::cluster::Cluster;
use crate::releases::{login, secrets};
use crate::shop::Shop;
use crate::story::Story;
use linkspan_core::generate;
use std::fs;
use std::process::Command;

const SPACE: &str = "--namespace=wharf";
const OWN: &str = "build: {from: dockerfile, dockerfile: docker/Dockerfile}\n";

/// A Dockerfile as people have them: its user is 1001, its folder /app, and it has no entrypoint.
pub(crate) fn dockerfile(spec: &str) -> String {
    let text = generate(spec).bundle.files["Dockerfile"].text();
    let entrypoint = " && \\\n    chmod 0755 bin/docker-entrypoint";
    assert!(text.contains(entrypoint) && text.contains("USER 1001:1001\n"), "{text}");
    let text = text.replace(entrypoint, "");
    let kept = text.lines().filter(|line| !line.starts_with("ENTRYPOINT"));
    kept.map(|line| format!("{line}\n")).collect()
}

/// Web, worker, volume, console and task of the user's own image; then that image by its tag, another tag of it, and back.
pub(crate) fn own_and_published(story: &mut Story) {
    let cluster = &story.cluster;
    let mut own = String::new();
    let mut shop = Shop::new(|spec| {
        let spec = spec.replace("app: shop", "app: wharf").replace("replicas: 2", "replicas: 1")
            + "container: {user: 1001, workdir: /app}\nregistry: {private: true}\nredis: {kind: cluster, storage: 1Gi, image: docker.io/valkey/valkey:8.1}\nactive_storage: {service: local, storage: 1Gi}\n";
        own = dockerfile(&spec);
        spec + OWN
    });
    assert!(!shop.path().join("Dockerfile").exists());
    put_dockerfile(&shop, &own);
    let first = shop.commit("own");
    let mut secrets = secrets();
    secrets.retain(|(name, _)| *name != "REDIS_URL");
    secrets.push(("REDIS_PASSWORD", ""));
    for (name, value) in &mut secrets {
        if *name == "DATABASE_URL" {
            *value = "postgresql://postgres:only-for-tests@postgres.data:5432/wharf";
        }
    }
    login(cluster, &shop);
    shop.prepare(cluster, &secrets);
    shop.deploy(&[]).expect(0, &["migration is complete"]);
    let app = App::of(cluster, "wharf");
    let photo = vec![7; 100_000];
    let path = app.send_photo(&photo)["photo"].as_str().unwrap().to_owned();
    let packing = app.pack(1);
    app.packed(cluster, packing);
    let closed = "stat -c %a \"$TMPDIR\" | grep -q '700$' && echo closed";
    let said = inside(cluster, &format!("id -u; id -g; pwd; {closed}"));
    assert_eq!(said, "1001\n1001\n/app\nclosed\n");
    assert!(inside(cluster, "touch x 2>&1 || true").contains("Read-only file system"));
    shop.deploy(&["--task", "bin/rails", "runner", "puts Dir.tmpdir"]).expect(0, &["/tmp/rails"]);

    // The same image, as if somebody else had published it, with a tag that is no name in Kubernetes.
    let to = publish(cluster, &shop, &first, "V2.0_rc");
    shop.respec(|spec| spec.replace(OWN, "build: {from: published, version: V2.0_rc}\n"));
    let run = shop.deploy(&[]).expect(0, &["wharf runs revision v2-0-rc"]);
    assert!(!run.said.contains("Building") && !run.said.contains("Pushing"), "{}", run.said);
    assert_eq!(running(cluster, "wharf"), to);
    assert_eq!(app.bytes(&path), photo);
    shop.deploy(&["--config"]).expect(0, &["wharf runs revision v2-0-rc"]);
    shop.deploy(&["--rollback"]).expect(0, &[&first]);
    assert!(running(cluster, "wharf").ends_with(&format!(":{first}")));
    assert_eq!(app.bytes(&path), photo);
    cluster.ask("delete namespace wharf --wait=false");
}

/// What a script says in the web pod.
fn inside(cluster: &Cluster, script: &str) -> String {
    let words = format!("exec deployment/wharf-web {SPACE} -- sh -c");
    let output = cluster.kubectl(&words).arg(script).output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Puts it where the spec says.
pub(crate) fn put_dockerfile(shop: &Shop, text: &str) {
    fs::create_dir_all(shop.path().join("docker")).unwrap();
    fs::write(shop.path().join("docker/Dockerfile"), text).unwrap();
    fs::write(shop.path().join(".dockerignore"), "/.git/\n/config/master.key\n").unwrap();
}

/// Gives the image of a revision another tag in the registry; returns its name.
pub(crate) fn publish(cluster: &Cluster, shop: &Shop, revision: &str, tag: &str) -> String {
    let image = format!("{}/acme/shop", cluster.registry);
    let (from, to) = (format!("{image}:{revision}"), format!("{image}:{tag}"));
    for words in [["tag", &from, &to].as_slice(), &["push", &to]] {
        shop.run(Command::new("docker").args(words), "").expect(0, &[]);
    }
    to
}

/// The image of an app's web pods.
pub(crate) fn running(cluster: &Cluster, app: &str) -> String {
    let web = cluster.get(&format!("deployment {app}-web --namespace={app}"));
    web["spec"]["template"]["spec"]["containers"][0]["image"].as_str().unwrap().to_owned()
}
