//! `cargo xtask test`: every step, on after a failure, summed up at the end.

use std::path::PathBuf;
use std::process::ExitCode;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Error, Result};
use linkspan_machine::process::Call;
use linkspan_machine::project::Project;
use linkspan_machine::say;

use crate::disk;
use crate::need::Need;
use crate::setup::{self, Ready};
use crate::steps::{STEPS, Step};
use crate::summary::{Entry, Outcome, summary};

/// Sets up what the picked steps need, runs them, and prints the summary.
pub(crate) fn test(project: &Project, only: &[String]) -> ExitCode {
    let picked = |step: &&Step| only.is_empty() || only.iter().any(|name| name == step.name);
    let applies = |step: &&Step| (step.applies)(project);
    let steps: Vec<&'static Step> = STEPS.iter().filter(picked).filter(applies).collect();
    let mut needs: Vec<Need> =
        steps.iter().flat_map(|step| step.needs.iter().chain(step.wants)).copied().collect();
    needs.sort();
    needs.dedup();
    let ready = setup::setup(project, &needs);
    if let Some(tight) = disk::tight(&project.root) {
        say::missing(&format!("{tight}: a whole test may not fit"));
    }
    let mut entries = Vec::new();
    let mut aside: Vec<Aside> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        // What mostly waits goes on beside those that compute, once nothing is left that fails quickly.
        if step.name == "native" {
            let later = steps.iter().skip(at + 1).filter(|step| step.aside);
            let can = later
                .filter(|step| step.needs.iter().all(|&need| ready.why_missing(need).is_none()));
            aside.extend(can.map(|step| Aside::begin(project, step)));
        }
        if aside.iter().any(|each| each.step.name == step.name) {
            continue;
        }
        say::heading(&format!("{}: {}", step.name, step.shows));
        let start = Instant::now();
        let outcome = outcome(project, &ready, step, &entries);
        let took = start.elapsed();
        match &outcome {
            Outcome::Passed => say::done(step.name, took),
            Outcome::Failed(why) | Outcome::Skipped(why) => say::missing(why),
        }
        entries.push(Entry { name: step.name.to_owned(), outcome, took });
    }
    entries.extend(aside.into_iter().map(Aside::end));
    entries.extend(
        steps.iter().flat_map(|step| step.wants).filter_map(|&want| gap(project, &ready, want)),
    );
    say::heading("summary");
    say::plain(&summary(&entries));
    let failed = entries.iter().any(|entry| matches!(entry.outcome, Outcome::Failed(_)));
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// A step in a process of its own, whose words are kept until the others have ended.
struct Aside {
    step: &'static Step,
    said: PathBuf,
    run: JoinHandle<(Result<()>, Duration)>,
}

impl Aside {
    fn begin(project: &Project, step: &'static Step) -> Self {
        say::doing(&format!("{} beside what comes: {}", step.name, step.shows));
        let folder = project.root.join("target");
        let said = folder.join(format!("{}.log", step.name));
        let (root, file) = (project.root.clone(), said.clone());
        let run = thread::spawn(move || {
            let start = Instant::now();
            let again = std::env::current_exe().map_err(Error::from).and_then(|program| {
                std::fs::create_dir_all(folder)?;
                let words = ["test", "--only", step.name];
                Call::new(program).args(words).dir(&root).run_into(&file)
            });
            (again, start.elapsed())
        });
        Self { step, said, run }
    }

    fn end(self) -> Entry {
        say::heading(&format!("{}: {}", self.step.name, self.step.shows));
        let ended = self.run.join();
        say::plain(std::fs::read_to_string(&self.said).unwrap_or_default().trim_end());
        let (result, took) =
            ended.unwrap_or_else(|_| (Err(Error::msg("its thread ended early")), Duration::ZERO));
        let outcome = match result {
            Ok(()) => Outcome::Passed,
            Err(error) => Outcome::Failed(format!("{error:#}")),
        };
        Entry { name: self.step.name.to_owned(), outcome, took }
    }
}

/// Runs a step, unless something that it needs is missing.
fn outcome(project: &Project, ready: &Ready, step: &Step, before: &[Entry]) -> Outcome {
    if let Some((need, why)) =
        step.needs.iter().find_map(|&need| Some((need, ready.why_missing(need)?)))
    {
        return skipped(project, need, why);
    }
    // What is left of an older page says nothing about this one.
    let page_failed =
        before.iter().any(|entry| entry.name == "page" && entry.outcome != Outcome::Passed);
    if page_failed && ["weight", "browser"].contains(&step.name) {
        return Outcome::Failed("the page was not built".to_owned());
    }
    match (step.run)(project, ready) {
        Ok(()) => Outcome::Passed,
        Err(error) => {
            let disk =
                disk::full(&project.root).map_or_else(String::new, |full| format!("; {full}"));
            Outcome::Failed(format!("{error:#}{disk}"))
        }
    }
}

/// An entry for something that a step had to do without.
fn gap(project: &Project, ready: &Ready, want: Need) -> Option<Entry> {
    let outcome = skipped(project, want, ready.why_missing(want)?);
    Some(Entry { name: format!("with {}", want.name()), outcome, took: Duration::ZERO })
}

/// Skipped for want of something, which in CI is a failure.
fn skipped(project: &Project, need: Need, why: &str) -> Outcome {
    let why = format!("{} is missing: {why}; {}", need.name(), need.help());
    if project.ci { Outcome::Failed(why) } else { Outcome::Skipped(why) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ci_skips_nothing() {
        let project = |ci| Project { root: ".".into(), cache: ".".into(), ci };
        let failed = |outcome| matches!(outcome, Outcome::Failed(_));
        assert!(failed(skipped(&project(true), Need::Browser, "")));
        assert!(!failed(skipped(&project(false), Need::Browser, "")));
        assert!(failed(skipped(&project(true), Need::Kubectl, "")));
    }
}
