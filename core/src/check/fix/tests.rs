//! Each fix by what it makes of a text; and that no fix makes anything worse.

use super::mend;
use crate::check::tests::fixtures::{JOBS, WEB};
use crate::check::{Options, Source, check};
use crate::diagnostic::{Report, Tier};
use std::collections::BTreeMap;

type Texts = BTreeMap<String, String>;

fn judge(texts: &Texts) -> Report {
    let mut report = Report::default();
    let (specs, manifests): (Vec<_>, Vec<_>) =
        texts.iter().partition(|(_, text)| text.starts_with("app:"));
    let sources: Vec<Source<'_>> =
        manifests.iter().map(|(path, text)| Source { path, text }).collect();
    report.extend(check(&sources, &Options::default()));
    for (_, text) in specs {
        report.extend(crate::generate(text).report);
    }
    report
}

fn mended(text: &str) -> (String, usize) {
    let name = if text.starts_with("app:") { "linkspan.yml" } else { "a.yml" };
    let texts = Texts::from([(name.to_owned(), text.to_owned())]);
    let all = mend(&texts, &|_| true, &judge);
    let now = all.texts.get(name).map_or(text, String::as_str).to_owned();
    (now, all.left.len())
}

/// An edit of a fixture is taken back, or becomes something else.
fn becomes(fixture: &str, from: &str, bad: &str, good: &str) {
    assert_eq!(fixture.matches(from).count(), 1, "`{from}` has to stand once");
    let text = fixture.replacen(from, bad, 1);
    let (now, _) = mended(&text);
    assert_eq!(now, fixture.replacen(from, good, 1), "{bad}");
}

#[test]
fn what_is_certain_is_mended() {
    for (from, bad, good) in [
        ("  minReadySeconds: 5\n", "  minReadySecond: 5 # two\n", "  minReadySeconds: 5 # two\n"),
        ("  minReadySeconds: 5\n", "  \"minReadySecond\": 5\n", "  \"minReadySeconds\": 5\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: \"5\"\n", "  minReadySeconds: 5\n"),
        (
            "  minReadySeconds: 5\n",
            "  minReadySeconds: '5' # two\n",
            "  minReadySeconds: 5 # two\n",
        ),
        (
            "  minReadySeconds: 5\n",
            "  minReadySeconds: 5\n  minReadySeconds: 5\n",
            "  minReadySeconds: 5\n",
        ),
        ("value: \"3000\"", "value: 3000", "value: \"3000\""),
        ("value: production", "value: yes", "value: \"yes\""),
        ("  HOST: shop.example.com", "  HOST: 1.10", "  HOST: \"1.10\""),
        ("protocol: TCP", "protocol: tcp", "protocol: TCP"),
        ("protocol: TCP", "protocol: 'Tcp'", "protocol: 'TCP'"),
        ("memory: 512Mi", "memory: 512 MiB", "memory: 512Mi"),
        ("memory: 512Mi", "memory: \"512MB\"", "memory: \"512M\""),
        ("cpu: 250m", "cpu: 250 m", "cpu: 250m"),
        ("policy/v1\n", "policy/v1beta1\n", "policy/v1\n"),
        ("autoscaling/v2\n", "autoscaling/v2beta2\n", "autoscaling/v2\n"),
        (
            "allowPrivilegeEscalation: false",
            "allowPrivilegeEscalation: \"false\"",
            "allowPrivilegeEscalation: false",
        ),
        ("[ReadWriteMany]", "[readWriteMany]", "[ReadWriteMany]"),
        ("kind: ServiceAccount", "kind: ServiceAcount", "kind: ServiceAccount"),
    ] {
        becomes(WEB, from, bad, good);
    }
    for (from, bad, good) in [
        (
            "      restartPolicy: Never\n      containers",
            "      containers",
            "      restartPolicy: Never\n      containers",
        ),
        (
            "    name: default\n",
            "    apiGroup: rbac.authorization.k8s.io\n    name: default\n",
            "    name: default\n",
        ),
        (
            "kind: ServiceAccount\n",
            "kind: User\n    apiGroup: rbac.k8s.io\n",
            "kind: User\n    apiGroup: rbac.authorization.k8s.io\n",
        ),
    ] {
        becomes(JOBS, from, bad, good);
    }
}

#[test]
fn what_could_be_meant_otherwise_is_left() {
    for (from, bad) in [
        // Another field of the same distance.
        ("  type: ClusterIP\n", "  type: ClusterIP\n  clusterIPx: None\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: 5\n  minReadySeconds: 3\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: 5\n  minReadySecond: 5\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: 5\n  minReadySeconds: 5 # kept\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: two\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: \"two\"\n"),
        ("  minReadySeconds: 5\n", "  minReadySeconds: !!str 5\n"),
        ("memory: 512Mi", "memory: 512XB"),
        ("memory: 512Mi", "memory: 512mb"),
        ("protocol: TCP", "protocol: TPC"),
        // The right name brings out that the value is none.
        ("  minReadySeconds: 5\n", "  minReadySecond: two\n"),
    ] {
        let text = WEB.replacen(from, bad, 1);
        assert_eq!(mended(&text).0, text, "{bad}");
    }
    assert_eq!(mended(&WEB.replacen("  minReadySeconds: 5\n", "  minReadySecond: two\n", 1)).1, 1);
}

#[test]
fn specs_are_mended() {
    let spec = "app: shop\nimage: a/b\nhosts: [a.example.com]\n";
    for (bad, good) in [
        ("web:\n  replcas: 2 # two\n", "web:\n  replicas: 2 # two\n"),
        ("web: {thread: 5}\n", "web: {threads: 5}\n"),
        ("database:\n  adapter: MySQL\n", "database:\n  adapter: mysql\n"),
        ("web:\n  threads: 5\n  threads: 5\n", "web:\n  threads: 5\n"),
        (
            "environments:\n  staging:\n    hosts: [b.example.com]\n    web: {replica: 1}\n",
            "environments:\n  staging:\n    hosts: [b.example.com]\n    web: {replicas: 1}\n",
        ),
    ] {
        assert_eq!(mended(&format!("{spec}{bad}")).0, format!("{spec}{good}"));
    }
}

#[test]
fn marks_and_line_ends_stay() {
    let text = "\u{feff}apiVersion: batch/v1\r\nkind: Job\r\nmetadata: {name: ä} # ä\r\nspec:\r\n  template:\r\n    spec:\r\n      containers:\r\n        - name: a\r\n          image: b:1\r\n          tty: \"true\"";
    let text = text.replace("{name: ä}", "{name: a}");
    let expect = text
        .replace("\"true\"", "true")
        .replace("      containers", "      restartPolicy: Never\r\n      containers");
    assert_eq!(mended(&text).0, expect);
    let flow = "{\"apiVersion\": \"batch/v1\", kind: Job, metadata: {name: a}, spec: {template: {spec: {containers: [{name: a, image: \"b:1\"}]}}}}";
    let expect = flow.replace("{containers", "{restartPolicy: Never, containers");
    assert_eq!(mended(flow).0, expect);
}

/// Values and keys changed in every line: what is mended can be read and has no finding that was
/// not there before.
#[test]
fn nothing_becomes_worse() {
    let count = |report: &Report| {
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        // Advice on practice comes with what can be understood.
        for each in report.diagnostics.iter().filter(|each| each.tier != Tier::Risky) {
            *counts.entry((each.rule.name.to_owned(), each.path.clone())).or_default() += 1;
        }
        counts
    };
    for fixture in [WEB, JOBS] {
        for document in fixture.split("---\n") {
            let lines: Vec<&str> = document.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let Some((key, value)) = line.split_once(':') else { continue };
                let value = value.trim();
                let mutants = [
                    format!("{key}x: {value}"),
                    format!("{}: {value}", key.get(..key.len() - 1).unwrap_or_default()),
                    format!("{key}: \"{}\"", value.replace('"', "")),
                    format!("{key}: {}", value.to_lowercase()),
                    format!("{key}: {}", value.replace('"', "").to_uppercase()),
                    format!("{key}: 1 # one"),
                    format!("{key}: yes"),
                    format!("{line}\n{line}"),
                    format!("{key}: 5 gb"),
                ];
                for mutant in mutants {
                    let mut all = lines.clone();
                    all[at] = &mutant;
                    let text = all.join("\n");
                    let texts = Texts::from([("a.yml".to_owned(), text.clone())]);
                    let report = judge(&texts);
                    if report.diagnostics.iter().all(|each| each.fix.is_none()) {
                        continue;
                    }
                    let before = count(&report);
                    let done = mend(&texts, &|_| true, &judge);
                    let (now, after) = (done.texts, count(&done.report));
                    for (key, number) in &after {
                        assert!(before.get(key) >= Some(number), "{text}\n{now:?}\n{key:?}");
                    }
                    let sum = |all: &BTreeMap<_, usize>| all.values().sum::<usize>();
                    // One change may end several findings.
                    assert!(sum(&before) - done.done.len() >= sum(&after), "{text}\n{now:?}");
                }
            }
        }
    }
}

/// Several faults at once, of which one fix cannot be made.
#[test]
fn one_bad_fix_does_not_keep_the_others() {
    let text = WEB
        .replacen("  minReadySeconds: 5\n", "  minReadySecond: two\n", 1)
        .replacen("value: \"3000\"", "value: 3000", 1)
        .replacen("protocol: TCP", "protocol: tcp", 1);
    let (now, left) = mended(&text);
    assert_eq!(left, 1);
    assert_eq!(now, WEB.replacen("  minReadySeconds: 5\n", "  minReadySecond: two\n", 1));
}
