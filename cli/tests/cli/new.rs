//! `linkspan new` without a terminal; its questions are tested beside their code.

use crate::folder::{Folder, SHOP};

#[test]
fn flags_become_a_spec() {
    let folder = Folder::new();
    let ran = folder.run(&[
        "new",
        "--app",
        "shop",
        "--image",
        "acme/shop",
        "--host",
        "a.example.com",
        "--host",
        "b.example.com",
        "--sidekiq",
        "--set",
        "web.replicas=3",
        "--set",
        "env.GREETING=hello",
        "--set",
        "secrets=STRIPE_API_KEY,SMTP_PASSWORD",
        "--set",
        "workers[1].name=mail",
        "--set",
        "workers[1].queues=mail:2",
    ]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(
        folder.read("linkspan.yml"),
        "\
app: shop
image: acme/shop
hosts: [a.example.com, b.example.com]
web:
  replicas: 3
env:
  GREETING: hello
secrets: [STRIPE_API_KEY, SMTP_PASSWORD]
workers:
  - name: sidekiq
    kind: sidekiq
  - name: mail
    queues: [mail:2]
"
    );
    assert_eq!(folder.run(&["check", "linkspan.yml"]).code, Some(0));
}

#[test]
fn every_preset_gives_a_spec_that_generates() {
    let kinds = ["sidekiq", "guide", "rails8", "api", "hobby", "smallest"];
    let places = ["digitalocean", "eks", "gke", "aks", "hetzner", "k3s", "minikube", "kind"];
    for preset in kinds.into_iter().chain(places) {
        let folder = Folder::new();
        assert_eq!(folder.run(&["new", "--preset", preset]).code, Some(0), "{preset}");
        assert_eq!(folder.run(&["generate"]).code, Some(0), "{preset}");
        let ran = folder.run(&["check", "."]);
        assert_eq!(ran.code, Some(0), "{preset}: {ran:?}");
    }
}

#[test]
fn a_spec_that_is_there_is_not_overwritten() {
    let folder = Folder::with_spec();
    let new = ["new", "--app", "other", "--image", "a/b"];
    let ran = folder.run(&new);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert_eq!(folder.read("linkspan.yml"), SHOP);
    assert_eq!(folder.run(&[&new[..], &["--force"]].concat()).code, Some(0));
    assert!(folder.read("linkspan.yml").contains("app: other"));
}

#[test]
fn wrong_values_are_told_and_nothing_is_written() {
    let folder = Folder::new();
    let good = ["new", "--app", "shop", "--image", "acme/shop"];
    for (more, expect) in [
        (&["--set", "web.replica=3"][..], "did you mean `web.replicas`?"),
        (&["--set", "web.replicas=many"], "is not a whole number"),
        (&["--set", "web.replicas"], "sets nothing"),
        (&["--set", "env=x"], "--set env.NAME=value"),
        (&["--host", "https://a.b"], "is not a host name"),
        (&["--preset", "django"], "use one of"),
    ] {
        let ran = folder.run(&[&good[..], more].concat());
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(ran.err.contains(expect), "{ran:?}");
    }
    let ran = folder.run(&[&good[..], &["--set", "secrets=KEY=hunter2"]].concat());
    assert_eq!(ran.code, Some(2));
    assert!(!ran.err.contains("hunter2"), "a value that could be a secret is not repeated");
    assert_eq!(folder.run(&["new"]).code, Some(2), "nobody to ask");
    assert_eq!(folder.all(), []);
}
