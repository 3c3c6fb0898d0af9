//! How what happens changes what is remembered. Nothing here touches the browser.

use super::mark::better_file;
use super::{
    Action, Changes, Environments, Focus, Mode, Notice, Pane, State, View, Width, section_at,
    start_file, target,
};
use linkspan_core::preset::preset;
use linkspan_core::spec::{self, Draft};
use linkspan_core::{diagnostic::Diagnostic, field};
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
            Action::Reasons => Self { reasons: !state.reasons, ..state },
            Action::Theme(theme) => Self { theme, ..state },
            Action::Preset(id) => state.start_from(id),
            Action::Load(draft, notice) => state.replace(draft, None, notice),
            Action::Undo if self.mode == Mode::Check => state.step_back(),
            Action::Undo => state.take_back(),
            Action::Mode(mode) if self.mode == mode => return self,
            Action::Mode(mode) => Self { mode, menu: None, notice: None, ..state },
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
        self.typed("environments", |draft| match change {
            Environments::Add(name) => draft.add_environment(&name),
            Environments::Rename(index, name) => draft.rename_environment(index, &name),
            Environments::Rows(index, rows) => draft.set_environment_rows(index, &rows),
            Environments::Remove(index) => draft.remove_environment(index),
        })
    }

    /// An edit that is seen at once.
    fn edit(self, path: &str, change: impl FnOnce(&mut Draft)) -> Self {
        self.typed(path, change).caught_up()
    }

    /// An edit that may be followed by the next one before the files can be made.
    fn typed(mut self, path: &str, change: impl FnOnce(&mut Draft)) -> Self {
        let base = field::pattern(path);
        if self.burst.as_deref() != Some(&base) {
            self.before = Rc::clone(&self.view);
            self.burst = Some(base);
        }
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
    fn still_there(mut self) -> Self {
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
        self.edit(path, |draft| draft.add_group(path, name)).go(&format!("{path}[{index}]"))
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
        let notice = Notice::good(format!("Started from “{}”.", preset.label));
        self.menu(None).replace(draft, Some(preset.id), notice)
    }

    fn replace(self, draft: Rc<Draft>, preset: Option<&'static str>, notice: Notice) -> Self {
        let undo = Some((Rc::clone(&self.draft), self.preset));
        let offers = self.edits > 0 && self.draft != draft;
        let notice = Notice { undo: offers, ..notice };
        Self { mode: Mode::Make, undo, notice: Some(notice), ..self.with(draft, preset) }
    }

    fn take_back(mut self) -> Self {
        match self.undo.take() {
            Some((draft, preset)) => {
                let notice = Some(Notice::good("Your spec is back."));
                Self { notice, ..self.with(draft, preset) }
            }
            None => self,
        }
    }

    /// Another spec, with nothing marked.
    fn with(mut self, draft: Rc<Draft>, preset: Option<&'static str>) -> Self {
        self.view = Rc::new(View::of(&draft));
        self.before = Rc::clone(&self.view);
        self.draft = draft;
        self.behind = false;
        self.changes = Rc::default();
        self.burst = None;
        self.field = None;
        self.line = None;
        self.preset = preset;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(state: State, path: &str, text: &str) -> State {
        State::clone(&Rc::new(state).reduce(Action::Text(path.into(), text.into())))
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
