//! Every change of the spec, to be taken back and done again: one line of steps for typing, presets, links and files alike.

use super::{Changes, Mode, Notice, Spec, State};
use linkspan_core::field;
use std::rc::Rc;

/// So many steps can be taken back.
const STEPS: usize = 200;

/// A spec to come back to.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    spec: Spec,
    /// What changed it then; nothing where all of it was replaced.
    field: String,
}

/// The specs before the one that is worked on, and those that were taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl History {
    /// What would be taken back, in words; `None` where there is nothing.
    pub(crate) fn last(&self) -> Option<&'static str> {
        self.past.last().map(|step| label(&step.field))
    }

    /// What would be done again, in words; `None` where there is nothing.
    pub(crate) fn next(&self) -> Option<&'static str> {
        self.future.last().map(|step| label(&step.field))
    }
}

/// What a field is called; a path that no field has stands for the whole spec.
fn label(field: &str) -> &'static str {
    if field == "environments" {
        return "Environments";
    }
    field::find(&field.replace("[]", "[0]")).map_or("the whole spec", |field| field.label)
}

impl State {
    /// Keeps the spec as it is, to come back to from what a field is changed to now; no field stands for all of it.
    pub(super) fn remember(mut self, field: &str) -> Self {
        let step = Step { spec: self.spec(), field: field.to_owned() };
        let history = Rc::make_mut(&mut self.history);
        history.future.clear();
        history.past.push(step);
        let excess = history.past.len().saturating_sub(STEPS);
        history.past.drain(..excess);
        self
    }

    /// Takes the last change back.
    pub(super) fn back(mut self) -> Self {
        let history = Rc::make_mut(&mut self.history);
        // What was typed and taken out again is no step.
        let same = |step: &Step| step.spec.draft == self.draft && step.spec.preset == self.preset;
        while history.past.last().is_some_and(same) {
            history.past.pop();
        }
        let Some(Step { spec, field }) = history.past.pop() else {
            return self.nothing("There is nothing to take back.");
        };
        let step = Step { spec: self.spec(), field: field.clone() };
        Rc::make_mut(&mut self.history).future.push(step);
        let text = format!("Taken back: {}.", label(&field));
        self.come_to(spec, text)
    }

    /// Does again what was taken back last.
    pub(super) fn forth(mut self) -> Self {
        let Some(Step { spec, field }) = Rc::make_mut(&mut self.history).future.pop() else {
            return self.nothing("There is nothing to do again.");
        };
        let step = Step { spec: self.spec(), field: field.clone() };
        Rc::make_mut(&mut self.history).past.push(step);
        let text = format!("Done again: {}.", label(&field));
        self.come_to(spec, text)
    }

    fn nothing(self, says: &str) -> Self {
        Self { notice: Some(Notice::good(says)), ..self }
    }

    /// Shows another spec of the history; what differs is marked, and the place that a person is at stays.
    fn come_to(self, spec: Spec, says: String) -> Self {
        let before = self.clone().caught_up().view;
        let (file, field) = (self.file.clone(), self.field.clone());
        let mut next = self.put(spec);
        next.changes = Rc::new(Changes::between(&before.bundle, &next.view.bundle));
        next.before = before;
        next.field = field;
        next.file = file;
        let notice = Notice::good(says).of_spec();
        Self { mode: Mode::Make, menu: None, notice: Some(notice), ..next.still_there() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, State};
    use std::rc::Rc;
    use yew::Reducible;

    fn act(state: State, action: Action) -> State {
        State::clone(&Rc::new(state).reduce(action))
    }

    fn typed(state: State, path: &str, text: &str) -> State {
        act(state, Action::Text(path.into(), text.into()))
    }

    fn told(state: &State) -> &str {
        state.notice.as_ref().map_or("", |notice| &notice.text)
    }

    #[test]
    fn every_kind_of_change_is_taken_back_and_done_again() {
        let start = State::default();
        let mut states = vec![start.clone()];
        for action in [
            Action::Text("app".into(), "b".into()),
            Action::Text("web.replicas".into(), "9".into()),
            Action::Text("database.adapter".into(), "mysql".into()),
            Action::Text("database.adapter".into(), "none".into()),
            Action::Texts("hosts".into(), vec!["a.example".into()]),
            Action::Add("workers".into(), "one".into()),
            Action::Add("workers".into(), "two".into()),
            Action::Remove("workers".into(), 0),
            Action::Preset("api"),
            Action::Text("app".into(), "c".into()),
        ] {
            let next = act(states.last().unwrap().clone(), action);
            states.push(next);
        }
        let mut state = states.last().unwrap().clone();
        for expect in states.iter().rev().skip(1) {
            state = act(state, Action::Back);
            assert_eq!((&state.draft, state.preset), (&expect.draft, expect.preset));
            assert_eq!(state.view.text, expect.view.text);
        }
        assert_eq!(told(&state), "Taken back: App name.");
        assert!(told(&act(state.clone(), Action::Back)).contains("nothing to take back"));
        for expect in states.iter().skip(1) {
            state = act(state, Action::Forth);
            assert_eq!((&state.draft, state.preset), (&expect.draft, expect.preset));
        }
        assert!(told(&act(state, Action::Forth)).contains("nothing to do again"));
    }

    #[test]
    fn letters_typed_in_a_row_are_one_step_and_what_is_typed_after_it_ends_the_way_forth() {
        let mut state = State::default();
        for text in ["s", "sh", "shx"] {
            state = typed(state, "app", text);
        }
        let state = act(state, Action::Settle);
        let state = typed(state, "app", "shxy");
        let back = act(state, Action::Back);
        assert_eq!(back.draft.text("app"), "shx");
        assert!(back.changes.files.values().any(|file| file.count > 0), "what differs is marked");
        let back = act(back, Action::Back);
        assert_eq!((back.draft.text("app"), back.history.last()), ("shop", None));
        assert_eq!(back.history.next(), Some("App name"));
        let on = typed(back, "app", "other");
        assert_eq!((on.history.next(), on.history.last()), (None, Some("App name")));
        // Typed and taken out again: no step.
        let same =
            act(typed(typed(State::default(), "web.port", "1"), "web.port", ""), Action::Back);
        assert!(told(&same).contains("nothing to take back"), "{}", told(&same));
    }

    #[test]
    fn file_and_field_stay_where_a_person_is() {
        let state = act(State::default(), Action::Enter("app".into()));
        let state = act(typed(state, "app", "b"), Action::File("Dockerfile".into()));
        let back = act(state, Action::Back);
        assert_eq!((back.file.as_str(), back.field.as_deref()), ("Dockerfile", Some("app")));
    }
}
