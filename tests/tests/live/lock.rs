//! One deploy at a time, by a Lease that the API server keeps.

use crate::checkout::Checkout;
use crate::controllers::Controllers;
use crate::server::Server;
use std::process::{Child, Output};
use std::thread;
use std::time::{Duration, Instant};

pub const SPEC: &str =
    "app: lock\nimage: registry.example.com/acme/lock\ndatabase: {adapter: none}\n";
const NAMESPACE: &str = "--namespace=lock";
const LEASE: &[&str] = &["get", "lease", "lock-deploy", NAMESPACE, "--ignore-not-found", "-o"];

/// A namespace with the Secret that the app needs, and nothing else.
fn prepare(server: &Server) {
    server.empty("lock");
    server.good(&["create", "namespace", "lock"]);
    server.good(&[
        "create",
        "secret",
        "generic",
        "lock-secrets",
        NAMESPACE,
        "--from-literal=RAILS_MASTER_KEY=a",
    ]);
}

fn checkout(server: &Server) -> Checkout {
    let checkout = Checkout::of(SPEC, server);
    checkout.commit();
    checkout
}

fn start(checkout: &Checkout, server: &Server) -> Child {
    checkout.command(server, "./deploy.sh").spawn().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn holder(server: &Server) -> String {
    server.good(&[LEASE, &["jsonpath={.spec.holderIdentity}"]].concat())
}

fn wait_for(mut what: impl FnMut() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed().as_secs() < 100, "waited in vain");
        // Leaves the processor to what is tested.
        thread::park_timeout(Duration::from_millis(100));
    }
}

/// A lock that somebody held long ago, as far as clocks tell.
fn abandon(server: &Server) {
    let lease = r#"{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"lock-deploy"},"spec":{
        "holderIdentity":"ann@laptop-7","acquireTime":"2026-01-01T00:00:00.000000Z",
        "renewTime":"2026-01-01T00:00:00.000000Z","leaseDurationSeconds":60}}"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lease.json");
    std::fs::write(&file, lease).unwrap();
    server.good(&["create", NAMESPACE, "-f", file.to_str().unwrap()]);
}

/// Two that both build slowly: one ends at once, the other goes on when it may.
fn one_of_two_wins(server: &Server) {
    let both = [checkout(server), checkout(server)];
    both.iter().for_each(Checkout::build_slowly);
    let mut running = both.each_ref().map(|each| start(each, server));
    let mut ended = None;
    wait_for(|| {
        ended = running.iter_mut().position(|each| each.try_wait().unwrap().is_some());
        ended.is_some()
    });
    for each in &both {
        std::fs::write(each.path("go"), "").unwrap();
    }
    let outputs = running.map(|each| each.wait_with_output().unwrap());
    let (lost, won) = match ended {
        Some(0) => (&outputs[0], &outputs[1]),
        _ => (&outputs[1], &outputs[0]),
    };
    assert_eq!(lost.status.code(), Some(5), "{}", told(lost));
    assert!(told(lost).contains("another deploy holds the lock"), "{}", told(lost));
    assert!(won.status.success(), "{}", told(won));
    assert_eq!(holder(server), "");
}

#[test]
fn of_two_deploys_at_once_one_goes_on() {
    let Some(server) = Server::find() else { return };
    prepare(&server);
    Controllers::of(&server, "lock").beside(|| one_of_two_wins(&server));
    server.empty("lock");
}

#[test]
fn of_two_that_find_an_abandoned_lock_one_goes_on() {
    let Some(server) = Server::find() else { return };
    prepare(&server);
    abandon(&server);
    Controllers::of(&server, "lock").beside(|| one_of_two_wins(&server));
    server.empty("lock");
}

#[test]
fn a_lock_that_looks_old_but_is_renewed_is_respected() {
    let Some(server) = Server::find() else { return };
    prepare(&server);
    abandon(&server);
    let checkout = checkout(&server);
    let mut child = start(&checkout, &server);
    let mut second = 0;
    // Somebody whose clock is wrong.
    wait_for(|| {
        second += 1;
        let time = format!("2026-01-01T00:{:02}:{:02}.000000Z", second / 60 % 60, second % 60);
        let patch = format!(r#"{{"spec":{{"renewTime":"{time}"}}}}"#);
        server.good(&["patch", "lease", "lock-deploy", NAMESPACE, "--type=merge", "-p", &patch]);
        child.try_wait().unwrap().is_some()
    });
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(told(&output).contains("ann@laptop-7, since 2026-01-01"), "{}", told(&output));
    server.empty("lock");
}

#[test]
fn the_lock_of_a_killed_deploy_ends_by_itself() {
    let Some(server) = Server::find() else { return };
    prepare(&server);
    let checkout = checkout(&server);
    checkout.build_slowly();
    let mut killed = start(&checkout, &server);
    wait_for(|| checkout.path("building").exists());
    let holder_then = holder(&server);
    assert!(holder_then.contains(&format!("-{}-", killed.id())), "{holder_then}");
    killed.kill().unwrap();
    killed.wait().unwrap();
    std::fs::write(checkout.path("go"), "").unwrap();
    // Whatever its clock said.
    let odd = r#"{"spec":{"renewTime":"2999-01-01T00:00:00.000000Z"}}"#;
    server.good(&["patch", "lease", "lock-deploy", NAMESPACE, "--type=merge", "-p", odd]);
    Controllers::of(&server, "lock").beside(|| {
        let output = start(&checkout, &server).wait_with_output().unwrap();
        assert!(output.status.success(), "{}", told(&output));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&format!("The lock is held by {holder_then}: watching")), "{said}");
    });
    server.empty("lock");
}

#[test]
fn a_deploy_that_lost_its_lock_does_nothing_more() {
    let Some(server) = Server::find() else { return };
    prepare(&server);
    let checkout = checkout(&server);
    checkout.build_slowly();
    let child = start(&checkout, &server);
    wait_for(|| checkout.path("building").exists());
    let taken = r#"{"spec":{"holderIdentity":"bob@ci-1"}}"#;
    server.good(&["patch", "lease", "lock-deploy", NAMESPACE, "--type=merge", "-p", taken]);
    std::fs::write(checkout.path("go"), "").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", told(&output));
    assert!(told(&output).contains("bob@ci-1 has it"), "{}", told(&output));
    assert_eq!(server.good(&["get", "deployments,jobs,services", NAMESPACE, "-o", "name"]), "");
    assert_eq!(holder(&server), "bob@ci-1");
    server.empty("lock");
}
