//! What the files of an app say, and where a person is with it.

use super::{Mode, Notice, Offer, Pane, Spec, State};
use crate::prose::counted;
use linkspan_core::internal::detect::{App, Findings, Given, Value};
use linkspan_core::internal::intake::{self, Told};
use linkspan_core::spec::Draft;
use std::rc::Rc;

/// What can happen to the files of an app.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Boarding {
    /// The panel is opened.
    Open,
    /// The panel is closed, and the files are forgotten.
    Close,
    /// Files came; those of before stay.
    Take(Rc<App>),
    /// All files are forgotten.
    Clear,
    /// A question is answered with this value.
    Say(String, String),
    /// What the files say.
    Told(Rc<Told>),
    /// They could not be read.
    Broken,
    /// They are read once more.
    Again,
    /// The spec that follows is taken.
    Use,
}

/// The files of an app and what they say. `told` belongs to `app` and `said`, unless `behind`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Aboard {
    /// The files.
    pub(crate) app: Rc<App>,
    /// What a person says.
    pub(crate) said: Given,
    /// What the files say.
    pub(crate) told: Rc<Told>,
    /// Whether an answer is waited for.
    pub(crate) behind: bool,
    /// Whether the last question has no answer.
    pub(crate) broken: bool,
    /// Grows with each question.
    pub(crate) turn: usize,
    /// Whether the form holds the spec that follows, or what somebody made of it.
    pub(crate) used: bool,
}

impl Aboard {
    /// Whether no file was handed over yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.app.paths().next().is_none()
    }

    /// The question about the files as they are.
    pub(crate) fn question(&self) -> String {
        intake::ask(self.turn, &self.app, &self.said)
    }

    fn anew(self) -> Self {
        Self { turn: self.turn.wrapping_add(1), behind: true, broken: false, used: false, ..self }
    }

    /// With more files: those of the same path take the place of the ones that were there.
    fn with(self, more: &App) -> Self {
        let own = if more.folder().is_empty() { self.app.folder() } else { more.folder() };
        let mut app = App::new(own);
        let before = self.app.texts().filter(|(path, _)| more.text(path).is_none());
        more.texts().chain(before).for_each(|(path, text)| app.add_text(path, text));
        more.paths().chain(self.app.paths()).for_each(|path| app.add_path(path));
        Self { app: Rc::new(app), ..self }.anew()
    }
}

impl State {
    /// What happens to the files of an app.
    pub(super) fn boarding(self, action: Boarding) -> Self {
        let aboard = self.aboard.as_deref().cloned();
        match (action, aboard) {
            (Boarding::Open, aboard) => {
                self.board(aboard.unwrap_or_default()).send("aboard".to_owned())
            }
            (Boarding::Close, _) => {
                let pane = Pane::Form;
                Self { aboard: None, pane, ..self }.send("aboard-open".to_owned())
            }
            (Boarding::Take(app), aboard) => {
                let next = aboard.unwrap_or_default().with(&app);
                self.board(next).send("aboard".to_owned())
            }
            (Boarding::Clear, Some(aboard)) => {
                let turn = aboard.turn.wrapping_add(1);
                self.board(Aboard { turn, ..Aboard::default() }).send("aboard".to_owned())
            }
            (Boarding::Say(path, value), Some(mut aboard)) => {
                aboard.said.retain(|(said, _)| *said != path);
                let value = if path == "hosts" { Value::List(vec![value]) } else { value.into() };
                aboard.said.push((path, value));
                self.board(aboard.anew())
            }
            (Boarding::Told(told), Some(aboard)) if told.turn == aboard.turn => {
                self.board(Aboard { told, behind: false, ..aboard })
            }
            (Boarding::Broken, Some(aboard)) => {
                self.board(Aboard { broken: true, behind: false, ..aboard })
            }
            (Boarding::Again, Some(aboard)) => self.board(aboard.anew()),
            (Boarding::Use, Some(aboard)) if !aboard.behind && !aboard.broken => {
                self.take_spec(aboard)
            }
            (_, _) => self,
        }
    }

    fn board(self, aboard: Aboard) -> Self {
        let (mode, menu, pane) = (Mode::Make, None, Pane::Files);
        Self { aboard: Some(Rc::new(aboard)), mode, menu, pane, notice: None, ..self }
    }

    fn take_spec(self, aboard: Aboard) -> Self {
        let spec = Spec::of(Rc::new(Draft::from_text(&aboard.told.spec)), "");
        let open = counted(aboard.told.findings.questions.len(), "question");
        let text = format!("The form holds what your files say, with {open} open.");
        let notice = Notice { offers: Offer::Undo, ..Notice::good(text) };
        self.replace(spec, notice).board_quietly(Aboard { used: true, ..aboard })
    }

    fn board_quietly(self, aboard: Aboard) -> Self {
        Self { aboard: Some(Rc::new(aboard)), ..self }
    }
}

/// The path of a finding as the form has it: a group goes by its name in one, by its place in the other.
pub(crate) fn in_form(draft: &Draft, path: &str) -> String {
    if let Some((list, rest)) = path.split_once('[')
        && let Some((name, rest)) = rest.split_once(']')
    {
        let is_it = |index: &usize| draft.text(&format!("{list}[{index}].name")) == name;
        return match (0..draft.count(list)).find(is_it) {
            Some(index) => format!("{list}[{index}]{rest}"),
            None => list.to_owned(),
        };
    }
    let Some((list, name)) = path.split_once('.').filter(|(list, _)| *list == "secrets") else {
        return path.to_owned();
    };
    match draft.texts(list).iter().position(|each| *each == name) {
        Some(index) => format!("{list}[{index}]"),
        None => list.to_owned(),
    }
}

/// Whether anything was found that a spec could say.
pub(crate) fn says_something(findings: &Findings) -> bool {
    !findings.found.is_empty() || !findings.keys.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_leads_to_its_control() {
        let draft = Draft::from_text("secrets: [A, B]\nworkers: [{name: mail}, {name: jobs}]\n");
        for (path, expect) in [
            ("workers[jobs].queues", "workers[1].queues"),
            ("workers[other].queues", "workers"),
            ("secrets.B", "secrets[1]"),
            ("secrets.C", "secrets"),
            ("env.A", "env.A"),
            ("rails.ruby", "rails.ruby"),
        ] {
            assert_eq!(in_form(&draft, path), expect);
        }
    }
}
