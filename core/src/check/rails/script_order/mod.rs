//! Whether the migration has ended before pods with the new code start.

use crate::check::companion::folder;
use crate::check::index::Index;
use crate::check::rails::script::Script;
use crate::check::shell::{Command, Word};
use crate::diagnostic::{Diagnostic, rule};
use crate::workload::{Workload, workload};
use std::cell::RefCell;
use std::collections::BTreeMap;

rule! {
    pub(in crate::check) const SCRIPT_ORDER: Rule = Rule {
        name: "script-order",
        tier: Rails,
        severity: Warning,
        says: "deploy.sh changes the pods before the migration has ended",
        why: "New code meets the old schema: requests fail until the migration is done, and for good if it fails.",
        files: ["deploy.sh", "web.yml", "migrate.yml"],
    };
}

pub(super) fn check(script: &Script<'_>, index: &Index<'_>, found: &mut Vec<Diagnostic>) {
    let all: Vec<(usize, &Command)> = script
        .commands
        .iter()
        .enumerate()
        .filter(|(_, command)| command.words.iter().any(|word| word.text == "kubectl"))
        .collect();
    let files = RefCell::new(Files::new(index));
    let has =
        |command: &Command, text: &str| command.words.iter().any(|word| word.text.contains(text));
    let is_job = |command: &Command| {
        let makes = ["apply", "create", "replace"].iter().any(|verb| has(command, verb));
        makes && (has(command, "migrat") || files.borrow_mut().named(script, command).migrate)
    };
    let Some((start, _)) = all.iter().find(|(_, command)| is_job(command)).copied() else { return };
    let waits = |command: &Command| {
        has(command, "wait")
            && (has(command, "job") || has(command, "migrat") || has(command, "-f"))
    };
    let end = all.iter().find(|(at, command)| *at > start && waits(command)).map(|(at, _)| *at);
    for (at, command) in all {
        let changes = has(command, "set") && has(command, "image")
            || has(command, "rollout") && has(command, "restart")
            || files.borrow_mut().named(script, command).stay;
        if !changes || end.is_some_and(|end| at > end) {
            continue;
        }
        let Some(word) = command.words.iter().find(|word| word.text == "kubectl") else { continue };
        let message = match end {
            Some(_) => "this changes the pods before the migration has ended",
            None => "this changes the pods, and nothing waits for the end of the migration",
        };
        let help = "first the migration's Job, then `kubectl wait --for=condition=complete job/... --timeout=15m`, then the pods";
        script.report(word, Diagnostic::new(&SCRIPT_ORDER, message).help(help), found);
    }
}

/// What some objects are for.
#[derive(Clone, Copy, Default)]
struct Work {
    /// Whether there is a workload that stays.
    stay: bool,
    /// Whether there is a Job that migrates.
    migrate: bool,
}

impl Work {
    const fn and(self, other: Self) -> Self {
        Self { stay: self.stay || other.stay, migrate: self.migrate || other.migrate }
    }
}

/// What the objects of each file are for, and of each path that was named.
struct Files<'a> {
    own: BTreeMap<&'a str, Work>,
    named: BTreeMap<(String, bool), Work>,
}

impl<'a> Files<'a> {
    fn new(index: &Index<'a>) -> Self {
        let mut own: BTreeMap<&str, Work> = BTreeMap::new();
        for object in index.objects {
            let work = Work {
                stay: workload(&object.kind).is_some_and(Workload::is_rolled_out),
                migrate: object.kind == "Job" && object.name.contains("migrat"),
            };
            let all = own.entry(&object.file).or_default();
            *all = all.and(work);
        }
        Self { own, named: BTreeMap::new() }
    }

    /// What those objects are for that `kubectl apply -f` names by paths.
    fn named(&mut self, script: &Script<'_>, command: &Command) -> Work {
        let is = |word: &Word, names: &[&str]| names.contains(&word.text.as_str());
        let mut work = Work::default();
        if !command.words.iter().any(|word| is(word, &["apply", "create", "replace"])) {
            return work;
        }
        let base = folder(script.path);
        let deep = command.words.iter().any(|word| is(word, &["-R", "--recursive"]));
        let mut words = command.words.iter();
        while let Some(word) = words.next() {
            let path = match word.text.as_str() {
                "-f" | "--filename" => words.next().map(|word| word.text.as_str()),
                text => text.strip_prefix("-f=").or_else(|| text.strip_prefix("--filename=")),
            };
            let Some(path) = path else { continue };
            let path = path.trim_start_matches("./").trim_end_matches('/');
            let path = format!("{base}{path}");
            let own = &self.own;
            let known = self.named.entry((path, deep));
            let found = known.or_insert_with_key(|(path, deep)| below(own, path, *deep));
            work = work.and(*found);
        }
        work
    }
}

/// What a file is for, or the files of a folder; `deep` with those of the folders in it.
fn below(files: &BTreeMap<&str, Work>, path: &str, deep: bool) -> Work {
    let inner = format!("{path}/");
    let inside = files
        .range(inner.as_str()..)
        .map_while(|(file, work)| Some((file.strip_prefix(inner.as_str())?, *work)))
        .filter(|(rest, _)| deep || !rest.contains('/'));
    let own = files.get(path).copied().unwrap_or_default();
    inside.fold(own, |all, (_, work)| all.and(work))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::companions::script;

    #[test]
    fn the_migration_ends_before_the_pods_change() {
        script("kubectl apply -f migrate.yml\nkubectl apply -f k8s", &["script-order 4:1"]);
        script(
            "kubectl create -f migrate.yml\nkubectl wait --for=condition=complete -f migrate.yml\nkubectl apply -f k8s",
            &[],
        );
    }
}
