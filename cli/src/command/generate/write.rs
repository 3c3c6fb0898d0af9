//! `linkspan generate` to a folder.

use super::choose::{Action, Answers, Choice, choose};
use super::{Args, table};
use crate::command::Output;
use crate::error::CliError;
use crate::exit::Exit;
use crate::input::Loaded;
use crate::output::{self, Change, Comparison, LOCK, Lock, State};
use crate::paint::{self, green, plain, wrap, yellow};
use crate::terminal;
use linkspan_core::bundle::Mode;
use std::fs;

pub(super) fn run(
    args: &Args,
    loaded: &Loaded,
    found: &Comparison,
    answers: &Answers,
) -> Result<Exit, CliError> {
    let choices = choose(args, found, answers)?;
    if !args.dry_run {
        write(args, found, &choices)?;
    }
    if args.output == Output::Json {
        terminal::result(&table::json(&loaded.generated.report, &choices))?;
        return Ok(Exit::Done);
    }
    let mut text = table::written(&choices);
    let same = of(&choices, Action::None).count();
    if same > 0 {
        text.push_str(&format!("{} as before\n", paint::number(same, "file")));
    }
    let kept = loaded.generated.bundle.kept.len();
    if kept > 0 {
        text.push_str(&format!("{} kept as yours\n", paint::number(kept, "file")));
    }
    terminal::result(&text)?;
    tell(args, found, &choices);
    Ok(Exit::Done)
}

fn of<'c, 'a>(
    choices: &'c [Choice<'a>],
    action: Action,
) -> impl Iterator<Item = &'c Choice<'a>> + use<'c, 'a> {
    choices.iter().filter(move |choice| choice.action == action)
}

/// What was not done, each time anew, and what to do next.
fn tell(args: &Args, found: &Comparison, choices: &[Choice<'_>]) {
    let left: Vec<&Choice<'_>> = of(choices, Action::Leave).collect();
    if !left.is_empty() {
        terminal::talk(&format!("{}\n", table::left(&left)));
    }
    let gone = left.iter().filter(|choice| choice.entry.state == State::Stale).count();
    match left.len() - gone {
        0 => {}
        count => advise(
            &match count {
                1 => "1 file is left as it is".to_owned(),
                _ => format!("{count} files are left as they are"),
            },
            "to keep yours for good, name it in `keep` of linkspan.yml; to have linkspan's, move yours \
             away and run it again, or say `--force`; `--diff FILE` compares them",
        ),
    }
    match gone {
        0 => {}
        1 => advise(
            "1 file is no longer generated, and stays with what runs from it until you delete it and deploy",
            OWN,
        ),
        _ => advise(
            &format!(
                "{gone} files are no longer generated, and stay with what runs from them until you delete them and deploy"
            ),
            OWN,
        ),
    }
    let strange = &found.lock.strange;
    if !strange.is_empty() {
        let shown = strange.iter().take(MOST).map(|path| format!("\n  `{}`", plain::inline(path)));
        let (list, more) = (shown.collect::<String>(), strange.len().saturating_sub(MOST));
        let more = if more == 0 { String::new() } else { format!("\n  and {more} more") };
        advise(
            &format!("{LOCK} names what linkspan never writes; it is left alone:{list}{more}"),
            "look who changed that file",
        );
    }
    if args.dry_run {
        terminal::talk("Nothing was written: this was a dry run.\n");
    } else if choices.iter().any(|choice| matches!(choice.action, Action::Write | Action::Remove)) {
        terminal::talk(&wrap(next(choices), terminal::talk_columns(), 0, 6));
    }
}

/// What follows: the whole way the first time, and later what it has become.
fn next(choices: &[Choice<'_>]) -> &'static str {
    let guide = choices
        .iter()
        .filter(|choice| choice.action == Action::Write)
        .find(|choice| choice.entry.path.starts_with("DEPLOY"));
    match guide.map(|choice| choice.entry.state) {
        Some(State::Missing) => "Next: follow DEPLOY.md, step by step.\n",
        Some(_) => {
            "Next: commit and deploy. DEPLOY.md has changed too: `git diff` shows whether a step is new.\n"
        }
        None => "Next: commit and deploy.\n",
    }
}

/// What to do about a file that no spec asks for.
const OWN: &str = "remove it; to keep it as your own, take its line out of linkspan.lock";

/// The most paths of others that are shown.
const MOST: usize = 20;

fn advise(message: &str, help: &str) {
    let columns = terminal::talk_columns();
    let message = wrap(message, columns.filter(|_| !message.contains('\n')), 9, 2);
    let help = wrap(help, columns, 6, 2);
    terminal::talk(&format!("{}: {message}\n{}: {help}\n", yellow("warning"), green("help")));
}

fn write(args: &Args, found: &Comparison, choices: &[Choice<'_>]) -> Result<(), CliError> {
    let change = |choice: &Choice<'_>| {
        let path = choice.entry.real.clone();
        match choice.action {
            Action::None | Action::Leave => None,
            Action::Remove => Some(Change::Remove { path }),
            Action::Write => {
                let bytes = choice.entry.new.clone();
                Some(Change::Write { path, bytes, mode: choice.entry.mode })
            }
        }
    };
    let mut changes: Vec<Change> = choices.iter().filter_map(change).collect();
    let lock = lock(found, choices);
    let path = args.out.join(LOCK);
    if fs::read(&path).ok().as_deref() != Some(lock.text().as_bytes()) {
        let bytes = lock.text().into_bytes();
        changes.push(Change::Write { path, bytes, mode: Mode::Plain });
    }
    if changes.is_empty() { Ok(()) } else { output::replace(&args.out, &changes) }
}

/// Every file of the bundle and the spec that it was made of; of a file that is left, what was known before, so that
/// it is named again next time.
fn lock(found: &Comparison, choices: &[Choice<'_>]) -> Lock {
    let mut lock = Lock::default();
    for Choice { entry, action } in choices {
        let digest = match action {
            Action::Remove => None,
            Action::Leave => found.lock.files.get(&entry.path).cloned(),
            Action::None | Action::Write => Some(entry.digest.clone()),
        };
        lock.files.extend(digest.map(|digest| (entry.path.clone(), digest)));
        if (*action, entry.state) == (Action::Leave, State::Stale) {
            lock.left.insert(entry.path.clone());
        }
    }
    lock.files.extend(found.spec.clone());
    lock
}
