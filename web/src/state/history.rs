//! Every change of the spec, to be taken back and done again: one line of steps for typing, presets, links and files alike.

use super::{Changes, Mode, Notice, Offer, Spec, State};
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
    pub(super) fn step(mut self, field: &str) -> Self {
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
        let same = |step: &Step| step.spec == Spec { draft: Rc::clone(&self.draft), preset: self.preset, link: self.link.clone() };
        while history.past.last().is_some_and(same) {
            history.past.pop();
        }
        let Some(Step { spec, field }) = history.past.pop() else {
            return self.nothing("There is nothing to take back.");
        };
        history.future.push(Step { spec: self.spec(), field: field.clone() });
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
        let notice = Notice { offers: Offer::Nothing, ..Notice::good(says) };
        Self { mode: Mode::Make, menu: None, notice: Some(notice), ..next.still_there() }
    }
}
