//! `linkspan generate` to a folder.

use super::{Args, table};
use crate::ask::{self, Answer};
use crate::command::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::input::Loaded;
use crate::output::{self, Change, Comparison, Entry, LOCK, Lock, Owner, State};
use crate::{paint, terminal};
use linkspan_core::bundle::Mode;
use std::fs;

pub(super) fn run(args: &Args, loaded: &Loaded, found: &Comparison) -> Result<Exit, CliError> {
    let of = |wanted: State| found.entries.iter().filter(move |entry| entry.state == wanted);
    let in_the_way: Vec<&Entry> =
        of(State::Different).filter(|entry| entry.owner != Owner::Linkspan).collect();
    if !args.dry_run && !args.force && !in_the_way.is_empty() {
        may_overwrite(&in_the_way)?;
    }
    let (stale, kept): (Vec<&Entry>, Vec<&Entry>) =
        of(State::Stale).partition(|entry| entry.owner == Owner::Linkspan);
    let remove = !stale.is_empty() && !args.dry_run && (args.force || may_remove(&stale)?);
    let mut entries: Vec<&Entry> = of(State::Missing).chain(of(State::Different)).collect();
    if remove {
        entries.extend(&stale);
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    if !args.dry_run {
        write(args, found, &entries)?;
    }
    if args.output == Output::Json {
        terminal::result(&table::json(&loaded.generated.report, &found.entries))?;
        return Ok(Exit::Done);
    }
    let mut text = table::written(&entries);
    let same = of(State::Same).count();
    if same > 0 {
        text.push_str(&format!("{} as before\n", paint::number(same, "file")));
    }
    terminal::result(&text)?;
    let left = if remove { kept } else { of(State::Stale).collect() };
    finish(args, &left, !entries.is_empty());
    Ok(Exit::Done)
}

fn finish(args: &Args, left: &[&Entry], wrote: bool) {
    if !left.is_empty() {
        let list: Vec<String> =
            left.iter().map(|entry| format!("`{}`", paint::plain::inline(&entry.path))).collect();
        terminal::talk(&format!(
            "{}: {} no longer generated and still there; remove what you do not need\n",
            paint::yellow("warning"),
            list.join(", ")
        ));
    }
    if args.dry_run {
        terminal::talk("Nothing was written: this was a dry run.\n");
    } else if wrote {
        terminal::talk("Next: read DEPLOY.md; it says what to do, step by step.\n");
    }
}

fn write(args: &Args, found: &Comparison, entries: &[&Entry]) -> Result<(), CliError> {
    let mut changes: Vec<Change> = entries
        .iter()
        .map(|entry| match entry.state {
            State::Stale => Change::Remove { path: entry.real.clone() },
            _ => Change::Write {
                path: entry.real.clone(),
                bytes: entry.new.clone(),
                mode: entry.mode,
            },
        })
        .collect();
    let lock = lock(found, entries);
    let path = args.out.join(LOCK);
    if fs::read(&path).ok().as_deref() != Some(lock.text().as_bytes()) {
        let bytes = lock.text().into_bytes();
        changes.push(Change::Write { path, bytes, mode: Mode::Plain });
    }
    if changes.is_empty() { Ok(()) } else { output::replace(&args.out, &changes) }
}

/// Every file of the bundle, and stale ones that stay, so that they are named again next time.
fn lock(found: &Comparison, entries: &[&Entry]) -> Lock {
    let mut lock = Lock::default();
    for entry in &found.entries {
        let digest = match entry.state {
            State::Stale if entries.iter().any(|done| done.path == entry.path) => None,
            State::Stale => found.lock.files.get(&entry.path).cloned(),
            State::Same | State::Missing | State::Different => Some(entry.digest.clone()),
        };
        lock.files.extend(digest.map(|digest| (entry.path.clone(), digest)));
    }
    lock
}

fn may_overwrite(entries: &[&Entry]) -> Result<(), CliError> {
    let count = paint::number(entries.len(), "file");
    let refused = |help: &str| CliError::Refused(format!("{count} in the way"), help.to_owned());
    terminal::talk(&table::undecided(entries));
    if !terminal::can_ask() {
        return Err(refused(
            "overwrite with `--force`, or write to another folder with `--out` and compare",
        ));
    }
    loop {
        match ask::overwrite(&format!("Overwrite {count}?"))? {
            Answer::Yes => return Ok(()),
            Answer::No => return Err(refused("move what you want to keep, and run it again")),
            Answer::Show => {
                for entry in entries {
                    let old = entry.old.as_deref().unwrap_or_default();
                    terminal::talk(&output::shown_diff(&entry.path, old, &entry.new));
                }
            }
        }
    }
}

fn may_remove(entries: &[&Entry]) -> Result<bool, CliError> {
    if !terminal::can_ask() {
        return Ok(false);
    }
    terminal::talk(&table::undecided(entries));
    ask::yes(&format!("Remove {} no longer generated?", paint::number(entries.len(), "file")))
}
