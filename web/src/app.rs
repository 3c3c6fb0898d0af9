//! The page: state at the top, everything else drawn from it.

use crate::aboard::Board;
use crate::checker::Check;
use crate::command::{self, Command};
use crate::files::Tree;
use crate::form::Form;
use crate::frame::{DIALOG, bottom, header, keys, problems, telling};
use crate::given;
use crate::hotkey::{Does, hotkey};
use crate::platform::{self, Dropped};
use crate::preview::{From, Preview, Source};
use crate::state::{Action, Kept, Mode, Notice, State, Theme, begin, kept};
use linkspan_core::preset::preset;
use linkspan_core::spec::Draft;
use std::rc::Rc;
use yew::{
    AttrValue, Callback, Html, Properties, UseReducerHandle, component, hook, html, use_callback,
    use_effect_with, use_memo, use_mut_ref, use_reducer,
};

/// How long somebody has to stop typing before the next edit starts a new comparison.
const BURST: u32 = 4_000;
/// How long somebody has to stop typing before the files of a heavy spec are made.
const PAUSE: u32 = 120;
/// How long nothing may have changed before it is kept for the next visit; it is kept at once when the page goes.
const KEEP: u32 = 1_000;
/// How long a notice stays.
const NOTICE: u32 = 8_000;

/// What the page starts with.
#[derive(Clone, Default, PartialEq, Properties)]
pub(crate) struct AppProps {
    /// A spec other than the sample app.
    #[prop_or_default]
    pub(crate) text: Option<AttrValue>,
    /// Everything that is remembered, for the page as it is later on.
    #[prop_or_default]
    pub(crate) state: Option<Rc<State>>,
}

/// The names under which a browser keeps the specs and the texts of the checker.
const KEPT: [&str; 2] = ["linkspan-specs", "linkspan-texts"];

/// The name under which a browser keeps whether keys without Ctrl do something.
const LETTERS: &str = "linkspan-letters";

impl AppProps {
    /// What the address and the last visit say.
    pub(crate) fn begin() -> Self {
        let fragment = platform::fragment();
        let asks = Some(&fragment).filter(|fragment| !fragment.is_empty());
        let asks = asks.map(|fragment| command::follow(fragment));
        let [specs, texts] = KEPT.map(platform::kept);
        let state = begin(&fragment, asks, &Kept { specs, texts });
        Self { text: None, state: Some(Rc::new(state)) }
    }
}

/// The page.
#[component]
pub(crate) fn App(props: &AppProps) -> Html {
    let AppProps { text, state } = props.clone();
    let state = use_reducer(move || match (state, text) {
        (Some(state), _) => State::clone(&state),
        (None, Some(text)) => State::from_text(&text, None),
        (None, None) => State::default(),
    });
    let act = {
        let dispatch = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatch.dispatch(action))
    };
    let run = use_run(&state, &act);
    use_browser(&act);
    use_gestures((state.mode, state.aboard.is_some(), state.letters), &act, &run);
    use_echo(&state, &act);
    use_keep(&state);
    use_effect_with((), |()| platform::wake());

    let origin = state.preset.and_then(preset);
    let untouched = use_memo(origin.map(|preset| preset.id), |_| {
        origin.map(|preset| Draft::from_text(preset.text).to_text())
    });
    let linked = state.line.and_then(|line| {
        let line = state.view.bundle.files.get(&state.file)?.lines.get(line)?;
        Some(AttrValue::from(line.reason.field.clone())).filter(|field| !field.is_empty())
    });
    let from = match (state.preset, state.link.is_empty()) {
        (Some(_), _) => Some(From::Preset),
        (None, false) => Some(From::Link),
        (None, true) => None,
    };
    let source = Source { draft: state.draft.clone(), base: state.base.clone(), from };
    let file = AttrValue::from(state.file.clone());
    let field = state.field.clone().filter(|path| state.shows(path)).map(AttrValue::from);
    let header = header(&state, untouched.as_deref() == Some(state.view.text.as_str()), &act, &run);
    if state.mode == Mode::Check {
        return html! {
            <div class="app checks" data-pane={state.checker.sheet.word()}>
                { header }
                <Check checker={state.checker.clone()} act={act.clone()} run={run.clone()} />
                { bottom(&state, &act) }
                { telling(state.notice.as_ref(), &act, &run) }
                { keys(state.letters, &act) }
            </div>
        };
    }
    html! {
        <div class="app" data-pane={state.pane.word()} aria-busy={state.behind.then_some("true")}>
            { header }
            <main class="panes">
                <Form draft={state.draft.clone()} view={state.view.clone()} open={state.open.clone()}
                    unfolded={state.unfolded.clone()} {linked} act={act.clone()} />
                if let Some(aboard) = &state.aboard {
                    <Board aboard={aboard.clone()} draft={state.draft.clone()} act={act.clone()} run={run.clone()} />
                } else {
                    <Tree view={state.view.clone()} changes={state.changes.clone()} file={file.clone()}
                        act={act.clone()} />
                    <Preview view={state.view.clone()} changes={state.changes.clone()} {file}
                        line={state.line} {field} {source} reasons={state.reasons} act={act.clone()} run={run.clone()} />
                }
            </main>
            { problems(&state.view, state.problems, &act) }
            { bottom(&state, &act) }
            { telling(state.notice.as_ref(), &act, &run) }
            { keys(state.letters, &act) }
        </div>
    }
}

/// What carries out commands, always on the newest state.
#[hook]
fn use_run(state: &UseReducerHandle<State>, act: &Callback<Action>) -> Callback<Command> {
    let newest = use_mut_ref(|| state.clone());
    newest.replace(state.clone());
    use_callback(act.clone(), move |command: Command, act| {
        let state = State::clone(&newest.borrow()).caught_up();
        command::run(command, &state, act);
    })
}

/// What comes from the browser: the address, and the theme of the last visit.
#[hook]
fn use_browser(act: &Callback<Action>) {
    use_effect_with(act.clone(), |act| {
        act.emit(Action::Theme(platform::remembered()));
        act.emit(Action::Letters(platform::kept(LETTERS).as_deref() != Some("off")));
        let address =
            platform::on_fragment(act.reform(|fragment: String| command::follow(&fragment)));
        move || std::mem::drop(address)
    });
}

/// What the browser keeps: the work for the next visit, and in the address what is shown, for the way back.
#[hook]
fn use_keep(state: &UseReducerHandle<State>) {
    let newest = use_mut_ref(|| state.clone());
    newest.replace(state.clone());
    let done = use_mut_ref(|| (state.work(), state.checker.turn));
    let keep = use_callback((), move |(), ()| {
        let state = State::clone(&newest.borrow()).caught_up();
        let now = (state.work(), state.checker.turn);
        let before = done.replace(now.clone());
        if before.0 != now.0 {
            platform::keep(KEPT[0], &kept::specs(&state));
        }
        if before.1 != now.1 {
            platform::keep(KEPT[1], &kept::texts(&state.checker));
        }
    });
    let leaves = keep.clone();
    use_effect_with((), move |()| {
        let listener = platform::on_leave(move || leaves.emit(()));
        move || std::mem::drop(listener)
    });
    let first = use_mut_ref(|| true);
    use_effect_with((state.work(), state.checker.turn), move |_| {
        let timer = (!first.replace(false)).then(|| platform::after(KEEP, move || keep.emit(())));
        move || std::mem::drop(timer)
    });
    let first = use_mut_ref(|| true);
    use_effect_with((state.mode, state.link.clone()), move |(mode, link)| {
        if !first.replace(false) {
            platform::go(command::fragment(*mode, link));
        }
    });
}

/// What a person does anywhere on the page, by what it is used for: keys and dropped files.
#[hook]
fn use_gestures(place: (Mode, bool, bool), act: &Callback<Action>, run: &Callback<Command>) {
    use_effect_with((place, act.clone(), run.clone()), |((mode, boards, letters), act, run)| {
        let (mode, boards, letters, takes) = (*mode, *boards, *letters, act.clone());
        let drop = platform::on_drop(
            given::walk(mode),
            Callback::from(move |dropped| {
                let action = match dropped {
                    Dropped::Files(files) if boards && mode == Mode::Make => {
                        Some(given::boarded(files))
                    }
                    Dropped::Files(files) => given::given(mode, files),
                    Dropped::Folder(folder) => Some(given::folder(mode, folder)),
                };
                if let Some(action) = action {
                    takes.emit(action);
                }
            }),
        );
        let (act, run) = (act.clone(), run.clone());
        let keys = platform::on_key(move |stroke| match hotkey(&stroke, mode, letters) {
            Some(Does::Act(action)) => {
                act.emit(action);
                true
            }
            Some(Does::Run(command)) => {
                run.emit(command);
                true
            }
            None => false,
        });
        move || std::mem::drop((drop, keys))
    });
}

/// What the browser has to show beside the elements: focus, dialog, colours, and time that passes.
#[hook]
fn use_echo(state: &UseReducerHandle<State>, act: &Callback<Action>) {
    use_effect_with(state.focus.clone(), |focus| {
        if focus.turn > 0 {
            platform::focus(&focus.id);
        }
    });
    use_effect_with(state.keys, |open| platform::show_dialog(DIALOG, *open));
    let first = use_mut_ref(|| true);
    use_effect_with(state.theme, move |theme: &Theme| {
        // What was remembered is read only after the first drawing.
        if !first.replace(false) {
            platform::paint(*theme);
            platform::remember(*theme);
        }
    });
    let first = use_mut_ref(|| true);
    use_effect_with(state.letters, move |letters| {
        if !first.replace(false) {
            platform::keep(LETTERS, if *letters { "" } else { "off" });
        }
    });
    let settle = act.clone();
    use_effect_with(state.edits, move |edits| {
        let timer =
            (*edits > 0).then(|| platform::after(BURST, move || settle.emit(Action::Settle)));
        move || std::mem::drop(timer)
    });
    let catch_up = act.clone();
    use_effect_with((state.edits, state.behind), move |(_, behind)| {
        let timer = behind.then(|| platform::after(PAUSE, move || catch_up.emit(Action::CatchUp)));
        move || std::mem::drop(timer)
    });
    let hush = act.clone();
    use_effect_with(Rc::new(state.notice.clone()), move |notice| {
        let passes = notice.as_ref().as_ref().is_some_and(Notice::passes);
        let timer = passes.then(|| platform::after(NOTICE, move || hush.emit(Action::Hush)));
        move || std::mem::drop(timer)
    });
}
