//! The header: what to start from, and what to take away.

use super::menu::{Choice, Dropdown, dropdown};
use crate::command::{Command, OPEN};
use crate::platform::{self, Given};
use crate::state::{Action, Boarding, Menu, Mode, State};
use linkspan_core::field;
use linkspan_core::preset::{PRESETS, preset};
use yew::{Callback, Event, Html, html};

/// The header; `untouched` says whether the spec is as its preset had it.
pub(crate) fn header(
    state: &State,
    untouched: bool,
    act: &Callback<Action>,
    run: &Callback<Command>,
) -> Html {
    let State { menu, theme, .. } = state;
    let wish = |command: Command| run.reform(move |_| command);
    let picked = {
        let act = act.clone();
        let opened = Callback::from(move |files: Given| {
            if let Some(action) = crate::given::given(Mode::Make, files) {
                act.emit(action);
            }
        });
        move |event: Event| platform::files_picked(&event, &opened)
    };
    let next = theme.next();
    let recolour = act.reform(move |_| Action::Theme(next));
    let presets = PRESETS.iter().map(|preset| Choice {
        label: preset.label,
        help: preset.help,
        chosen: state.preset == Some(preset.id) && untouched,
        then: act.reform(move |()| Action::Preset(preset.id)),
    });
    let undo = state.undo.as_ref().map(|_| Choice {
        label: "The spec before",
        help: "What you worked on until a link, a file or a preset took its place.",
        chosen: false,
        then: act.reform(|()| Action::Undo),
    });
    let aboard = Choice {
        label: "An app of yours",
        help: "Its folder, or files such as Kamal's deploy.yml, a compose file or a Procfile, say what the spec would be.",
        chosen: state.aboard.is_some(),
        then: act.reform(|()| Action::Aboard(Boarding::Open)),
    };
    let archive = |label, help, command: Command| Choice {
        label,
        help,
        chosen: false,
        then: run.reform(move |()| command),
    };
    let examples = state.view.examples.iter().map(|path| {
        let go = path.clone();
        Choice {
            label: field::find(path).map_or("A value", |field| field.label),
            help: "An example: replace it before the first deploy.",
            chosen: false,
            then: act.reform(move |()| Action::Go(go.clone())),
        }
    });
    let archives = vec![
        archive(".tar.gz", "For the command line: keeps deploy.sh executable.", Command::TarGz),
        archive(".zip", "For a file manager.", Command::Zip),
    ];
    let makes = state.mode == Mode::Make;
    html! {
        <header class="bar">
            { skip(state.mode, act) }
            <h1 class="brand"><span class="mark" aria-hidden="true"></span>{ "Linkspan" }</h1>
            <p class="tagline">{ "Kubernetes files for a Rails app" }</p>
            { modes(state.mode, act) }
            if makes {
                { dropdown(&Dropdown { menu: Menu::Presets, open: *menu == Some(Menu::Presets),
                    label: started(state, untouched), title: "Start from a preset", choices: presets.chain(undo).chain([aboard]).collect(),
                    primary: false }, act) }
                { steps(state, act) }
                { reset(state, untouched, act) }
                <button type="button" class="quiet wide-only" id="aboard-open" aria-pressed={state.aboard.is_some().to_string()}
                    title="Start from the files of an app of yours"
                    onclick={act.reform(|_| Action::Aboard(Boarding::Open))}>{ "From an app" }</button>
            }
            <span class="space"></span>
            <button type="button" class="quiet" id="theme" onclick={recolour}
                aria-label={format!("Theme: {}", theme.label())} title="Colours: automatic, light or dark">
                <span aria-hidden="true">{ "◐" }</span>{ theme.label() }
            </button>
            <button type="button" class="quiet wide-only" id="keys-open" title="Keys"
                onclick={act.reform(|_| Action::Keys(true))}>{ "Keys" }</button>
            if makes {
                <button type="button" class="quiet" id="open" onclick={wish(Command::Open)}>{ "Open" }</button>
                <input type="file" class="unseen" id={OPEN} tabindex="-1" onchange={picked}
                    aria-label="Bundle, linkspan.yml, manifests or files of an app" multiple=true />
                <button type="button" class="quiet" id="share" onclick={wish(Command::Share)}>
                    { "Share" }
                </button>
                { dropdown(&Dropdown { menu: Menu::Download, open: *menu == Some(Menu::Download),
                    label: "Download".to_owned(), title: "Download the bundle", choices: archives.into_iter().chain(examples).collect(),
                    primary: true }, act) }
            }
        </header>
    }
}

/// The ways past the header, for those who come by keyboard.
fn skip(mode: Mode, act: &Callback<Action>) -> Html {
    let ways: &[(&'static str, &'static str)] = match mode {
        Mode::Make => &[("form", "Skip to the form"), ("preview-lines", "Skip to the preview")],
        Mode::Check => &[("sheet", "Skip to the text"), ("findings", "Skip to the findings")],
    };
    ways.iter()
        .map(|(id, says)| {
            let id = *id;
            html! {
                <button type="button" class="skip" key={id} onclick={act.reform(move |_| Action::Focus(id))}>{ *says }</button>
            }
        })
        .collect()
}

/// The two things that the page is used for.
fn modes(mode: Mode, act: &Callback<Action>) -> Html {
    let each = [(Mode::Make, "Make"), (Mode::Check, "Check")];
    let buttons = each.into_iter().map(|(each, label)| {
        let id = each.id();
        html! {
            <button type="button" key={id} {id} aria-current={(mode == each).then_some("page")}
                onclick={act.reform(move |_| Action::Mode(each))}>{ label }</button>
        }
    });
    html! { <nav class="modes" aria-label="What to do">{ for buttons }</nav> }
}

/// The way back and forth over all changes. Where there is none the buttons stay, so that the focus does.
fn steps(state: &State, act: &Callback<Action>) -> Html {
    let button = |id: &'static str, sign, says: &str, what: Option<&str>, action: Action| {
        let title = what.map_or_else(|| says.to_owned(), |what| format!("{says}: {what}"));
        html! {
            <button type="button" class="quiet step" {id} title={title.clone()} aria-label={title}
                aria-disabled={what.is_none().then_some("true")} onclick={act.reform(move |_| action.clone())}>
                <span aria-hidden="true">{ sign }</span>
            </button>
        }
    };
    html! {
        <>
            { button("undo", "↶", "Undo", state.history.last(), Action::Back) }
            { button("redo", "↷", "Redo", state.history.next(), Action::Forth) }
        </>
    }
}

/// The way back to the preset, once something was changed.
fn reset(state: &State, untouched: bool, act: &Callback<Action>) -> Html {
    let Some(preset) = state.preset.filter(|_| !untouched) else { return Html::default() };
    let onclick = act.reform(move |_| Action::Preset(preset));
    html! {
        <button type="button" class="quiet wide-only" id="reset-all" {onclick}
            title="Back to the preset as it was">{ "Reset all" }</button>
    }
}

/// What the button of the presets says.
fn started(state: &State, untouched: bool) -> String {
    match state.preset.and_then(preset) {
        Some(preset) if untouched => preset.label.to_owned(),
        Some(preset) => format!("{}, edited", preset.label),
        None => String::from("Your spec"),
    }
}
