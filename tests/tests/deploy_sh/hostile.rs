//! What the cluster answers is never code: a made-up kubectl gives hostile answers wherever deploy.sh reads.

use crate::stage::{SPEC, Stage, deployment, error, pod, rolled_out, said};
use std::process::Output;

/// What it would make, were it run.
const CANARY: &str = "canary";

const PAYLOADS: &[&str] = &[
    "a[$(touch CANARY)]",
    "a[$(touch CANARY)0]+1",
    "$(touch CANARY)",
    "`touch CANARY`",
    "x;touch CANARY;",
    "registry.example.com/acme/shop:abc|;1e touch CANARY #",
    "registry.example.com/acme/shop:a|w CANARY",
    "registry.example.com/acme/shop:a\n1e touch CANARY",
    "registry.example.com/acme/shop:a\\n1e touch CANARY\\n",
    "registry.example.com/acme/shop:a&b",
    "\u{1b}]0;title\u{7}\u{1b}[2J",
    "\u{9b}2J\u{90}x\u{9c}",
    "%1B%5D0%3Btitle%07",
    "\\e[2J\\c\\x1b",
    "../../../CANARY",
    "-o=jsonpath",
    "--kubeconfig=CANARY",
    "*",
    "|",
    "a|b|c|d",
    "7|7|7|7|7|7|True|a[$(touch CANARY)]|9",
    "\n",
    "Pod|x|hash1|a[$(touch CANARY)]|a[$(touch CANARY)]",
    "08",
    "99999999999999999999",
    "-1",
    "0x10",
    "SECONDS",
    "work[$(touch CANARY)]",
    "%s%n%d",
    "\" \\\" ' } , {",
    "\",\"replicas\":a[$(touch CANARY)],\"revisionHistoryLimit\":3",
    " Complete ",
    "<no value>",
    "",
];

/// What deploy.sh reads, as it is when all goes well.
fn answers() -> Vec<(&'static str, String)> {
    let image = "registry.example.com/acme/shop:0123456789ab";
    let past = format!(
        "shop-web|3|{image}|2026-01-03T00:00:00Z|shop-web-3|2|2\nshop-web|2|{image}c|2026-01-02T00:00:00Z|shop-web-2|0|\nshop-sidekiq|2|{image}c|2026-01-02T00:00:00Z|shop-sidekiq-2|0|\n"
    );
    let failing = deployment("shop-web", 2, 1, 2)
        + &deployment("shop-sidekiq", 2, 2, 2)
        + &pod("shop-web-old", "hash1", "Running||True||7")
        + &pod("shop-web-new", "hash2", "Pending||False|ErrImagePull|1");
    vec![
        ("glance", failing),
        ("glance-undone", rolled_out(3)),
        ("pods", pod("shop-migrate-x", "", "Running||True||0")),
        ("image", image.to_owned()),
        ("image-web", image.to_owned()),
        ("image-sidekiq", image.to_owned()),
        ("names", "deployment.apps/shop-web\ndeployment.apps/shop-sidekiq".to_owned()),
        ("found", "deployment.apps/shop-web".to_owned()),
        (
            "object",
            "apps/v1\nDeployment\nshop-web\n{\"a\":\"b\"}\n{\"replicas\":2,\"revisionHistoryLimit\":3,\"template\":{\"metadata\":{},\"spec\":1}}"
                .to_owned(),
        ),
        ("replicasets", past),
        ("template", r#"{"metadata":{"labels":{"a":"b","pod-template-hash":"x"}},"spec":7}"#.to_owned()),
        ("jobs", "2026-01-04T00:00:00Z shop-migrate-bbb\n".to_owned()),
        ("parts", format!("apps/v1|Deployment|shop-web|2||{image}\nbatch/v1|CronJob|shop-digest|||{image}\n")),
        ("left", format!("Pod|shop-web-x|Running|{image}\n")),
        ("job", "is Failed ".to_owned()),
        ("job-after", "is Complete ".to_owned()),
        ("lease", "2026-01-01T00:00:00.000000Z|2026-01-01T00:00:00.000000Z|7|ann@laptop-7".to_owned()),
        ("lease-next", String::new()),
        ("secret", " DATABASE_URL RAILS_MASTER_KEY REDIS_URL ".to_owned()),
        ("kept", "Namespace/shop Deployment/shop-web ".to_owned()),
        ("ours", "Deployment/shop-old\nConfigMap/shop-env-1\n".to_owned()),
        ("api-resources", "configmaps\nprobes.monitoring.coreos.com\n".to_owned()),
        ("own-kinds", "configmaps\n".to_owned()),
        ("own", "ConfigMap/exporter\n".to_owned()),
        ("own-lists", "ConfigMap/shop-own-1\n".to_owned()),
        ("configmaps", "shop-env-1 shop-env-2\n".to_owned()),
        ("migrated", "aaa bbb".to_owned()),
        ("migrations", String::new()),
        ("console", "pod/shop-console-abcde".to_owned()),
        ("task", "job.batch/shop-task-abcde".to_owned()),
        ("message", "back-off 10s".to_owned()),
        ("log", "the log\n".to_owned()),
        ("applied", "deployment.apps/shop-web serverside-applied\n".to_owned()),
        ("error", "Error from server (Forbidden): no".to_owned()),
    ]
}

/// Numbers that look thrown, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Puts a payload in place of one field, or behind it.
fn spoiled(text: &str, payload: &str, dice: &mut Dice) -> String {
    let ends: Vec<usize> = text
        .match_indices(['|', '\n', ' ', ':', '"'])
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let which = dice.below(ends.len());
    let end = ends[which];
    let begin = if which == 0 { 0 } else { ends[which - 1] + 1 };
    let begin = if dice.below(3) == 0 { end } else { begin.min(end) };
    format!("{}{payload}{}", &text[..begin], &text[end..])
}

fn stage(strategy: &str, mode: &[&str]) -> Stage {
    let stage = Stage::of(&format!(
        "{SPEC}cron: [{{name: digest, schedule: \"@daily\", command: bin/rails about}}]\nmigrate: {{strategy: {strategy}}}\n"
    ));
    stage.hurry();
    for (name, text) in answers() {
        stage.answer(name, &text);
    }
    if mode.first() != Some(&"--lock") {
        stage.answer("lease", "");
    }
    stage
}

/// Insists that nothing was run or shown that was not to be, and that the script ended as it says it does.
fn judged(stage: &Stage, output: &Output, case: &str) {
    let shown = [&output.stdout[..], &output.stderr[..]].concat();
    let text = format!("{}{}", said(output), error(output));
    let control = |each: &char| each.is_control() && !matches!(each, '\n' | '\t');
    assert_eq!(text.chars().find(control), None, "{case}: {text:?}");
    assert!(!shown.contains(&0x1b), "{case}");
    for folder in [stage.checkout.app(), stage.folder().to_owned()] {
        assert!(!folder.join(CANARY).exists(), "{case}: it was run");
    }
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 1 | 3 | 4 | 5 | 6)), "{case}: {code:?} {text}");
    for words in
        ["syntax error", "unbound variable", "value too great", "bad substitution", ": line "]
    {
        assert!(!text.contains(words), "{case}: {text}");
    }
}

const MODES: &[&[&str]] =
    &[&[], &["--config"], &["--rollback"], &["--rollback", "ab"], &["--console"], &["--task", "a"]];
const STRATEGIES: [&str; 3] = ["migrate_then_deploy", "deploy_then_migrate", "downtime"];

/// One field of one answer at a time, each answer in some of the modes in which it is read.
fn tried(first: usize) {
    for (number, mode) in MODES.iter().enumerate() {
        let stage = stage(STRATEGIES[(number + first) % 3], mode);
        let output = stage.deploy(mode);
        judged(&stage, &output, &format!("{mode:?} as it is"));
        let read = stage.read("calls.read");
        let is_read = |name: &str| read.lines().any(|line| line == name);
        assert!(read.lines().count() > 2, "{mode:?}: {read}");
        for (index, (name, text)) in answers().iter().enumerate() {
            // Somebody else's lock and a refusal lead elsewhere.
            if (index + number) % 4 != first
                || !(is_read(name) || ["lease", "error"].contains(name))
            {
                continue;
            }
            let mut dice = Dice((number * 1000 + index) as u64);
            for (each, usual) in answers() {
                stage.answer(each, &usual);
            }
            // Somebody else's lock would be all that is seen.
            if *name != "lease" {
                stage.answer("lease", "");
            }
            if *name == "error" {
                stage.answer("refused-it", ["get deployment", "/release", "get -f"][number % 3]);
            }
            let payload = PAYLOADS[dice.below(PAYLOADS.len())].replace("CANARY", CANARY);
            let hostile = spoiled(text, &payload, &mut dice);
            stage.answer(name, &hostile);
            let output = stage.deploy(mode);
            judged(&stage, &output, &format!("{mode:?} {name}: {hostile:?}"));
            stage.forget("refused-it");
        }
    }
}

#[test]
fn no_answer_is_code() {
    tried(0);
}

#[test]
fn no_other_answer_is_code() {
    tried(1);
}

#[test]
fn an_image_is_no_script_of_sed() {
    for mode in [&["--console"][..], &["--task", "a"], &["--config"], &["--rollback"]] {
        let stage = stage("migrate_then_deploy", mode);
        let image = format!("registry.example.com/acme/shop:abc|;1e touch {CANARY} #");
        stage.answer("image", &image);
        stage.answer("image-web", &image);
        let output = stage.deploy(mode);
        judged(&stage, &output, &format!("{mode:?}"));
        assert_eq!(output.status.code(), Some(1), "{}", error(&output));
        assert!(error(&output).contains("is no image of a release"), "{}", error(&output));
    }
}

#[test]
fn a_number_is_no_arithmetic() {
    let stage = stage("migrate_then_deploy", &[]);
    let number = format!("a[$(touch {CANARY})]");
    let pods = format!("Pod|x|hash1||{number}|{number}|{number}|{number}{}\n", "|".repeat(10));
    let restarts = pod("shop-web-x", "hash1", &format!("Running||False||{number}"));
    stage.answer("glance", &format!("{}{pods}{restarts}", rolled_out(1)));
    let output = stage.deploy(&["--config"]);
    judged(&stage, &output, "a pod with hostile numbers");
    assert!(output.status.success(), "{}", error(&output));
}

#[test]
fn a_message_is_shown_without_what_moves_the_cursor() {
    let stage = stage("migrate_then_deploy", &["--lock"]);
    stage.answer("lease", "a|b|7|ann\u{1b}]0;x\u{7}@laptop-7|c\n");
    stage.answer("lease-next", "a|b|8|ann\u{1b}]0;x\u{7}@laptop-7|c\n");
    let output = stage.deploy(&[]);
    judged(&stage, &output, "a holder with an escape");
    assert_eq!(output.status.code(), Some(5), "{}", error(&output));
    assert!(error(&output).contains("ann]0;x@laptop-7|c"), "{}", error(&output));
}
