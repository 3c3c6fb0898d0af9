//! How what happens in the checker changes what is remembered.

use super::checker::{Goal, MOST_BYTES, MOST_FILES, PASTED, Texts};
use super::checking::{Checking, From, Sheet};
use super::{Checker, Mode, Notice, Offer, State};
use crate::prose::{counted, sentence};
use linkspan_core::diagnostic::{Diagnostic, apply};
use linkspan_core::internal::intake::{self, Answer, Changes, Gathered, Given, Left};
use std::rc::Rc;
use yew::AttrValue;

/// So many files that were left are named in a notice.
const NAMED: usize = 3;

impl State {
    /// What happens in the checker.
    pub(super) fn checking(self, action: Checking) -> Self {
        match action {
            Checking::Type(text) => self.check_with(|checker| checker.typed(text)),
            Checking::Take(gathered) => self.take(&gathered),
            Checking::Bundle => {
                let bundle = Given::bundle(&self.caught_up_view().bundle);
                self.replace_texts(&intake::gather(vec![bundle]), "the bundle was taken")
            }
            Checking::Example => {
                let (name, text) = intake::EXAMPLE;
                let example = Given::only(name, text.as_bytes().to_vec());
                self.replace_texts(&intake::gather(vec![example]), "the example was taken")
            }
            Checking::Add => self.check_with(Checker::add).send(String::from("sheet")),
            Checking::Remove => {
                let file = self.checker.file.clone();
                self.check_with(Checker::remove).tell_undoable(format!("{file} is taken out."))
            }
            Checking::Clear => {
                let empty = Texts::from([(PASTED.to_owned(), AttrValue::default())]);
                self.check_with(|checker| checker.step("the files were taken out").with(empty))
                    .tell_undoable("All files are taken out.".to_owned())
                    .send(String::from("sheet"))
            }
            Checking::Show(file) => self.check_with(|checker| checker.show(file)),
            Checking::Version(version) => self.check_with(|mut checker| {
                checker.version = Some(version);
                checker.judged_anew()
            }),
            // What was asked since is answered later.
            Checking::Found(answer) if answer.turn != self.checker.turn => self,
            Checking::Found(answer) => self.found(&answer),
            Checking::Broken => self
                .check_with(Checker::unjudged)
                .tell(Notice::bad("Not checked: the checker could not be loaded or has stopped.")),
            Checking::Again => Self { notice: None, ..self.check_with(Checker::judged_anew) },
            Checking::Settle => self.check_with(|checker| Checker { burst: false, ..checker }),
            Checking::Finding(index) => self.check_with(|checker| checker.go(index)),
            Checking::Caret(line) => self.check_with(|checker| checker.stand(line)),
            Checking::Explain(index) => self.check_with(|mut checker| {
                checker.explained = (checker.explained != Some(index)).then_some(index);
                checker
            }),
            Checking::Fix(index, from) => self.fix(index, from),
            Checking::FixHere => match self.checker.at {
                Some(index) => self.fix(index, From::Text),
                None => self,
            },
            Checking::FixAll => {
                self.check_with(|checker| Checker { mending: true, ..checker.judged_anew() })
            }
            Checking::Sheet(sheet) => self.check_with(|checker| Checker { sheet, ..checker }),
        }
    }

    fn check_with(mut self, change: impl FnOnce(Checker) -> Checker) -> Self {
        let checker = self.take_checker();
        self.put_checker(change(checker));
        self
    }

    // Once in the program, not once for each change.
    #[inline(never)]
    fn take_checker(&mut self) -> Checker {
        Rc::unwrap_or_clone(std::mem::take(&mut self.checker))
    }

    #[inline(never)]
    fn put_checker(&mut self, checker: Checker) {
        self.checker = Rc::new(checker);
    }

    fn caught_up_view(&self) -> Rc<super::View> {
        self.clone().caught_up().view
    }

    fn tell(self, notice: Notice) -> Self {
        Self { notice: Some(notice), ..self }
    }

    fn tell_undoable(self, text: String) -> Self {
        self.tell(Notice { offers: Offer::Undo, ..Notice::good(text) })
    }

    /// Adds files; those of the same path take the place of the ones that were there.
    fn take(self, gathered: &Gathered) -> Self {
        let is_first = self.checker.is_empty();
        let mut texts = if is_first { Texts::new() } else { Texts::clone(&self.checker.texts) };
        let new = texts_of(gathered);
        // What only says what others are for says nothing alone.
        let first = gathered.texts.keys().chain(new.keys().filter(|_| !is_first)).next().cloned();
        let says = counted(new.len(), "file");
        let mut not_taken: Vec<&Left> = gathered.left.iter().collect();
        if first.is_some() {
            not_taken.retain(|each| !new.contains_key(&each.path));
        }
        let is_here = new.contains_key(&self.checker.file);
        texts.extend(new);
        let bytes: usize = texts.values().map(|text| text.len()).sum();
        let Some(first) = first else { return self.checks().tell(left(&not_taken)) };
        if bytes > MOST_BYTES || texts.len() > MOST_FILES {
            let limit = MOST_BYTES / 1024 / 1024;
            let text = format!(
                "Not taken: more than {limit} MiB or {MOST_FILES} files are not checked here. The command line \
                 checks whole folders."
            );
            return self.checks().tell(Notice::bad(text));
        }
        let file = if is_here { self.checker.file.clone() } else { first };
        let next = self.checks().check_with(|checker| {
            let next = checker.step(format!("{says} came")).with(texts);
            Checker { sheet: Sheet::Text, ..next.show(file) }
        });
        if not_taken.is_empty() {
            next.tell_undoable(format!("{} taken.", sentence(&says)))
        } else {
            next.tell(left(&not_taken))
        }
    }

    fn replace_texts(self, gathered: &Gathered, says: &str) -> Self {
        let texts = texts_of(gathered);
        let was_empty = self.checker.is_empty();
        let next = self.checks().check_with(|checker| {
            let next = checker.step(says).with(texts);
            Checker { sheet: Sheet::Text, ..next }
        });
        let text = format!("{}.", sentence(says));
        if was_empty { next.tell(Notice::good(text)) } else { next.tell_undoable(text) }
    }

    /// Shows the checker.
    pub(super) fn checks(self) -> Self {
        Self { mode: Mode::Check, menu: None, ..self }
    }

    fn fix(self, index: usize, from: From) -> Self {
        let Some(finding) = self.checker.found.all().get(index).cloned() else { return self };
        if self.checker.behind {
            let wanted = Some((finding, from));
            return self.check_with(|checker| Checker { wanted, ..checker });
        }
        let changed = finding.fix.as_ref().and_then(|fix| {
            let text = self.checker.texts.get(&finding.file)?;
            Some((apply(text, &[fix])?, fix.says.clone()))
        });
        let Some((text, says)) = changed else { return self };
        let next = self.check_with(|checker| checker.fixed(&finding, text, &says, from));
        let next = next.tell_undoable(format!("Fixed: {says}."));
        // The next finding will have the place of this one in the list.
        if from == From::List { next.send(format!("finding-{index}")) } else { next }
    }

    /// The texts as they are were judged, and mended if that was asked for.
    fn found(self, answer: &Rc<Answer>) -> Self {
        let state = match &answer.changes {
            Some(changes) => self.mended(changes),
            None => self,
        };
        // The other thread makes no bundles.
        let more = intake::found_in_bundles(&intake::sources(&state.checker.texts));
        let answer = match more.is_empty() {
            true => Rc::clone(answer),
            false => Rc::new(Answer::clone(answer).with(more)),
        };
        let mut state = state.check_with(|checker| {
            let mending = false;
            Checker { mending, ..checker.found(&answer) }
        });
        let wanted = state.checker.wanted.clone();
        state = state.check_with(|checker| Checker { wanted: None, ..checker });
        let at = wanted.and_then(|(finding, from)| Some((state.checker.again(&finding)?, from)));
        match at {
            Some((index, from)) => state.fix(index, from),
            None => state,
        }
    }

    fn mended(self, changes: &Changes) -> Self {
        let Changes { texts, done, left } = changes;
        let mut told = match done {
            0 => "Nothing was fixed.".to_owned(),
            done => format!("Fixed: {}.", counted(*done, "finding")),
        };
        if *left > 0 {
            let left = counted(*left, "finding");
            told.push_str(&format!(" {left} left: the fix would bring out another one."));
        }
        if texts.is_empty() {
            return self.tell(Notice::bad(told));
        }
        let mut all = Texts::clone(&self.checker.texts);
        all.extend(texts.iter().map(|(path, text)| (path.clone(), AttrValue::from(text.clone()))));
        let says = format!("{} fixed", counted(*done, "finding"));
        // The findings of these texts have come with them.
        self.check_with(|checker| Checker { texts: Rc::new(all), ..checker.step(says) })
            .tell_undoable(told)
    }

    /// Goes one step back in the texts.
    pub(super) fn step_back(self) -> Self {
        let mut steps = Vec::clone(&self.checker.steps);
        let Some((texts, says)) = steps.pop() else {
            return self.tell(Notice::good("There is nothing to take back."));
        };
        let next = self.check_with(|checker| {
            let next = checker.with(Texts::clone(&texts));
            Checker { steps: Rc::new(steps), burst: false, ..next }
        });
        next.tell(Notice::good(format!("Taken back: {says}.")))
    }

    /// Goes to the finding after the chosen one.
    pub(super) fn next_finding(self) -> Self {
        let count = self.checker.found.all().len();
        match self.checker.at.map_or(0, |at| at + 1).checked_rem(count) {
            Some(next) => self.check_with(|checker| checker.go(next)),
            None if self.checker.is_judged() => self.tell(Notice::good("There are no findings.")),
            None => self.tell(Notice::bad("The files are not checked yet.")),
        }
    }

    /// Shows the file so many places further down.
    pub(super) fn step_files(self, by: isize) -> Self {
        let paths: Vec<&String> = self.checker.texts.keys().collect();
        let at = paths.iter().position(|path| **path == self.checker.file).unwrap_or_default();
        let next = paths.get(at.saturating_add_signed(by)).map(|path| (*path).clone());
        match next {
            Some(path) => self.check_with(|checker| checker.show(path)),
            None => self,
        }
    }
}

impl Checker {
    fn typed(mut self, text: String) -> Self {
        let old = self.text();
        // A browser gives every end of a line as one character.
        let text = if old.contains("\r\n") {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            text
        };
        if *old == *text {
            return self;
        }
        if !self.burst {
            let says = format!("what was typed in {}", self.file);
            self = self.step(says);
            self.burst = true;
        }
        let mut texts = Texts::clone(&self.texts);
        texts.insert(self.file.clone(), AttrValue::from(text));
        self.with(texts)
    }

    fn add(self) -> Self {
        let free = |number: &usize| !self.texts.contains_key(&numbered(*number));
        let name = (1..).find(free).map(numbered).unwrap_or_default();
        let mut texts = Texts::clone(&self.texts);
        texts.insert(name.clone(), AttrValue::default());
        let next = self.step("a new file").with(texts).show(name);
        Self { sheet: Sheet::Text, ..next }
    }

    fn remove(self) -> Self {
        let mut texts = Texts::clone(&self.texts);
        texts.remove(&self.file);
        if texts.is_empty() {
            texts.insert(PASTED.to_owned(), AttrValue::default());
        }
        let says = format!("{} was taken out", self.file);
        self.step(says).with(texts)
    }

    fn show(mut self, file: String) -> Self {
        if self.file != file && self.texts.contains_key(&file) {
            self.file = file;
            self.at = None;
            self.sheet = Sheet::Text;
            self.aim(1, 1, 0, false);
        }
        self
    }

    fn aim(&mut self, line: usize, column: usize, width: usize, focus: bool) {
        let turn = self.goal.turn.wrapping_add(1);
        self.goal = Goal { turn, line, column, width, focus };
    }

    fn go(mut self, index: usize) -> Self {
        let Some(finding) = self.found.all().get(index) else { return self };
        let (place, width) = (finding.place, finding.width);
        self.file.clone_from(&finding.file);
        self.aim(place.line.max(1), place.column.max(1), width, true);
        self.at = Some(index);
        self.sheet = Sheet::Text;
        self
    }

    /// The finding of the line where the caret stands is the chosen one.
    fn stand(mut self, line: usize) -> Self {
        let on_line = |at: usize| {
            self.found
                .all()
                .get(at)
                .is_some_and(|each| each.file == self.file && each.place.line == line)
        };
        if !self.at.is_some_and(on_line) {
            self.at = self
                .found
                .of(&self.file)
                .find(|(_, each)| each.place.line == line)
                .map(|(at, _)| at);
        }
        self
    }

    fn fixed(self, finding: &Diagnostic, text: String, says: &str, from: From) -> Self {
        let mut texts = Texts::clone(&self.texts);
        texts.insert(finding.file.clone(), AttrValue::from(text));
        let mut next = self.step(says).with(texts);
        next.file.clone_from(&finding.file);
        next.aim(finding.place.line.max(1), finding.place.column.max(1), 0, from == From::Text);
        next
    }
}

fn numbered(number: usize) -> String {
    if number == 1 { PASTED.to_owned() } else { format!("manifests-{number}.yml") }
}

/// What stays in the list of files: what is judged, and what says what it is for.
fn texts_of(gathered: &Gathered) -> Texts {
    let all = gathered.texts.iter().chain(&gathered.around);
    all.map(|(path, text)| (path.clone(), AttrValue::from(text.clone()))).collect()
}

/// Which files were not taken, and why.
fn left(all: &[&Left]) -> Notice {
    let named: Vec<String> = all
        .iter()
        .take(NAMED)
        .map(|each| format!("`{}`: {}", each.path, each.why.message_and_help()))
        .collect();
    let rest = all.len().saturating_sub(NAMED);
    let rest =
        if rest > 0 { format!("; and {}", counted(rest, "more file")) } else { String::new() };
    if all.is_empty() {
        return Notice::bad("Nothing taken: no manifest is in it.");
    }
    Notice::bad(format!("Not taken: {}{rest}.", named.join("; ")))
}
