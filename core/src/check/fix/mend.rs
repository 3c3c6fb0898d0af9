//! All fixes at once, and never one that makes things worse.

use crate::diagnostic::{Diagnostic, Fix, Report, Rule, Tier, apply};
use std::collections::{BTreeMap, BTreeSet};

/// Fixes may make room for others; more rounds than this are not tried.
const ROUNDS: usize = 8;

/// What is judged to find the fixes that do harm, in bytes of text: what goes beyond is left to a person.
const WORK: usize = 32 * 1024 * 1024;

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
fn keys(report: &Report) -> BTreeMap<Name<'_>, usize> {
    let mut counts = BTreeMap::new();
    for each in report.diagnostics.iter().filter(|each| each.tier != Tier::Risky) {
        *counts.entry(name(each)).or_default() += 1;
    }
    counts
}

/// File, rule and path.
type Name<'a> = (&'a str, &'static Rule, &'a str);

fn name(each: &Diagnostic) -> Name<'_> {
    (&each.file, each.rule, &each.path)
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
    let mut given_up: BTreeSet<(String, &'static Rule, String)> = BTreeSet::new();
    let mut work = WORK;
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
        let mut state = State { texts: current, report: mended.report, judge, work };
        try_all(&group, &mut state, &mut mended.done, &mut mended.left);
        (current, mended.report, work) = (state.texts, state.report, state.work);
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
    /// How much more may be judged.
    work: usize,
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
    let size = state.texts.values().map(String::len).sum();
    let Some(work) = state.work.checked_sub(size) else {
        left.extend(group.iter().cloned());
        return;
    };
    state.work = work;
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
    let mut rest: BTreeMap<Name<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for each in report.diagnostics.iter().filter(|each| each.fix.is_some()) {
        rest.entry(name(each)).or_default().push(each);
    }
    let mut now = Vec::new();
    for wanted in group {
        let Some(alike) = rest.get_mut(&name(wanted)) else { continue };
        let distance = |each: &Diagnostic| each.place.line.abs_diff(wanted.place.line);
        let nearest = alike.iter().enumerate().min_by_key(|(_, each)| distance(each));
        if let Some(at) = nearest.map(|(at, _)| at) {
            now.push(alike.remove(at).clone());
        }
    }
    now
}

fn with_fixes(group: &[Diagnostic], texts: &Texts) -> Option<Texts> {
    let mut changed = texts.clone();
    let mut files: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for each in group {
        files.entry(&each.file).or_default().extend(&each.fix);
    }
    for (file, fixes) in files {
        let text = apply(texts.get(file)?, &fixes)?;
        changed.insert(file.to_owned(), text);
    }
    Some(changed)
}

/// Whether every one of the group is gone and nothing has come.
fn is_better(group: &[Diagnostic], before: &Report, after: &Report) -> bool {
    let (old, mut wanted) = (keys(before), keys(before));
    for each in group {
        if let Some(count) = wanted.get_mut(&name(each)) {
            *count = count.saturating_sub(1);
        }
    }
    let new = keys(after);
    let fewer = wanted.iter().all(|(key, most)| new.get(key).is_none_or(|count| count <= most));
    !group.is_empty() && fewer && new.keys().all(|key| old.contains_key(key))
}
