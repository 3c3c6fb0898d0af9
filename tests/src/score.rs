//! kube-score, and the written list of where we do otherwise.

use crate::judge::{run, said};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A check that fails, at a kind of object in a role: `deployment-replicas`, `Deployment`, `web`.
pub type Finding = (String, String, String);

/// Parts that every bundle calls so; whatever else an app calls its own is a worker or a scheduled job.
const ROLES: [&str; 13] = [
    "web",
    "migrate",
    "console",
    "task",
    "terminal",
    "check",
    "redis",
    "postgres",
    "mysql",
    "pooler",
    "logging",
    "memcached",
    "search",
];

/// What kube-score finds in the manifests of one bundle: each is judged with those beside it.
///
/// # Panics
/// When kube-score does not answer.
#[must_use]
pub fn findings(judge: &PathBuf, manifests: &[PathBuf]) -> BTreeSet<Finding> {
    let mut args: Vec<PathBuf> =
        ["score", "--kubernetes-version", "v1.36", "--output-format", "json"]
            .map(PathBuf::from)
            .to_vec();
    args.extend(manifests.iter().cloned());
    let output = run(judge, args).unwrap_or_else(|error| panic!("{}: {error}", judge.display()));
    let objects: Vec<Value> =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output)));
    let mut found = BTreeSet::new();
    for object in &objects {
        let text = |at: &str| object.pointer(at).and_then(Value::as_str).unwrap_or_default();
        let kind = text("/type_meta/kind");
        let part = text("/object_meta/labels/app.kubernetes.io~1component");
        let role = match kind {
            _ if ROLES.contains(&part) => part,
            // A further Redis is called after its use: `redis-cache`.
            "StatefulSet" if part.starts_with("redis-") => "redis",
            "CronJob" => "scheduled job",
            _ => "worker",
        };
        for check in object["checks"].as_array().into_iter().flatten() {
            if check["skipped"] == false && check["grade"].as_i64() < Some(10) {
                let id = check["check"]["id"].as_str().unwrap_or_default();
                found.insert((id.to_owned(), kind.to_owned(), role.to_owned()));
            }
        }
    }
    found
}

/// What docs/kube-score.md says that may be found, a line of its table.
pub struct Choice {
    check: String,
    places: BTreeSet<(String, String)>,
    /// Texts of which the spec has one; none where it may say anything.
    with: Vec<String>,
    /// A text that the spec has not.
    without: Vec<String>,
}

/// The lines of the page.
///
/// # Panics
/// When the page cannot be read.
#[must_use]
pub fn chosen() -> Vec<Choice> {
    let path = crate::here().join("../docs/kube-score.md");
    let page = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{error}"));
    let mut all = Vec::new();
    for line in page.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, check, places, only, ..] = cells[..] else { continue };
        let places = places.split("; ").filter_map(|place| place.split_once(": "));
        let places = places.flat_map(|(kind, roles)| {
            roles.split(", ").map(move |role| (kind.to_owned(), role.to_owned()))
        });
        let texts = |start: &str| -> Vec<String> {
            let rest = only.strip_prefix(start).unwrap_or_default();
            rest.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        all.push(Choice {
            check: check.trim_matches('`').to_owned(),
            places: places.collect(),
            with: texts("with "),
            without: texts("without "),
        });
    }
    all
}

/// What is found and not chosen for such a spec. What is chosen and found is taken out of `rest`.
pub fn unchosen(
    found: BTreeSet<Finding>,
    spec: &str,
    chosen: &[Choice],
    rest: &mut BTreeSet<(usize, Finding)>,
) -> Vec<Finding> {
    let mut wrong = Vec::new();
    for finding in found {
        let (check, kind, role) = &finding;
        let place = (kind.clone(), role.clone());
        let choice = chosen.iter().position(|choice| {
            choice.check == *check
                && choice.places.contains(&place)
                && (choice.with.is_empty() || choice.with.iter().any(|text| spec.contains(text)))
                && !choice.without.iter().any(|text| spec.contains(text))
        });
        match choice {
            Some(at) => {
                rest.remove(&(at, finding));
            }
            None => wrong.push(finding),
        }
    }
    wrong
}

/// All that may be found, with the number of the line that says so.
#[must_use]
pub fn all(chosen: &[Choice]) -> BTreeSet<(usize, Finding)> {
    let lines = chosen.iter().enumerate();
    let each = lines.flat_map(|(at, choice)| {
        let place = move |(kind, role): &(String, String)| {
            (at, (choice.check.clone(), kind.clone(), role.clone()))
        };
        choice.places.iter().map(place)
    });
    each.collect()
}
