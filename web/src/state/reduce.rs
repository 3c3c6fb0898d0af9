//! How what happens changes what is remembered. Nothing here touches the browser.

use super::mark::better_file;
use super::{
    Action, Changes, Environments, Focus, Mode, Notice, Offer, Pane, Spec, State, View, Width,
    section_at, start_file, target,
};
use crate::form::SEARCH;
use linkspan_core::diagnostic::Diagnostic;
use linkspan_core::field::{self, Accepts, Rank};
use linkspan_core::preset::preset;
use linkspan_core::spec::{self, Draft};
use std::rc::Rc;
use yew::Reducible;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let state = Self::clone(&self);
        Rc::new(match action {
            Action::Text(path, text) => state.typed(&path, |draft| draft.set_text(&path, &text)),
            Action::Texts(path, all) => state.typed(&path, |draft| draft.set_texts(&path, &all)),
            Action::Rows(path, rows) => state.typed(&path, |draft| draft.set_rows(&path, &rows)),
            Action::Environments(change) => state.environments(change),
            Action::Add(path, name) => state.add(&path, &name),
            Action::Remove(path, index) => state.edit(&path, |draft| draft.remove(&path, index)),
            Action::Clear(path) => state.edit(&path, |draft| draft.set_text(&path, "")).go(&path),
            Action::Enter(path) if self.field.as_deref() == Some(&path) => return self,
            Action::Enter(path) => state.enter(path),
            Action::CatchUp if !self.behind => return self,
            Action::CatchUp => state.caught_up(),
            Action::Settle => Self { burst: None, ..state },
            Action::File(path) => state.show(path),
            Action::Step(by) if self.mode == Mode::Check => state.step_files(by),
            Action::Step(by) => state.step(by),
            Action::Line(line) if self.line == line => return self,
            Action::Line(line) => Self { line, ..state },
            Action::Go(path) => state.go(&path),
            Action::Problem(index) => state.problem(index),
            Action::NextProblem if self.mode == Mode::Check => state.next_finding(),
            Action::NextProblem => state.next_problem(),
            Action::Section(id, width) => state.section(id, width),
            Action::Fold(at) => state.fold(at),
            Action::Pane(pane) => Self { pane, problems: pane == Pane::Problems, ..state },
            Action::Problems => Self { problems: !state.problems, ..state },
            Action::Menu(menu) => state.menu(menu),
            Action::Keys(keys) => Self { keys, ..state },
            Action::Focus(id) => state.focus_on(id),
            Action::Letters(letters) => Self { letters, ..state },
            Action::Reasons => Self { reasons: !state.reasons, ..state },
            Action::Theme(theme) => Self { theme, ..state },
            Action::Preset(id) => state.start_from(id),
            Action::Load(spec, notice) => state.replace(spec, notice),
            Action::Arrive(draft, link) => state.arrive(draft, link),
            Action::Leave => state.leave(),
            Action::Linked(link) => Self { link, ..state },
            Action::Undo if self.mode == Mode::Check => state.step_back(),
            Action::Undo => state.take_back(),
            Action::Back => state.back(),
            Action::Forth => state.forth(),
            Action::Mode(mode) if self.mode == mode => return self,
            Action::Mode(mode) => {
                Self { mode, menu: None, notice: None, ..state }.send(mode.id().to_owned())
            }
            Action::Aboard(action) => state.boarding(action),
            Action::Check(action) => state.checking(action),
            Action::Tell(notice) => Self { notice: Some(notice), ..state },
            Action::Hush if self.notice.is_none() => return self,
            Action::Hush => Self { notice: None, ..state },
            Action::Escape => state.escape(),
        })
    }
}

impl State {
    fn environments(self, change: Environments) -> Self {
        let list = "environments";
        let count = self.draft.environments().len();
        match change {
            Environments::Add(name) => self
                .typed(list, |draft| draft.add_environment(&name))
                .send(format!("{list}[{count}].name")),
            Environments::Rename(index, name) => {
                self.typed(list, |draft| draft.rename_environment(index, &name))
            }
            Environments::Rows(index, rows) => {
                self.typed(list, |draft| draft.set_environment_rows(index, &rows))
            }
            Environments::Remove(index) => {
                self.typed(list, |draft| draft.remove_environment(index)).go(list)
            }
        }
    }

    /// An edit that is seen at once.
    fn edit(self, path: &str, change: impl FnOnce(&mut Draft)) -> Self {
        Self { burst: None, ..self }.typed(path, change).caught_up()
    }

    /// An edit that may be followed by the next one before the files can be made.
    fn typed(mut self, path: &str, change: impl FnOnce(&mut Draft)) -> Self {
        let base = field::pattern(path);
        if self.burst.as_deref() != Some(&base) || is_choice(path) {
            self = self.remember(&base);
            self.before = Rc::clone(&self.view);
            self.burst = Some(base);
        }
        self.notice = self.notice.filter(|notice| !notice.of_spec);
        let mut draft = Draft::clone(&self.draft);
        change(&mut draft);
        self.draft = Rc::new(draft);
        self.edits = self.edits.wrapping_add(1);
        self.behind = true;
        if self.view.is_heavy() { self } else { self.caught_up() }
    }

    /// The files and the report of what was typed.
    pub(crate) fn caught_up(mut self) -> Self {
        if !self.behind {
            return self;
        }
        self.behind = false;
        self.view = Rc::new(View::of(&self.draft));
        self.changes = Rc::new(Changes::between(&self.before.bundle, &self.view.bundle));
        self.still_there()
    }

    /// File and line exist after every change of the files.
    pub(super) fn still_there(mut self) -> Self {
        match self.view.bundle.files.get(&self.file) {
            None => {
                self.file = start_file(&self.view.bundle);
                self.line = None;
            }
            Some(file) if self.line.is_some_and(|line| line >= file.lines.len()) => {
                self.line = None;
            }
            Some(_) => {}
        }
        self
    }

    fn add(self, path: &str, name: &str) -> Self {
        let index = self.draft.count(path);
        let next = self.edit(path, |draft| draft.add_group(path, name));
        // The controls of a card stand in the order of its fields, rare ones folded away.
        let inside = format!("{path}[].");
        let first = field::fields()
            .filter(|field| field.rank != Rank::Rare)
            .find_map(|field| field.path.strip_prefix(&inside));
        match first {
            Some(key) => next.go(&format!("{path}[{index}].{key}")),
            None => next.go(&format!("{path}[{index}]")),
        }
    }

    fn enter(mut self, path: String) -> Self {
        if let Some(file) = better_file(&self.view, &self.file, &path) {
            self.file = file;
        }
        self.line = None;
        self.field = Some(path);
        self
    }

    fn show(mut self, path: String) -> Self {
        if self.file != path && self.view.bundle.files.contains_key(&path) {
            self.file = path;
            self.line = None;
        }
        self
    }

    fn step(self, by: isize) -> Self {
        let paths: Vec<&String> = self.view.bundle.files.keys().collect();
        let at = paths.iter().position(|path| **path == self.file).unwrap_or_default();
        match paths.get(at.saturating_add_signed(by)) {
            Some(path) => {
                let path = (*path).clone();
                self.show(path)
            }
            None => self,
        }
    }

    /// Opens the section of a field and sends the focus there; what is in no section is shown in
    /// the text of the spec.
    fn go(mut self, path: &str) -> Self {
        if let Some(target) = target(&self.draft, path) {
            if !self.open.contains(&target.section) {
                Rc::make_mut(&mut self.open).push(target.section);
            }
            if let Some(fold) = target.fold {
                self.unfold(fold);
            }
            self.pane = Pane::Form;
            self.menu = None;
            self.send(target.id)
        } else {
            self
        }
    }

    /// What a small screen does not show is shown first.
    fn focus_on(mut self, id: &'static str) -> Self {
        match id {
            "form" | SEARCH => self.pane = Pane::Form,
            "preview-lines" => self.pane = Pane::Files,
            _ => {}
        }
        self.send(id.to_owned())
    }

    pub(super) fn send(mut self, id: String) -> Self {
        self.focus = Focus { turn: self.focus.turn.wrapping_add(1), id };
        self
    }

    fn problem(self, index: usize) -> Self {
        let Some(problem) = self.view.problems.get(index).cloned() else { return self };
        if section_at(&problem.path).is_some() {
            return self.go(&problem.path);
        }
        self.spec_line(&problem)
    }

    /// Shows the line of the spec that a problem names.
    fn spec_line(mut self, problem: &Diagnostic) -> Self {
        self.aboard = None;
        self = self.show(String::from(spec::FILE));
        self.line = problem.place.line.checked_sub(1);
        self.pane = Pane::Files;
        self.still_there().send(String::from("preview-lines"))
    }

    fn next_problem(self) -> Self {
        let count = self.view.problems.len();
        let at = self.view.problems.iter().position(|each| self.field.as_ref() == Some(&each.path));
        match at.map_or(0, |at| at + 1).checked_rem(count) {
            Some(next) => self.problem(next),
            None => Self { notice: Some(Notice::good("There are no problems.")), ..self },
        }
    }

    fn section(mut self, id: &'static str, width: Width) -> Self {
        let shown = self.open.contains(&id);
        let open = Rc::make_mut(&mut self.open);
        open.retain(|each| *each != id && (shown || width == Width::Wide));
        if !shown {
            open.push(id);
        }
        self
    }

    fn fold(mut self, at: String) -> Self {
        if self.unfolded.contains(&at) {
            Rc::make_mut(&mut self.unfolded).retain(|each| *each != at);
        } else {
            self.unfold(at);
        }
        self
    }

    fn unfold(&mut self, at: String) {
        if !self.unfolded.contains(&at) {
            Rc::make_mut(&mut self.unfolded).push(at);
        }
    }

    fn menu(mut self, menu: Option<super::Menu>) -> Self {
        let id = match (menu, self.menu) {
            (Some(menu), _) => format!("{}-0", menu.id()),
            (None, Some(menu)) => menu.id().to_owned(),
            (None, None) => return self,
        };
        self.menu = menu;
        self.send(id)
    }

    fn start_from(self, id: &'static str) -> Self {
        let Some(preset) = preset(id) else { return self.menu(None) };
        let draft = Rc::new(Draft::from_text(preset.text));
        let spec = Spec { preset: Some(preset.id), ..Spec::of(draft, "") };
        let notice = Notice::good(format!("Started from “{}”.", preset.label));
        self.menu(None).replace(spec, Notice { offers: Offer::Undo, ..notice })
    }

    /// Shows another spec. One that somebody would miss is offered and comes back.
    pub(super) fn replace(self, spec: Spec, notice: Notice) -> Self {
        let own = self.spec();
        let next = Self { mode: Mode::Make, ..self };
        if own.draft == spec.draft || !own.is_own() {
            let notice = Notice { offers: Offer::Nothing, ..notice };
            return Self { notice: Some(notice), ..next.with(spec) };
        }
        Self { undo: Some(own), notice: Some(notice), ..next.with(spec) }
    }

    /// What the address holds. The way back leads to it too, once somebody has gone on with it.
    fn arrive(self, draft: Rc<Draft>, link: String) -> Self {
        if self.link == link || self.draft.to_text() == draft.to_text() {
            return Self { mode: Mode::Make, link, menu: None, ..self };
        }
        if self.undo.as_ref().is_some_and(|undo| undo.link == link) {
            return self.take_back();
        }
        let is_own = self.spec().is_own();
        let text = if is_own {
            "The spec of the link is shown. The one that you worked on is kept."
        } else {
            "The spec of the link is shown."
        };
        let notice = Notice { offers: Offer::Mine, ..Notice::good(text) };
        self.replace(Spec::of(draft, link), notice)
    }

    /// The way back from a link leads to what was there before.
    fn leave(self) -> Self {
        let is_before = |undo: &Spec| undo.link.is_empty();
        if !self.link.is_empty() && self.undo.as_ref().is_some_and(is_before) {
            return self.take_back();
        }
        Self { mode: Mode::Make, link: String::new(), menu: None, ..self }
    }

    /// The spec that was replaced; the one that is shown can come back in the same way.
    fn take_back(mut self) -> Self {
        let Some(spec) = self.undo.take() else { return self.menu(None) };
        let own = Some(self.spec()).filter(Spec::is_own);
        let text = match own {
            Some(_) => "Your spec is back. The one that was shown is kept.",
            None => "Your spec is back.",
        };
        let offers = if own.is_some() { Offer::Undo } else { Offer::Nothing };
        let notice = Some(Notice { offers, ..Notice::good(text) });
        Self { mode: Mode::Make, undo: own, menu: None, notice, ..self.with(spec) }
    }

    /// Another spec, from which one can come back to this one.
    fn with(self, spec: Spec) -> Self {
        self.remember("").put(spec)
    }

    /// Another spec, with nothing marked.
    pub(super) fn put(mut self, spec: Spec) -> Self {
        let Spec { draft, preset, link, base } = spec;
        self.base = base;
        self.view = Rc::new(View::of(&draft));
        self.before = Rc::clone(&self.view);
        self.draft = draft;
        self.behind = false;
        self.changes = Rc::default();
        self.burst = None;
        self.field = None;
        self.line = None;
        self.preset = preset;
        self.link = link;
        self.edits = self.edits.wrapping_add(1);
        self.still_there()
    }

    fn escape(self) -> Self {
        if self.menu.is_some() {
            return self.menu(None);
        }
        if self.problems && self.pane != Pane::Problems {
            return Self { problems: false, ..self }.send(String::from("problems-toggle"));
        }
        Self { notice: None, keys: false, line: None, ..self }
    }

    /// Whether a section shows the field with this path.
    pub(crate) fn shows(&self, path: &str) -> bool {
        section_at(path).is_some_and(|section| self.open.contains(&section))
    }
}

/// Whether each change of a field is whole, and none is a letter of the next.
fn is_choice(path: &str) -> bool {
    field::find(path)
        .is_some_and(|field| matches!(field.accepts, Accepts::Choice(_) | Accepts::Bool))
}

#[cfg(test)]
mod tests {
    use super::super::Checking;
    use super::*;

    fn typed(state: State, path: &str, text: &str) -> State {
        State::clone(&Rc::new(state).reduce(Action::Text(path.into(), text.into())))
    }

    #[test]
    fn what_is_added_gets_the_focus_at_its_first_field() {
        let start = State::from_text("app: shop\nimage: a/b\nworkers: [{name: mail}]\n", None);
        for (action, id) in [
            (Action::Add("workers".into(), "worker".into()), "workers[1].name"),
            (Action::Add("cron".into(), "job".into()), "cron[0].name"),
            (Action::Environments(Environments::Add("staging".into())), "environments[0].name"),
            (Action::Check(Checking::Add), "sheet"),
        ] {
            let state = State::clone(&Rc::new(start.clone()).reduce(action.clone()));
            assert_eq!(state.focus.id, id, "{action:?}");
        }
    }

    #[test]
    fn a_heavy_spec_waits_for_a_pause_and_a_light_one_does_not() {
        let light = typed(State::from_text("app: shop\nimage: a/b\n", None), "app", "bakery");
        assert!(!light.behind && light.view.text.contains("bakery"));
        let names =
            ["a", "b", "c", "d", "e", "f", "g", "h"].map(|name| format!("  {name}: {{}}\n"));
        let spec = format!("app: shop\nimage: a/b\nenvironments:\n{}", names.concat());
        let heavy = State::from_text(&spec, None);
        assert!(heavy.view.is_heavy(), "{} lines", heavy.view.lines);
        let heavy = typed(heavy, "app", "bakery");
        assert_eq!(heavy.draft.text("app"), "bakery");
        assert!(heavy.behind && !heavy.view.text.contains("bakery"));
        let heavy = heavy.caught_up();
        assert!(!heavy.behind && heavy.view.text.contains("bakery"));
        assert!(!heavy.changes.files.is_empty());
    }
}
