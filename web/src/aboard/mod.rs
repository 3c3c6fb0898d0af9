//! From an app's own files to its spec: what they say, what is open, and what is not carried.

mod report;
mod ways;

use crate::command::Command;
use crate::given;
use crate::platform::{self, Folder, Given, Judge};
use crate::state::{Aboard, Action, Boarding, Mode};
use linkspan_core::internal::intake;
use linkspan_core::spec::Draft;
use report::report;
use std::rc::Rc;
use ways::ways;
use yew::{
    Callback, Event, Html, MouseEvent, Properties, component, hook, html, use_effect_with,
    use_mut_ref,
};

/// What the panel is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct BoardProps {
    /// The files and what they say.
    pub(crate) aboard: Rc<Aboard>,
    /// The spec in the form, to which findings lead.
    pub(crate) draft: Rc<Draft>,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
    /// Where wishes go.
    pub(crate) run: Callback<Command>,
}

/// The panel.
#[component]
pub(crate) fn Board(props: &BoardProps) -> Html {
    let BoardProps { aboard, act, run, .. } = props;
    use_thread(aboard, act);
    let ask = |command: Command| run.reform(move |_: MouseEvent| command);
    html! {
        <section class="pane aboard" id="aboard" tabindex="-1" aria-labelledby="aboard-title"
            aria-busy={aboard.behind.then_some("true")}>
            <header class="preview-head">
                <h2 class="aboard-title" id="aboard-title">{ "Start from an app" }</h2>
                <span class="space"></span>
                <button type="button" class="plain" onclick={ask(Command::Folder)}>{ "Choose a folder" }</button>
                <button type="button" class="plain" onclick={ask(Command::AppFiles)}>{ "Choose files" }</button>
                <button type="button" class="quiet" id="aboard-close" onclick={wish(act, Boarding::Close)}>
                    { "Close" }
                </button>
                { pickers(act) }
            </header>
            if aboard.is_empty() { { ways(act) } } else { { report(props) } }
        </section>
    }
}

/// The hidden controls that open the browser's dialogs.
fn pickers(act: &Callback<Action>) -> Html {
    let files = {
        let chosen = act.reform(|files: Given| given::boarded(files));
        move |event: Event| platform::files_picked(&event, &chosen)
    };
    let folder = {
        let chosen = act.reform(|folder: Folder| given::folder(Mode::Make, folder));
        move |event: Event| platform::folder_picked(&event, given::walk(Mode::Make), &chosen)
    };
    html! {
        <>
            <input type="file" class="unseen" id={crate::command::APP_FILES} tabindex="-1" multiple=true
                onchange={files} aria-label="Files of an app" />
            <input type="file" class="unseen" id={crate::command::FOLDER} tabindex="-1"
                webkitdirectory=true onchange={folder} aria-label="Folder of an app" />
        </>
    }
}

/// What a button does here.
fn wish(act: &Callback<Action>, boarding: Boarding) -> Callback<MouseEvent> {
    act.reform(move |_| Action::Aboard(boarding.clone()))
}

/// What is found follows the files. The program that reads them is loaded for the first of them.
#[hook]
fn use_thread(aboard: &Rc<Aboard>, act: &Callback<Action>) {
    let thread = use_mut_ref(|| None::<Judge>);
    let (asks, answers) = (Rc::clone(aboard), act.clone());
    use_effect_with((aboard.turn, aboard.behind), move |(_, behind)| {
        if !behind {
            return;
        }
        let mut thread = thread.borrow_mut();
        if thread.as_ref().is_none_or(Judge::is_broken) {
            *thread = Judge::start(answers.reform(|answer: Option<String>| {
                let told = answer.and_then(|answer| intake::hear(&answer));
                let told = told.map(|told| Boarding::Told(Rc::new(told)));
                Action::Aboard(told.unwrap_or(Boarding::Broken))
            }));
        }
        match &*thread {
            Some(thread) => thread.ask(asks.question()),
            None => answers.emit(Action::Aboard(Boarding::Broken)),
        }
    });
}
