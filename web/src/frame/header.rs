//! The header: what to start from, and what to take away.

use super::menu::{Choice, Dropdown};
use crate::command::{Command, OPEN};
use crate::platform;
use crate::state::{Action, Menu, Theme};
use linkspan_core::preset::{PRESETS, preset};
use yew::{Callback, Event, Html, Properties, component, html};

/// What the header is drawn from.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct HeaderProps {
    /// The preset that the spec started from.
    pub(crate) preset: Option<&'static str>,
    /// Whether it is still as it was.
    pub(crate) untouched: bool,
    /// The open menu.
    pub(crate) menu: Option<Menu>,
    /// Colours.
    pub(crate) theme: Theme,
    /// Where changes go.
    pub(crate) act: Callback<Action>,
    /// Where wishes go.
    pub(crate) run: Callback<Command>,
}

/// The header.
#[component]
pub(crate) fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { menu, theme, act, run, .. } = props;
    let wish = |command: Command| run.reform(move |_| command);
    let picked = {
        let act = act.clone();
        let opened = Callback::from(move |(name, bytes): (String, Vec<u8>)| {
            act.emit(crate::command::opened(&name, &bytes));
        });
        move |event: Event| platform::file_picked(&event, &opened)
    };
    let next = theme.next();
    let recolour = act.reform(move |_| Action::Theme(next));
    let presets: Vec<Choice<Action>> = PRESETS
        .iter()
        .map(|preset| Choice {
            label: preset.label,
            help: preset.help,
            chosen: props.preset == Some(preset.id) && props.untouched,
            then: Action::Preset(preset.id),
        })
        .collect();
    let archives = vec![
        archive(".tar.gz", "For the command line: keeps deploy.sh executable.", Command::TarGz),
        archive(".zip", "For a file manager.", Command::Zip),
    ];
    html! {
        <header class="bar">
            <h1 class="brand"><span class="mark" aria-hidden="true"></span>{ "Linkspan" }</h1>
            <p class="tagline">{ "Kubernetes files for a Rails app" }</p>
            <Dropdown<Action> menu={Menu::Presets} open={*menu == Some(Menu::Presets)}
                label={started(props)} title="Start from a preset" choices={presets}
                act={act.clone()} choose={act.clone()} />
            { reset(props) }
            <span class="space"></span>
            <button type="button" class="quiet" id="theme" onclick={recolour}
                aria-label={format!("Theme: {}", theme.label())} title="Colours: automatic, light or dark">
                <span aria-hidden="true">{ "◐" }</span>{ theme.label() }
            </button>
            <button type="button" class="quiet wide-only" id="keys-open" title="Keys"
                onclick={act.reform(|_| Action::Keys(true))}>{ "Keys" }</button>
            <button type="button" class="quiet" id="open" onclick={wish(Command::Open)}>{ "Open" }</button>
            <input type="file" class="unseen" id={OPEN} tabindex="-1" onchange={picked}
                aria-label="Bundle or linkspan.yml" accept=".gz,.tgz,.zip,.yml,.yaml" />
            <button type="button" class="quiet" id="share" onclick={wish(Command::Share)}>
                { "Share" }
            </button>
            <Dropdown<Command> menu={Menu::Download} open={*menu == Some(Menu::Download)}
                label="Download" title="Download the bundle" choices={archives} primary=true
                act={act.clone()} choose={run.clone()} />
        </header>
    }
}

fn archive(label: &'static str, help: &'static str, then: Command) -> Choice<Command> {
    Choice { label, help, chosen: false, then }
}

/// The way back to the preset, once something was changed.
fn reset(props: &HeaderProps) -> Html {
    let Some(preset) = props.preset.filter(|_| !props.untouched) else { return Html::default() };
    let onclick = props.act.reform(move |_| Action::Preset(preset));
    html! {
        <button type="button" class="quiet wide-only" id="reset-all" {onclick}
            title="Back to the preset as it was">{ "Reset all" }</button>
    }
}

/// What the button of the presets says.
fn started(props: &HeaderProps) -> String {
    match props.preset.and_then(preset) {
        Some(preset) if props.untouched => preset.label.to_owned(),
        Some(preset) => format!("{}, edited", preset.label),
        None => String::from("Your spec"),
    }
}
