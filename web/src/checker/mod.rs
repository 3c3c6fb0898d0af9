//! The checker: texts on one side, what is wrong with them on the other.

mod editor;
mod explain;
mod findings;
mod head;
mod item;
mod lines;
mod row;
mod texts;
mod ways;

use crate::command::Command;
use crate::platform::{self, Judge};
use crate::state::{Action, Checker, Checking, Sheet};
use editor::Editor;
use findings::findings;
use head::head;
use item::item;
use linkspan_core::internal::intake;
use std::rc::Rc;
use texts::texts;
use ways::ways;
use yew::{
    AttrValue, Callback, Html, MouseEvent, Properties, component, hook, html, use_effect_with,
    use_mut_ref,
};

/// How long somebody has to stop typing before the next edit is a step of its own, in milliseconds.
const BURST: u32 = 2_000;

/// What the checker is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CheckProps {
    /// What it remembers.
    pub(crate) checker: Rc<Checker>,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
    /// Where wishes go.
    pub(crate) run: Callback<Command>,
}

/// The checker.
#[component]
pub(crate) fn Check(props: &CheckProps) -> Html {
    let CheckProps { checker, act, run } = props;
    use_time(checker, act);
    let chosen = checker.at.and_then(|at| checker.found.all().get(at).map(|each| (at, each)));
    html! {
        <main class="panes checker" id="checker" aria-busy={checker.behind.then_some("true")}>
            { texts(checker, act, run) }
            <section class="pane editor" aria-label="Text">
                { head(checker, act, run) }
                if checker.is_empty() { { ways(act, run) } }
                <Editor file={AttrValue::from(checker.file.clone())} text={checker.text()}
                    found={checker.found.clone()} at={checker.at} goal={checker.goal.clone()}
                    act={act.clone()} />
                if let Some((at, chosen)) = chosen {
                    <div class="chosen" aria-label="Finding at the caret" role="group">
                        { item(checker, at, chosen, None, act) }
                    </div>
                }
            </section>
            { findings(checker, act) }
        </main>
    }
}

/// What a button does in the checker.
fn wish(act: &Callback<Action>, checking: Checking) -> Callback<MouseEvent> {
    act.reform(move |_| Action::Check(checking.clone()))
}

/// Findings follow the texts, and a burst of typing ends.
#[hook]
fn use_time(checker: &Rc<Checker>, act: &Callback<Action>) {
    let thread = use_mut_ref(|| None::<Judge>);
    let (asks, answers) = (Rc::clone(checker), act.clone());
    let pause = if checker.burst { checker.pause() } else { 0 };
    use_effect_with((checker.turn, checker.behind), move |(_, behind)| {
        let ask = move || {
            let mut thread = thread.borrow_mut();
            if thread.as_ref().is_none_or(Judge::is_broken) {
                *thread = Judge::start(answers.reform(|answer: Option<String>| {
                    let answer = answer.and_then(|answer| intake::read(&answer));
                    let heard = answer.map(|answer| Checking::Found(Rc::new(answer)));
                    Action::Check(heard.unwrap_or(Checking::Broken))
                }));
            }
            match &*thread {
                Some(thread) => thread.ask(asks.question()),
                None => answers.emit(Action::Check(Checking::Broken)),
            }
        };
        let timer = behind.then(|| platform::after(pause, ask));
        move || drop(timer)
    });
    let settle = act.clone();
    use_effect_with((checker.turn, checker.burst), move |(_, burst)| {
        let timer = burst
            .then(|| platform::after(BURST, move || settle.emit(Action::Check(Checking::Settle))));
        move || drop(timer)
    });
}

/// The panes of a small screen.
pub(crate) const SHEETS: [(Sheet, &str); 3] =
    [(Sheet::Text, "Text"), (Sheet::Findings, "Findings"), (Sheet::Files, "Files")];
