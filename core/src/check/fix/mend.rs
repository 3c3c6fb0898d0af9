//! All fixes at once, and never one that makes things worse.

use crate::diagnostic::{Diagnostic, Fix, Report, Tier, apply};
use std::collections::{BTreeMap, BTreeSet};

/// Fixes may make room for others; more rounds than this are not tried.
const ROUNDS: usize = 8;

/// Files by name.
type Texts = BTreeMap<String, String>;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Mended {
    /// The files that changed.
    pub texts: BTreeMap<String, String>,
    /// The findings that are gone.
    pub done: Vec<Diagnostic>,
    /// Findings whose fix would bring out another finding, so that a person has to decide.
    pub left: Vec<Diagnostic>,
    /// What is found in the files as they are now.
    pub report: Report,
}

/// What tells findings apart when lines move. Advice on practice does not count: a field that has its right
/// name may give cause for some.
fn keys(report: &Report) -> BTreeMap<(&str, &str, &str), usize> {
    let mut counts = BTreeMap::new();
    for each in report.diagnostics.iter().filter(|each| each.tier != Tier::Risky) {
        *counts.entry((each.file.as_str(), each.rule, each.path.as_str())).or_default() += 1;
    }
    counts
}

/// Applies every fix that ends its finding and brings no other. `judge` says what is found in files
/// with other texts.
pub fn mend(
    texts: &BTreeMap<String, String>,
    may: &dyn Fn(&str) -> bool,
    judge: &dyn Fn(&BTreeMap<String, String>) -> Report,
) -> Mended {
    let mut mended = Mended { report: judge(texts), ..Mended::default() };
    let mut current = texts.clone();
    let mut given_up: BTreeSet<(String, &'static str, String)> = BTreeSet::new();
    for _ in 0..ROUNDS {
        let identity = |each: &Diagnostic| (each.file.clone(), each.rule, each.path.clone());
        let all = mended.report.diagnostics.iter();
        let group: Vec<Diagnostic> = all
            .filter(|each| each.fix.is_some() && may(&each.file))
            .filter(|each| !given_up.contains(&identity(each)))
            .cloned()
            .collect();
        if group.is_empty() {
            break;
        }
        let left = mended.left.len();
        let mut state = State { texts: current, report: mended.report, judge };
        try_all(&group, &mut state, &mut mended.done, &mut mended.left);
        (current, mended.report) = (state.texts, state.report);
        given_up.extend(mended.left.iter().skip(left).map(identity));
    }
    mended.texts =
        current.into_iter().filter(|(name, text)| texts.get(name) != Some(text)).collect();
    mended
}

struct State<'a> {
    texts: Texts,
    report: Report,
    judge: &'a dyn Fn(&Texts) -> Report,
}

/// Takes a group whole if it can, else each half by itself. What was fixed before may have moved
/// the rest, so fixes are always those of the report as it is.
fn try_all(
    group: &[Diagnostic],
    state: &mut State<'_>,
    done: &mut Vec<Diagnostic>,
    left: &mut Vec<Diagnostic>,
) {
    if group.is_empty() {
        return;
    }
    let now = current(group, &state.report);
    if let Some(texts) = with_fixes(&now, &state.texts) {
        let report = (state.judge)(&texts);
        if is_better(&now, &state.report, &report) {
            (state.texts, state.report) = (texts, report);
            done.extend(group.iter().cloned());
            return;
        }
    }
    if let [only] = group {
        left.push(only.clone());
        return;
    }
    let (first, second) = group.split_at(group.len() / 2);
    try_all(first, state, done, left);
    try_all(second, state, done, left);
}

/// The same findings where they stand now; the nearest, where several are alike.
fn current(group: &[Diagnostic], report: &Report) -> Vec<Diagnostic> {
    let mut rest: Vec<&Diagnostic> =
        report.diagnostics.iter().filter(|each| each.fix.is_some()).collect();
    let mut now = Vec::new();
    for wanted in group {
        let alike = |each: &&Diagnostic| {
            each.file == wanted.file && each.rule == wanted.rule && each.path == wanted.path
        };
        let distance = |each: &Diagnostic| each.place.line.abs_diff(wanted.place.line);
        let found = rest
            .iter()
            .enumerate()
            .filter(|(_, each)| alike(each))
            .min_by_key(|(_, each)| distance(each))
            .map(|(at, _)| at);
        if let Some(at) = found {
            now.push(rest.remove(at).clone());
        }
    }
    now
}

fn with_fixes(group: &[Diagnostic], texts: &Texts) -> Option<Texts> {
    let mut changed = texts.clone();
    let files: BTreeSet<&str> = group.iter().map(|each| each.file.as_str()).collect();
    for file in files {
        let fixes: Vec<&Fix> = group
            .iter()
            .filter(|each| each.file == file)
            .filter_map(|each| each.fix.as_ref())
            .collect();
        let text = apply(texts.get(file)?, &fixes)?;
        changed.insert(file.to_owned(), text);
    }
    Some(changed)
}

/// Whether every one of the group is gone and nothing has come.
fn is_better(group: &[Diagnostic], before: &Report, after: &Report) -> bool {
    let (old, mut wanted) = (keys(before), keys(before));
    for each in group {
        if let Some(count) = wanted.get_mut(&(each.file.as_str(), each.rule, each.path.as_str())) {
            *count = count.saturating_sub(1);
        }
    }
    let new = keys(after);
    let fewer = wanted.iter().all(|(key, most)| new.get(key).is_none_or(|count| count <= most));
    !group.is_empty() && fewer && new.keys().all(|key| old.contains_key(key))
}
