//! One deploy at a time.

use crate::stage::{Stage, error};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Stays in `docker build` until the file `done` is there.
const SLOW_DOCKER: &str = "#!/bin/sh\nexec 9>&-\necho \"docker $*\" >>\"$CALLS\"\nuntil [ -e done ]; do /bin/sleep 0.05; done\n";

/// A deploy that builds. Its output ends when it and all that it started for itself have ended: they hold number 9.
fn building(stage: &Stage) -> Child {
    stage.checkout.program("docker", SLOW_DOCKER).unwrap();
    let child = stage
        .heeding(&["-c", "exec bash app/deploy.sh 9>&1 >/dev/null 2>&1"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(|| stage.read("calls").contains("docker build"));
    child
}

pub fn wait_for(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed().as_secs() < 60, "waited in vain");
        // Leaves the processor to what is tested.
        thread::park_timeout(Duration::from_millis(20));
    }
}

pub fn signal(child: &Child, name: &str) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[test]
fn each_signal_gives_the_lock_back_at_once() {
    for (name, code) in [("-HUP", 129), ("-INT", 130), ("-QUIT", 131), ("-TERM", 143)] {
        let stage = Stage::new();
        let mut child = building(&stage);
        assert!(stage.read("answers/lease").contains('@'));
        signal(&child, name);
        assert_eq!(child.wait().unwrap().code(), Some(code));
        assert_eq!(stage.read("answers/lease"), "");
        std::fs::write(stage.checkout.app().join("done"), "").unwrap();
    }
}

#[test]
fn the_lock_is_kept_while_the_script_lives_and_no_longer() {
    let stage = Stage::new();
    let mut child = building(&stage);
    let renewals = || stage.read("calls").matches("patch lease").count();
    wait_for(|| renewals() >= 2);
    signal(&child, "-KILL");
    // Not yet waited for, so it is a zombie, to which a signal can be sent.
    let mut output = child.stdout.take().unwrap();
    let ended = thread::spawn(move || output.read_to_end(&mut Vec::new()).unwrap());
    wait_for(|| ended.is_finished());
    let lease = stage.read("answers/lease");
    let (_, nonce) = lease.trim().split_once(&format!("-{}-", child.id())).expect(&lease);
    assert!(nonce.len() == 8 && nonce.bytes().all(|byte| byte.is_ascii_hexdigit()), "{lease}");
    child.wait().unwrap();
    std::fs::write(stage.checkout.app().join("done"), "").unwrap();
}

/// What a clock says of a lock: long ago, just now, in an hour.
const TIMES: [&str; 3] =
    ["2001-01-01T00:00:00.000000Z", "2026-11-30T00:00:00.000000Z", "2999-01-01T00:00:00.000000Z"];

#[test]
fn a_lock_that_is_renewed_is_respected_whatever_clocks_say() {
    for time in TIMES {
        let stage = Stage::new();
        stage.answer("lease", &format!("2025-12-31T23:00:00.000000Z|{time}|7|ann@laptop-7"));
        stage.answer("lease-next", &format!("2025-12-31T23:00:00.000000Z|{time}|8|ann@laptop-7"));
        let output = stage.deploy(&[]);
        assert_eq!(output.status.code(), Some(5));
        let told = error(&output);
        assert!(
            told.contains("another deploy holds the lock: ann@laptop-7, since 2025-12-31T23:00:00"),
            "{told}"
        );
        assert!(told.contains("get lease shop-deploy"), "{told}");
        stage.never("docker");
        assert!(stage.read("answers/lease").contains("ann@laptop-7"));
    }
}

#[test]
fn a_lock_that_stays_as_it_is_for_a_minute_is_taken_over_whatever_clocks_say() {
    for time in TIMES {
        let stage = Stage::new();
        stage.checkout.program("sleep", "#!/bin/sh\necho \"sleep $1\" >>\"$CALLS\"\n").unwrap();
        stage.answer("lease", &format!("{time}|{time}|7|ann@laptop-7"));
        let output = stage.deploy(&[]);
        assert!(output.status.success(), "{time}: {}", error(&output));
        let calls = stage.read("calls");
        let (before, _) = calls.split_once("replace -f").unwrap();
        let seconds: u32 = before
            .lines()
            .filter_map(|line| line.strip_prefix("sleep ")?.parse::<u32>().ok())
            .filter(|seconds| *seconds != 3)
            .sum();
        assert!((60..90).contains(&seconds), "{seconds} {calls}");
    }
}

#[test]
fn a_lost_lock_ends_it_before_the_next_step() {
    let stage = Stage::new();
    let docker = "#!/bin/sh\necho 'a|b|9|bob@ci-1' >\"$ANSWERS/lease\"\n";
    stage.checkout.program("docker", docker).unwrap();
    let output = stage.deploy(&[]);
    assert_eq!(output.status.code(), Some(5));
    assert!(error(&output).contains("bob@ci-1 has it"), "{}", error(&output));
    stage.never("config/kube/env.yml");
    stage.never("delete --raw");
}
