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
use crate::platform;
use crate::state::{Action, Checker, Checking, Sheet};
use editor::Editor;
use findings::findings;
use head::head;
use item::item;
use std::rc::Rc;
use texts::texts;
use ways::ways;
use yew::{AttrValue, Callback, Html, Properties, component, hook, html, use_effect_with};

/// How long somebody has to stop typing before the next edit is a step of its own, in milliseconds.
const BURST: u32 = 2_000;
/// How long the page has to say that it is at work before it is, in milliseconds.
const FRAME: u32 = 40;

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

/// Time that passes: findings follow the texts, and a burst of typing ends.
#[hook]
fn use_time(checker: &Checker, act: &Callback<Action>) {
    let (edits, version) = (checker.edits, checker.version);
    let pause = if checker.burst { checker.pause() } else { FRAME };
    let judge = act.clone();
    use_effect_with((edits, version, checker.behind, checker.mending), move |(_, _, behind, _)| {
        let timer = behind
            .then(|| platform::after(pause, move || judge.emit(Action::Check(Checking::Judge))));
        move || drop(timer)
    });
    let settle = act.clone();
    use_effect_with((edits, checker.burst), move |(_, burst)| {
        let timer = burst
            .then(|| platform::after(BURST, move || settle.emit(Action::Check(Checking::Settle))));
        move || drop(timer)
    });
}

/// The panes of a small screen.
pub(crate) const SHEETS: [(Sheet, &str); 3] =
    [(Sheet::Text, "Text"), (Sheet::Findings, "Findings"), (Sheet::Files, "Files")];
